"""YAML of cassettes: read without recursion."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cassettes import texts

from truecopy.recording.yaml_reader import Blob, Located, YamlProblem, read_yaml_text


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
        ("a: !!binary 'YWJj@ZGVm'\n", 1, "cannot be read"),
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
