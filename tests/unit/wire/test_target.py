"""Requests to a target: where the key goes, what is kept of an exchange, and which pictures are fetched."""

import asyncio
import gzip
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from tests.loopback import Received, Reply, loopback

from truecopy.errors import TargetError
from truecopy.model import Credentials, Draft, Payload
from truecopy.wire import Keys, Target, target
from truecopy.wire.inprocess import InProcessTransport
from truecopy.wire.target import wire_format

GET = Draft(operation="look", method="GET", path="/v1/look")
KEYS = Keys(good="sk-good", second="sk-second", prefix="sk-")
PUBLIC = "93.184.216.34"
Handler = Callable[[httpx2.Request], httpx2.Response]


@contextmanager
def make_target(
    handler: Handler, url: str = "https://api.example.com", keys: Keys = KEYS
) -> Iterator[Target]:
    """Yield a target whose every request is answered by `handler`."""
    with Target(url, keys) as made:
        made._client.close()
        made._client = httpx2.Client(transport=httpx2.MockTransport(handler))
        yield made


@contextmanager
def make_app_target(app: Any, url: str = "http://vendor.localhost") -> Iterator[Target]:
    """Yield an application of this process as a target."""
    with Target(url, KEYS, app=app) as made:
        yield made


def resolve(monkeypatch: pytest.MonkeyPatch, **addresses: str) -> None:
    """Let `name.example` lead to an address of its own, and others to a public one."""

    def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        address = addresses.get(host.partition(".")[0], PUBLIC)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def plain_app(
    *, status: int = 200, headers: list[tuple[bytes, bytes]] | None = None, body: bytes = b"{}"
) -> Any:
    """Return an application with one answer."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers or []})
        await send({"type": "http.response.body", "body": body})

    return app


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (Credentials.GOOD, "Bearer sk-good"),
        (Credentials.SECOND, "Bearer sk-second"),
        (Credentials.MISSING, None),
        (Credentials.OTHER_SCHEME, "Basic dHJ1ZWNvcHk6dHJ1ZWNvcHk="),
        (Credentials.WRONG_KEY, "Bearer sk-truecopy-invalid-key-0000"),
        (Credentials.WITHOUT_PREFIX, "Bearer truecopy-invalid-key-0000"),
    ],
)
def test_credentials_become_a_header(credentials: Credentials, header: str | None) -> None:
    """Each kind of credentials is its own header; without a key none is sent at all."""
    assert KEYS.header(credentials) == header
    assert Keys(good=None).header(credentials) is None


@pytest.mark.parametrize("credentials", Credentials)
def test_the_key_is_sent_and_not_kept(credentials: Credentials) -> None:
    """The target gets the key, and nothing that is kept of the exchange has it."""
    draft = Draft(operation="look", method="GET", path="/look", credentials=credentials)
    with loopback() as server, Target(server.url, KEYS) as target:
        interaction = target.send(draft)

    assert server.received[0].headers.get("authorization") == KEYS.header(credentials)
    assert "sk-good" not in repr(interaction)
    assert "authorization" not in repr(interaction).lower()


@pytest.mark.parametrize("credentials", [Credentials.GOOD, Credentials.SECOND])
def test_a_key_that_is_repeated_is_not_kept(credentials: Credentials) -> None:
    """Some vendors repeat the key in their errors: neither body nor headers of what is kept have it."""

    def answer(request: Received) -> Reply:
        told = request.headers["authorization"]
        return Reply(
            status=401, headers={"X-Told": told}, body=f'{{"error": "bad {told}"}}'.encode()
        )

    keys = Keys(good="sk-good-0001", second="sk-second")
    draft = Draft(operation="x", method="GET", path="/", credentials=credentials)
    with loopback(answer) as server, Target(server.url, keys) as made:
        interaction = made.send(draft)

    assert interaction.body == b'{"error": "bad Bearer $TOKEN"}'
    assert interaction.header("x-told") == "Bearer $TOKEN"


def test_a_short_key_does_not_spoil_answers() -> None:
    """A key that may stand in any answer by chance is not looked for."""
    keys = Keys(good="test")
    with loopback(lambda _: Reply(body=b"test")) as server, Target(server.url, keys) as made:
        assert made.send(GET).body == b"test"


@pytest.mark.parametrize(
    ("error", "is_sent"),
    [
        (httpx2.ConnectError("x"), False),
        (httpx2.ConnectTimeout("x"), False),
        (httpx2.PoolTimeout("x"), False),
        (httpx2.ReadTimeout("x"), True),
        (httpx2.WriteError("x"), True),
        (OSError("x"), True),
    ],
    ids=repr,
)
def test_what_never_left_is_told_from_what_got_lost(error: Exception, *, is_sent: bool) -> None:
    """Without a connection nothing was sent; any later failure may have reached the target."""

    def answer(_: httpx2.Request) -> httpx2.Response:
        raise error

    with make_target(answer) as made:
        assert made.send(GET).is_sent is is_sent


@pytest.mark.parametrize("key", ["sk-secret\n", "sk-secret\r\nx: y", " sk-secret "])
def test_a_key_that_no_header_can_carry_is_not_told(key: str) -> None:
    """A key with line ends is not sent, and the failure does not have it."""
    with loopback() as server, Target(server.url, Keys(good=key)) as target:
        told = ""
        try:
            told = repr(target.send(GET))
        except TargetError as error:
            told = str(error)

    assert "sk-secret" not in told


def test_a_key_beyond_ascii_is_a_failure_like_others() -> None:
    """A key that is no ASCII is an error of the target or part of the exchange, not a crash."""
    with loopback() as server, Target(server.url, Keys(good="schlüssel-ключ")) as target:
        try:
            told = repr(target.send(GET))
        except TargetError as error:
            told = str(error)

    assert "ключ" not in told


def test_an_exchange_is_kept_whole() -> None:
    """Method, address, headers and body of both sides are kept; names of headers in lower case."""
    answer = Reply(status=202, headers={"X-Trace": "7"}, body=b'{"id": 1}')
    draft = Draft(
        operation="make",
        method="POST",
        path="/v1/make?x=%20",
        media_type="application/json",
        body=Payload(instance={"prompt": "Ein Drache, 龙"}),
        headers={"Prefer": "scenario=x"},
    )
    with loopback(lambda _: answer) as server, Target(f"{server.url}/", KEYS) as target:
        interaction = target.send(draft)

    request = server.received[0]
    assert (interaction.method, interaction.url) == ("POST", f"{server.url}/v1/make?x=%20")
    assert dict(interaction.request_headers) == {
        "prefer": "scenario=x",
        "content-type": "application/json",
    }
    assert interaction.request_body == request.body
    assert json.loads(request.body) == {"prompt": "Ein Drache, 龙"}
    assert request.path == "/v1/make?x=%20"
    assert request.headers["prefer"] == "scenario=x"
    assert (interaction.status, interaction.body) == (202, b'{"id": 1}')
    assert interaction.header("x-trace") == "7"
    assert interaction.failure == ""
    assert interaction.elapsed_s > 0
    assert interaction.sent_at > 0


@pytest.mark.parametrize(
    ("draft", "headers", "body"),
    [
        pytest.param({}, {}, None, id="no body"),
        pytest.param(
            {"body": Payload(instance=[1]), "media_type": "application/json"},
            {"content-type": "application/json"},
            b"[1]",
            id="JSON",
        ),
        pytest.param(
            {"body": b"{", "media_type": "application/json"},
            {"content-type": "application/json"},
            b"{",
            id="raw bytes",
        ),
        pytest.param({"body": b"x"}, {"content-type": ""}, b"x", id="raw bytes of no type"),
        pytest.param(
            {"body": Payload(instance={}), "content_type": "text/plain"},
            {"content-type": "text/plain"},
            b"{}",
            id="another type",
        ),
    ],
)
def test_a_draft_becomes_headers_and_bytes(
    draft: dict[str, Any], headers: dict[str, str], body: bytes | None
) -> None:
    """The content type is the draft's own, or that of what the body is encoded as."""
    made = Draft(operation="x", method="POST", path="/", **draft)

    assert wire_format(made) == (headers, body)


