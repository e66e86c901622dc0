"""The order in which requests are judged, and the scenarios that step in."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.examining import VENDORS, WORKSPACE, load
from tests.play import Play, make_play
from tests.unit.mock.posting import FORM_PATH, GOOD, JSON_PATHS, KEY, PATH, post

from truecopy.mock.app import play_contract
from truecopy.mock.mockfile import read_mock_file

# The vendors whose mock file has the scenario.
OVERLOADED = [
    each
    for each in VENDORS
    if "overloaded" in read_mock_file(WORKSPACE.mock_file(each), load(each)).scenarios
]


def test_head_with_another_media_type_than_that_of_get_is_refused(tmp_path: Path) -> None:
    """As GET is: HEAD stands for it in every judgement."""
    contract = load("mulerouter")
    looked_up = contract.operations["get-generation"]
    strict = replace(looked_up, media_type="application/json", request={"type": "object"})
    changed = replace(contract, operations={**contract.operations, looked_up.id: strict})
    client = TestClient(play_contract(changed, tmp_path / "none.yaml"))
    task = looked_up.path.replace("{task_id}", "3c90c3cc-0d44-4b50-8888-8dd25736052a")

    asked = {
        method: client.request(method, task, headers={**KEY, "content-type": "text/plain"})
        for method in ("GET", "HEAD")
    }

    explained = {each.headers["x-truecopy-explain"] for each in asked.values()}
    assert explained == {"the Content-Type is 'text/plain', documented is application/json"}


def test_an_unknown_path_is_404_before_the_key_is_looked_at(play: Play) -> None:
    """The route is judged first; the explanation names the nearest routes."""
    response = post(play, "/powertokens/v1/images/edit")

    assert response.status_code == 404
    assert "/v1/images/edits" in response.headers["x-truecopy-explain"]
    assert response.json()["error"]["type"] == "invalid_request_error"


def test_a_slash_that_is_encoded_belongs_to_its_parameter(play: Play) -> None:
    """It is no further name of the path, which no operation has."""
    path = "/mulerouter/vendors/alibaba/v1/qwen-image-edit-max/generation/a%2Fb"

    response = play.client.get(path, headers=KEY)

    assert response.status_code == 404
    assert "/task_id: 'a/b' is not a 'uuid'" in response.headers["x-truecopy-explain"]


def test_a_wrong_method_is_405_with_the_right_one_in_allow(play: Play) -> None:
    """A path that exists answers other methods with 405."""
    response = play.client.get(PATH)

    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


def test_head_is_answered_as_get_is(play: Play) -> None:
    """Where GET is documented, and only there; Allow says so."""
    path = "/mulerouter/vendors/alibaba/v1/qwen-image-edit-max/generation"
    task = f"{path}/3c90c3cc-0d44-4b50-8888-8dd25736052a"

    asked = {method: play.client.request(method, task, headers=KEY) for method in ("GET", "HEAD")}

    assert asked["GET"].status_code == asked["HEAD"].status_code == 404
    assert asked["GET"].headers["content-length"] == asked["HEAD"].headers["content-length"]
    assert "no task" in asked["HEAD"].headers["x-truecopy-explain"]
    assert play.client.delete(task, headers=KEY).headers["allow"] == "GET, HEAD"
    assert play.client.head(path, headers=KEY).status_code == 405


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


@pytest.mark.parametrize("vendor", OVERLOADED)
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


def test_a_default_scenario_applies_to_vendors_that_have_it() -> None:
    """A scenario for the whole server passes vendors by that do not know it."""
    play = make_play(scenario="task-fails")

    response = post(play, authorization="Bearer k")

    assert response.status_code == 200


def test_what_is_set_for_all_passes_by_vendors_that_lack_it(play: Play) -> None:
    """A scenario of one vendor, set for all, leaves the others as they are."""
    play.client.put("/_truecopy/scenarios", json={"scenario": "task-fails"})

    assert post(play, authorization="Bearer k").status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "json",
        "application/",
        ";;;",
        "a" * 5000,
    ],
)
def test_a_wrong_media_type_is_400(play: Play, content_type: str) -> None:
    """A media type that is not documented is refused, and the documented ones are named."""
    headers = {**KEY, "content-type": content_type} if content_type else KEY

    response = play.client.post(FORM_PATH, content=b"{}", headers=headers)

    assert response.status_code == 400
    assert "multipart/form-data" in response.headers["x-truecopy-explain"]


@pytest.mark.parametrize("status", [400, 402, 413, 418, 500, 502, 599])
@pytest.mark.parametrize("vendor", ["applerouter", "powertokens", "mulerouter"])
def test_any_demanded_status_speaks_of_itself(play: Play, vendor: str, status: int) -> None:
    """No message of another cause stands under it, and the preference is said to be followed."""
    answer = post(play, JSON_PATHS[vendor], prefer=f"code={status}", **KEY)

    assert answer.status_code == status
    assert answer.headers["preference-applied"] == f"code={status}"
    assert "content type" not in answer.text
    assert "demanded" not in answer.text
    assert "too large" in answer.text.lower() or status != 413


@pytest.mark.parametrize("vendor", ["applerouter", "powertokens", "mulerouter"])
def test_every_vendor_has_an_account_that_is_empty(play: Play, vendor: str) -> None:
    """The scenario no-balance answers 402 or 403 with the vendor's own body."""
    answer = post(play, JSON_PATHS[vendor], prefer="scenario=no-balance", **KEY)

    assert answer.status_code == (402 if vendor == "mulerouter" else 403)
    assert "balance" in answer.text


def test_several_lines_of_preferences_are_one_list(play: Play) -> None:
    """Clients and proxies may write a list in several lines."""
    headers = [
        ("authorization", "Bearer test"),
        ("content-type", "application/json"),
        ("prefer", "code=503"),
        ("prefer", "seed=3, respond-async"),
    ]
    answer = play.client.post(PATH, content=b"{}", headers=headers)

    assert answer.status_code == 503
    assert answer.headers["preference-applied"] == "code=503, seed=3"


@pytest.mark.parametrize(("vendor", "status"), [("applerouter", 200), ("powertokens", 404)])
def test_a_slash_at_the_end_is_taken_alike_everywhere(play: Play, vendor: str, status: int) -> None:
    """Where the documents have one somewhere, it is taken on every path; where they have none, on none."""
    bodies = {
        "generate-image": {
            "model": "m",
            "input": {"messages": [{"role": "user", "content": [{"text": "A"}]}]},
        },
        "edit-image-json": {
            "model": "wan2.7-image-pro",
            "prompt": "A",
            "input": {"messages": [{"role": "user", "content": [{"text": "A"}]}]},
        },
    }
    for name, body in bodies.items():
        operation = play.app.contracts[vendor].operations.get(name)
        if operation is not None:
            answer = post(play, f"/{vendor}{operation.path}/", body, **KEY)
            assert answer.status_code == status


def test_scenarios_heal_each_on_its_own_and_anew_when_they_are_set_again(play: Play) -> None:
    """What one scenario has used up is not what another has, and the explanation names it."""
    account = play.client.get("/_truecopy/account?vendor=powertokens", headers=KEY).json()[
        "account"
    ]
    answers = []
    for _ in range(2):
        setting = {"scenario": "rate-limited", "account": account}
        assert play.client.put("/_truecopy/scenarios", json=setting).status_code == 200
        answers += [post(play, **KEY) for _ in range(3)]

    assert [each.status_code for each in answers] == [429, 429, 200] * 2
    assert answers[0].headers["x-truecopy-explain"] == "the scenario rate-limited answers so"
