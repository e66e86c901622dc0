"""An application in front of another that changes what passes."""

import json
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from tests.examining import load

from truecopy.check.mutation.middleware import MutableAnswer, MutatingApp

_EDITS = "/v1/images/edits"
_TASKS = "/vendors/alibaba/v1/qwen-image-edit-max/generation"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with what arrived."""
    request = Request(scope, receive)
    if scope["path"] == "/plain":
        response: Response = Response(b"\xff\x00", media_type="image/png")
    else:
        body = (await request.body()).decode()
        key = request.headers.get("authorization")
        response = JSONResponse({"body": body, "key": key, "path": scope["path"]}, 201)
    await response(scope, receive, send)


def client(vendor: str = "powertokens", **changes: Any) -> TestClient:
    """Return a client of a distorted echo."""
    return TestClient(MutatingApp(echo, load(vendor), **changes))


def test_nothing_is_changed_without_a_reason() -> None:
    """Without a change, request and answer pass as they are."""
    answer = client().post(_EDITS, content=b"hello", headers={"authorization": "Bearer k"})

    assert answer.status_code == 201
    assert answer.json() == {"body": "hello", "key": "Bearer k", "path": _EDITS}


def test_a_request_is_changed_on_its_way_in() -> None:
    """The application sees the changed request."""

    def change(scope: Scope) -> None:
        scope["headers"] = [(b"authorization", b"Bearer other")]

    assert client(request=change).post(_EDITS).json()["key"] == "Bearer other"


def test_an_answer_is_changed_on_its_way_out() -> None:
    """Status, headers and body of an answer can be changed; its length is right again."""

    def change(reply: MutableAnswer) -> None:
        reply.status = 418
        reply.header(b"content-type", b"text/html")
        reply.header(b"x-more", b"1")
        reply.body["body"] = "a longer text than before"

    answer = client(reply=change).post(_EDITS, content=b"x")

    assert answer.status_code == 418
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["x-more"] == "1"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert json.loads(answer.content)["body"] == "a longer text than before"


@pytest.mark.parametrize(
    ("vendor", "method", "path", "media_type", "operation"),
    [
        ("powertokens", "POST", _EDITS, "application/json", "edit-image-json"),
        ("powertokens", "POST", _EDITS, "multipart/form-data; boundary=a", "edit-image-form"),
        ("applerouter", "POST", "/v1/images/generations", "application/json", "generate-image"),
        ("mulerouter", "POST", _TASKS, "application/json", "create-generation"),
        ("mulerouter", "GET", f"{_TASKS}/7", "application/json", "get-generation"),
    ],
)
def test_an_answer_knows_its_operation(
    vendor: str, method: str, path: str, media_type: str, operation: str
) -> None:
    """An answer belongs to the operation of its request: by path, method and media type."""
    seen: list[MutableAnswer] = []

    client(vendor, reply=seen.append).request(method, path, headers={"content-type": media_type})

    assert [each.operation for each in seen] == [operation]


@pytest.mark.parametrize(
    ("method", "path", "media_type"),
    [("DELETE", _EDITS, "application/json"), ("POST", _EDITS, "text/plain"), ("POST", _EDITS, "")],
)
def test_an_answer_to_no_operation_belongs_to_the_nearest(
    method: str, path: str, media_type: str
) -> None:
    """A refusal of a wrong method or media type belongs to an operation of that path."""
    seen: list[MutableAnswer] = []

    client(reply=seen.append).request(method, path, headers={"content-type": media_type})

    assert seen[0].operation in ("edit-image-json", "edit-image-form")


def test_an_answer_from_elsewhere_belongs_to_no_operation() -> None:
    """An address that no operation has anything to do with gives an answer of none."""
    seen: list[MutableAnswer] = []

    client(reply=seen.append).get("/elsewhere")

    assert [each.operation for each in seen] == [""]


def test_bytes_stay_bytes() -> None:
    """A body that is no JSON passes as it is."""
    seen: list[MutableAnswer] = []

    answer = client(reply=seen.append).get("/plain")

    assert seen[0].body == answer.content == b"\xff\x00"


def test_files_are_served_in_front() -> None:
    """A file that a changed answer names is had from the application in front."""
    answer = client(files={"/other.png": b"picture"}).get("/other.png")

    assert (answer.status_code, answer.content) == (200, b"picture")
    assert answer.headers["content-type"] == "image/png"


def test_pages_of_the_mock_itself_are_not_changed() -> None:
    """What is below /_ belongs to no vendor: it passes unchanged."""

    def change(reply: MutableAnswer) -> None:
        reply.status = 418

    assert client(reply=change).get("/_truecopy/health").status_code == 201