def test_redirects_of_the_api_are_not_followed() -> None:
    """A redirect is the answer, and the key does not go where it points to."""
    asked: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(307, headers={"location": "https://evil.example/take"})

    with make_target(answer) as target:
        interaction = target.send(GET)

    assert interaction.status == 307
    assert [str(each.url) for each in asked] == ["https://api.example.com/v1/look"]


def test_what_a_target_sets_does_not_come_back() -> None:
    """Each request stands for itself: a session that one answer opens is not sent with the next."""
    answer = Reply(headers={"Set-Cookie": "session=let-me-in; Path=/"})
    missing = Draft(operation="x", method="GET", path="/", credentials=Credentials.MISSING)
    with loopback(lambda _: answer) as server, Target(server.url, KEYS) as target:
        target.send(GET)
        target.send(missing)

    assert [each.headers.get("cookie") for each in server.received] == [None, None]


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (httpx2.ConnectError("refused"), "ConnectError: refused"),
        (httpx2.ReadTimeout(""), "no answer within 120 seconds"),
        (httpx2.RemoteProtocolError("cut off"), "RemoteProtocolError: cut off"),
        (OSError("no route"), "OSError: no route"),
    ],
    ids=repr,
)
def test_a_failure_is_part_of_the_exchange(error: Exception, failure: str) -> None:
    """What goes wrong on the wire is kept with status 0 and is not raised."""

    def answer(_: httpx2.Request) -> httpx2.Response:
        raise error

    with make_target(answer) as target:
        interaction = target.send(GET)

    assert (interaction.status, interaction.failure) == (0, failure)
    assert interaction.body == b""


