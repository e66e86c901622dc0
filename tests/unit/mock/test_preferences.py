"""The Prefer header: read as RFC 7240 writes it, in time that grows with its length."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.examining import load
from tests.growth import growth
from tests.play import Play, example
from tests.unit.mock.posting import GOOD, KEY, post

from truecopy.contract import compile_operations
from truecopy.mock.app import play_contract
from truecopy.mock.preferences import NONE, Preferences, read_preferences

# Each is what made an expression with a repeat inside a repeat try every way to cut it.
HOSTILE: dict[str, Callable[[int], str]] = {
    "blanks before a quote": lambda size: "a=" + " " * size + 'x"y"',
    "blanks only": lambda size: " " * size + "=",
    "names": lambda size: "a" * size,
    "quotes": lambda size: "seed=" + '"' * size,
    "parts": lambda size: "a=b;," * size,
}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", NONE),
        ("respond-async, wait=10", NONE),
        ("scenario=overloaded", Preferences(scenario="overloaded")),
        ('Scenario = "overloaded"', Preferences(scenario="overloaded")),
        ("wait=10; code=503, delay=1.5", Preferences(code=503, delay_s=1.5)),
        ("seed= 7 ,seed=8", Preferences(seed=7)),
    ],
)
def test_what_a_header_asks_for(header: str, expected: Preferences) -> None:
    """Known preferences are read with or without quotes and blanks; the first of a name counts (RFC 7240)."""
    assert read_preferences(header) == expected


@pytest.mark.parametrize(
    "header", ["code=600", "code=", "delay=-1", "delay=soon", "seed=1.5", "scenario="]
)
def test_what_cannot_be_followed_says_why(header: str) -> None:
    """A value that the mock cannot follow is a problem that names it."""
    problem = read_preferences(header).problem

    assert problem is not None
    assert header in problem


@pytest.mark.parametrize("name", ["code", "delay", "seed", "scenario"])
def test_a_wish_without_a_value_is_none_that_could_be_followed(name: str) -> None:
    """It says the same as one with an empty value."""
    assert read_preferences(name).problem == read_preferences(f"{name}=").problem is not None


@given(st.text())
def test_any_text_is_read(header: str) -> None:
    """Whatever a client sends is read as preferences, as none, or as a problem."""
    assert isinstance(read_preferences(header), Preferences)


@pytest.mark.parametrize("name", HOSTILE)
def test_reading_takes_time_in_proportion(name: str) -> None:
    """A header sixteen times as long takes some sixteen times as long, whatever stands in it."""
    make = HOSTILE[name]

    assert growth(lambda size: read_preferences(make(size)), 2_000, 32_000) < 16 * 5


@pytest.mark.parametrize(
    "wish", ["code=99", "code=x", "delay=-1", "delay=1e9", "delay=nan", "seed=-4"]
)
def test_a_preference_that_cannot_be_followed_is_refused(play: Play, wish: str) -> None:
    """A wish out of range is an error, not ignored."""
    response = post(play, authorization="Bearer k", prefer=wish)

    assert response.status_code == 400
    assert "Prefer:" in response.headers["x-truecopy-explain"]


def test_prefer_seed_chooses_the_pictures(play: Play) -> None:
    """The same preferred seed gives the same picture, another one another."""
    body = {**GOOD, "response_format": "b64_json", "size": "512*512"}

    one, two, three = (
        post(play, body=body, authorization="Bearer k", prefer=f"seed={seed}, other=1").json()[
            "data"
        ]
        for seed in (1, 1, 2)
    )

    assert one == two != three


def asked_for(play: Play, vendor: str, name: str, status: int, **wrong: Any) -> Response:
    """Send the request that the documents show, a task's number being one that there is, and ask for a status."""
    lifecycle, parameters = play.app.contracts[vendor].lifecycle, {}
    if lifecycle is not None and name == lifecycle.poll:
        made = play.send(vendor, lifecycle.create, play.operation(vendor, lifecycle.create).example)
        parameters[lifecycle.parameter] = made.json()[lifecycle.id.split("/")[1]]["id"]
    body, files = example(play.operation(vendor, name))
    body = {**body, **wrong} if wrong else body
    return play.send(
        vendor,
        name,
        body,
        files=files,
        headers={"prefer": f"code={status}"},
        parameters=parameters,
    )


