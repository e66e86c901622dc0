"""The journal: what it says of a request, and how much it keeps of one."""

import json
from typing import Any

import pytest
from tests.growth import growth
from tests.play import Play
from tests.unit.mock.posting import post

from truecopy.mock.journal import KEPT_BODY_BYTES, JournalEntry, odd

SCHEMA = {
    "properties": {
        "prompt": {"type": "string"},
        "images": {"type": "array", "items": {"properties": {"url": {"type": "string"}}}},
    }
}


def noted(body: bytes, *, is_json: bool = True) -> list[str]:
    """Return the notes of an entry for a body."""
    entry = JournalEntry(0.0, "vendor", "POST", "/path", "id")
    entry.note_body(body, json.loads(body), SCHEMA, is_json=is_json)
    notes: list[str] = entry.row()["notes"]
    return notes


def test_unknown_fields_and_doubled_keys_are_told() -> None:
    """A note names each field that no document has, by its pointer, and each key that stands twice."""
    body = b'{"prompt": "a", "prompt": "b", "colour": 1, "images": [{"url": "u"}, {"size": 2}]}'

    assert noted(body) == [
        "unknown field /colour",
        "unknown field /images/1/size",
        "the key 'prompt' stands there twice; the last one counts",
    ]


def test_what_the_documents_name_is_not_told() -> None:
    """A request that has documented fields only has no notes."""
    assert noted(b'{"prompt": "a", "images": [{"url": "u"}]}') == []


@pytest.mark.parametrize("size", [100, KEPT_BODY_BYTES])
def test_small_and_large_bodies_have_the_same_notes(size: int) -> None:
    """What is odd is told the same, worked out at once or when somebody looks."""
    body = json.dumps({"colour": "x" * size}).encode()

    assert noted(body) == ["unknown field /colour"]


def test_an_entry_is_bounded_in_bytes() -> None:
    """Of a million unknown fields with long names some twenty notes stay, each cut; no list of them all."""
    instance: dict[str, Any] = {f"{'long ' * 100}{number}": 1 for number in range(50_000)}
    entry = JournalEntry(0.0, "vendor", "POST", "/" + "p" * 100_000, "id")

    entry.note_body(json.dumps(instance).encode(), instance, SCHEMA, is_json=True)

    assert len(entry.notes) == 21
    assert entry.notes[-1] == "and more"
    assert len(json.dumps(entry.row())) < 8_000


def test_doubled_keys_take_time_in_proportion() -> None:
    """Sixteen times as many doubled keys take some sixteen times as long to find."""

    def look(count: int) -> None:
        data = (
            b"{" + b",".join(b'"%d":1,"%d":2' % (number, number) for number in range(count)) + b"}"
        )
        odd(data, {}, SCHEMA)

    assert growth(look, 4_000, 64_000) < 16 * 5


def test_an_unknown_field_is_accepted_and_journaled(play: Play) -> None:
    """Contracts are open; what no document names is noted."""
    body = b'{"model": "wan2.7-image-pro", "prompt": "a", "prompt": "b", "colour": 1, "a/b~c": 1, "extra": {"x": 1}}'

    response = post(play, body=body, authorization="Bearer k")

    assert response.status_code == 200
    assert response.json()["data"][0]["revised_prompt"].startswith("b")
    notes = play.journal()[0]["notes"]
    assert "unknown field /colour" in notes
    assert "unknown field /extra/x" in notes
    assert "unknown field /a~1b~0c" in notes
    assert any("'prompt' stands there twice" in note for note in notes)
