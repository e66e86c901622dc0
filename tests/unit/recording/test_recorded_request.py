"""Recorded requests, sent again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from tests.cassettes import HEADER, make_interaction, save
from tests.examining import SENDING, load
from tests.recordings import KEY, changed, compare, opened
from tests.stand_ins import Watched, always

from truecopy.errors import BudgetReachedError, CredentialsError, TargetError
from truecopy.model import Interaction
from truecopy.recording.cassette_files import load_cassette
from truecopy.recording.comparison import Comparer
from truecopy.wire import Budget
from truecopy.wire.inprocess import App

BEARER = ("authorization", "Bearer redacted-key-1")


def one_of(recordings: Path, folder: Path, path: str) -> Path:
    """Copy a cassette to a folder of its own, whose path is returned."""
    place = folder / Path(path).name
    place.write_bytes((recordings / path).read_bytes())
    return folder


def test_requests_are_sent_as_they_were_recorded(recordings: Path, tmp_path: Path) -> None:
    """Method, path, media type and body are those of the cassette; the key is that of now."""
    sent: list[bytes] = []

    def listen(app: App) -> App:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            async def read() -> object:
                message = await receive()
                sent.append(message.get("body", b""))
                return message

            await app(scope, read, send)

        return answer

    folder = one_of(recordings, tmp_path, "applerouter/edit-image-form/accepted.yaml")
    compare(folder, "applerouter", wrap=listen)

    assert load_cassette(next(folder.iterdir())).interactions[0].request_body in sent


@pytest.mark.parametrize(
    ("path", "keys"),
    [("accepted", {f"Bearer {KEY}"}), ("refused-key", {None})],
)
def test_the_key_is_sent_where_there_was_one(
    recordings: Path, tmp_path: Path, path: str, keys: set[str | None]
) -> None:
    """A request that had no key is sent without one, every other with the key of now."""
    watched: list[Watched] = []

    def watch(app: App) -> Watched:
        watched.append(Watched(app))
        return watched[0]

    folder = one_of(recordings, tmp_path, f"powertokens/edit-image-json/{path}.yaml")
    compare(folder, "powertokens", wrap=watch)

    posts = [each for each in watched[0].seen if each.method == "POST"]
    assert {each.headers.get("authorization") for each in posts} == keys


def test_a_key_that_was_refused_is_none_of_ours(recordings: Path, tmp_path: Path) -> None:
    """A recorded 401 of a request that had a key is asked for again with a key that is none."""
    refused = recordings / "powertokens/edit-image-json/refused-key.yaml"

    def with_key(_: int, each: Interaction) -> Interaction:
        headers = (*each.request_headers, ("authorization", "Bearer redacted-key-1"))
        return replace(each, request_headers=headers)

    changed(refused, with_key, tmp_path / "wrong-key.yaml")

    assert compare(tmp_path, "powertokens").findings == []


def test_another_base_address_does_not_matter(recordings: Path, tmp_path: Path) -> None:
    """A cassette from one address is compared at another: only the documented path counts."""
    accepted = recordings / "powertokens/edit-image-json/accepted.yaml"

    def elsewhere(_: int, each: Interaction) -> Interaction:
        body = each.body.replace(b"http://vendor.localhost", b"https://gateway.example/v9/x")
        url = each.url.replace("http://vendor.localhost", "https://gateway.example/v9/x")
        return replace(each, url=url, body=body)

    changed(accepted, elsewhere, tmp_path / "elsewhere.yaml")

    found = compare(tmp_path, "powertokens")
    assert found.findings == []
    assert found.comparer.compared == 2


def test_a_cassette_of_vcr_is_compared(tmp_path: Path) -> None:
    """A cassette without a header is compared too, with the key of now: VCR.py's users leave keys out."""
    interaction = make_interaction(
        url="https://api.powertokens.ai/v1/images/edits", body=b'{"created": 1}'
    )
    header = replace(HEADER, tool="", contracts={}, base_url="")
    save(tmp_path / "plain.yaml", interaction, header=header)

    found = compare(tmp_path, "powertokens")

    assert [each.message.partition(";")[0] for each in found.grave] == [
        "status was 200, now it is 400",
        "/created was integer, now it is absent",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "@evil.example/v1/images/edits",
        ".evil.example/v1",
        "http://gateway.example/v9@evil.example/v1",
        "http://gateway.example/v9.evil.example",
        "//evil.example/v1",
        "nonsense",
        "",
        "/%2e%2e/@evil.example",
    ],
)
def test_a_key_goes_to_the_target_alone(tmp_path: Path, url: str) -> None:
    """No address in a cassette, which may be anybody's, leads a request with the key elsewhere."""
    watched: list[Watched] = []

    def watch(app: App) -> Watched:
        watched.append(Watched(app))
        return watched[0]

    header = replace(HEADER, base_url="http://gateway.example/v9")
    save(
        tmp_path / "a.yaml",
        make_interaction(url=url or "x", request_headers=(BEARER,)),
        header=header,
    )

    compare(tmp_path, "powertokens", wrap=watch)

    assert {each.headers["host"] for each in watched[0].seen} == {"vendor.localhost"}
    assert all(each.path.startswith("/") for each in watched[0].seen)


