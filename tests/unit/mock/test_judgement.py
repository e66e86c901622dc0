"""The order in which requests are judged, keys, accounts and scenarios."""

import json
from typing import Any

import pytest
from tests.play import Play, make_play

from truecopy.mock import request_cache

GOOD = {"model": "wan2.7-image-pro", "prompt": "A kite"}
PATH = "/powertokens/v1/images/edits"


def post(play: Play, path: str = PATH, body: Any = GOOD, **headers: str) -> Any:
    """Post JSON with headers given as keywords."""
    given = {
        "content-type": "application/json",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return play.client.post(path, content=content, headers=given)


def test_an_unknown_path_is_404_before_the_key_is_looked_at(play: Play) -> None:
    """The route is judged first; the explanation names the nearest routes."""
    response = post(play, "/powertokens/v1/images/edit")

    assert response.status_code == 404
    assert "/v1/images/edits" in response.headers["x-truecopy-explain"]
    assert response.json()["error"]["type"] == "invalid_request_error"


def test_a_wrong_method_is_405_with_the_right_one_in_allow(play: Play) -> None:
    """A path that exists answers other methods with 405."""
    response = play.client.get(PATH)

    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Basic abc", "sk-test", "Bearer sk-invalid", "Bearer my-EXPIRED-key"],
)
def test_a_bad_key_is_401_before_the_body_is_looked_at(play: Play, authorization: str) -> None:
    """Missing, malformed, invalid and expired keys are refused in the vendor's envelope."""
    headers = {"authorization": authorization} if authorization else {}

    response = post(play, body=b"not json", **headers)

    assert response.status_code == 401
    assert response.json()["error"]["code"] == "invalid_api_key"


def test_applerouter_keys_have_the_documented_prefix(play: Play) -> None:
    """A key without sk- is refused where the documents show that form, and only there."""
    path = "/applerouter/v1/images/generations"

    refused = post(play, path, authorization="Bearer other")
    elsewhere = post(play, authorization="Bearer other")

    assert refused.status_code == 401
    assert elsewhere.status_code == 200


def test_the_key_is_judged_before_the_media_type_and_the_media_type_before_the_body(
    play: Play,
) -> None:
    """A wrong media type with a good key is 400 whatever the body says."""
    response = play.client.post(
        PATH, content=b"{}", headers={"authorization": "Bearer k", "content-type": "text/plain"}
    )

    assert response.status_code == 400
    assert "application/json or multipart/form-data" in response.headers["x-truecopy-explain"]


def test_a_charset_and_letter_case_do_not_matter(play: Play) -> None:
    """Media type and header names are compared without case, parameters aside."""
    response = play.client.post(
        PATH,
        content=json.dumps(GOOD).encode(),
        headers={"AUTHORIZATION": "bearer k", "Content-Type": "Application/JSON; charset=UTF-8"},
    )

    assert response.status_code == 200


def test_the_explanation_names_claim_and_source_and_the_body_does_not(play: Play) -> None:
    """Which line of which document says so goes to header and journal, never into the vendor's body."""
    response = post(play, body={**GOOD, "n": 7}, authorization="Bearer k")

    explained = response.headers["x-truecopy-explain"]
    assert "edit-image-json.request.n#maximum" in explained
    assert "edit-image:65,66,67" in explained
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


@pytest.mark.parametrize("vendor", ["applerouter", "powertokens", "mulerouter"])
def test_a_scenario_is_chosen_by_header_key_account_or_for_all(play: Play, vendor: str) -> None:
    """The strongest wish wins: Prefer, the key, the account's setting, the setting for all."""
    operation = next(iter(play.app.contracts[vendor].operations.values()))
    admin = play.client

    def status(key: str = "sk-test", **headers: str) -> int:
        return play.send(
            vendor, operation.id, operation.example, key=key, headers=headers
        ).status_code

    assert status() == operation.success
    assert status(prefer="scenario=overloaded") == 503
    assert status(key="sk-scenario-overloaded") == 503
    assert status(key="sk-scenario-overloaded.me") == 503
    account = play.journal()[-1]["account"]
    admin.put("/_truecopy/scenarios", json={"scenario": "overloaded"})
    assert status() == 503
    admin.put("/_truecopy/scenarios", json={"scenario": "success", "account": account})
    assert status() == operation.success
    assert status(key="sk-scenario-overloaded") == 503
    assert status(key="sk-scenario-overloaded", prefer="scenario=success") == operation.success


def test_an_applied_preference_is_echoed(play: Play) -> None:
    """The answer says which scenario was applied, when a header asked for it."""
    response = post(play, authorization="Bearer k", prefer="scenario=success")

    assert response.headers["preference-applied"] == "scenario=success"


def test_an_unknown_scenario_is_refused_with_those_that_there_are(play: Play) -> None:
    """A misspelt name never passes for success."""
    by_header = post(play, authorization="Bearer k", prefer="scenario=nope")
    by_key = post(play, authorization="Bearer sk-scenario-nope")

    for response in (by_header, by_key):
        assert response.status_code == 400
        assert "rate-limited" in response.headers["x-truecopy-explain"]
        assert "preference-applied" not in response.headers


def test_a_rate_limit_heals_for_each_account_on_its_own(play: Play) -> None:
    """Two refusals with Retry-After, then success; another key starts anew."""
    answers = [post(play, authorization="Bearer sk-scenario-rate-limited.a") for _ in range(3)]
    other = post(play, authorization="Bearer sk-scenario-rate-limited.b")

    assert [each.status_code for each in answers] == [429, 429, 200]
    assert answers[0].headers["retry-after"] == "1"
    assert answers[0].json()["error"]["code"] == "rate_limit_exceeded"
    assert other.status_code == 429


