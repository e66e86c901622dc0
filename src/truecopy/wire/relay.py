"""A relay to one upstream: requests go on and answers come back a piece at a time, their bodies untouched."""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Literal

import httpx2

from truecopy.contract.formats import is_absolute_url
from truecopy.errors import TargetError
from truecopy.wire.address_guard import local_address
from truecopy.wire.exact_transport import AsyncExactTransport
from truecopy.wire.failures import told
from truecopy.wire.pinned import LONGEST_CONNECT_S
from truecopy.wire.proxies import WANTS_PASSWORD, open_transport, proxy_of
from truecopy.wire.target import TIMEOUT_S

Reason = Literal["unreachable", "timeout", "reset"]
RawHeaders = tuple[tuple[bytes, bytes], ...]

# Shorter than the five seconds after which many servers close: a request does not meet a closing connection.
_IDLE_S = 4.0
_MOST_IDLE = 100  # as many clients as ask at once, with room
_LONGEST_SHOWN = 200  # of what somebody else has written: three lines of a terminal
# Path and query as one word: no space, no control character that could end the request line.
_TARGET = re.compile(rb"/[!-~]*")
_CODINGS = frozenset({b"gzip", b"deflate", b"identity"})
# What a server may refuse to send: not every parser of answers does.
_UNSENDABLE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_OWN_TO_A_CONNECTION = frozenset(
    {b"connection", b"keep-alive", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
)
_NOT_CONNECTED = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)


class UpstreamError(TargetError):
    """An upstream gives no answer, or not all of it.

    Attributes:
        reason: `unreachable`: nothing was sent. `timeout`: it kept silent for too long. `reset`: the
            connection ended, or what came is no HTTP.
    """

    def __init__(self, message: str, reason: Reason) -> None:
        super().__init__(message, reason)
        self.message = message
        self.reason: Reason = reason

    def __str__(self) -> str:
        return self.message


