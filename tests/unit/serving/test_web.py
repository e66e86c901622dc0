"""Starlette's words under one roof."""

import starlette.applications
import starlette.requests
import starlette.responses
import starlette.routing

from truecopy.serving import web


def test_what_rooms_above_use_is_starlettes_own() -> None:
    """Each word means what Starlette means by it: nothing is wrapped."""
    homes = (
        starlette.applications,
        starlette.requests,
        starlette.responses,
        starlette.routing,
    )

    for name in web.__all__:
        assert any(getattr(home, name, None) is getattr(web, name) for home in homes), name