def test_nobody_listening_is_a_failure() -> None:
    """A target that is not there is status 0, with why."""
    with loopback() as server:
        url = server.url
    with Target(url, KEYS) as target:
        interaction = target.send(GET)

    assert interaction.status == 0
    assert interaction.failure.startswith("ConnectError: ")


def test_a_damaged_answer_is_a_failure() -> None:
    """An answer that cannot be unpacked is none: its status is not kept."""
    answer = Reply(headers={"Content-Encoding": "gzip"}, body=b"not gzip")
    with loopback(lambda _: answer) as server, Target(server.url, KEYS) as target:
        interaction = target.send(GET)

    assert interaction.status == 0
    assert interaction.failure.startswith("DecodingError")


def test_an_endless_answer_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer of more bytes than an answer can have is a failure; one of just as many is not."""
    monkeypatch.setattr(target, "_MOST_ANSWER_BYTES", 10)
    sizes = iter([10, 11])
    with make_target(lambda _: httpx2.Response(200, content=b"x" * next(sizes))) as made:
        fitting, larger = made.send(GET), made.send(GET)

    assert fitting.status == 200
    assert larger.status == 0
    assert larger.failure == "OSError: the answer has more than 10 bytes"


@pytest.mark.parametrize(
    "url",
    ["ftp://api.example.com", "api.example.com", "http://", "http://[::1", "http://a.example:x"],
)
def test_an_address_that_is_none_is_told(url: str) -> None:
    """A target's address that no client can use is an error, not an answer."""
    with Target(url, KEYS) as made, pytest.raises(TargetError, match="is no address"):
        made.send(GET)


@pytest.mark.parametrize(
    ("url", "is_local"),
    [("http://127.0.0.1:4747", True), ("https://api.example.com", False)],
)
def test_a_target_knows_whether_it_is_here(url: str, *, is_local: bool) -> None:
    """A target is local by its address, and always when it is in process."""
    with Target(url, KEYS) as made:
        assert made.is_loopback is is_local
        assert not made.is_in_process
    with make_app_target(plain_app(), "https://api.example.com") as made:
        assert made.is_loopback
        assert made.is_in_process


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


