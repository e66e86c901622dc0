"""The admin API's pages for the journal."""

import json
from typing import Any

import pytest
from tests.play import Play
from tests.unit.mock.posting import GOOD, KEY, PATH, post


def shown(play: Play, **filters: Any) -> list[dict[str, Any]]:
    """Return the entries that filters choose."""
    answer = play.client.get("/_truecopy/requests", params=filters)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["requests"]
    return rows


def count(play: Play, **members: Any) -> Any:
    """Count entries."""
    answer = play.client.post("/_truecopy/requests/count", json=members)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_id_in_a_vendors_message_leads_to_the_entry(play: Play) -> None:
    """Who has an error message only finds the request, and why it was refused."""
    for number in (7, 8):
        message = post(play, PATH, {**GOOD, "n": number}, **KEY).json()["error"]["message"]
        name = message.rpartition("request id: ")[2].removesuffix(")")

        (row,) = shown(play, request_id=name)

        assert row["body"]["n"] == number
        assert row["problems"]


def test_entries_are_chosen_by_all_that_they_show(play: Play) -> None:
    """Each filter chooses one of two, and together they still do."""
    post(play, f"{PATH}?a=b", GOOD, user_agent="kite/1", **KEY)
    post(play, PATH, {**GOOD, "n": 7}, user_agent="tail/1", **KEY)
    (refused, good) = play.journal()
    filters: dict[str, Any] = {
        "status": 200,
        "query": "a=b",
        "header": "User-Agent: kite/1",
        "request_id": good["request_id"],
        "vendor": "powertokens",
        "path": PATH,
        "method": "POST",
        "account": good["account"],
        "operation": "edit-image-json",
        "ms": 0,
        "body": json.dumps({"prompt": GOOD["prompt"]}),
    }

    for name in ("status", "query", "header", "request_id"):
        assert shown(play, **{name: filters[name]}) == [good]
    assert shown(play, **filters) == [good]
    assert shown(play, note="7 is greater", cause="invalid") == [refused]
    assert shown(play, body=json.dumps({"n": 7})) == [refused]
    assert shown(play, after=good["request_id"]) == [refused]
    assert shown(play, ms=100_000) == []
    for page in ("requests", "requests/unmatched"):
        for after, goes_on in ((good["request_id"], True), ("gone", False)):
            told = play.client.get(f"/_truecopy/{page}", params={"after": after}).json()
            assert told["continues"] is goes_on


@pytest.mark.parametrize(
    "query",
    [
        *("colour=1", "body={", "header=a", "ms=x", "ms=nan", "ms=-1", "limit=x", "%ff=%ff"),
        *("vendor=nobody", "operation=edit-imge", "status=abc", "status=200&status=404"),
    ],
)
@pytest.mark.parametrize("page", ["requests", "requests/unmatched"])
def test_a_filter_that_says_nothing_is_refused(play: Play, page: str, query: str) -> None:
    """Its reader would think that it chose."""
    assert play.client.get(f"/_truecopy/{page}?{query}").status_code == 400


def test_requests_are_counted_by_what_they_have(play: Play) -> None:
    """The members of the body that matter are enough."""
    for number in (1, 1, 2):
        post(play, PATH, {**GOOD, "n": number, "size": "1024*1024"}, **KEY)

    one = count(play, operation="edit-image-json", body={"n": 1})

    assert one["count"] == 2
    assert one["nearest"][0]["request"]["body"]["n"] == 2
    assert one["nearest"][0]["differs"] == ["/n: expected 1, found 2"]
    assert count(play, vendor="powertokens", method="POST", path=PATH, status=200)["count"] == 3
    assert count(play)["count"] == 3
    account = play.journal()[0]["account"]
    assert count(play, account=account, status=200)["count"] == 3


def test_what_was_meant_is_shown_where_nothing_is_counted(play: Play) -> None:
    """The nearest request says what differs, also the key that it came with."""
    post(play, PATH, GOOD, authorization="Bearer another")
    key = {"authorization": "Bearer sk-test"}
    mine = play.client.get("/_truecopy/account?vendor=powertokens", headers=key).json()["account"]

    found = count(play, account=mine, operation="edit-image-json", body={"prompt": "A dog"})

    assert found["count"] == 0
    differs = found["nearest"][0]["differs"]
    assert differs[0].startswith("account: expected") or differs[1].startswith("account: expected")
    assert "/prompt: expected 'A dog', found 'A kite'" in differs


@pytest.mark.parametrize(
    "body",
    [
        {"opertion": "x"},
        {"status": "200"},
        {"status": True},
        {"path": 5},
        {"account": "sk-test"},
        {"operation": "edit-imge"},
        {"vendor": "nobody"},
        [],
    ],
)
def test_what_cannot_be_counted_is_refused(play: Play, body: Any) -> None:
    """A misspelt member would count too much."""
    assert play.client.post("/_truecopy/requests/count", json=body).status_code == 400


def test_what_was_for_no_operation_is_listed_with_the_nearest(play: Play) -> None:
    """A wrong path, a wrong method, a vendor's name that is missing."""
    post(play, PATH, GOOD, **KEY)
    play.client.get(PATH)
    post(play, "/applerouter/v1/images/generation", {}, **KEY)
    post(play, "/v1/images/generations", {}, **KEY)
    play.client.post("/zzz")

    answer = play.client.get("/_truecopy/requests/unmatched").json()["requests"]

    assert [(row["cause"], row["nearest"] and row["nearest"]["operation"]) for row in answer] == [
        ("vendor", None),
        ("vendor", "generate-image"),
        ("route", "generate-image"),
        ("method", answer[3]["nearest"]["operation"]),
    ]
    assert answer[3]["nearest"]["path"] == "/v1/images/edits"
    assert answer[3]["nearest"]["vendor"] == "powertokens"


@pytest.mark.parametrize("account", ["mulerouter:0123456789abcdef", "sk-test"])
def test_an_account_that_has_asked_for_nothing_has_no_entries(play: Play, account: str) -> None:
    """A key is no name of an account: the journal does not know which it was."""
    play.send(
        "mulerouter", "create-generation", {"images": ["https://example.com/a.png"], "prompt": "A"}
    )

    answer = play.client.get("/_truecopy/requests", params={"account": account})

    assert (answer.status_code, answer.json()["requests"]) == (200, [])
