"""Requests and answers of VCR.py as interactions, and back."""

import gzip
import io
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from tests.cassettes import make_interaction
from tests.clients import CLIENTS, HEADERS, Client, by_aiohttp, by_httpx2, by_requests
from tests.loopback import Reply, loopback
from vcr.request import Request

from truecopy.errors import UsageError
from truecopy.recording import use
from truecopy.recording.vcr_exchange import (
    asked_interaction,
    form_of,
    vcr_request,
    vcr_response,
    whole_interaction,
)


def test_a_request_that_its_client_compresses_matches_its_recording(tmp_path: Path) -> None:
    """Whatever the time in the gzip, and whether it was compressed when it was recorded."""
    headers = {**HEADERS, "content-encoding": "gzip", "content-type": "application/json"}
    path = tmp_path / "kite.yaml"
    with loopback() as server, use(path, mode="once"):
        url = f"{server.url}/v1/kites"
        httpx2.post(url, content=gzip.compress(b'{"n": 1}', mtime=1), headers=headers)

    with use(path):
        found = httpx2.post(url, content=gzip.compress(b'{"n":1}', mtime=2), headers=headers)
    with use(path):
        assert by_httpx2(url, {"n": 1}) == found.content


@pytest.mark.parametrize("client", [by_httpx2, by_requests, by_aiohttp])
def test_a_header_that_is_not_utf_8_is_written_readably_and_played(
    client: Client, tmp_path: Path
) -> None:
    """One in Latin-1, as old servers name files."""
    path = tmp_path / "kite.yaml"
    reply = Reply(headers={"content-disposition": 'attachment; filename="bär.png"'})
    with loopback(lambda _: reply) as server, use(path, mode="once"):
        url = f"{server.url}/v1/kites"
        client(url)

    assert 'filename="bär.png"' in path.read_text(encoding="utf-8")
    for player in CLIENTS:
        with use(path):
            assert player(url) == b"{}"


@pytest.mark.parametrize(
    "body",
    [
        "a kite",
        b"a kite",
        bytearray(b"a kite"),
        memoryview(b"a kite"),
        io.BytesIO(b"a kite"),
        io.StringIO("a kite"),
        iter([b"a ", "kite"]),
        [b"a ", b"kite"],
    ],
    ids=lambda body: type(body).__name__,
)
def test_a_body_is_read_whatever_it_was(body: object) -> None:
    """Clients send texts, bytes, files and pieces."""
    request = Request("post", "https://a.example/x", body, {"X-N": "1"})

    found = asked_interaction(request)

    assert (found.method, found.request_body) == ("POST", b"a kite")
    assert found.request_headers == (("x-n", "1"),)


def test_a_body_of_another_type_is_told() -> None:
    """There is nothing to compare."""
    request = Request("post", "https://a.example/x", None, {})
    request.body = object()

    with pytest.raises(UsageError, match="of the type object"):
        asked_interaction(request)


def test_there_and_back_is_the_same() -> None:
    """But for times, which VCR.py does not have."""
    seen = make_interaction(headers=(("x-name", "b\xe4r"), ("x-name", "b"), ("x-sign", "\u4e2d")))

    found = whole_interaction(vcr_request(seen), vcr_response(seen, "OK"))

    assert found == replace(seen, sent_at=0.0, elapsed_s=0.0)


def test_a_phrase_that_is_more_than_ascii_is_left_out() -> None:
    """Some clients fail on one."""
    assert vcr_response(make_interaction(), "Schön")["status"]["message"] == ""


@pytest.mark.parametrize(
    ("body", "content_type", "form"),
    [
        (b'{"a": "1", "b": "\xc3\xa9 &"}', "", b"a=1&b=%C3%A9+%26"),
        (b'{"a": 1}', "", None),
        (b'{"a": "1"}', "application/json", None),
        (b"{", "", None),
        (b"a=1", "", None),
    ],
)
def test_a_mapping_may_have_been_a_form(body: bytes, content_type: str, form: bytes | None) -> None:
    """Where VCR.py has kept one of texts, and no type."""
    headers = (("content-type", content_type),) if content_type else ()

    found = form_of(make_interaction(request_headers=headers, request_body=body))

    assert (found.request_body if found else None) == form
