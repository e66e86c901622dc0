"""Pages fetched from a server that does not always behave."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from tests.loopback import Received, Reply, loopback

from truecopy.wire.page_download import DownloadedPage, PageDownloader

HTML = {"content-type": "text/html; charset=utf-8"}
PAGE = b"<p>hello</p>"


def download(
    answer: Callable[[Received], Reply], path: str = "/page", known: Mapping[str, str] | None = None
) -> DownloadedPage:
    """Return the page that a server gives."""
    with loopback(answer) as server, PageDownloader(timeout_s=5, most_bytes=100_000) as downloader:
        return downloader.download(f"{server.url}{path}", known)


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """Run a server that says what it wants, piece by piece."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                talk(connection)
        except OSError:
            return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/page"
    finally:
        listener.close()
        thread.join(timeout=5)


def test_a_page_comes_with_its_type_and_validators() -> None:
    """The media type has no parameters; what the server names a version by is kept."""
    headers = {**HTML, "etag": '"v1"', "last-modified": "Mon, 02 Nov 2026 10:00:00 GMT"}

    page = download(lambda _: Reply(headers=headers, body=PAGE))

    assert page.text == PAGE.decode()
    assert page.media_type == "text/html"
    assert page.validators == {"etag": '"v1"', "last-modified": headers["last-modified"]}


def test_a_page_that_has_not_changed_is_not_sent_again() -> None:
    """Both validators go out; 304 has no text."""
    seen: list[Received] = []

    def answer(request: Received) -> Reply:
        seen.append(request)
        return Reply(status=304, body=b"")

    page = download(answer, known={"etag": '"v1"', "last-modified": "then", "date": "2026-11-01"})

    assert page.text is None
    assert seen[0].headers["if-none-match"] == '"v1"'
    assert seen[0].headers["if-modified-since"] == "then"
    assert not {"authorization", "cookie"} & seen[0].headers.keys()


def test_a_redirect_to_another_path_is_followed() -> None:
    """Documentation sites add slashes, languages and versions."""

    def answer(request: Received) -> Reply:
        if request.path == "/page":
            return Reply(status=301, headers={"location": "/en/page/"})
        return Reply(headers=HTML, body=request.path.encode())

    assert download(answer).text == "/en/page/"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/page",
        "http://localhost/page",
        "http://127.0.0.1:1/page",
        "https://127.0.0.1/page",
        "http://169.254.169.254/latest/meta-data",
        "//127.0.0.3/page",
        "file:///etc/passwd",
        "http://[::1/page",
    ],
)
def test_a_redirect_leaves_no_host(target: str) -> None:
    """Another host, port or scheme is refused, and never asked."""
    with pytest.raises(OSError, match="redirected to"):
        download(lambda _: Reply(status=302, headers={"location": target}))


def test_redirects_in_a_circle_end() -> None:
    """They are counted."""
    with pytest.raises(OSError, match="redirected more than 5 times"):
        download(lambda _: Reply(status=302, headers={"location": "/page"}))


@pytest.mark.parametrize("status", [204, 401, 404, 429, 500, 503])
def test_another_status_is_no_page(status: int) -> None:
    """A page that is not found is never taken for the page."""
    with pytest.raises(OSError, match=f"the answer is {status}"):
        download(lambda _: Reply(status=status, headers=HTML, body=b""))


@pytest.mark.parametrize(
    ("coding", "encode"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)]
)
def test_compressed_pages_are_opened(coding: str, encode: Callable[[bytes], bytes]) -> None:
    """As they were asked for."""
    headers = {**HTML, "content-encoding": coding}

    assert download(lambda _: Reply(headers=headers, body=encode(PAGE))).text == PAGE.decode()


@pytest.mark.parametrize(
    ("headers", "body", "why"),
    [
        ({}, b"x" * 100_001, "has more than 100000 bytes"),
        ({"content-encoding": "gzip"}, gzip.compress(b"x" * 5_000_000), "once it is decompressed"),
        (
            {"content-encoding": "gzip, gzip"},
            gzip.compress(gzip.compress(b"x" * 5_000_000)),
            "once it is decompressed",
        ),
        ({"content-encoding": "gzip"}, gzip.compress(PAGE)[:-9], "damaged"),
        ({"content-encoding": "compress"}, PAGE, "'compress', which was not asked for"),
        ({"content-type": "text/html; charset=nope"}, PAGE, "no known encoding"),
        ({}, b"\xff\xfe\xfd", "no text in utf-8"),
    ],
    ids=["long", "bomb", "bomb in a bomb", "cut off", "unknown coding", "unknown charset", "bytes"],
)
def test_what_is_no_page_within_the_limits_is_told(
    headers: dict[str, str], body: bytes, why: str
) -> None:
    """Size counts before and after decompression."""
    with pytest.raises(OSError, match=why):
        download(lambda _: Reply(headers={**HTML, **headers}, body=body))


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("text/html; charset=iso-8859-1", "caf\u00e9".encode("latin-1")),
        ("text/html", b'<meta charset="iso-8859-1">caf\xe9'),
        ("text/html", "\ufeffcaf\u00e9".encode()),
    ],
)
def test_the_declared_encoding_counts(header: str, body: bytes) -> None:
    """In the header, else in the page, else UTF-8, with or without its mark."""
    page = download(lambda _: Reply(headers={"content-type": header}, body=body))

    assert page.text is not None
    assert page.text.endswith("caf\u00e9")
    assert not page.text.startswith("\ufeff")


def test_a_slow_server_is_given_up() -> None:
    """One that says nothing has so many seconds."""
    is_over = threading.Event()

    def talk(_: socket.socket) -> None:
        is_over.wait(5)

    with raw_server(talk) as url, PageDownloader(timeout_s=0.3) as downloader:
        began = time.monotonic()
        with pytest.raises(OSError, match=r"no answer within 0\.3 seconds"):
            downloader.download(url)
        took_s = time.monotonic() - began
        is_over.set()

    assert took_s < 2


def test_an_endless_page_is_given_up() -> None:
    """One that goes on for ever, a byte at a time, has as many seconds as any other."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
        for _ in range(200):
            connection.sendall(b"x")
            time.sleep(0.02)

    with raw_server(talk) as url, PageDownloader(timeout_s=0.4) as downloader:
        began = time.monotonic()
        with pytest.raises(OSError, match=r"did not end within 0\.4 seconds"):
            downloader.download(url)
        took_s = time.monotonic() - began

    assert took_s < 2


def test_a_name_that_leads_into_a_private_network_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only an address that names a private host itself may be asked there."""

    def resolved(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)

    with PageDownloader() as downloader, pytest.raises(OSError, match="a private network"):
        downloader.download("http://docs.inkpress.example/page")


def test_a_closed_port_is_told() -> None:
    """Nobody there is no traceback."""
    with PageDownloader(timeout_s=2) as downloader, pytest.raises(OSError, match="Connect"):
        downloader.download("http://127.0.0.1:1/page")
