"""Who may use the pages by which a server of this program is looked at and changed."""

import ipaddress
import secrets

from starlette.types import Scope

from truecopy.contract.hosts import is_loopback_host
from truecopy.serving.addressing import HOST
from truecopy.serving.web import Endpoint, JSONResponse, Request, Response


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
        scope, host = request.scope, _host_of(request)
        origin = request.headers.get("origin")
        if origin and origin.rstrip("/").lower() != f"{scope['scheme']}://{host}".lower():
            return f"the page {origin[:80]} is not of this server"
        if self._token and _is_same(_admin_token(request), self._token):
            return None
        if _is_called_from_here(scope, host):
            return None
        if self._token is None:
            return f"the admin API is for this machine only{self._hint}"
        return "the admin token is missing or wrong"


def _is_same(shown: str, token: str) -> bool:
    """Whether a header's text, each letter of which is a byte, is a token: in UTF-8, or as some clients send it in Latin-1."""
    sent = shown.encode("latin-1", "replace")
    try:
        latin = token.encode("latin-1")
    except UnicodeEncodeError:
        latin = token.encode()
    return secrets.compare_digest(sent, token.encode()) or secrets.compare_digest(sent, latin)


def _host_of(request: Request) -> str:
    """Return the host and port that a request names, or came in on where it names none."""
    host, port = request.scope.get("server") or ("localhost", None)
    return request.headers.get("host") or (f"{host}:{port}" if port else host)


def _is_called_from_here(scope: Scope, host: str) -> bool:
    """Whether a client of this machine, or of this process, calls the server by one of its own names.

    In process there is no socket: the client may be called anything, and the server's address is the very name
    that was called. A name without a dot is in no public DNS, so that no page can have pointed it here.
    """
    found = HOST.fullmatch(host)
    client, server = scope.get("client"), scope.get("server")
    if found is None or (client and _is_address(client[0]) and not is_loopback_host(client[0])):
        return False
    name = found["name"].lower()
    is_in_process = server is not None and server[0].lower() == name and not _is_address(name)
    return is_loopback_host(name) or (is_in_process and "." not in name)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _admin_token(request: Request) -> str:
    """Return the token that a request shows: as a Bearer, or in a header of its own beside a vendor's key."""
    own = request.headers.get("x-truecopy-admin-token")
    if own is not None:
        return own.strip()
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
