"""Pages of documentation: fetched with limits on time and size, within their host, and only when they changed."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx2

from truecopy.contract.compression import decompress
from truecopy.wire.address_guard import is_private
from truecopy.wire.failures import told
from truecopy.wire.pinned import ask_pinned
from truecopy.wire.proxies import RoutedTransport
from truecopy.wire.time_limit import TimeIsUpError, TimeLimit

PAGE_TIMEOUT_S = 30.0  # several times what a slow documentation site takes
MOST_PAGE_BYTES = 4_000_000  # as much as the readers of pages take
_MOST_REDIRECTS = 5  # to https, to a slash, to a language, to a version
_HEADERS = {
    "user-agent": "truecopy",
    "accept": "text/markdown, text/html;q=0.9, text/plain;q=0.8",
    # What can be opened within bounds everywhere.
    "accept-encoding": "gzip, deflate",
}
_VALIDATORS = {"if-none-match": "etag", "if-modified-since": "last-modified"}
_PORTS = {"http": 80, "https": 443}
# A declaration in the first bytes of HTML: `<meta charset="utf-8">`, or within `content=`.
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 1024  # HTML Living Standard section 4.2.5.4


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadedPage:
    """One page as a server gave it.

    Attributes:
        text: None where the server says that it has not changed.
        media_type: Without parameters, in lower case; empty where the server names none.
        validators: Headers of the answer by which a later request asks whether it changed.
    """

    text: str | None
    media_type: str = ""
    validators: Mapping[str, str] = field(default_factory=dict)


class PageDownloader:
    """Fetches pages. Nothing of a user is sent: no key, no cookie."""

    def __init__(
        self, *, timeout_s: float = PAGE_TIMEOUT_S, most_bytes: int = MOST_PAGE_BYTES
    ) -> None:
        """Open nothing yet.

        Args:
            timeout_s: For a page with all its redirects, from the request to the last byte.
            most_bytes: Of a page, as it comes and after it is decompressed.
        """
        self._timeout_s = timeout_s
        self._most_bytes = most_bytes
        self._limit = TimeLimit()
        transport = RoutedTransport(self._limit)
        self._client = httpx2.Client(transport=transport, timeout=timeout_s)

    def __enter__(self) -> Self:
        """Use the downloader."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._client.close()

    def download(self, url: str, known: Mapping[str, str] | None = None) -> DownloadedPage:
        """Return a page.

        Only an address that names a private host itself is asked in a private network; a redirect may
        lead to another path of the same host, or to the same host over https.

        Args:
            known: Validators of the page that is at hand.

        Raises:
            OSError: It cannot be had; the message says why.
        """
        asked = {
            name: known[header] for name, header in _VALIDATORS.items() if known and header in known
        }
        self._limit.begin(self._timeout_s)
        try:
            return self._followed(url, {**_HEADERS, **asked})
        except TimeIsUpError as error:
            raise OSError(self._late()) from error
        except httpx2.TimeoutException as error:
            raise OSError(self._late()) from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise OSError(told(error)) from error

    def _late(self) -> str:
        what = "the page did not end" if self._limit.has_received else "no answer"
        return f"{what} within {self._timeout_s:g} seconds"

    def _followed(self, url: str, headers: Mapping[str, str]) -> DownloadedPage:
        here = url
        for _ in range(_MOST_REDIRECTS + 1):
            response = ask_pinned(
                self._client,
                here,
                allow_private=is_private(here),
                timeout_s=self._timeout_s,
                headers=headers,
            )
            try:
                target = response.headers.get("location", "")
                if response.status_code in (301, 302, 303, 307, 308) and target:
                    here = _redirected(here, target)
                    continue
                return self._read(response)
            finally:
                response.close()
        raise OSError(f"redirected more than {_MOST_REDIRECTS} times")

    def _read(self, response: httpx2.Response) -> DownloadedPage:
        validators = {
            name: response.headers[name]
            for name in _VALIDATORS.values()
            if name in response.headers
        }
        if response.status_code == 304:
            return DownloadedPage(text=None, validators=validators)
        if response.status_code != 200:
            raise OSError(f"the answer is {response.status_code}")
        declared = Message()
        declared["content-type"] = response.headers.get("content-type", "")
        return DownloadedPage(
            text=_decoded(self._content(response), declared.get_content_charset()),
            media_type=declared.get_content_type() if declared["content-type"] else "",
            validators=validators,
        )

    def _content(self, response: httpx2.Response) -> bytes:
        """Return the body of an answer, decompressed; no more than the limit is ever held of either."""
        pieces, size = [], 0
        for piece in response.iter_raw():
            size += len(piece)
            if size > self._most_bytes:
                raise OSError(f"the page has more than {self._most_bytes} bytes")
            pieces.append(piece)
        data = b"".join(pieces)
        codings = response.headers.get("content-encoding", "").lower().split(",")
        for coding in filter(None, (each.strip() for each in reversed(codings[-2:]))):
            if coding != "identity":
                data = self._opened(data, coding)
        return data

    def _opened(self, data: bytes, coding: str) -> bytes:
        try:
            return decompress(data, coding, most_bytes=self._most_bytes)
        except LookupError as error:
            raise OSError(
                f"the page is encoded as {coding!r:.40}, which was not asked for"
            ) from error
        except zlib.error as error:
            raise OSError(f"the page is damaged: {coding}: {error}") from error
        except OverflowError as error:
            raise OSError(
                f"the page has more than {self._most_bytes} bytes once it is decompressed"
            ) from error


def _redirected(here: str, target: str) -> str:
    """Return where a redirect leads.

    Raises:
        OSError: It leads to another host or port, to http from https, or nowhere.
    """
    try:
        there = urljoin(here, target)
        old, new = urlsplit(here), urlsplit(there)
        ports = [each.port or _PORTS.get(each.scheme) for each in (old, new)]
    except ValueError as error:
        raise OSError(f"redirected to {target[:200]!r}, which is no address") from error
    is_upgrade = (old.scheme, new.scheme, *ports) == ("http", "https", 80, 443)
    is_same = old.scheme == new.scheme and ports[0] == ports[1]
    if old.hostname != new.hostname or not (is_same or is_upgrade):
        raise OSError(
            f"redirected to {there[:200]!r}, another host than that of vendor.yaml; if it is the "
            "vendor's, name it there"
        )
    return there


def _decoded(data: bytes, charset: str | None) -> str:
    """Return the text of a page: in the encoding that it declares, else in UTF-8."""
    declared = _CHARSET.search(data[:_DECLARED_WITHIN])
    name = charset or (declared.group(1).decode() if declared else "utf-8")
    try:
        return data.decode("utf-8-sig" if name.lower() in ("utf-8", "utf8") else name)
    except LookupError as error:
        raise OSError(f"the page is in {name!r}, which is no known encoding") from error
    except UnicodeDecodeError as error:
        raise OSError(f"the page is no text in {name}: {error.reason}") from error