@pytest.mark.parametrize(
    "changes",
    [
        {"request_headers": (("content-type", "application/j\u00e9son"), BEARER)},
        {"request_headers": (("content-type", "a\r\nx-other: b"), BEARER)},
        {"method": "GET /x"},
        {"method": "G\u00c9T"},
    ],
)
def test_what_no_request_can_have_is_not_sent(tmp_path: Path, changes: dict[str, Any]) -> None:
    """A recorded request that no client could send is told, and the others are compared."""
    url = "https://api.powertokens.ai/v1/images/edits"
    plain = make_interaction(
        url=url, request_headers=(("content-type", "application/json"), BEARER)
    )
    odd = replace(plain, **changes)
    save(tmp_path / "a.yaml", odd, plain)

    found = compare(tmp_path, "powertokens")

    assert found.comparer.compared == 1
    assert list(found.comparer.skipped.values()) == [
        "the recorded request is none that can be sent"
    ]


@pytest.mark.parametrize("status", [401, 402, 403])
def test_a_refused_key_ends_it(recordings: Path, status: int) -> None:
    """Where the first answer speaks of the key, there is nothing to compare with."""
    with pytest.raises(CredentialsError, match=str(status)):
        compare(recordings / "powertokens", "powertokens", wrap=lambda _: always(status))


def test_nobody_there_ends_it(recordings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers, there is nothing to compare with."""
    with opened("powertokens") as sender:
        monkeypatch.setattr(
            sender,
            "send",
            lambda draft, _=0.0: Interaction(method="POST", url="x", failure="gone"),
        )
        comparer = Comparer(load("powertokens"), sender, SENDING)
        path = recordings / "powertokens/edit-image-json/accepted.yaml"

        with pytest.raises(TargetError, match="gone"):
            list(comparer.compare(load_cassette(path)))


def test_a_budget_ends_it(recordings: Path) -> None:
    """The budget is kept while comparing too; what was found before is known."""
    found: list[object] = []
    with opened("mulerouter", budget=Budget(max_requests=2)) as sender:
        comparer = Comparer(load("mulerouter"), sender, SENDING)
        path = recordings / "mulerouter/create-generation/accepted.yaml"

        with pytest.raises(BudgetReachedError):
            found += comparer.compare(load_cassette(path))

    assert comparer.compared == 2


def test_costs_are_reserved_as_for_any_request(recordings: Path) -> None:
    """A recorded request costs what it asks for: one that does not fit is not sent."""
    path = recordings / "mulerouter/create-generation/accepted.yaml"
    with opened("mulerouter", budget=Budget(max_cost_usd=0.07)) as sender:
        comparer = Comparer(load("mulerouter"), sender, SENDING)

        with pytest.raises(BudgetReachedError):
            list(comparer.compare(load_cassette(path)))

    assert sender.budget.requests == 0
