"""Connections: how vendors are addressed, where links lead, and what clients do to a connection."""

import json
import socket
import subprocess
from contextlib import ExitStack, closing
from functools import partial
from http.client import HTTPConnection

import httpx2
import pytest
from tests.end_to_end.downloads import download, measure
from tests.end_to_end.live_server import (
    PROGRAM,
    LiveServer,
    documented,
    environment,
    running_server,
)
from tests.end_to_end.task_client import GENERATION

from truecopy.picture import sample_picture

EDITS = "/powertokens/v1/images/edits"
EDIT = {"model": "qwen-image-2.0-pro", "prompt": "A boat", "size": "512*512"}
TASK = {"images": ["https://example.com/a.png"], "prompt": "A boat"}
BEARER = {"Authorization": "Bearer sk-test"}


@pytest.mark.parametrize("host", ["mulerouter.localhost", "api.mulerouter.ai", "API.MuleRouter.AI"])
def test_vendor_is_addressed_by_host_name(host: str, server: LiveServer) -> None:
    """A Host header with the vendor's name, or its own host name, leads to it without a prefix."""
    headers = BEARER | {"Host": f"{host}:{server.ready['port']}"}

    answer = httpx2.post(f"{server.url}{GENERATION}", headers=headers, json=TASK)
    task_id = answer.json()["task_info"]["id"]
    by_prefix = httpx2.get(f"{server.url}/mulerouter{GENERATION}/{task_id}", headers=BEARER)

    assert answer.status_code == 202
    assert by_prefix.status_code == 200


def test_links_lead_back_to_the_host_name(server: LiveServer) -> None:
    """Pictures are linked under the host name that the client used, and are served there."""
    host = f"powertokens.localhost:{server.ready['port']}"
    headers = BEARER | {"Host": host}

    answer = httpx2.post(f"{server.url}/v1/images/edits", headers=headers, json=EDIT)

    link = httpx2.URL(answer.json()["data"][0]["url"])
    assert f"{link.scheme}://{link.netloc.decode()}" == f"http://{host}"
    picture = httpx2.get(f"{server.url}{link.path}", headers={"Host": host})
    assert measure(picture.content) == (512, 512)


def test_single_vendor_is_at_the_root_too() -> None:
    """With a single --vendor its paths stand at the root, and still below its name."""
    with running_server("--vendor", "mulerouter") as live:
        at_root = httpx2.post(f"{live.url}{GENERATION}", headers=BEARER, json=TASK)
        below = httpx2.post(f"{live.url}/mulerouter{GENERATION}", headers=BEARER, json=TASK)
        other = httpx2.post(f"{live.url}{EDITS}", headers=BEARER, json=EDIT)

        assert list(live.ready["contracts"]) == ["mulerouter"]
    assert (at_root.status_code, below.status_code, other.status_code) == (202, 202, 404)


def test_address_without_a_vendor_names_them(server: LiveServer) -> None:
    """A path of no vendor answers 404, and tells where the vendors are."""
    answer = httpx2.post(f"{server.url}/v1/images/edits", headers=BEARER, json=EDIT)

    assert answer.status_code == 404
    for vendor in documented():
        assert f"{server.url}/{vendor}/" in answer.text


def test_http_1_0_without_a_host_gets_links(server: LiveServer) -> None:
    """A request without a Host header gets links that lead somewhere: to the address it came to."""
    body = json.dumps(EDIT).encode()
    head = (
        f"POST {EDITS} HTTP/1.0\r\nAuthorization: Bearer sk-test\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.ready["port"]), timeout=30) as connection:
        connection.sendall(head.encode() + body)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))

    first, _, rest = answer.partition(b"\r\n")
    assert b" 200 " in first
    content = json.loads(rest.partition(b"\r\n\r\n")[2])
    assert content["data"][0]["url"].startswith(f"{server.url}/")


@pytest.mark.parametrize("is_chunked", [False, True])
def test_offer_of_http2_is_declined(is_chunked: bool) -> None:
    """Requests that offer an upgrade to HTTP/2, as those of Java's clients do, are served body and all."""
    offer = {
        "Connection": "Upgrade, HTTP2-Settings",
        "Upgrade": "h2c",
        "HTTP2-Settings": "AAMAAABkAAQCAAAAAAIAAAAA",
    }
    headers = BEARER | offer | {"Content-Type": "application/json"}
    body = json.dumps(EDIT).encode()
    with (
        running_server() as live,
        closing(HTTPConnection("127.0.0.1", live.ready["port"], timeout=30)) as connection,
    ):
        for _ in range(2):
            connection.request("POST", EDITS, iter([body]) if is_chunked else body, headers)
            with connection.getresponse() as answer:
                assert (answer.status, json.loads(answer.read()).get("error")) == (200, None)


def test_connection_survives_a_refused_upload(server: LiveServer) -> None:
    """After a refusal that did not need the body, the connection serves the next request."""
    picture = sample_picture(width=256, height=256, size_bytes=3_000_000)
    with closing(HTTPConnection("127.0.0.1", server.ready["port"], timeout=30)) as connection:
        headers = {"Authorization": "Bearer sk-invalid", "Content-Type": "application/json"}
        connection.request("POST", EDITS, picture, headers)
        with connection.getresponse() as refused:
            refused.read()
        used = connection.sock

        connection.request("POST", EDITS, json.dumps(EDIT), headers | BEARER)
        with connection.getresponse() as accepted:
            accepted.read()

        assert (refused.status, accepted.status) == (401, 200)
        assert connection.sock is used


