"""HAR files."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.errors import RecordingError
from truecopy.recording.cassette_files import find_cassettes, load_cassette
from truecopy.recording.har import parse_har

PATH = Path("calls.har")


def entry(**changes: Any) -> dict[str, Any]:
    """Return an exchange as a browser saves it."""
    whole = {
        "startedDateTime": "2026-03-01T12:00:00.500Z",
        "time": 1500,
        "request": {
            "method": "post",
            "url": "https://api.example.com/v1/images?x=1",
            "headers": [
                {"name": ":authority", "value": "api.example.com"},
                {"name": "Content-Type", "value": "application/json"},
            ],
            "postData": {"mimeType": "application/json", "text": '{"prompt":"\\"request\\": {"}'},
        },
        "response": {
            "status": 200,
            "headers": [
                {"name": "Content-Type", "value": "application/json"},
                {"name": "Content-Encoding", "value": "br"},
            ],
            "content": {"mimeType": "application/json", "text": '{"data":[]}'},
        },
    }
    return {**whole, **changes}


def har(*entries: Any, indent: int | None = 1) -> str:
    """Return the text of a file."""
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}, indent=indent)


def test_an_exchange_is_read() -> None:
    """With the body as it reads, and without the headers that spoke of another."""
    (recorded,) = parse_har(har(entry()), PATH).recorded
    interaction = recorded.interaction

    assert interaction.method == "POST"
    assert interaction.url == "https://api.example.com/v1/images?x=1"
    assert interaction.request_headers == (("Content-Type", "application/json"),)
    assert json.loads(interaction.request_body) == {"prompt": '"request": {'}
    assert interaction.headers == (("content-type", "application/json"),)
    assert interaction.body == b'{"data":[]}'
    assert (interaction.sent_at, interaction.elapsed_s) == (1772366400.5, 1.5)


def test_each_exchange_has_its_line() -> None:
    """By which a finding says where it is."""
    text = har(entry(), entry())

    for recorded in parse_har(text, PATH).recorded:
        assert '"request"' in text.splitlines()[recorded.line - 1]


@pytest.mark.parametrize(
    ("part", "value", "sent", "answered"),
    [
        (
            "request",
            {
                "method": "POST",
                "url": "http://x/y",
                "postData": {
                    "mimeType": "application/x-www-form-urlencoded",
                    "params": [{"name": "a", "value": "b c"}],
                },
            },
            b"a=b+c",
            b'{"data":[]}',
        ),
        (
            "response",
            {"status": 200, "content": {"text": "AAE=", "encoding": "base64"}},
            None,
            b"\0\1",
        ),
        ("response", {"status": 0}, None, b""),
        ("response", None, None, b""),
    ],
)
def test_other_bodies_are_read(part: str, value: Any, sent: bytes | None, answered: bytes) -> None:
    """Fields of forms, bytes, and no answer at all."""
    (recorded,) = parse_har(har(entry(**{part: value})), PATH).recorded

    assert recorded.interaction.body == answered
    if sent is not None:
        assert recorded.interaction.request_body == sent
    assert bool(recorded.interaction.failure) == (answered == b"")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is no HAR file"),
        ("[]", "no log with entries"),
        ('{"log": {"entries": 5}}', "no log with entries"),
        (har(entry(request=None)), "entry 1 cannot be read"),
        (har(entry(), {"request": {"method": "GET"}}), "entry 2 cannot be read: KeyError: 'url'"),
        (
            har(entry(response={"status": 200, "content": {"text": "x", "encoding": "base64"}})),
            "no base64",
        ),
        (har(entry(request={"method": "GET", "url": "http://[x"})), "entry 1 cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, why: str) -> None:
    """With the number of the entry."""
    with pytest.raises(RecordingError) as raised:
        parse_har(text, PATH)

    assert why in str(raised.value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "request",
                    "response",
                    "headers",
                    "content",
                    "postData",
                    "params",
                    "name",
                    "value",
                    "url",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(anything, max_size=3))
def test_no_file_brings_the_reader_down(entries: list[Any]) -> None:
    """Whatever the members are: it is read, or told."""
    with suppress(RecordingError):
        assert len(parse_har(har(*entries, indent=None), PATH).recorded) == len(entries)


def test_har_files_are_found_among_cassettes(tmp_path: Path) -> None:
    """And loaded as one."""
    (tmp_path / "a.har").write_text(har(entry()))

    (found,) = find_cassettes(tmp_path)

    assert len(load_cassette(found).recorded) == 1
