"""Requests to a target: what is sent, what is kept of it, and how it fails."""

import base64
import json
from typing import Any

import httpx2
import pytest
from tests.loopback import Received, Reply, loopback
from tests.unit.wire.targets import GET, KEYS, make_app_target, make_target, plain_app

from truecopy.errors import TargetError
from truecopy.model import Credentials, Draft, Payload
from truecopy.wire import Keys, Target, target
from truecopy.wire.target import wire_format


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
    """The target gets the key, and what is kept of the exchange has a placeholder in its place."""
    draft = Draft(operation="look", method="GET", path="/look", credentials=credentials)
    with loopback() as server, Target(server.url, KEYS) as target:
        interaction = target.send(draft)

    assert server.received[0].headers.get("authorization") == KEYS.header(credentials)
    assert "sk-good" not in repr(interaction)
    has_key = KEYS.header(credentials) is not None
    assert bool(interaction.request_header("authorization")) is has_key


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

    assert interaction.body == b'{"error": "bad Bearer redacted-key-1"}'
    assert interaction.header("x-told") == "Bearer redacted-key-1"
    assert interaction.request_header("authorization") == "Bearer redacted-key-1"


def test_a_short_key_is_replaced_as_a_word() -> None:
    """A short key is not kept either; within other words it stands by chance."""
    keys = Keys(good="test")
    with loopback(lambda _: Reply(body=b"test, tests")) as server, Target(server.url, keys) as made:
        assert made.send(GET).body == b"redacted-key-1, tests"


@pytest.mark.parametrize(
    "told",
    [
        "SK-GOOD-0001",
        base64.b64encode(b"a sk-good-0001").decode(),
        "sk%2Dgood%2D0001",
        "".join(f"\\u{ord(each):04x}" for each in "sk-good-0001"),
    ],
    ids=["upper case", "base64", "percent", "escapes"],
)
def test_a_key_that_is_repeated_in_another_way_is_not_kept(told: str) -> None:
    """Whoever judges an answer, and tells of it, gets a placeholder, and JSON that is JSON still."""
    body = f'{{"error": "no {told}", "n": 1}}'.encode()
    with (
        loopback(lambda _: Reply(status=401, body=body)) as server,
        Target(server.url, Keys(good="sk-good-0001")) as made,
    ):
        interaction = made.send(GET)

    assert json.loads(interaction.body) == {"error": "no redacted-key-1", "n": 1}


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
        "authorization": "Bearer redacted-key-1",
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
    assert "Errno" not in interaction.failure


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