class Relayed:
    """An answer whose status line and headers are there.

    Attributes:
        headers: Names in lower case; those that are of the connection alone are left out.
        sent_headers: Those of the request as they went to the upstream, likewise.
    """

    def __init__(self, relay: "Relay", response: httpx2.Response, sent_headers: RawHeaders) -> None:
        """Wrap a response that is not read yet."""
        self.status = response.status_code
        self.reason = response.reason_phrase
        self.headers = end_to_end(response.headers.raw)
        self.sent_headers = sent_headers
        self._relay = relay
        self._response = response

    @property
    def length(self) -> int | None:
        """The announced size of the body in bytes, None where none is announced."""
        text = dict(self.headers).get(b"content-length", b"")
        return int(text) if text.isdigit() else None

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes, in the encoding that it comes in.

        Raises:
            UpstreamError: It breaks off.
        """
        try:
            async for piece in self._response.aiter_raw():
                yield piece
        except (httpx2.HTTPError, OSError) as error:
            raise self._relay.failure(error, has_begun=True) from error


class Relay:
    """Passes requests to one upstream, whatever their Host header says and wherever answers point.

    Attributes:
        upstream: Base address, without a slash at its end.
    """

    def __init__(self, upstream: str, *, timeout_s: float = TIMEOUT_S) -> None:
        """Open no connection yet.

        Args:
            upstream: Scheme and host, with a path where the vendor's paths stand below one.
            timeout_s: How long the upstream may keep silent.

        Raises:
            TargetError: It is no such address, there is more in it, or its proxy cannot be used.
        """
        self.upstream = _base(upstream)
        self._timeout_s = timeout_s
        reached, host = local_address(self.upstream)
        self._url = httpx2.URL(reached)
        self._path = self._url.raw_path.rstrip(b"/")
        self._host = host.encode() or self._url.netloc
        # Certificates are of the name, also where it is reached by an address.
        self._name = host.rpartition(":")[0] or host
        self._proxy = proxy_of(self.upstream)
        limits = httpx2.Limits(max_keepalive_connections=_MOST_IDLE, keepalive_expiry=_IDLE_S)
        self._client = httpx2.AsyncClient(
            transport=open_transport(AsyncExactTransport, self._proxy, limits=limits),
            timeout=httpx2.Timeout(timeout_s, connect=min(LONGEST_CONNECT_S, timeout_s), pool=None),
            follow_redirects=False,
        )
        # Clients keep their own sessions: one of them must not get another one's.
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def open(
        self,
        method: str,
        target: str,
        headers: Sequence[tuple[bytes, bytes]],
        body: AsyncIterator[bytes],
    ) -> AbstractAsyncContextManager[Relayed]:
        """Send a request, and yield its answer once that has begun; leaving ends the request.

        Args:
            target: Path and query as the client sent them; begins with a slash.
            headers: As the client sent them; with neither Content-Length nor Transfer-Encoding there is no
                body.
            body: Iterated once, while it is sent; not closed.

        Raises:
            TargetError: The target is none.
            UpstreamError: No answer has begun.
        """
        return self._open(method, target, headers, body)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    def failure(self, error: Exception, *, has_begun: bool) -> UpstreamError:
        """Return what a failure of the wire means.

        Args:
            has_begun: Whether the status line of the answer was there.
        """
        why = told(error)[:_LONGEST_SHOWN]
        why += f", through {self._proxy}" if self._proxy else ""
        if isinstance(error, _NOT_CONNECTED):
            return UpstreamError(f"{self.upstream} cannot be reached ({why})", "unreachable")
        if isinstance(error, httpx2.TimeoutException):
            silent = "sent nothing more" if has_begun else "not answered"
            return UpstreamError(
                f"{self.upstream} has {silent} within {self._timeout_s:g} seconds", "timeout"
            )
        when = "in the middle of" if has_begun else "before"
        return UpstreamError(f"{self.upstream} broke off {when} its answer ({why})", "reset")

    @asynccontextmanager
    async def _open(
        self,
        method: str,
        target: str,
        headers: Sequence[tuple[bytes, bytes]],
        body: AsyncIterator[bytes],
    ) -> AsyncIterator[Relayed]:
        request = self._request(method, target, headers, body)
        try:
            response = await self._client.send(request, stream=True)
        except (httpx2.HTTPError, OSError) as error:
            raise self.failure(error, has_begun=False) from error
        try:
            if self._proxy and response.status_code == WANTS_PASSWORD:
                refusal = httpx2.ProxyError("407 Proxy Authentication Required")
                raise self.failure(refusal, has_begun=False)
            if not 200 <= response.status_code <= 599:
                # No server can pass it on.
                raise UpstreamError(
                    f"{self.upstream} answered with status {response.status_code}, which HTTP does not have",
                    "reset",
                )
            yield Relayed(self, response, end_to_end(request.headers.raw))
        finally:
            await response.aclose()

    def _request(
        self,
        method: str,
        target: str,
        headers: Sequence[tuple[bytes, bytes]],
        body: AsyncIterator[bytes],
    ) -> httpx2.Request:
        raw_target = target.encode("latin-1", "replace")
        if not _TARGET.fullmatch(raw_target):
            raise TargetError(
                f"{target[:_LONGEST_SHOWN]!r}: a path that begins with / was expected"
            )
        kept = _requested(end_to_end(headers))
        names = {name.lower() for name, _ in headers}
        stream: httpx2.AsyncByteStream = httpx2.ByteStream(b"")
        if names & {b"content-length", b"transfer-encoding"}:
            stream = _Upload(body)
            if b"content-length" not in dict(kept):
                kept.append((b"transfer-encoding", b"chunked"))
        # As a URL the target would be normalised, and might name another host.
        extensions: dict[str, object] = {"target": self._path + raw_target}
        if self._name:
            extensions["sni_hostname"] = self._name
        raw_headers = [(b"host", self._host), *kept]
        return httpx2.Request(
            method, self._url, headers=raw_headers, stream=stream, extensions=extensions
        )


class _Upload(httpx2.AsyncByteStream):
    """A body that is sent while it is received."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._pieces:
            yield piece


def end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> RawHeaders:
    """Return the headers that are for the other end, names in lower case.

    Source:
        RFC 9110 section 7.6.1; RFC 9112 section 6.3 for Content-Length beside Transfer-Encoding.
    """
    lowered = [(name.lower(), value) for name, value in headers]
    dropped = set(_OWN_TO_A_CONNECTION)
    for name, value in lowered:
        if name == b"connection":
            dropped |= {each.strip().lower() for each in value.split(b",")}
        elif name == b"transfer-encoding":
            dropped.add(b"content-length")
    return tuple(
        (name, value)
        for name, value in lowered
        if name not in dropped and not name.startswith(b"proxy-") and not _UNSENDABLE.search(value)
    )


def _requested(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers of a request to the upstream, without Host and what speaks of the body's framing.

    The body follows at once, so nothing is expected of the upstream first.
    """
    kept, offers = [], []
    for name, value in headers:
        if name == b"accept-encoding":
            offers += [each.strip() for each in value.split(b",")]
        elif name not in (b"host", b"expect"):
            kept.append((name, value))
    usable = [each for each in offers if each.partition(b";")[0].strip().lower() in _CODINGS]
    return [*kept, (b"accept-encoding", b", ".join(usable) or b"identity")]


def _base(upstream: str) -> str:
    """Return a base address without a slash at its end; a password in it is not repeated."""
    if "@" in upstream:
        raise TargetError("the upstream's address has a user or password in it")
    if not is_absolute_url(upstream):
        raise TargetError(f"{upstream[:_LONGEST_SHOWN]!r} is no http or https address")
    if "?" in upstream or "#" in upstream:
        raise TargetError(
            f"{upstream[:_LONGEST_SHOWN]!r}: a base address has no query and no fragment"
        )
    return upstream.rstrip("/")
