"""Starlette's words under one roof."""

from collections.abc import Awaitable, Callable

import starlette.applications
import starlette.requests
import starlette.responses
import starlette.routing

from truecopy.serving import web


def test_what_rooms_above_use_is_starlettes_own() -> None:
    """Each word means what Starlette means by it, and an endpoint is made of those: nothing is wrapped."""
    homes = (
        starlette.applications,
        starlette.requests,
        starlette.responses,
        starlette.routing,
    )

    assert web.Endpoint == Callable[[web.Request], Awaitable[web.Response]]
    for name in set(web.__all__) - {"Endpoint"}:
        assert any(getattr(home, name, None) is getattr(web, name) for home in homes), name