def test_an_application_is_asked_in_process() -> None:
    """Status, every header, and the body are the application's; it gets what a server would pass on."""
    seen: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope, body=(await receive())["body"])
        headers = [(b"X-A", b"1"), (b"x-a", b"2"), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 418, "headers": headers})
        await send({"type": "http.response.body", "body": b"tea", "more_body": True})
        await send({"type": "http.response.body", "body": b"pot"})

    draft = Draft(
        operation="x", method="POST", path="/a%20b?c=d", media_type="text/plain", body=b"hello"
    )
    with make_app_target(app) as made:
        interaction = made.send(draft)

    assert (interaction.status, interaction.body) == (418, b"teapot")
    assert [each for each in interaction.headers if each[0] == "x-a"] == [
        ("x-a", "1"),
        ("x-a", "2"),
    ]
    assert (seen["method"], seen["path"], seen["query_string"]) == ("POST", "/a b", b"c=d")
    assert seen["body"] == b"hello"
    assert (b"authorization", b"Bearer sk-good") in seen["headers"]


def test_an_application_that_packs_its_answers_is_read() -> None:
    """A packed answer is unpacked once."""
    app = plain_app(headers=[(b"content-encoding", b"gzip")], body=gzip.compress(b"hello"))
    with make_app_target(app) as made:
        interaction = made.send(GET)

    assert (interaction.status, interaction.body) == (200, b"hello")


def test_an_application_that_raises_has_failed() -> None:
    """An exception of the application is what its users see: 500."""

    async def app(*_: Any) -> None:
        raise ValueError("broken")

    with make_app_target(app) as made:
        interaction = made.send(GET)

    assert (interaction.status, interaction.failure) == (500, "")


def test_an_application_that_says_nothing_has_failed() -> None:
    """An application that returns without an answer is a failure of the target, not of the check."""

    async def app(*_: Any) -> None:
        return

    with make_app_target(app) as made:
        interaction = made.send(GET)

    assert interaction.status in (0, 500)


def test_pictures_are_fetched_in_process_from_the_application_only() -> None:
    """Without a network, a picture is at the application's own address or cannot be had."""
    with make_app_target(plain_app(body=b"picture")) as made:
        assert made.download("http://vendor.localhost/1.png").body == b"picture"
        for other in ("https://cdn.example/1.png", "http://vendor.localhost:1/1.png", "/1.png"):
            with pytest.raises(OSError, match="not asked in process"):
                made.download(other)


def test_a_closed_application_has_no_thread_left() -> None:
    """When the target is closed its loop has ended."""
    with make_app_target(plain_app()) as made:
        transport = made._transport
        assert isinstance(transport, InProcessTransport)
        assert transport._thread.is_alive()

    assert not transport._thread.is_alive()
    assert transport._loop.is_closed()


def test_an_application_runs_outside_of_the_callers_loop() -> None:
    """An application can be asked from code that runs on a loop of its own."""

    async def ask() -> int:
        with make_app_target(plain_app(status=204, body=b"")) as made:
            return made.send(GET).status

    assert asyncio.run(ask()) == 204


def test_a_form_arrives_as_it_was_meant() -> None:
    """A form has the boundary that its header names."""

    def answer(request: Received) -> Reply:
        boundary = request.headers["content-type"].partition("boundary=")[2]
        return Reply(body=str(request.body.count(boundary.encode())).encode())

    draft = Draft(
        operation="x",
        method="POST",
        path="/",
        media_type="multipart/form-data",
        body=Payload(instance={"a": "1", "b": "f.png"}, files={"/b": b"data"}),
    )
    with loopback(answer) as server, Target(server.url, KEYS) as made:
        assert made.send(draft).body == b"3"
