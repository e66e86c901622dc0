"""A target: an address or an application in process, and the keys for it."""

import math
import re
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from http.cookiejar import DefaultCookiePolicy
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx2

from truecopy.contract.encode import encode_body
from truecopy.errors import TargetError
from truecopy.model import Credentials, Draft, Interaction, Payload
from truecopy.redaction import Redactor
from truecopy.wire.address_guard import is_loopback, is_private, local_address
from truecopy.wire.failures import told
from truecopy.wire.inprocess import App, InProcessTransport
from truecopy.wire.pinned import LONGEST_CONNECT_S, NOT_CONNECTED, ask_pinned
from truecopy.wire.proxies import RoutedTransport
from truecopy.wire.time_limit import TimeIsUpError, TimeLimit
from truecopy.wire.unanswered import UnansweredError, UndeterminedError

IN_PROCESS = "http://truecopy.localhost"
TIMEOUT_S = 120.0  # a picture that is made before the answer may take a minute or two
_MOST_PICTURE_BYTES = 64_000_000  # 4096*4096 pixels have 50 MB before they are compressed
_MOST_ANSWER_BYTES = 256_000_000  # three such pictures as base64
_MOST_REDIRECTS = 3  # to a store, to its region, to https
# Scheme and key: one space, and no character that could end the header.
_HEADER = re.compile("[!-~]+ [!-~]+")
_NOT_SENT = (*NOT_CONNECTED, httpx2.PoolTimeout)
_TIMEOUTS = (httpx2.ReadTimeout, TimeIsUpError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The API keys for a target.

    Attributes:
        good: None sends no key at all.
        second: Of another account; None without one.
        prefix: What documented keys begin with.
    """

    good: str | None
    second: str | None = None
    prefix: str = ""

    def header(self, credentials: Credentials) -> str | None:
        """Return the Authorization header for some credentials, None for none."""
        if self.good is None:
            return None
        return credentials.header(self.good, self.second or "", self.prefix)


class Target:
    """What is under check.

    Attributes:
        url: Base address, without a slash at its end.
        keys: The key goes to this address only: never along redirects, never to hosts of pictures.
        is_in_process: Whether it is an application of this process.
        limit: How long answers may take.
    """

    def __init__(
        self, url: str, keys: Keys, *, app: App | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        """Open the target.

        Args:
            app: The application to call in process; then `url` is only what its links begin with.
            timeout_s: For an answer, from the request to its last byte; in process there is none.
        """
        self.url = url.rstrip("/")
        self.keys = keys
        # Some vendors repeat the key in their errors, in whatever way.
        self._redactor = Redactor(known=filter(None, (keys.good, keys.second)))
        self.is_in_process = app is not None
        self.limit = TimeLimit()
        self._transport = (
            InProcessTransport(app, self.limit) if app is not None else RoutedTransport(self.limit)
        )
        self._timeout_s = timeout_s
        self._answer_s = math.inf if self.is_in_process else timeout_s
        timeout = httpx2.Timeout(timeout_s, connect=min(LONGEST_CONNECT_S, timeout_s))
        self._client = httpx2.Client(transport=self._transport, timeout=timeout)
        # A session that one answer opens would let later requests in without a key.
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def __enter__(self) -> Self:
        """Use the target."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._client.close()

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine, where requests cost nothing."""
        return self.is_in_process or is_loopback(self.url)

    def address(self, draft: Draft) -> str:
        """Return where a request goes."""
        return f"{self.url}{draft.path}"

    def send(self, draft: Draft) -> Interaction:
        """Return the interaction of one request; a failure of the wire is part of it, not raised.

        The keys are not in it: placeholders stand where they are sent, and wherever an answer repeats them.

        Raises:
            TargetError: The address is none that a client could use.
        """
        headers, body = wire_format(draft)
        authorization = self.keys.header(draft.credentials)
        if authorization and not _HEADER.fullmatch(authorization):
            raise TargetError(
                "the key has a character that no header can carry, such as a line end"
            )
        secret = {"authorization": authorization} if authorization else {}
        url = self.address(draft)
        reached, host = (url, "") if self.is_in_process else local_address(url)
        if host:
            secret["host"] = host
        shown = self._redactor.hide_text(authorization) if authorization else ""
        sent = Interaction(
            method=draft.method,
            url=url,
            request_headers=(*headers.items(), *([("authorization", shown)] if shown else ())),
            request_body=body or b"",
            sent_at=time.time(),
        )
        began = time.perf_counter()
        self.limit.begin(self._answer_s)
        call = self._client.stream(
            draft.method, reached, headers={**headers, **secret}, content=body
        )
        answered = self._answered(sent, call)
        elapsed_s = time.perf_counter() - began
        # A request is made from the contract, and has a key in its header only; pictures in it are large.
        hidden = self._redactor.hide(replace(answered, request_body=b""))
        return replace(hidden, request_body=answered.request_body, elapsed_s=elapsed_s)

    def _answered(
        self, sent: Interaction, call: AbstractContextManager[httpx2.Response]
    ) -> Interaction:
        """Return a request with what came of it: the answer, or the failure of the wire."""
        try:
            with call as response:
                content = _read(response, _MOST_ANSWER_BYTES)
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
            raise TargetError(f"{self.url}: is no address that can be asked: {error}") from error
        except (httpx2.HTTPError, OSError) as error:
            return replace(
                sent,
                failure=self._told(error),
                is_sent=not isinstance(error, _NOT_SENT),
                is_unending=self._is_unending(error),
            )
        return replace(
            sent,
            status=response.status_code,
            headers=_decoded_headers(response.headers.multi_items()),
            body=content,
        )

    def download(self, url: str) -> Interaction:
        """Return the interaction that gave the bytes of a picture; redirects are behind it.

        The key is not sent. A target that is not private may not lead into a private network.

        Raises:
            UndeterminedError: Its host was not asked, and why is not the vendor's affair.
            OSError: It cannot be had: why is in the message.
        """
        sent_at, began, here = time.time(), time.perf_counter(), url
        self.limit.begin(self._answer_s)
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                status, headers, content = self._get(here)
            except (httpx2.UnsupportedProtocol, httpx2.InvalidURL, ValueError) as error:
                raise OSError(told(error)) from error
            except (httpx2.ProxyError, TargetError) as error:
                raise UndeterminedError(told(error)) from error
            except (httpx2.HTTPError, TimeIsUpError) as error:
                if self._is_unending(error):
                    raise OSError(self._told(error)) from error
                raise UnansweredError(told(error)) from error
            if 300 <= status < 400 and "location" in headers:
                here = _joined(here, headers["location"])
                continue
            if status == 429 or status >= 500:
                wish = headers.get("retry-after", "")
                raise UnansweredError(f"the answer is {status}", status, wish)
            if status != 200:
                raise OSError(f"the answer is {status}")
            return Interaction(
                method="GET",
                url=url,
                status=status,
                headers=_decoded_headers(headers.multi_items()),
                body=content,
                sent_at=sent_at,
                elapsed_s=time.perf_counter() - began,
            )
        raise OSError("redirected too often")

    def _is_unending(self, error: Exception) -> bool:
        """Whether an answer began that did not end in its time."""
        return isinstance(error, _TIMEOUTS) and self.limit.has_received

    def _told(self, error: Exception) -> str:
        if self._is_unending(error):
            return f"the answer did not end within {self._timeout_s:g} seconds"
        if isinstance(error, _TIMEOUTS):
            return f"no answer within {self._timeout_s:g} seconds"
        return told(error)

    def _get(self, url: str) -> tuple[int, httpx2.Headers, bytes]:
        response = self._asked_in_process(url) if self.is_in_process else self._asked(url)
        try:
            content = _read(response, _MOST_PICTURE_BYTES)
        finally:
            response.close()
        return response.status_code, response.headers, content

    def _asked_in_process(self, url: str) -> httpx2.Response:
        if _origin(url) != _origin(self.url):
            raise OSError("it is at another host, which is not asked in process")
        return self._client.send(self._client.build_request("GET", url), stream=True)

    def _asked(self, url: str) -> httpx2.Response:
        allow_private = is_private(self.url)
        return ask_pinned(self._client, url, allow_private=allow_private, timeout_s=self._timeout_s)


def wire_format(draft: Draft) -> tuple[dict[str, str], bytes | None]:
    """Return the headers of a request, without the key, and the bytes of its body."""
    headers = {name.lower(): value for name, value in draft.headers.items()}
    if draft.body is None:
        return headers, None
    if isinstance(draft.body, Payload):
        content_type, body = encode_body(draft.body, draft.media_type or "")
    else:
        content_type, body = draft.media_type or "", draft.body
    headers["content-type"] = draft.content_type or content_type
    return headers, body


def _joined(base: str, place: str) -> str:
    try:
        return urljoin(base, place)
    except ValueError as error:
        start = place[:200]  # it may be as long as a header is
        raise OSError(f"redirected to {start!r}, which is no address: {error}") from error


def _read(response: httpx2.Response, limit: int) -> bytes:
    pieces, size = [], 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > limit:
            raise OSError(f"the answer has more than {limit} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def _decoded_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the headers of an answer whose body was decoded, names in lower case."""
    found = tuple((name.lower(), value) for name, value in headers)
    if not any(name == "content-encoding" for name, _ in found):
        return found
    return tuple(
        (name, value) for name, value in found if name not in ("content-encoding", "content-length")
    )


def _origin(url: str) -> str:
    return urlsplit(url).netloc.lower()
