"""The proxy's journal: who may read it, and how much there is in it."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.upstreams import contract_of

from truecopy.model import Finding, Severity
from truecopy.recording.proxying.exchange_journal import Passed, ProxyJournal
from truecopy.recording.proxying.proxy_app import ProxyApp
from truecopy.wire.relay import Relay

HOST = "http://127.0.0.1:4748"
REQUESTS = "/_truecopy/requests"


def make_passed(number: int = 0, **changes: Any) -> Passed:
    """Return an exchange that is over."""
    values: dict[str, Any] = {
        "at": 1_800_000_000.0,
        "method": "GET",
        "path": f"/v1/{number}",
        "status": 200,
        "answered_by": "upstream",
        "elapsed_s": 0.25,
    }
    return Passed(**{**values, **changes})


def make_client(
    app: ProxyApp | None = None, *, base_url: str = HOST, client: str = "127.0.0.1"
) -> TestClient:
    """Return a client of a proxy that leads nowhere."""
    app = app or ProxyApp(contract_of("powertokens"), Relay("http://127.0.0.1:9"))
    return TestClient(app, base_url=base_url, client=(client, 4000))


@pytest.mark.parametrize(
    ("base_url", "client", "headers"),
    [
        ("http://evil.example:4748", "127.0.0.1", {}),
        (HOST, "10.0.0.9", {}),
        (HOST, "2001:db8::1", {}),
        (HOST, "127.0.0.1", {"origin": "http://evil.example"}),
        (HOST, "127.0.0.1", {"origin": "null"}),
    ],
)
@pytest.mark.parametrize("path", [REQUESTS, "/_truecopy/health"])
def test_others_are_kept_out(
    base_url: str, client: str, headers: dict[str, str], path: str
) -> None:
    """Other machines, other names for this one and other pages do not see what passes."""
    with make_client(base_url=base_url, client=client) as browser:
        answer = browser.get(path, headers=headers)

    assert answer.status_code == 403
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("base_url", "client"),
    [
        (HOST, "127.0.0.1"),
        ("http://localhost:4748", "::1"),
        ("http://[::1]:4748", "::1"),
        ("http://proxy.localhost", "127.0.0.2"),
    ],
)
def test_this_machine_is_let_in(base_url: str, client: str) -> None:
    """Every name of this machine will do, and so will the proxy's own page."""
    with make_client(base_url=base_url, client=client) as browser:
        found = [browser.get(REQUESTS, headers={"origin": each}) for each in ("", base_url)]
        health = browser.get("/_truecopy/health")

    assert [each.json() for each in found] == [{"requests": []}] * 2
    assert health.json() == {"status": "ok"}


@pytest.mark.parametrize("query", ["limit=x", "limit=-1", "limit=٣", "limit=1234567", "colour=1"])
def test_a_query_that_cannot_be_followed_is_400(query: str) -> None:
    """A filter that does not exist is an error, not ignored."""
    with make_client() as client:
        assert client.get(f"{REQUESTS}?{query}").status_code == 400


def test_the_newest_rows_come_first_and_are_limited() -> None:
    """A hundred are shown unless more are asked for."""
    app = ProxyApp(contract_of("powertokens"), Relay("http://127.0.0.1:9"))
    for number in range(150):
        app.journal.add(make_passed(number))
    with make_client(app) as client:
        usual, few, all_of_them = (
            [row["path"] for row in client.get(f"{REQUESTS}{each}").json()["requests"]]
            for each in ("", "?limit=2", "?limit=999999")
        )

    assert few == ["/v1/149", "/v1/148"]
    assert (len(usual), len(all_of_them)) == (100, 150)


def test_a_wrong_method_is_405() -> None:
    """The journal can be read, and nothing else."""
    with make_client() as client:
        assert client.post(REQUESTS).status_code == 405


def test_the_journal_is_bounded() -> None:
    """A thousand rows are kept; everything is counted."""
    journal = ProxyJournal()
    finding = Finding(rule="a-b-c", severity=Severity.ERROR, where="x", message="y")
    for number in range(1_500):
        journal.add(make_passed(number, findings=(finding,)))

    assert len(journal.latest()) == 1_000
    assert journal.latest()[0].path == "/v1/1499"
    assert (journal.exchanges, journal.severities[Severity.ERROR]) == (1_500, 1_500)


def test_a_row_says_what_was_found() -> None:
    """Each finding comes with its rule, its claim and its source; a very long path is cut."""
    finding = Finding(
        rule="a-b-c",
        severity=Severity.WARNING,
        where="x",
        message="it differs",
        claim="edit.200.a#type",
        sources="edit:10",
    )
    plain = Finding(rule="d-e-f", severity=Severity.INFO, where="x", message="more")

    row = make_passed(path="/" * 900, findings=(finding, plain), note="n", is_recorded=True).row()

    assert row["at"] == "2027-01-15T08:00:00.000+00:00"
    assert len(row["path"]) == 500
    assert (row["operation"], row["note"], row["recorded"]) == (None, "n", True)
    assert row["findings"] == [finding.row(), plain.row()]
