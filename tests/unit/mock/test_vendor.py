"""One vendor played: what every answer carries, and what none shows."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.play import Play
from tests.starters import mock_file, starter_contract
from tests.unit.mock.posting import GOOD, post

from truecopy.mock import play_contract


def test_the_explanation_names_claim_and_source_and_the_body_does_not(play: Play) -> None:
    """Which line of which document says so goes to header and journal, never into the vendor's body."""
    response = post(play, body={**GOOD, "n": 7}, authorization="Bearer k")

    explained = response.headers["x-truecopy-explain"]
    assert "edit-image-json.request.n#maximum" in explained
    assert "edit-image:67" in explained
    assert "edit-image:" not in response.text
    entry = play.journal()[0]
    assert entry["problems"] == [explained]
    assert entry["cause"] == "invalid"


def test_an_explanation_is_ascii_and_at_most_a_kilobyte(play: Play) -> None:
    """Whatever a client sends, the header stays plain and short."""
    body = {"model": "雨" * 5000, "prompt": "x" * 900, "size": "é\r\nX: y", "n": [1] * 400}

    response = post(play, body=body, authorization="Bearer k")

    explained = response.headers["x-truecopy-explain"]
    assert response.status_code == 400
    assert explained.isascii()
    assert explained.isprintable()
    assert len(explained) <= 1024


def test_keys_are_accounts_and_are_never_shown(play: Play) -> None:
    """Two keys are two accounts; neither the journal nor the charges hold a key."""
    post(play, authorization="Bearer first-secret-key")
    post(play, authorization="Bearer second-secret-key")

    text = play.client.get("/_truecopy/requests").text + play.client.get("/_truecopy/charges").text
    assert len({entry["account"] for entry in play.journal()}) == 2
    assert "secret-key" not in text


def test_every_answer_has_the_vendors_request_id(play: Play) -> None:
    """Success and refusal carry the header by which the vendor's support finds a request."""
    good = post(play, authorization="Bearer k")
    bad = post(play)

    ids = [each.headers["x-oneapi-request-id"] for each in (good, bad)]
    assert len(set(ids)) == 2
    assert [entry["request_id"] for entry in play.journal()] == ids[::-1]


@pytest.mark.parametrize(
    "header", ["sk-very-secret", "Basic sk-very-secret", "Bearer sk-very-secret-invalid"]
)
def test_a_refused_key_is_shown_nowhere(play: Play, header: str) -> None:
    """Neither explanation nor body nor journal repeats what may be a key."""
    response = post(play, authorization=header)

    assert response.status_code == 401
    assert "secret" not in str(response.headers) + response.text
    assert "secret" not in play.client.get("/_truecopy/requests").text


def test_an_applied_preference_is_echoed(play: Play) -> None:
    """The answer says which scenario was applied, when a header asked for it."""
    response = post(play, authorization="Bearer k", prefer="scenario=success")

    assert response.headers["preference-applied"] == "scenario=success"


def test_every_preference_that_was_followed_is_echoed(play: Play) -> None:
    """Seed, delay and code come back as well; preferences of others do not."""
    seeded = post(play, authorization="Bearer k", prefer="seed=7, delay=0.001, respond-async")
    refused = post(play, authorization="Bearer k", prefer="code=503")
    foreign = post(play, authorization="Bearer k", prefer="return=minimal")

    assert seeded.headers["preference-applied"] == "seed=7, delay=0.001"
    assert refused.headers["preference-applied"] == "code=503"
    assert "preference-applied" not in foreign.headers


KEY = {"authorization": "Bearer k"}
UNKEEPABLE = {
    "get-poster.200.poster.code#required": True,
    "get-poster.200.poster.code#type": "string",
    "get-poster.200.poster.code#pattern": "^[a-z]{9}$",
    "get-poster.200.poster.code#maxLength": 5,
}


def client_of(folder: Path, **changes: Any) -> TestClient:
    """Return a client of the mock of an example with changes."""
    contract = starter_contract(folder, **changes)
    app = play_contract(contract, mock_file(folder))
    return TestClient(app, base_url="http://127.0.0.1:4747", client=("127.0.0.1", 50000))


def test_an_answer_has_no_time_that_it_is_not_said_to_have(tmp_path: Path) -> None:
    """The look-up shows when a task changed; the answer that makes one need not."""
    claims = {
        "lifecycle#updated": "/poster/updated_at",
        "get-poster.200.poster.updated_at#type": "string",
        "get-poster.200.poster.updated_at#format": "date-time",
    }
    client = client_of(tmp_path, claims=claims)

    made = client.post("/v1/posters", json={"text": "a"}, headers=KEY).json()["poster"]
    seen = client.get(f"/v1/posters/{made['id']}", headers=KEY).json()["poster"]

    assert "updated_at" not in made
    assert seen["updated_at"] >= seen["created_at"] == made["created_at"]


