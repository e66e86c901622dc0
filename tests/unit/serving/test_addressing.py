"""Which vendor a request is for."""

import asyncio
from typing import Any

import pytest

from truecopy.serving import Answer, Call, VendorSite, VendorSites


class Silent:
    """A vendor that is never asked here."""

    async def handle(self, _: Call) -> Answer:
        """Answer nothing."""
        return Answer(204)

    def refused(self, _: Call, status: int, why: str) -> Answer:
        """Say why."""
        return Answer(status, why.encode())


def site(slug: str, host: str = "") -> VendorSite:
    """Return the place of a vendor."""
    return VendorSite(slug=slug, host=host, handler=Silent())


KITES, TAILS = site("kites", "api.kites.example"), site("tails", "api.tails.example")


def call(
    path: str,
    host: str | None = "127.0.0.1:4747",
    scheme: str = "http",
    server: str = "127.0.0.1",
) -> Call:
    """Return a request for a path, that came in on an address."""
    headers = [] if host is None else [(b"host", host.encode("latin-1"))]
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "scheme": scheme,
        "path": path,
        "headers": headers,
        "server": (server, 80),
    }

    async def receive() -> Any:
        await asyncio.Event().wait()

    return Call(scope, receive)


def directed(sites: VendorSites, made: Call) -> tuple[str, str]:
    """Return the slug of the vendor that a request is for, empty for none, and the path below it."""
    found = sites.direct(made)
    return (found.slug if found else "", made.path)


@pytest.mark.parametrize(
    ("path", "host", "found"),
    [
        ("/kites/v1/make", "127.0.0.1:4747", ("kites", "/v1/make")),
        ("/kites", "127.0.0.1:4747", ("kites", "/")),
        ("/kites/", "127.0.0.1:4747", ("kites", "/")),
        ("/v1/make", "api.tails.example", ("tails", "/v1/make")),
        ("/v1/make", "API.Tails.Example:443", ("tails", "/v1/make")),
        ("/v1/make", "tails.localhost:4747", ("tails", "/v1/make")),
        ("/kites/v1", "tails.localhost", ("tails", "/kites/v1")),
        ("/v1/make", "127.0.0.1:4747", ("", "/v1/make")),
        ("/kitesy/v1", "127.0.0.1:4747", ("", "/kitesy/v1")),
        ("//kites/v1", "127.0.0.1:4747", ("", "//kites/v1")),
        ("/", "127.0.0.1:4747", ("", "/")),
    ],
)
def test_a_vendor_is_told_by_host_or_prefix(path: str, host: str, found: tuple[str, str]) -> None:
    """The host name is stronger; a prefix is taken off the path; otherwise nobody is meant."""
    assert directed(VendorSites([KITES, TAILS]), call(path, host)) == found


def test_a_single_vendor_answers_at_the_root_too() -> None:
    """Where there is one, it is meant whatever is asked; its own prefix is taken off all the same."""
    alone = VendorSites([KITES])

    assert directed(alone, call("/v1/make")) == ("kites", "/v1/make")
    assert directed(alone, call("/kites/v1/make")) == ("kites", "/v1/make")


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("kites.localhost:4747", "https://kites.localhost:4747"),
        ("[::1]:4747", "https://[::1]:4747"),
        (None, "https://127.0.0.1:80"),
        ("evil/../x", "https://127.0.0.1:80"),
        ('a"b', "https://127.0.0.1:80"),
    ],
)
def test_links_lead_to_where_the_client_came(host: str | None, origin: str) -> None:
    """The origin is that of the request; a Host that is no host name is not repeated in answers."""
    made = call("/kites/v1", host, "https")
    VendorSites([KITES, TAILS]).direct(made)

    assert made.origin == origin


def test_links_lead_to_the_public_address_where_there_is_one() -> None:
    """Behind a gateway the server's own name is of no use."""
    made = call("/kites/v1")
    VendorSites([KITES, TAILS], public_url="https://mock.example/").direct(made)

    assert made.origin == "https://mock.example"


def test_hosts_in_turn_do_not_mix() -> None:
    """What is remembered of one request is not used for one of another host or scheme."""
    sites = VendorSites([KITES, TAILS])
    first, second, third = (
        call("/v1", "kites.localhost"),
        call("/v1", "tails.localhost"),
        call("/v1", "tails.localhost", "https"),
    )

    assert [directed(sites, each)[0] for each in (first, second, third)] == [
        "kites",
        "tails",
        "tails",
    ]
    assert third.origin == "https://tails.localhost"


@pytest.mark.parametrize("host", [None, "", "no host"])
def test_who_names_no_host_gets_the_address_that_it_came_in_on(host: str | None) -> None:
    """Also behind another that named none, and came in on another address of the machine."""
    sites = VendorSites([KITES, TAILS])
    origins = []

    for server in ("127.0.0.1", "192.0.2.1"):
        made = call("/kites/v1/make", host, server=server)
        sites.direct(made)
        origins.append(made.origin)

    assert origins == ["http://127.0.0.1:80", "http://192.0.2.1:80"]
