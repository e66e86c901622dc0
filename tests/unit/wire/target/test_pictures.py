"""Pictures behind the addresses of a target: fetched without the key, and not from anywhere."""

import gzip
import socket
from typing import Any

import httpx2
import pytest
from tests.loopback import Reply, loopback
from tests.unit.wire.targets import KEYS, PUBLIC, make_target, resolve

from truecopy.wire import Target, target


def test_a_picture_is_fetched_without_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key goes to no host of pictures, not even to the target's own."""
    resolve(monkeypatch)
    asked: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(200, content=b"picture")

    with make_target(answer) as made:
        first = made.download("https://cdn.example/1.png?signature=x")
        made.download("https://me:secret@api.example.com/2.png")

    assert first.body == b"picture"
    assert [str(each.url) for each in asked] == [
        f"https://{PUBLIC}/1.png?signature=x",
        f"https://{PUBLIC}/2.png",
    ]
    assert [each.headers["host"] for each in asked] == ["cdn.example", "api.example.com"]
    assert [each.extensions["sni_hostname"] for each in asked] == ["cdn.example", "api.example.com"]
    assert not any("authorization" in each.headers for each in asked)


def test_an_address_in_brackets_is_asked_by_its_name() -> None:
    """The host header of an IPv6 address has its brackets, and its certificate is not left nameless."""
    asked: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(200)

    with make_target(answer, "http://[::1]:4747") as made:
        made.download("http://[::1]:4747/1.png")

    assert asked[0].headers["host"] == "[::1]:4747"
    assert asked[0].extensions["sni_hostname"] != ""


def test_redirects_of_pictures_are_followed_each_guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture may be elsewhere, relatively too, but a redirect does not lead into a private network."""
    resolve(monkeypatch, inside="10.0.0.1")
    places = {
        "/1.png": "https://cdn.example/2.png",
        "/2.png": "3.png",
        "/4.png": "http://inside.example/5.png",
    }
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(f"{request.headers['host']}{request.url.path}")
        assert "authorization" not in request.headers
        place = places.get(request.url.path)
        if place:
            return httpx2.Response(302, headers={"location": place})
        return httpx2.Response(200, content=b"picture")

    with make_target(answer) as made:
        assert made.download("https://a.example/1.png").body == b"picture"
        with pytest.raises(OSError, match=r"inside\.example is 10\.0\.0\.1"):
            made.download("https://a.example/4.png")

    assert asked == ["a.example/1.png", "cdn.example/2.png", "cdn.example/3.png", "a.example/4.png"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://inside.example/1.png", "private network"),
        ("http://127.0.0.1/1.png", "private network"),
        ("http://[::1]/1.png", "private network"),
        ("ftp://a.example/1.png", "UnsupportedProtocol"),
        ("", "does not resolve"),
        ("http://[::1/1.png", "."),
        ("http://a.example:99999/1.png", "."),
        ("http://a.example:x/1.png", "."),
    ],
)
def test_an_address_that_may_not_be_fetched_is_an_error(
    monkeypatch: pytest.MonkeyPatch, url: str, reason: str
) -> None:
    """A public target does not lead into a private network, nor to what is no address."""
    real = socket.getaddrinfo
    resolve(monkeypatch, inside="10.0.0.1")
    fake = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, **more: Any) -> Any:
        return (fake if host.endswith(".example") else real)(host, port, **more)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    with Target("https://api.example.com", KEYS) as made, pytest.raises(OSError, match=reason):
        made.download(url)


@pytest.mark.parametrize("place", ["http://[::1/", "http://a.example:99999/", "http://a:b:c/"])
def test_a_redirect_to_what_is_no_address_is_an_error(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A redirect that cannot be read is a picture that cannot be had."""
    resolve(monkeypatch)

    with (
        make_target(lambda _: httpx2.Response(302, headers={"location": place})) as made,
        pytest.raises(OSError, match=r"."),
    ):
        made.download("https://a.example/1.png")


def test_a_private_target_may_serve_its_pictures() -> None:
    """A target of this machine leads to this machine."""
    with loopback(lambda _: Reply(body=b"picture")) as server, Target(server.url, KEYS) as made:
        assert made.download(f"{server.url}/1.png").body == b"picture"

    assert server.received[0].headers["host"] == server.url.removeprefix("http://")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(Reply(status=404), "the answer is 404", id="404"),
        pytest.param(Reply(status=204, body=b""), "the answer is 204", id="204"),
        pytest.param(Reply(status=302, headers={"Location": "/x"}), "redirected too", id="loop"),
        pytest.param(Reply(status=302), "the answer is 302", id="redirect to nowhere"),
        pytest.param(Reply(body=b"x" * 101), "more than 100 bytes", id="too large"),
        pytest.param(
            Reply(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"x" * 5000)),
            "more than 100 bytes",
            id="a bomb",
        ),
        pytest.param(
            Reply(headers={"Content-Encoding": "gzip"}, body=b"not gzip"),
            "DecodingError",
            id="damaged",
        ),
    ],
)
def test_a_picture_that_cannot_be_had_says_why(
    monkeypatch: pytest.MonkeyPatch, reply: Reply, reason: str
) -> None:
    """Whatever stands between a check and a picture is in the message."""
    monkeypatch.setattr(target, "_MOST_PICTURE_BYTES", 100)
    with (
        loopback(lambda _: reply) as server,
        Target(server.url, KEYS) as made,
        pytest.raises(OSError, match=reason),
    ):
        made.download(f"{server.url}/1.png")

    assert len(server.received) <= 4
