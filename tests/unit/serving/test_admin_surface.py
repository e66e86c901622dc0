"""The pages by which servers are looked at."""

from dataclasses import dataclass
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.testclient import TestClient

from truecopy.serving.admin_surface import (
    BadRequestError,
    admin_routes,
    health_page,
    journal_page,
    journal_time,
    whole_number,
)
from truecopy.serving.guard import Guard


@dataclass(frozen=True)
class Entry:
    """One row of a journal."""

    vendor: str
    status: int

    def row(self) -> dict[str, Any]:
        """Return it as data."""
        return {"vendor": self.vendor, "status": self.status}


ENTRIES = [Entry("kites", 200), Entry("tails", 400), *(Entry("kites", 404) for _ in range(300))]


async def _requests(request: Request) -> Response:
    return journal_page(request, ENTRIES, {"vendor", "status"})


async def _poke(_: Request) -> Response:
    return JSONResponse({"poked": True})


def client(address: str = "127.0.0.1", guard: Guard | None = None) -> TestClient:
    """Return a client of a server with some pages."""
    table = [("GET", "/requests", _requests), ("POST", "/poke", _poke)]
    routes = admin_routes("kite shop", table, open_pages={"/health": health_page}, guard=guard)
    return TestClient(
        Starlette(routes=routes), base_url="http://127.0.0.1:4747", client=(address, 50_000)
    )


def test_a_page_is_guarded_unless_it_is_open() -> None:
    """Whoever waits for the server to be alive may be on another machine, and sees nothing else."""
    far = client("10.0.0.9")

    assert far.get("/_truecopy/health").json() == {"status": "ok"}
    assert far.get("/_truecopy/requests").status_code == 403
    assert client().post("/_truecopy/poke").json() == {"poked": True}
    assert (
        client("10.0.0.9", Guard("token"))
        .get("/_truecopy/requests", headers={"authorization": "Bearer token"})
        .is_success
    )


def test_an_unknown_page_is_told() -> None:
    """The server says what it is, what it lacks, and what it has."""
    answer = client().get("/_truecopy/nothing/here")

    assert answer.status_code == 404
    told = "the kite shop has no GET /_truecopy/nothing/here"
    there = "below /_truecopy/ there are: GET health, POST poke, GET requests"
    assert answer.json() == {"error": f"{told}; {there}"}


def test_a_journal_is_filtered_and_bounded() -> None:
    """A hundred entries are shown unless more are asked for; filters choose by attribute."""

    def rows(query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = client().get(f"/_truecopy/requests{query}").json()["requests"]
        return found

    assert len(rows("")) == 100
    assert len(rows("?limit=250")) == 250
    assert rows("?limit=0") == []
    assert rows("?vendor=tails") == [{"vendor": "tails", "status": 400}]
    assert rows("?vendor=kites&status=200") == [{"vendor": "kites", "status": 200}]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?limit=many", "limit: a whole number was expected, found 'many'"),
        ("?limit=-1", "limit: a whole number was expected"),
        ("?limit=1234567", "limit: a whole number was expected"),
        ("?colour=red", "unknown filter colour"),
        ("?vendor=kites&vendor=tails", "vendor: stands several times"),
    ],
)
def test_what_cannot_be_followed_is_told(query: str, words: str) -> None:
    """It is answered with 400 and the reason."""
    answer = client().get(f"/_truecopy/requests{query}")

    assert answer.status_code == 400
    assert words in answer.json()["error"]


def test_numbers_have_no_more_than_six_digits() -> None:
    """Digits of other scripts are none."""
    assert whole_number("000012", "limit") == 12
    for text in ("", "٣", "1_0", "0000012"):
        with pytest.raises(BadRequestError):
            whole_number(text, "limit")


def test_times_are_shown_as_people_read_them() -> None:
    """In UTC, to the millisecond."""
    assert journal_time(1_800_000_000.1239) == "2027-01-15T08:00:00.123+00:00"
