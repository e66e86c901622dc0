"""YAML of cassettes: written for people."""

from io import StringIO
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from tests.cassettes import texts

from truecopy.recording.yaml_reader import read_yaml_text
from truecopy.recording.yaml_writer import Literal, write_yaml_text

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
