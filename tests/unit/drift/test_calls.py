"""A user's own calls, wherever they were kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cassettes import make_interaction, save
from tests.examining import load

from truecopy.drift.calls import read_calls
from truecopy.errors import RecordingError, UsageError
from truecopy.recording.cassette import Header

CONTRACT = load("mulerouter")
CREATE = CONTRACT.operations["create-generation"]
URL = f"{CONTRACT.base_url}{CREATE.path}"
BODY = {"images": ["https://example.com/a.png"], "prompt": "A kite", "n": 3}
ENTRY: dict[str, Any] = {
    "request_id": "r1",
    "vendor": "mulerouter",
    "operation": "create-generation",
    "method": "POST",
    "path": f"/mulerouter{CREATE.path}",
    "headers": {"Content-Type": "application/json"},
    "body": BODY,
    "status": 202,
}


def sent() -> Any:
    """Return an interaction with the vendor."""
    return make_interaction(
        url=URL,
        request_body=json.dumps(BODY).encode(),
        status=202,
        body=b'{"task_info": {"id": "a"}}',
    )


def test_calls_are_read_from_cassettes(tmp_path: Path) -> None:
    """With file and line, what was asked and what was answered; those of other vendors are left out."""
    path = tmp_path / "a.yaml"
    save(
        path, sent(), header=Header(base_url=CONTRACT.base_url, contracts={"mulerouter": "0" * 12})
    )
    save(tmp_path / "b.yaml", sent(), header=Header(contracts={"other": "0" * 12}))

    (call,) = read_calls(tmp_path).calls(CONTRACT)

    assert call.name.startswith(f"{path}:")
    assert (call.operation, call.status) == ("create-generation", 202)
    assert call.request is not None
    assert call.request.instance == BODY
    assert call.answer == {"task_info": {"id": "a"}}
    assert len(read_calls(tmp_path).calls(CONTRACT, ["other"])) == 2


def test_calls_are_read_from_har_files(tmp_path: Path) -> None:
    """As browsers and proxies write them."""
    entry = {
        "startedDateTime": "2026-01-01T00:00:00Z",
        "time": 1,
        "request": {
            "method": "POST",
            "url": URL,
            "headers": [{"name": "content-type", "value": "application/json"}],
            "postData": {"mimeType": "application/json", "text": json.dumps(BODY)},
        },
        "response": {
            "status": 202,
            "statusText": "Accepted",
            "headers": [],
            "content": {"mimeType": "application/json", "text": '{"a": 1}'},
        },
    }
    path = tmp_path / "calls.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": [entry]}}), "utf-8")

    (call,) = read_calls(path).calls(CONTRACT)

    assert call.request is not None
    assert (call.request.instance, call.answer) == (BODY, {"a": 1})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps({"requests": [ENTRY]})),
        ("a.json", json.dumps([ENTRY])),
        ("a.jsonl", json.dumps(ENTRY) + "\n\n"),
        ("a.jsonl", json.dumps(ENTRY) + "\n" + json.dumps({**ENTRY, "vendor": "other"}) + "\n"),
    ],
)
def test_calls_are_read_from_journals(tmp_path: Path, name: str, text: str) -> None:
    """What the address of a journal answers, a list of its entries, or one entry a line."""
    (tmp_path / name).write_text(text, "utf-8")

    (call,) = read_calls(tmp_path / name).calls(CONTRACT)

    assert call.name == f"{tmp_path / name}#r1"
    assert (call.operation, call.path, call.status) == ("create-generation", CREATE.path, 202)
    assert call.request is not None
    assert call.request.instance == BODY
    assert call.answer is None


def test_a_journal_without_bodies_has_calls_all_the_same(tmp_path: Path) -> None:
    """What was in them nobody can tell; a request for no operation is none."""
    rows = [{"method": "POST", "path": CREATE.path, "status": None}, {**ENTRY, "path": "/else"}]
    (tmp_path / "a.json").write_text(json.dumps({"requests": rows}), "utf-8")

    (call,) = read_calls(tmp_path / "a.json").calls(CONTRACT)

    assert (call.request, call.status) == (None, 0)
    assert call.name.endswith("a.json#1")


def test_a_form_in_a_journal_is_read_by_its_schema(tmp_path: Path) -> None:
    """Its texts become what the contract says they are; of files the bytes are not known."""
    contract = load("powertokens")
    file = {"filename": "a.png", "type": "image/png", "size_bytes": 3, "sha256": "0" * 64}
    row = {
        "method": "POST",
        "path": "/v1/images/edits",
        "headers": {"content-type": "multipart/form-data; boundary=x"},
        "body": {"prompt": "A kite", "n": "5", "image": [file, file]},
        "status": 200,
    }
    rows = [row, {**row, "body": ["odd"]}]
    (tmp_path / "a.json").write_text(json.dumps(rows), "utf-8")

    call, odd = read_calls(tmp_path / "a.json").calls(contract)

    assert call.operation == "edit-image-form"
    assert call.request is not None
    assert call.request.instance["n"] == 5
    assert len(call.request.instance["image"]) == 2
    assert odd.request is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("3", "is no journal"),
        ('[{"a": 1}]', "entry 1 has no method and path"),
        ('{"requests": [3]}', "is no journal"),
    ],
)
def test_what_is_no_journal_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """With the file, and what was expected."""
    (tmp_path / "a.json").write_text(text, "utf-8")

    with pytest.raises(RecordingError, match=said):
        read_calls(tmp_path / "a.json")


def test_no_calls_at_all_is_an_error(tmp_path: Path) -> None:
    """Nobody is told that none of no calls is broken."""
    (tmp_path / "a.json").write_text('{"requests": []}', "utf-8")

    for place in (tmp_path / "a.json", tmp_path):
        with pytest.raises(UsageError, match="there are no calls in it"):
            read_calls(place)
    with pytest.raises(RecordingError):
        read_calls(tmp_path / "nowhere")
