"""An ASGI application in front of another that changes what passes: requests on their way in, answers on their way out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from truecopy.contract.routes import Routes
from truecopy.model import Contract
from truecopy.model.pointers import each
from truecopy.wire.inprocess import App, Receive, Scope, Send


@dataclass(slots=True)
class MutableAnswer:
    """An answer on its way out.

    Attributes:
        body: Decoded JSON, or bytes where it is none.
    """

    operation: str
    status: int
    headers: list[tuple[bytes, bytes]]
    body: Any

    def header(self, name: bytes, value: bytes) -> None:
        """Set a header."""
        self.headers = [each for each in self.headers if each[0] != name] + [(name, value)]

    def places(self, pattern: str) -> list[tuple[Any, Any]]:
        """Return holder and name of everything in the body that a pattern reaches."""
        found = []
        for pointer, _ in list(each(self.body, pattern)):
            parent, _, name = pointer.rpartition("/")
            holder = next(value for _, value in each(self.body, parent)) if parent else self.body
            found.append((holder, int(name) if isinstance(holder, list) else name))
        return found


class MutatingApp:
    """Distorts the traffic of an application."""

    def __init__(
        self,
        app: App,
        contract: Contract,
        *,
        request: Callable[[Scope], None] | None = None,
        reply: Callable[[MutableAnswer], None] | None = None,
        files: dict[str, bytes] | None = None,
    ) -> None:
        """Stand in front of an application.

        Args:
            request: Changes the scope of a request in place.
            reply: Changes an answer in place.
            files: Path -> PNG that is served here, for addresses that a reply names.
        """
        self._app = app
        self._operations = tuple(contract.operations.values())
        self._routes = Routes(self._operations)
        self._request = request
        self._reply = reply
        self._files = files or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["path"] in self._files:
            await _send(send, 200, [(b"content-type", b"image/png")], self._files[scope["path"]])
            return
        if self._request is not None:
            self._request(scope)
        if self._reply is None or scope["path"].startswith("/_"):
            await self._app(scope, receive, send)
            return
        messages: list[Any] = []

        async def keep(message: Any) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        start = messages[0]
        body = b"".join(each.get("body", b"") for each in messages[1:])
        reply = MutableAnswer(
            self._operation(scope), start["status"], list(start["headers"]), _decoded(body)
        )
        self._reply(reply)
        await _send(send, reply.status, reply.headers, _encoded(reply.body))

    def _operation(self, scope: Scope) -> str:
        """Return the operation that a request is for; the nearest where it is for none."""
        route = self._routes.find(scope["path"])
        if route is None:
            near = [each.id for each in self._operations if scope["path"].startswith(each.path)]
            return near[0] if near else ""
        by_type = route.operations.get(scope["method"]) or next(iter(route.operations.values()))
        sent = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
        known = by_type.get(sent.partition(";")[0].strip()) or by_type.get(None)
        return known or next(iter(by_type.values()), "")


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body


def _encoded(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    kept = [each for each in headers if each[0] != b"content-length"]
    kept.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": kept})
    await send({"type": "http.response.body", "body": body})
