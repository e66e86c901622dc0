"""The process: how it starts, what it says, how it ends."""

import json
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic
from uuid import uuid4

import httpx2
import pytest
from tests.end_to_end.downloads import download
from tests.end_to_end.live_server import (
    PROGRAM,
    LiveServer,
    documented,
    environment,
    run_truecopy,
    running_server,
)
from tests.end_to_end.task_client import GENERATION

from truecopy.picture import sample_picture

EDITS = "/powertokens/v1/images/edits"
EDIT = {"model": "qwen-image-2.0-pro", "prompt": "A boat", "size": "512*512"}
TASK = {"images": ["https://example.com/a.png"], "prompt": "A boat"}
BEARER = {"Authorization": "Bearer sk-test"}


def test_ready_line_tells_a_program_all(server: LiveServer) -> None:
    """The ready line has address, process id, seed, fingerprints, and each operation as a full URL."""
    ready = server.ready

    assert ready["schema_version"] == 1
    assert ready["event"] == "ready"
    assert ready["url"] == f"http://127.0.0.1:{ready['port']}"
    assert ready["pid"] == server.process.pid
    assert ready["seed"] == 7
    expected = {
        (vendor, name, each["method"], f"{ready['url']}/{vendor}{each['path']}")
        for vendor, operations in documented().items()
        for name, each in operations.items()
    }
    found = {
        (each["vendor"], each["operation"], each["method"], each["url"])
        for each in ready["operations"]
    }
    assert found == expected
    assert ready["contracts"].keys() == documented().keys()
    answer = httpx2.get(f"{server.url}/_truecopy/ready")
    assert answer.json()["contracts"] == ready["contracts"]


def test_banner_tells_a_person_all(server: LiveServer) -> None:
    """The banner lists every operation as a full URL, with seed and contract fingerprints."""
    with running_server("--seed", "41", last_line="Ctrl-C") as live:
        banner = live.banner
        url = re.findall(r"plays on (http://127\.0\.0\.1:[0-9]+)", banner)[0]
        health = httpx2.get(f"{url}/_truecopy/health")

        assert health.status_code == 200
        assert live.stop() == 0
        assert live.errors() == ""

    assert not url.endswith(":0")
    for vendor, operations in documented().items():
        for each in operations.values():
            assert f"{each['method']:4} {url}/{vendor}{each['path']}" in banner
    for fingerprint in server.ready["contracts"].values():
        assert fingerprint in banner
    assert "seed 41" in banner


def test_same_seed_gives_the_same_pictures(server: LiveServer) -> None:
    """Two processes with one seed paint the same picture for one request; another seed paints another."""

    def painted(url: str) -> bytes:
        answer = httpx2.post(f"{url}{EDITS}", headers=BEARER, json=EDIT)
        return download(answer.json()["data"][0]["url"])

    with running_server("--seed", "7") as same, running_server("--seed", "8") as other:
        assert painted(same.url) == painted(server.url)
        assert painted(other.url) != painted(server.url)


def test_taken_port_is_one_clear_line(server: LiveServer) -> None:
    """A port that is in use ends the program with exit code 2, and one line that names the port."""
    done = run_truecopy("serve", "--port", str(server.ready["port"]))

    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert f"127.0.0.1:{server.ready['port']}" in line
    assert "in use" in line


