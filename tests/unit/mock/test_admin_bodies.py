"""What requests to the admin API may carry."""

import json
from typing import Any

import pytest
from tests.play import Play

PAGES = [("PUT", "scenarios"), ("POST", "clock"), ("POST", "reset")]
BODIES = [
    b"[]",
    b"{",
    b"null",
    b"[" * 60_000,
    b" " * 70_000,
    b'{"acount": "v:0123456789abcdef"}',
    b'{"\\ud800": 1}',
    b'{"account": "\\ud800"}',
    b'{"account": ["v"]}',
    b'{"account": {}}',
    b'{"account": "powertokens:0123456789abcdef\\n"}',
    b'{"account": "nobody:0123456789abcdef"}',
    b'{"account": "sk-test"}',
    b"\xff\xfe",
]


@pytest.mark.parametrize(("method", "page"), PAGES)
@pytest.mark.parametrize("body", BODIES)
def test_a_body_of_another_shape_is_400(play: Play, method: str, page: str, body: bytes) -> None:
    """It is refused with a reason, and nothing is changed by it."""
    play.send("powertokens", "edit-image-json", {"model": "wan2.7-image-pro", "prompt": "A"})

    response = play.client.request(method, f"/_truecopy/{page}", content=body)

    assert response.status_code == 400
    assert response.json()["error"]
    assert len(play.journal()) == 1


@pytest.mark.parametrize(
    ("page", "body"),
    [
        ("scenarios", {"scenario": []}),
        ("scenarios", {"scenario": {}}),
        ("scenarios", {"scenario": "\ud800"}),
        ("scenarios", {"scenario": 5}),
        ("scenarios", {"scenario": "overloaded", "times": 0}),
        ("scenarios", {"scenario": "overloaded", "times": True}),
        ("scenarios", {"scenario": "overloaded", "times": 1.0}),
        ("scenarios", {"scenario": "overloaded", "operation": "nope"}),
        ("scenarios", {"scenario": "overloaded", "operation": ["nope"]}),
        ("scenarios", {"scenario": "task-fails", "operation": "generate-image"}),
        ("scenarios", {"scenario": None, "times": 2}),
        ("scenarios", {"scenario": "task-fails", "account": "powertokens:0123456789abcdef"}),
        ("scenarios", {"account": None}),
        ("clock", {}),
        ("clock", {"advance_s": "\ud800"}),
        ("clock", {"advance_s": 10**4000}),
        ("clock", {"advance_s": 50 * 366 * 86400}),
    ],
)
def test_a_member_of_another_kind_is_400(play: Play, page: str, body: Any) -> None:
    """Every member is of its kind, and has an effect."""
    method = "PUT" if page == "scenarios" else "POST"

    response = play.client.request(method, f"/_truecopy/{page}", content=json.dumps(body))

    assert response.status_code == 400
    assert response.json()["error"]


def test_the_members_that_there_are_are_named(play: Play) -> None:
    """Whoever misspells one learns how it is spelled."""
    response = play.client.post("/_truecopy/reset", json={"acount": "x"})

    assert response.json()["error"] == "unknown member 'acount'; there are: account"


@pytest.mark.parametrize("page", ["scenarios", "clock", "tasks", "charges", "account", "requests"])
def test_an_unknown_filter_is_400(play: Play, page: str) -> None:
    """Its reader would think that it chose."""
    headers = {"authorization": "Bearer k"}

    answer = play.client.get(f"/_truecopy/{page}?acount=x", headers=headers)

    assert answer.status_code == 400
    assert "'acount'" in answer.json()["error"]