@pytest.mark.parametrize("code", [400, 401, 429, 503, 418])
def test_prefer_code_asks_for_a_status(play: Play, code: int) -> None:
    """The answer has the status that was asked for, in the vendor's envelope."""
    response = post(play, authorization="Bearer k", prefer=f"code={code}")

    assert response.status_code == code
    assert "message" in response.json()["error"]


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


def test_a_default_scenario_applies_to_vendors_that_have_it() -> None:
    """A scenario for the whole server passes vendors by that do not know it."""
    play = make_play(scenario="task-fails")

    response = post(play, authorization="Bearer k")

    assert response.status_code == 200


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


def test_caps_hold_where_documents_give_none(play: Play) -> None:
    """More pictures or pixels than the mock makes are refused with the mock's own cap named."""
    body = {
        "model": "m",
        "input": {"messages": [{"role": "user", "content": [{"text": "A kite"}]}]},
    }

    many = play.send("applerouter", "edit-image-json", {**body, "parameters": {"n": 11}})
    large = play.send(
        "applerouter", "edit-image-json", {**body, "parameters": {"size": "99999*99999"}}
    )
    none = play.send("applerouter", "edit-image-json", {**body, "parameters": {"size": "0*10"}})

    for response in (many, large, none):
        assert response.status_code == 400
        assert "this mock makes" in response.headers["x-truecopy-explain"]


def test_whole_numbers_may_be_written_as_floats(play: Play) -> None:
    """1.0 is an integer in JSON Schema, so 2.0 asks for two pictures."""
    response = post(play, body={**GOOD, "n": 2.0}, authorization="Bearer k")

    assert len(response.json()["data"]) == 2


def test_every_answer_has_the_vendors_request_id(play: Play) -> None:
    """Success and refusal carry the header by which the vendor's support finds a request."""
    good = post(play, authorization="Bearer k")
    bad = post(play)

    ids = [each.headers["x-oneapi-request-id"] for each in (good, bad)]
    assert len(set(ids)) == 2
    assert [entry["request_id"] for entry in play.journal()] == ids[::-1]


def test_a_body_seen_before_is_answered_for_each_client_anew(play: Play) -> None:
    """Remembering a body changes no answer: time, key, seed, journal and charges are each request's own."""
    first = post(play, authorization="Bearer a")
    play.clock.now += 500
    again = post(play, authorization="Bearer b")
    seeded = post(play, authorization="Bearer b", prefer="seed=3")
    after = post(play, authorization="Bearer b")

    assert again.json()["created"] - first.json()["created"] == 500
    pictures = [play.fetch(each.json()["data"][0]["url"]) for each in (first, again, seeded, after)]
    assert pictures[0] == pictures[1] == pictures[3] != pictures[2]
    assert len({entry["account"] for entry in play.journal()}) == 2
    charges = play.client.get("/_truecopy/charges").json()["charges"]
    assert sorted(each["calls"] for each in charges) == [1, 3]


def test_bodies_seen_before_are_forgotten_in_turn(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is remembered is bounded, and what was forgotten is judged again."""
    monkeypatch.setattr(request_cache, "_MOST_REQUESTS", 10)
    for number in range(20):
        body = {**GOOD, "prompt": f"Kite {number}", "response_format": "url"}
        for _ in range(2):
            assert post(play, body=body, authorization="Bearer k").status_code == 200

    refused = post(play, body={**GOOD, "prompt": "x" * 801}, authorization="Bearer k")
    assert refused.status_code == 400
    assert (
        post(play, body={**GOOD, "prompt": "Kite 0"}, authorization="Bearer k").status_code == 200
    )


def test_what_is_set_for_all_passes_by_vendors_that_lack_it(play: Play) -> None:
    """A scenario of one vendor, set for all, leaves the others as they are."""
    play.client.put("/_truecopy/scenarios", json={"scenario": "task-fails"})

    assert post(play, authorization="Bearer k").status_code == 200


@pytest.mark.parametrize("wish", ["code=204", "code=200", "code=302"])
def test_a_code_that_is_no_error_is_refused(play: Play, wish: str) -> None:
    """Only errors can be asked for by their status; anything else would be ignored silently."""
    response = post(play, authorization="Bearer k", prefer=wish)

    assert response.status_code == 400
    assert "400 to 599" in response.headers["x-truecopy-explain"]


def test_every_preference_that_was_followed_is_echoed(play: Play) -> None:
    """Seed, delay and code come back as well; preferences of others do not."""
    seeded = post(play, authorization="Bearer k", prefer="seed=7, delay=0.001, respond-async")
    refused = post(play, authorization="Bearer k", prefer="code=503")
    foreign = post(play, authorization="Bearer k", prefer="return=minimal")

    assert seeded.headers["preference-applied"] == "seed=7, delay=0.001"
    assert refused.headers["preference-applied"] == "code=503"
    assert "preference-applied" not in foreign.headers


@pytest.mark.parametrize(
    "header", ["sk-very-secret", "Basic sk-very-secret", "Bearer sk-very-secret-invalid"]
)
def test_a_refused_key_is_shown_nowhere(play: Play, header: str) -> None:
    """Neither explanation nor body nor journal repeats what may be a key."""
    response = post(play, authorization=header)

    assert response.status_code == 401
    assert "secret" not in str(response.headers) + response.text
    assert "secret" not in play.client.get("/_truecopy/requests").text