@pytest.mark.parametrize(
    ("arguments", "known"),
    [
        (["--vendor", "nobody"], "mulerouter"),
        (["--scenario", "nothing"], "rate-limited"),
        (["--workspace", "no/such/folder"], "no/such/folder"),
        (["--host", "192.0.2.1"], "192.0.2.1"),
    ],
)
def test_bad_setting_is_one_clear_line(arguments: list[str], known: str) -> None:
    """A setting that cannot be followed: exit code 2, one line with what was found or what there is."""
    done = run_truecopy("serve", "--port", "0", *arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert len(lines) == 1
    assert known in lines[0]
    assert "Traceback" not in done.stderr


def test_unknown_option_is_a_usage_error() -> None:
    """An option that does not exist ends the program with exit code 2, and a hint."""
    done = run_truecopy("serve", "--prot", "0")

    assert done.returncode == 2
    assert "--port" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_lets_a_request_end(number: signal.Signals) -> None:
    """A request under way is answered in full after the signal; the exit code says which signal it was."""
    headers = BEARER | {"Prefer": "delay=1", "Content-Type": "application/json"}
    with running_server() as live:
        connection = HTTPConnection("127.0.0.1", live.ready["port"], timeout=30)
        started = monotonic()
        connection.request("POST", EDITS, json.dumps(EDIT), headers)
        for _ in range(3):
            httpx2.get(f"{live.url}/_truecopy/health")

        code = live.stop(number)

        with closing(connection), connection.getresponse() as answer:
            assert answer.status == 200
            assert len(json.loads(answer.read())["data"]) == 1
        assert monotonic() - started >= 1
        assert code == (0 if number == signal.SIGTERM else 130)
        assert live.errors() == ""


def test_second_interrupt_ends_at_once() -> None:
    """A second Ctrl-C does not wait for the request under way, and prints no traceback."""
    headers = BEARER | {"Prefer": "delay=60", "Content-Type": "application/json"}
    with running_server() as live:
        with closing(HTTPConnection("127.0.0.1", live.ready["port"], timeout=30)) as connection:
            connection.request("POST", EDITS, json.dumps(EDIT), headers)
            for _ in range(3):
                httpx2.get(f"{live.url}/_truecopy/health")
            started = monotonic()
            live.process.send_signal(signal.SIGINT)
            with pytest.raises(subprocess.TimeoutExpired):
                live.process.wait(0.3)

            code = live.stop(signal.SIGINT)

        assert code == 130
        assert monotonic() - started < 5
        assert "Traceback" not in live.errors()


def test_idle_connections_do_not_hold_up_the_end() -> None:
    """Connections that are kept open without a request are closed, and the process ends at once."""
    with running_server() as live, httpx2.Client() as http:
        http.get(f"{live.url}/_truecopy/health")
        silent = socket.create_connection(("127.0.0.1", live.ready["port"]))
        started = monotonic()

        code = live.stop()

        silent.close()
        assert code == 0
        assert monotonic() - started < 5


def test_port_is_free_after_the_end() -> None:
    """A second server can take the port of one that has ended, connections or not."""
    with running_server() as first, httpx2.Client() as http:
        http.get(f"{first.url}/_truecopy/health")
        first.stop()

        with running_server("--port", str(first.ready["port"])) as second:
            assert second.url == first.url


def test_default_scenario_applies_to_all() -> None:
    """--scenario applies to requests that name none; a vendor that does not know it plays on as usual."""
    with running_server("--scenario", "task-fails", "--time-scale", "1000") as live:
        url = f"{live.url}/mulerouter{GENERATION}"
        task_id = httpx2.post(url, headers=BEARER, json=TASK).json()["task_info"]["id"]
        httpx2.post(f"{live.url}/_truecopy/clock", json={"advance_s": 2})
        shown = httpx2.get(f"{url}/{task_id}", headers=BEARER)
        edited = httpx2.post(f"{live.url}{EDITS}", headers=BEARER, json=EDIT)

    assert shown.json()["task_info"]["status"] == "failed"
    assert edited.status_code == 200


def test_environment_gives_settings() -> None:
    """TRUECOPY_SERVE_SEED in the environment counts where the command line is silent."""
    with running_server(env=environment(TRUECOPY_SERVE_SEED="99")) as live:
        assert live.ready["seed"] == 99


def test_settings_file_gives_settings(tmp_path: Path) -> None:
    """truecopy.toml of the working folder counts where command line and environment are silent."""
    (tmp_path / "truecopy.toml").write_text('[serve]\nseed = 98\nvendor = ["mulerouter"]\n')

    with running_server(cwd=tmp_path) as live:
        assert live.ready["seed"] == 98
        assert list(live.ready["contracts"]) == ["mulerouter"]


def test_empty_folder_plays_the_built_in_vendors(tmp_path: Path) -> None:
    """Started in a folder without a workspace, every built-in vendor is played."""
    with running_server(cwd=tmp_path) as live:
        assert live.ready["contracts"].keys() == documented().keys()


def test_journal_shows_a_request_and_no_key(server: LiveServer) -> None:
    """The journal shows what was asked and answered, for the account, and the key nowhere."""
    key = f"sk-secret-{uuid4().hex}"
    answer = httpx2.post(
        f"{server.url}{EDITS}",
        headers={"Authorization": f"Bearer {key}"},
        json=EDIT | {"n": 99},
    )

    journal = httpx2.get(f"{server.url}/_truecopy/requests")

    request_id = answer.headers["x-oneapi-request-id"]
    [row] = [each for each in journal.json()["requests"] if each["request_id"] == request_id]
    assert (row["status"], row["vendor"], row["operation"]) == (
        400,
        "powertokens",
        "edit-image-json",
    )
    assert "n" in row["problems"][0]
    assert key not in journal.text


def test_serve_loads_no_test_tools() -> None:
    """A server that has answered a request has imported nothing that only checks and tests need."""
    program = (sys.executable, "-X", "importtime", "-m", "truecopy")
    picture = sample_picture(width=256, height=256, transparent=True)
    with running_server(program=program) as live:
        answer = httpx2.post(
            f"{live.url}/applerouter/v1/images/edits",
            headers=BEARER,
            files={"image": picture},
            data={"prompt": "A boat"},
        )
        download(answer.json()["data"][0]["url"])
        live.stop()
        loaded = {line.rpartition("|")[2].strip() for line in live.errors().splitlines()}

    packages = {name.partition(".")[0] for name in loaded}
    assert "truecopy" in packages
    assert not packages & {"schemathesis", "hypothesis", "vcr", "pytest", "openai", "httpx2"}


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("vendors", "list")])
def test_output_that_cannot_be_written_is_one_line(command: tuple[str, ...]) -> None:
    """A full disk, a closed output: exit 2 and a line that says so, nobody's stack."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no full device")
    line = [*PROGRAM, *command]
    with full.open("wb") as disk:
        ended = subprocess.run(
            line, stdout=disk, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False
        )
    closed = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *line],
        stderr=subprocess.PIPE,
        env=environment(),
        timeout=60,
        check=False,
    )

    assert (ended.returncode, closed.returncode) == (2, 2)
    assert ended.stderr.startswith(b"Error: ")
    assert b"No space left on device" in ended.stderr
    assert closed.stderr == b"Error: standard output is closed\n"
    assert ended.stderr.count(b"\n") == 1


@pytest.mark.parametrize("is_piped", [True, False])
def test_the_admin_token_need_not_stand_in_the_list_of_processes(is_piped: bool) -> None:
    """It is read from standard input, or from the environment; outside ASCII it works all the same."""
    token = "s\u00f6hne"
    arguments = ("--admin-token", "-") if is_piped else ()
    line = [*PROGRAM, "serve", "--port", "0", "--format", "json", *arguments]
    env = environment() if is_piped else environment(TRUECOPY_ADMIN_TOKEN=token)
    with subprocess.Popen(
        line, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{token}\n")
        process.stdin.flush()
        url = json.loads(process.stdout.readline())["url"]
        host = (b"Host", b"mock.example")
        shown = (b"X-Truecopy-Admin-Token", token.encode())
        answers = [
            httpx2.get(f"{url}/_truecopy/requests", headers=each).status_code
            for each in ([host, shown], [host])
        ]
        process.terminate()

    assert answers == [200, 403]


def test_each_request_is_a_line_on_the_console() -> None:
    """A refused one with the reason; --quiet has none, and JSON is for programs."""
    with running_server() as live, running_server("--quiet") as quiet:
        for each in (live, quiet):
            httpx2.post(f"{each.url}{EDITS}", headers=BEARER, json={**EDIT, "n": 7})
            assert each.stop() == 0
        assert quiet.errors() == ""
        assert quiet.request_lines() == []
        (line,) = live.request_lines()
    with running_server("--log-format", "json") as live:
        httpx2.get(f"{live.url}/nobody")
        live.stop()
        row = json.loads(live.errors())

    assert f"POST {EDITS} 400 " in line
    assert "7 is greater than the maximum of 6" in line
    assert (row["method"], row["path"], row["status"]) == ("GET", "/nobody", 404)
    assert "no vendor is addressed" in row["remark"]


def test_a_chosen_seed_gives_the_same_pictures_on_every_server(server: LiveServer) -> None:
    """Whatever seed a server has of its own."""

    def painted(url: str) -> bytes:
        headers = {**BEARER, "prefer": "seed=7"}
        answer = httpx2.post(f"{url}{EDITS}", headers=headers, json=EDIT)
        return download(answer.json()["data"][0]["url"])

    with running_server("--seed", "8") as other:
        assert painted(other.url) == painted(server.url)
