"""YAML of cassettes: read without recursion, written for people."""

from contextlib import suppress
from io import StringIO
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from tests.cassettes import texts

from truecopy.recording.yamltext import (
    Blob,
    Literal,
    Located,
    YamlProblem,
    read_yaml_text,
    write_yaml_text,
)

_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | texts | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def written(value: dict[str, Any]) -> str:
    """Return a mapping as text."""
    return "".join(write_yaml_text(value))


@given(value=st.dictionaries(st.sampled_from("abc"), _PLAIN, max_size=3))
def test_what_is_written_is_read_back(value: dict[str, Any]) -> None:
    """Any mapping of plain values comes back as it was, by this reader and by PyYAML's safe one."""
    text = written(value)

    assert (read_yaml_text(text) or {}) == value
    assert (yaml.safe_load(text) or {}) == value


@given(text=texts)
@example(text="x\n...\n")
@example(text="a\x85b")
@example(text="a\u2028b")
@example(text=" lead")
@example(text="\n\n")
def test_a_block_holds_its_text_exactly(text: str) -> None:
    """A text that is written as a block is read back to the last line end, by any safe reader."""
    made = written({"a": {"string": Literal(text)}, "b": [1]})

    assert read_yaml_text(made) == {"a": {"string": text}, "b": [1]}
    assert yaml.safe_load(made) == {"a": {"string": text}, "b": [1]}


def test_json_is_a_block_that_reads_as_it_stands() -> None:
    """A JSON text stands in the file without escapes, however long and in whatever script."""
    json_text = '{"prompt":"雨の日 \\"kite\\" 😀","data":"' + "x" * 5_000 + '"}'

    text = written({"body": Literal(json_text)})

    assert text == f"body: |-\n  {json_text}\n"


@given(
    lines=st.lists(
        st.tuples(st.text(max_size=4), st.sampled_from("aé雨😀\x85 \n'"), st.text(max_size=4)),
        max_size=3,
    )
)
def test_long_lines_are_exact_too(lines: list[tuple[str, str, str]]) -> None:
    """However long a text is, and whatever is at its ends."""
    texts = [f"{begin}{middle * 600}{end}" for begin, middle, end in lines]
    value = {"a": [Literal(each) for each in texts]}

    assert (read_yaml_text(written(value)) or {}) == {"a": texts}
    assert yaml.safe_load(written(value)) == {"a": texts}


@given(value=st.lists(st.lists(st.integers(), max_size=2), min_size=2, max_size=3))
def test_nothing_is_written_as_an_alias(value: list[list[int]]) -> None:
    """A list that stands twice is written twice: a change of one leaves the other line alone."""
    shared = value[0]

    assert "&" not in written({"a": shared, "b": shared, "c": [shared, shared]})


def test_mappings_know_their_lines() -> None:
    """Each mapping says on which line it begins, from 1."""
    found = read_yaml_text("a: 1\nb:\n  c: 2\nd:\n- e: 3\n")

    assert isinstance(found, Located)
    assert (found.line, found["b"].line, found["d"][0].line) == (1, 3, 5)


def test_aliases_of_vcrpy_are_followed() -> None:
    """VCR.py writes a list that two interactions share once, and refers to it."""
    assert read_yaml_text("a: &x [1, 2]\nb: *x\n") == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a: [1, 2", 2, "is not YAML"),
        ("a: 1\nb: {", 3, "is not YAML"),
        ("a: 1\n---\nb: 2\n", 2, "more than one document"),
        ("a: 1\na: 2\n", 2, "twice"),
        ("a: 1\nb: *nothing\n", 2, "alias"),
        ("? [a]\n: 1\n", 1, "key that is no text"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tag"),
        ("a:\n  b: !!python/name:os.system\n", 2, "tag"),
        ("a: !custom 1\n", 1, "tag"),
        ("a: {b: 1}\n<<: *a\n", 2, "merges mappings"),
        ("a: !!binary 'not base64 !'\n", 1, "cannot be read"),
        ("a: !!int 'x'\n", 1, "cannot be read"),
        ("a: \x07\n", 0, "is not YAML"),
    ],
)
def test_what_no_cassette_has_is_refused(text: str, line: int, told: str) -> None:
    """Damage, unknown tags, doubled keys and second documents are told with their line."""
    with pytest.raises(YamlProblem) as caught:
        read_yaml_text(text)

    assert told in caught.value.message
    assert caught.value.line == line


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_depth_brings_nothing_down(opening: str) -> None:
    """A text that nests a hundred thousand levels is refused; PyYAML's own loader would end the process."""
    with pytest.raises(YamlProblem) as caught:
        read_yaml_text(opening * 100_000)

    assert "deeper" in caught.value.message


def test_an_alias_bomb_is_refused() -> None:
    """What aliases stand for counts each time: nine levels of nine would be a thousand million values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]

    with pytest.raises(YamlProblem) as caught:
        read_yaml_text("\n".join(lines))

    assert "aliases" in caught.value.message


def test_tags_that_vcrpy_reads_are_read() -> None:
    """Texts and tuples of older VCR.py versions, and places of bodies, are values."""
    found = read_yaml_text(
        "a: !!python/unicode 'x'\nb: !!python/tuple [1]\nc: !truecopy/blob blobs/aa 3\nd: 2026-01-01\n"
    )

    assert found == {"a": "x", "b": [1], "c": "blobs/aa 3", "d": "2026-01-01"}
    assert isinstance(found["c"], Blob)


@given(text=st.text(max_size=60) | texts)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything but the one known problem."""
    with suppress(YamlProblem):
        read_yaml_text(text)


class _Library(yaml.SafeDumper):
    """The library's own writer, without aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        return True


_SIGNS = st.text("aZ09 :#-/.+=?!&*%@,'\"[]{}|>~<", max_size=12) | st.sampled_from(
    [
        "null",
        "yes",
        "on",
        "1.5",
        "0x1f",
        "1e5",
        "2026-11-25T01:46:17.265929Z",
        "12:30",
        "---",
        "...",
    ]
)
_LEAVES = _SIGNS | st.none() | st.booleans() | st.integers() | st.floats() | st.binary(max_size=90)


@given(
    value=st.recursive(
        _LEAVES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_SIGNS, inner, max_size=3),
        max_leaves=8,
    )
)
def test_values_are_written_as_the_library_writes_them(value: Any) -> None:
    """What is put together without the library differs in nothing, so that no cassette changes by being saved."""
    made = {"a": {"b": [value]}}

    assert written(made) == yaml.dump(
        made, Dumper=_Library, sort_keys=False, allow_unicode=True, width=10**9
    )


@given(text=st.text("aé雨😀 \n:#'\"-", min_size=1, max_size=30))
def test_blocks_are_written_as_the_library_writes_them(text: str) -> None:
    """The lines of a text stand in a block where the library has them there."""
    out = StringIO()
    dumper = _Library(out, allow_unicode=True, width=10**9)
    dumper.open()
    block = dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    name = dumper.represent_str("a")
    dumper.serialize(yaml.MappingNode("tag:yaml.org,2002:map", [(name, block)], flow_style=False))
    dumper.close()

    assert written({"a": Literal(text)}) == out.getvalue().removesuffix("...\n")
