"""Who may use the pages by which a server of this program is looked at and changed."""

import ipaddress
import secrets
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Endpoint = Callable[[Request], Awaitable[Response]]


class Guard:
    """Lets in clients of this machine, and holders of the admin token."""

    def __init__(self, token: str | None = None, hint: str = "") -> None:
        """Prepare.

        Args:
            token: Lets in clients that are not on this machine; None keeps them out.
            hint: How to let them in, for those who are kept out.
        """
        self._token = token
        self._hint = hint

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint that answers 403 to those who may not come in."""

        async def answer(request: Request) -> Response:
            problem = self.refusal(request)
            return JSONResponse({"error": problem}, 403) if problem else await endpoint(request)

        return answer

    def refusal(self, request: Request) -> str | None:
        """Return why a request may not come in, None when it may.

        A page of another origin may not, even in a browser of this machine; nor may a host name that somebody
        else has pointed at this machine.
        """
        origin = request.headers.get("origin")
        if origin and origin.rstrip("/") != f"{request.url.scheme}://{request.url.netloc}":
            return f"the page {origin[:80]} is not of this server"
        if self._token and secrets.compare_digest(_bearer(request).encode(), self._token.encode()):
            return None
        client = request.client.host if request.client else "127.0.0.1"
        if is_loopback(request.url.hostname or "") and is_loopback(client):
            return None
        if self._token is None:
            return f"the admin API is for this machine only{self._hint}"
        return "the admin token is missing or wrong"


def is_loopback(host: str) -> bool:
    """Whether a host name or address is of this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
