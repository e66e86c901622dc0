"""Lines of members in JSON files."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from truecopy.contract.lines import line_of
from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.model.pointers import join, node

TEXT = """{
 "info": {"title": "x"},
 "paths": {
  "/v1/a": {
   "parameters": [
    "one",
    {"name": "two"}
   ]
  }
 }
}
"""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def places(value: Any, names: tuple[str, ...] = (), line: int = 1) -> Iterator[tuple[str, int]]:
    """Yield pointer and line of everything in a value that is written one member a line."""
    yield join(names), line
    members = value.items() if isinstance(value, dict) else enumerate(value)
    following = line + 1
    for name, inner in members:
        where = (*names, str(name))
        if isinstance(inner, dict | list):
            yield from places(inner, where, following)
        else:
            yield join(where), following
        following += json.dumps(inner, indent=1).count("\n") + 1


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("", 1),
        ("/info", 2),
        ("/info/title", 2),
        ("/paths", 3),
        ("/paths/~1v1~1a", 4),
        ("/paths/~1v1~1a/parameters", 5),
        ("/paths/~1v1~1a/parameters/0", 6),
        ("/paths/~1v1~1a/parameters/1", 7),
        ("/paths/~1v1~1a/parameters/1/name", 7),
    ],
)
def test_a_member_is_found_at_its_line(pointer: str, line: int) -> None:
    """The line is that of the member's name, or of the element."""
    assert line_of(TEXT, pointer) == line


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("/nothing", 1),
        ("/paths/nothing/at/all", 3),
        ("/paths/~1v1~1a/parameters/2", 5),
        ("/paths/~1v1~1a/parameters/-", 5),
        ("/paths/~1v1~1a/parameters/²", 5),
        ("/paths/~1v1~1a/parameters/0/x", 6),
        ("/info/title/x", 2),
    ],
)
def test_what_is_absent_stands_at_its_nearest_parent(pointer: str, line: int) -> None:
    """A pointer that leads nowhere is placed where it leaves the document."""
    assert line_of(TEXT, pointer) == line


@pytest.mark.slow
@given(value=st.dictionaries(st.text(), VALUES, max_size=4) | st.lists(VALUES, max_size=4))
def test_every_member_of_any_json_is_found(value: Any) -> None:
    """Whatever names and values are, each member is found at the line that it is written on."""
    text = json.dumps(value, indent=1, ensure_ascii=False)

    for pointer, line in places(value):
        assert line_of(text, pointer) == line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"a":1,"b":[1,2]}', id="without spaces"),
        pytest.param('{\t"a": 1,\t"b": 2}', id="tabs between"),
        pytest.param('\t{"a": 1, "b": 2}', id="a tab in front"),
        pytest.param('{"a": "\\ud83d\\ude00", "b": 2}', id="escaped pairs"),
        pytest.param('{"a": "<\\/p>", "b": 2}', id="an escaped slash"),
        pytest.param('{"a": "\x7f", "b": 2}', id="a delete character"),
        pytest.param('{"a": 1, "' + "k" * 2000 + '": 2, "b": 3}', id="a long name"),
        pytest.param('\ufeff{"a": 1, "b": 2}', id="a byte order mark"),
    ],
)
def test_json_of_any_writing_is_read(text: str) -> None:
    """JSON that is not written as this project writes it has lines too."""
    assert line_of(text, "/b") == 1


@pytest.mark.parametrize("is_fast", [True, False])
def test_both_readers_agree(monkeypatch: pytest.MonkeyPatch, *, is_fast: bool) -> None:
    """With and without the reader in C the line is the same."""
    if is_fast and not yaml.__with_libyaml__:
        pytest.skip("this machine has no libyaml")
    monkeypatch.setattr(yaml, "__with_libyaml__", is_fast)

    assert line_of(TEXT, "/paths/~1v1~1a/parameters/1") == 7


@pytest.mark.parametrize("vendor", find_workspace(built_in_root()).vendors())
def test_claims_of_every_contract_have_a_line(vendor: str) -> None:
    """A claim's pointer leads to a line that has its last name, in every file of a contract."""
    workspace = find_workspace(built_in_root())
    contract = workspace.load(vendor)
    folder = built_in_root() / "contracts" / vendor
    claims = list(contract.claims.values())
    for claim in claims[:: max(1, len(claims) // 25)]:
        name, _, pointer = claim.pointer.partition("#")
        text = (folder / name).read_text(encoding="utf-8")
        last = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")

        line = text.splitlines()[line_of(text, pointer) - 1]

        document = json.loads(text)
        is_element = isinstance(node(document, pointer.rpartition("/")[0]), list)
        shown = json.dumps(node(document, pointer))[0] if is_element else f'"{last}":'
        assert line.strip().startswith(shown)