def test_as_many_entries_as_are_asked_for_are_there_without_pictures(tmp_path: Path) -> None:
    """A promise of a number holds of texts and addresses as it does of pictures."""
    name = "create-postcard.200.data[].url#x-image/sources"
    contract = starter_contract(tmp_path, "immediate", drops=[name])
    app = play_contract(contract, mock_file(tmp_path))
    client = TestClient(app, base_url="http://127.0.0.1:4747", client=("127.0.0.1", 50000))

    answers = [
        client.post("/v1/postcards", json={"text": "a", **more}, headers=KEY).json()["data"]
        for more in ({}, {"n": 3})
    ]

    assert [len(each) for each in answers] == [1, 3]


def test_an_answer_that_cannot_be_built_is_a_500_that_is_explained(tmp_path: Path) -> None:
    """It wears the vendor's envelope, and the journal has its cause: never a traceback."""
    client = client_of(tmp_path, claims=UNKEEPABLE)
    made = client.post("/v1/posters", json={"text": "a"}, headers=KEY)

    answer = client.get(f"/v1/posters/{made.json()['poster']['id']}", headers=KEY)

    assert made.status_code == 202
    assert answer.status_code == 500
    assert answer.json()["error"].keys() == {"message", "code"}
    assert "/poster/code: no value keeps all of" in answer.headers["x-truecopy-explain"]
    entry = client.get("/_truecopy/requests").json()["requests"][0]
    assert (entry["status"], entry["cause"]) == (500, "unanswerable")
    assert "/poster/code" in entry["problems"][0]


def test_whatever_keeps_an_answer_from_being_built_is_explained(tmp_path: Path) -> None:
    """A state that is to be shown inside a list has no place: still the vendor's own 500."""
    claims = {"lifecycle#created": "/images/*", "get-poster.200.images#required": True}
    client = client_of(tmp_path, claims=claims, drops=["get-poster.200.images#required"])
    made = client.post("/v1/posters", json={"text": "a"}, headers=KEY)
    client.post("/_truecopy/clock", json={"advance_s": 5})

    answer = client.get(f"/v1/posters/{made.json()['poster']['id']}", headers=KEY)

    assert answer.status_code == 500
    assert "no answer can be built: TypeError" in answer.headers["x-truecopy-explain"]
    assert answer.json()["error"]["code"] == "bad_request"


def test_a_field_that_is_reserved_for_a_state_is_shown_in_it_alone(tmp_path: Path) -> None:
    """Where the example requires it too, the mock keeps to the states, and answers every look-up."""
    client = client_of(tmp_path, drops=["get-poster.200.images#required"])
    made = client.post("/v1/posters", json={"text": "a", "n": 2}, headers=KEY)
    address = f"/v1/posters/{made.json()['poster']['id']}"

    early = client.get(address, headers=KEY)
    client.post("/_truecopy/clock", json={"advance_s": 5})
    late = client.get(address, headers=KEY)

    assert (early.status_code, "images" in early.json()) == (200, False)
    assert len(late.json()["images"]) == 2


def test_no_key_is_told_of_a_request(play: Play) -> None:
    """Neither the request's own nor what looks like one stands in headers, journal and log."""
    own, other = "my-very-own-key", "sk-live-0123456789abcdef0123456789abcdef"
    body = {**GOOD, "prompt": other, "n": own, "size": other}

    refused = post(play, body=body, authorization=f"Bearer {own}")
    lost = play.client.get(f"/powertokens/v1/{other}", headers={"authorization": f"Bearer {own}"})
    nowhere = play.client.get(f"/{other}")
    journal = play.client.get("/_truecopy/requests").text
    good = post(play, body={**GOOD, other: 1}, authorization=f"Bearer {own}")

    answers = (refused, lost, nowhere, good)
    assert [each.status_code for each in answers] == [400, 404, 404, 200]
    headers = [value for each in answers for value in each.headers.values()]
    for secret in (own, other):
        assert not any(secret in each for each in (*headers, journal))
    assert "/n: '[key]' is not of type 'integer'" in refused.headers["x-truecopy-explain"]
    assert good.headers["x-truecopy-notes"] == "unknown field /[key]"