@pytest.mark.parametrize("vendor", ["applerouter", "powertokens", "mulerouter"])
def test_every_documented_status_can_be_asked_for(play: Play, vendor: str) -> None:
    """In JSON, in forms and without a body: the body keeps its schema, and title and code are of the status."""
    for name, operation in compile_operations(play.app.contracts[vendor]).items():
        codes = []
        for status, schema in operation.responses.items():
            answer = asked_for(play, vendor, name, status)

            assert answer.status_code == status
            assert answer.headers["preference-applied"] == f"code={status}"
            body = answer.json()
            assert schema is None or schema.problems(body) == []
            fault = body.get("error", body)
            assert fault.get("title") in (None, HTTPStatus(status).phrase)
            codes += [] if status < 400 else [(fault.get("title"), fault["code"])]
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("wish", ["code=204", "code=302"])
def test_a_status_that_is_no_error_is_answered_where_it_is_documented(
    play: Play, wish: str
) -> None:
    """Nobody knows what else would be in such an answer; those that can be asked for are named."""
    response = post(play, authorization="Bearer k", prefer=wish)

    assert response.status_code == 400
    assert f"{wish} is not documented here; 200, 400, " in response.headers["x-truecopy-explain"]


@pytest.mark.parametrize(
    ("key", "wrong", "status", "told"),
    [("sk-test", {"n": 99}, 400, "/n: 99 is"), (None, {}, 401, "Authorization")],
)
def test_success_is_not_for_requests_that_are_refused(
    play: Play, key: str | None, wrong: dict[str, Any], status: int, told: str
) -> None:
    """They get the vendor's refusal, which says that the preference was not followed."""
    answer = play.send(
        "powertokens",
        "edit-image-json",
        GOOD | wrong,
        key=key,
        headers={"prefer": "code=200, seed=3"},
    )

    assert answer.status_code == status
    assert answer.headers["preference-applied"] == "seed=3"
    explained = answer.headers["x-truecopy-explain"]
    assert told in explained
    assert explained.endswith("Prefer: code=200 is for requests that are not refused")


def test_success_that_is_asked_for_goes_before_a_scenario(play: Play) -> None:
    """The wish of one request is stronger than what is set for an account."""
    play.client.put("/_truecopy/scenarios", json={"scenario": "overloaded"})

    wished, usual = (post(play, **KEY, **headers) for headers in ({"prefer": "code=200"}, {}))
    both = post(play, **KEY, prefer="code=200, scenario=no-balance")

    assert (wished.status_code, usual.status_code, both.status_code) == (200, 503, 200)
    assert both.headers["preference-applied"] == "code=200"


def test_another_documented_success_has_a_body_of_its_own(tmp_path: Path) -> None:
    """Where the documents have two, each is answered with what they show for it, or with nothing."""
    contract = load("powertokens")
    queued = {"type": "object", "properties": {"place": {"type": "integer"}}, "required": ["place"]}
    operation = contract.operations["edit-image-json"]
    responses = {**operation.responses, 202: queued, 204: None}
    operations = {operation.id: replace(operation, responses=responses)}
    app = play_contract(replace(contract, operations=operations), tmp_path / "none.yaml")
    client = TestClient(app)

    def answer(status: int) -> Response:
        headers = {**KEY, "prefer": f"code={status}"}
        return client.post("/v1/images/edits", json=GOOD, headers=headers)

    assert (answer(202).status_code, answer(202).json()) == (202, {"place": 0})
    assert (answer(204).status_code, answer(204).content) == (204, b"")
    assert "data" in answer(200).json()