def test_client_that_goes_away_is_no_error(server: LiveServer) -> None:
    """A connection that ends in the middle of an upload leaves the server running, and quiet."""
    head = (
        f"POST {EDITS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-test\r\n"
        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.ready["port"]), timeout=30) as connection:
        connection.sendall(head.encode() + b'{"model":')

    answer = httpx2.post(f"{server.url}{EDITS}", headers=BEARER, json=EDIT)

    assert answer.status_code == 200
    assert server.errors() == ""


def test_ipv6_address() -> None:
    """On an IPv6 address, ready line and links carry it in brackets, and the admin API is open to it."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")

    with running_server("--host", "::1") as live:
        answer = httpx2.post(f"{live.url}{EDITS}", headers=BEARER, json=EDIT)
        link = answer.json()["data"][0]["url"]
        assert measure(download(link)) == (512, 512)
        clock = httpx2.get(f"{live.url}/_truecopy/clock")

    assert live.url == f"http://[::1]:{live.ready['port']}"
    assert link.startswith(f"{live.url}/_pictures/")
    assert clock.status_code == 200


def test_public_url_is_used_for_links() -> None:
    """--public-url stands in the ready line and in front of every picture."""
    with running_server("--public-url", "https://mock.example.com/") as live:
        port = live.ready["port"]
        answer = httpx2.post(f"http://127.0.0.1:{port}{EDITS}", headers=BEARER, json=EDIT)

    assert answer.json()["data"][0]["url"].startswith("https://mock.example.com/_pictures/")
    for each in live.ready["operations"]:
        assert each["url"].startswith(f"https://mock.example.com/{each['vendor']}/v")


@pytest.mark.parametrize("command", ["serve", "replay", "proxy"])
def test_client_that_sends_no_more_gets_its_answer(command: str, server: LiveServer) -> None:
    """A client that closes its side behind the request reads the answer, from each server of the program."""
    body = json.dumps(EDIT).encode()
    head = (
        f"POST {EDITS.removeprefix('/powertokens')} HTTP/1.1\r\nHost: powertokens.localhost\r\n"
        "Authorization: Bearer sk-test\r\nPrefer: delay=0.2\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    upstream = ("--vendor", "powertokens", "--upstream", f"{server.url}/powertokens")
    options = upstream if command == "proxy" else ()
    with (
        running_server(*options, command=command) as live,
        socket.create_connection(("127.0.0.1", live.ready["port"]), timeout=30) as connection,
    ):
        connection.sendall(head.encode() + body)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))

    assert answer.startswith(b"HTTP/1.1 ")
    assert b"\r\n\r\n{" in answer


def test_a_head_that_is_too_long_is_refused_by_its_vendor() -> None:
    """The refusal has the body of the vendor's errors and says why beside it; so does the log."""
    own = b" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-test\r\nX-A: "
    head = b"POST " + EDITS.encode() + own + b"a" * 100_000
    with running_server() as live:
        with socket.create_connection(("127.0.0.1", live.ready["port"]), timeout=30) as connection:
            connection.sendall(head)
            answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        vendors = httpx2.post(f"{live.url}{EDITS}", json={})
        journal = f"{live.url}/_truecopy/requests?status=431&vendor=powertokens"
        (entry,) = httpx2.get(journal).json()["requests"]
        log = live.errors()

    first, _, body = answer.partition(b"\r\n\r\n")
    assert first.startswith(b"HTTP/1.1 431 ")
    assert b"x-truecopy-explain: the head has more than 65536 bytes" in first
    assert json.loads(body).keys() == vendors.json().keys()
    assert "(431): the head has more than 65536 bytes" in log
    assert (entry["cause"], entry["path"]) == ("connection", "/v1/images/edits")
    assert entry["request_id"] in body.decode()


def test_of_two_servers_on_one_port_one_is_ready() -> None:
    """Started at the same moment, one listens, and the other says that the address is taken, and exits 2."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    line = [*PROGRAM, "serve", "--port", port, "--format", "json"]
    start = partial(subprocess.Popen, line, env=environment(), text=True)
    with (
        start(stdout=subprocess.PIPE, stderr=subprocess.PIPE) as one,
        start(stdout=subprocess.PIPE, stderr=subprocess.PIPE) as other,
    ):
        ready = [each.stdout.readline() for each in (one, other) if each.stdout]
        for each in (one, other):
            each.terminate()
        errors = [each.communicate(timeout=30)[1] for each in (one, other)]

    assert sorted(map(bool, ready)) == [False, True]
    assert {one.returncode, other.returncode} == {0, 2}
    assert sum("cannot listen on" in each for each in errors) == 1


def test_bodies_that_are_too_much_together_are_put_off(server: LiveServer) -> None:
    """Whoever comes too late gets 503, a small request beside them its answer, and all of them once there is room."""
    size, held = 47_000_000, 5
    head = (
        f"POST {EDITS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-test\r\n"
        f"Content-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
    )
    body = json.dumps(EDIT).encode().ljust(size)
    headers = BEARER | {"Content-Type": "application/json"}
    port = int(server.ready["port"])
    with ExitStack() as connections:
        for _ in range(held):
            connection = socket.create_connection(("127.0.0.1", port), timeout=30)
            connections.enter_context(connection).sendall(head.encode() + body[:-1])
        late = httpx2.post(f"{server.url}{EDITS}", headers=headers, content=body, timeout=30)
        small = httpx2.post(f"{server.url}{EDITS}", headers=BEARER, json=EDIT)

    assert (late.status_code, late.headers["retry-after"], small.status_code) == (503, "1", 200)
    assert late.json()["error"]["code"] == "service_unavailable"
    assert "more than 256 MB" in late.headers["x-truecopy-explain"]
    again = httpx2.post(f"{server.url}{EDITS}", headers=headers, content=body, timeout=30)
    assert again.status_code == 200
