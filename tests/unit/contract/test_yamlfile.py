"""YAML files written by hand."""

from pathlib import Path

import pytest

from truecopy.contract.yamlfile import (
    entry_lines,
    only_keys,
    positive_number,
    read_yaml,
    require_keys,
    text_list,
)
from truecopy.errors import WorkspaceError


def write(tmp_path: Path, content: str | bytes) -> Path:
    """Return a file with the given content."""
    path = tmp_path / "file.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_empty_file_is_an_empty_mapping(tmp_path: Path, text: str) -> None:
    """A file without content holds nothing."""
    assert read_yaml(write(tmp_path, text)) == {}


def test_values_are_plain_data(tmp_path: Path) -> None:
    """Mappings, lists and scalars are read as they are."""
    assert read_yaml(write(tmp_path, "a: [1, 'x']\nb: {c: null}\n")) == {
        "a": [1, "x"],
        "b": {"c": None},
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff", "cannot be read"),
        ("a: 1\na: 2\n", "the key 'a' stands here twice"),
        ("a: {b: 1, b: 2}\n", "the key 'b' stands here twice"),
        ("a: &x 1\nb: *x\n", "aliases are not allowed"),
        ("a: [1\n", r"file.yaml:2: is not valid YAML: did not find expected .*, begun in line 1\)"),
        ("a: !!python/object:os.system {}\n", "is not valid YAML"),
        ("a: 2001-99-99\n", "is not valid YAML"),
        ("- a\n", "a mapping was expected, found list"),
        ("5\n", "a mapping was expected, found int"),
        ("? [a, b]\n: 1\n", "is not valid YAML"),
        ("[" * 5000, "is not valid YAML"),
    ],
    ids=range(11),
)
def test_damaged_file_is_refused(tmp_path: Path, content: str | bytes, reason: str) -> None:
    """What is no mapping, has a key twice, an alias or a tag is an error that names the file."""
    with pytest.raises(WorkspaceError, match=reason) as caught:
        read_yaml(write(tmp_path, content))
    assert "file.yaml" in str(caught.value)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is an error that names it."""
    with pytest.raises(WorkspaceError, match=r"none.yaml: cannot be read"):
        read_yaml(tmp_path / "none.yaml")


def test_unknown_keys_are_refused() -> None:
    """A key that nothing reads is an error that lists the known ones."""
    only_keys({"a": 1}, {"a", "b"}, "here")

    with pytest.raises(WorkspaceError, match="here: unknown key c, 5; known are a, b"):
        only_keys({"a": 1, "c": 2, 5: 3}, {"a", "b"}, "here")  # type: ignore[dict-item] # as YAML may


def test_required_keys_must_be_there() -> None:
    """A missing key, or no mapping at all, is an error."""
    assert require_keys({"a": 1, "b": 2}, {"a"}, "here") == {"a": 1, "b": 2}

    with pytest.raises(WorkspaceError, match="here: a, b are missing"):
        require_keys({}, {"b", "a"}, "here")
    with pytest.raises(WorkspaceError, match="here: a mapping was expected, found 'x'"):
        require_keys("x", {"a"}, "here")


@pytest.mark.parametrize(
    ("value", "expected"), [(None, []), ("a", ["a"]), (["a", "b"], ["a", "b"]), ([], [])]
)
def test_list_of_texts(value: object, expected: list[str]) -> None:
    """Nothing is an empty list, and one text a list of one."""
    assert text_list(value, "here") == expected


@pytest.mark.parametrize("value", [5, {"a": 1}, ["a", 5], [None]])
def test_other_values_are_no_list_of_texts(value: object) -> None:
    """Anything else is an error that shows it."""
    with pytest.raises(WorkspaceError, match="here: a list of texts was expected, found"):
        text_list(value, "here")


def test_a_number_above_zero_is_read() -> None:
    """The default stands where none is given; what is none is told with its place."""
    assert positive_number({"a": 2}, "a", 1.0, "file") == 2.0
    assert positive_number({}, "a", 1.5, "file") == 1.5
    for value in (0, -1, True, "2", None):
        with pytest.raises(WorkspaceError, match="file: a: a number above 0"):
            positive_number({"a": value}, "a", 1.0, "file")


@pytest.mark.parametrize(
    ("text", "lines"), [("a: 1\nlist:\n- x\n\n- y: 1\n  z: 2\n", [3, 5]), ("list: 3", []), ("", [])]
)
def test_entries_of_a_list_are_found_at_their_lines(
    tmp_path: Path, text: str, lines: list[int]
) -> None:
    """Counted from one; what is no list has none."""
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")

    assert entry_lines(path, "list") == lines
