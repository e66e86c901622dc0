"""Which entries are meant, and what the others lack."""

import json
from typing import Any

import pytest

from truecopy.mock.journal import JournalEntry
from truecopy.mock.journal_query import JournalQuery, nearest

BODY = {"prompt": "A kite", "n": 2, "tags": ["a", {"b": True, "c": 1}], "none": None}


def make_entry(body: Any = None, number: int = 0, **attributes: Any) -> JournalEntry:
    """Return an entry that is kept."""
    entry = JournalEntry(1_800_000_000.0, "kites", "POST", "/v1/make", str(number))
    data = json.dumps(BODY if body is None else body).encode()
    entry.keep_body(data, json.loads(data))
    entry.seal({b"content-type": b"application/json", b"x-a": b"b"}, "")
    for name, value in attributes.items():
        setattr(entry, name, value)
    return entry


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"prompt": "A kite"},
        {"n": 2, "none": None},
        {"n": 2.0},
        {"tags": ["a", {"c": 1}]},
        BODY,
    ],
)
def test_a_body_is_met_by_one_that_has_as_much(wanted: Any) -> None:
    """Members that are not wanted do not matter; items of a list all do."""
    assert JournalQuery(body=wanted).is_met(make_entry())


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        ({"prompt": "A dog"}, "/prompt"),
        ({"n": "2"}, "/n"),
        ({"n": True}, "/n"),
        ({"tags": ["a"]}, "/tags"),
        ({"tags": ["a", {"b": 1}]}, "/tags/1/b"),
        ({"colour": None}, "/colour"),
        ([], ""),
        (None, ""),
    ],
)
def test_what_a_body_lacks_is_told_by_its_place(wanted: Any, pointer: str) -> None:
    """A number is no text, true is no 1, null is no absence."""
    query = JournalQuery(body=wanted)
    entry = make_entry()

    assert not query.is_met(entry)
    assert next(query.differences(entry))[0] == pointer


def test_a_long_text_is_compared_by_its_beginning_and_its_length() -> None:
    """The journal does not keep more of it."""
    entry = make_entry({"image": "x" * 50_000})

    assert JournalQuery(body={"image": "x" * 50_000}).is_met(entry)
    assert not JournalQuery(body={"image": "x" * 50_001}).is_met(entry)


def test_texts_of_a_form_are_met_by_the_values_that_they_stand_for() -> None:
    """Who sends n=2 in a form may ask for 2."""
    entry = make_entry()
    entry.headers = {b"content-type": b"multipart/form-data; boundary=b"}
    entry.body = b'--b\r\nContent-Disposition: form-data; name="n"\r\n\r\n2\r\n--b--\r\n'

    for value in (2, "2"):
        assert JournalQuery(body={"n": value}).is_met(entry)
    assert not JournalQuery(body={"n": 3}).is_met(entry)


@pytest.mark.parametrize(
    "query",
    [
        JournalQuery(exact={"status": "400"}),
        JournalQuery(exact={"path": "/kites/v1/make", "method": "POST"}),
        JournalQuery(exact={"path": "/v1/make"}),
        JournalQuery(headers={"x-a": "b"}),
        JournalQuery(note="colour"),
        JournalQuery(note="greater"),
        JournalQuery(least_ms=50),
    ],
)
def test_everything_that_is_shown_chooses(query: JournalQuery) -> None:
    """Attributes, headers, notes and problems, milliseconds; one that lacks it is not meant."""
    entry = make_entry(
        status=400,
        notes=("unknown field /colour",),
        problems=("/n: 7 is greater than 6",),
        elapsed_s=0.06,
    )
    other = JournalEntry(1_800_000_000.0, "tails", "GET", "/v1/other", "1")

    assert query.is_met(entry)
    assert not query.is_met(other)


def test_those_that_lack_the_least_come_nearest() -> None:
    """A request of another operation is further away than one with another body."""
    entries = [
        make_entry({}, 0, operation="show"),
        make_entry({"prompt": "B", "n": 1}, 1, operation="make"),
        make_entry({"prompt": "A", "n": 1}, 2, operation="make"),
    ]
    query = JournalQuery(exact={"operation": "make"}, body={"prompt": "A", "n": 2})

    found = nearest(query, entries, 2)

    assert [each["request"]["request_id"] for each in found] == ["2", "1"]
    assert found[0]["differs"] == ["/n: expected 2, found 1"]


def test_what_is_told_of_a_body_is_what_may_be_seen() -> None:
    """A secret in a request does not come back as what was found."""
    entry = make_entry({"api_key": "my-own-secret-value"})

    (found,) = nearest(JournalQuery(body={"api_key": "x"}), [entry], 1)

    assert "my-own-secret-value" not in json.dumps(found)


def test_what_is_told_of_a_query_is_what_may_be_seen() -> None:
    """It is chosen by what was sent, and a key in it is not repeated."""
    entry = make_entry(query="token=abcdef-secret-1")

    (found,) = nearest(JournalQuery(exact={"query": "a=b"}), [entry], 1)

    assert JournalQuery(exact={"query": "token=abcdef-secret-1"}).is_met(entry)
    assert "abcdef-secret-1" not in str(found)
    assert found["differs"][0].startswith("query: expected 'a=b', found 'token=")
