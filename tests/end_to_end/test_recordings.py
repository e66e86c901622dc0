"""Recordings made at a real server, and played to real clients by another one."""

import gzip
import json
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest
import requests
import vcr
from tests.end_to_end.downloads import measure
from tests.end_to_end.live_server import (
    PROGRAM,
    LiveServer,
    documented,
    run_truecopy,
    running_server,
)
from tests.loopback import Received, Reply, loopback

from truecopy.model import Interaction
from truecopy.recording.cassette_files import find_cassettes, load_cassette

VENDORS = tuple(documented())
PROMPT = "A paper boat on a quiet pond at dawn"
POLL = "/vendors/alibaba/v1/qwen-image-edit-max/generation"
KEY = "sk-replay-0123456789abcdef"


@pytest.fixture(scope="module")
def workspace(server_of_module: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with recordings of all vendors, made over HTTP at a server of the mock."""
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "truecopy.toml").write_text("")
    for vendor in VENDORS:
        done = run_truecopy(
            "record", f"{server_of_module.url}/{vendor}", "--poll-interval", "0.2", cwd=folder
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def server_of_module() -> Iterator[LiveServer]:
    """A server of all vendors, whose tasks are quick."""
    with running_server("--seed", "7", "--time-scale", "20") as live:
        yield live


@pytest.fixture(scope="module")
def replay(workspace: Path) -> Iterator[LiveServer]:
    """A server of these recordings, which has to end well."""
    with running_server(command="replay", cwd=workspace) as live:
        yield live

        assert live.stop(signal.SIGTERM) == 0
        assert live.errors() == ""


@pytest.fixture
def client(replay: LiveServer) -> Iterator[httpx2.Client]:
    """A client of the server, with a key."""
    headers = {"authorization": f"Bearer {KEY}"}
    with httpx2.Client(base_url=replay.url, headers=headers, timeout=30) as made:
        made.post("/_truecopy/reset")
        yield made


def recorded(workspace: Path, path: str) -> Sequence[Interaction]:
    """Return the interactions of a cassette."""
    return load_cassette(workspace / "recordings" / path).interactions


def curl(*arguments: str) -> tuple[int, str]:
    """Run curl; return the status, and what it printed."""
    done = subprocess.run(
        ["curl", "-sS", "-w", "\n%{http_code}", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    body, _, status = done.stdout.rpartition("\n")
    return int(status), body


def test_a_mock_over_http_is_recorded_as_one(workspace: Path, server_of_module: LiveServer) -> None:
    """What was recorded at `truecopy serve` says that it is from a mock, with the address that it had."""
    for path in find_cassettes(workspace / "recordings"):
        header = load_cassette(path).header
        assert header.target == "mock"
        assert header.base_url == f"{server_of_module.url}/{header.vendor}"
    assert run_truecopy("verify", cwd=workspace).returncode == 0


def test_the_same_server_has_the_same_shapes(workspace: Path, server_of_module: LiveServer) -> None:
    """Compared with the server that it was recorded at, nothing has changed."""
    url = f"{server_of_module.url}/mulerouter"

    done = run_truecopy(
        "record", url, "--compare", "--poll-interval", "0.2", "--format", "json", cwd=workspace
    )

    content = json.loads(done.stdout)
    assert (done.returncode, content["exit_reason"]) == (0, "same")
    assert content["omitted"] == []


def test_the_openai_sdk_edits_a_picture(workspace: Path, replay: LiveServer) -> None:
    """The unmodified SDK uploads the recorded picture, and gets the recorded answer, whose link works."""
    first, picture = recorded(workspace, "applerouter/edit-image-form/accepted.yaml")
    fields = form_of(first)
    upload = ("any-name.png", fields["image"], "image/png")
    with openai.OpenAI(base_url=f"{replay.url}/applerouter/v1", api_key=KEY) as sdk:
        answer = sdk.images.edit(prompt=fields["prompt"], n=int(fields["n"]), image=upload)

    assert answer.data is not None
    link = answer.data[0].url
    assert link is not None
    assert link.startswith(f"{replay.url}/_recorded/applerouter/")
    response = httpx2.get(link)
    assert response.content == picture.body
    assert min(measure(response.content)) > 100


def test_the_openai_sdk_raises_what_was_refused(workspace: Path, replay: LiveServer) -> None:
    """What is no recording is an error of the SDK, in which the nearest recording stands."""
    with (
        openai.OpenAI(base_url=f"{replay.url}/powertokens/v1", api_key=KEY, max_retries=0) as sdk,
        pytest.raises(openai.APIStatusError) as caught,
    ):
        sdk.images.edit(model="qwen-image-2.0-pro", prompt="Another", image=b"x")

    assert caught.value.status_code == 501
    assert "edit-image-form/" in caught.value.response.headers["x-truecopy-explain"]


def form_of(interaction: Interaction) -> dict[str, Any]:
    """Return the fields of a recorded form."""
    boundary = interaction.request_header("content-type").partition("boundary=")[2].encode()
    found: dict[str, Any] = {}
    for part in interaction.request_body.split(b"--" + boundary)[1:-1]:
        head, _, data = part.partition(b"\r\n\r\n")
        name = head.partition(b'name="')[2].partition(b'"')[0].decode()
        found[name] = data[:-2] if b"filename=" in head else data[:-2].decode()
    return found


def test_a_task_is_played_to_its_end(workspace: Path, client: httpx2.Client) -> None:
    """httpx2 makes a task and looks at it: the recorded states in their order, then the last one again."""
    first, *looks, picture = recorded(workspace, "mulerouter/create-generation/accepted.yaml")
    states = [json.loads(each.body)["task_info"]["status"] for each in looks]

    for _ in range(2):
        created = client.post(f"/mulerouter{POLL}", json=json.loads(first.request_body))
        task = created.json()["task_info"]["id"]
        answers = [client.get(f"/mulerouter{POLL}/{task}").json() for _ in range(len(looks) + 1)]

        assert created.content == first.body
        assert [each["task_info"]["status"] for each in answers] == [*states, states[-1]]
        assert client.get(answers[-1]["images"][0]).content == picture.body


def test_curl_gets_what_was_recorded(workspace: Path, replay: LiveServer) -> None:
    """The program posts the recorded JSON in another order, and a recorded refusal without a key."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not on the path")
    first = recorded(workspace, "applerouter/generate-image/accepted.yaml")[0]
    body = json.dumps(dict(reversed(json.loads(first.request_body).items())) | {"user": "me"})
    url = f"{replay.url}/applerouter/v1/images/generations"
    header = "Content-Type: application/json"

    good = curl(url, "-H", f"Authorization: Bearer {KEY}", "-H", header, "-d", body)
    keyless = curl(url, "-H", header, "-d", body)
    missing = curl(f"{url}/nowhere", "-H", f"Authorization: Bearer {KEY}")

    assert good[0] == 200
    assert json.loads(good[1])["data"][0]["url"].startswith(f"{replay.url}/_recorded/applerouter/")
    assert keyless[0] == 401
    assert missing[0] == 404


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_recorded_request_is_answered(
    workspace: Path, client: httpx2.Client, vendor: str
) -> None:
    """Each recorded request is answered with status and body as recorded, but for links to pictures."""
    for path in find_cassettes(workspace / "recordings" / vendor):
        cassette = load_cassette(path)
        for each in cassette.interactions:
            target = each.url.removeprefix(cassette.header.base_url)
            if target == each.url:  # a picture, which the mock serves beside the vendors
                continue
            has_key = bool(each.request_header("authorization"))
            headers = (
                {"content-type": each.request_header("content-type")} if each.request_body else {}
            )
            request = client.build_request(
                each.method, f"/{vendor}{target}", content=each.request_body, headers=headers
            )
            if not has_key:
                del request.headers["authorization"]
            response = client.send(request)

            assert response.status_code == each.status, path
            if b"/_pictures/" not in each.body:
                assert response.content == each.body


def test_clients_do_not_disturb_each_other(workspace: Path, replay: LiveServer) -> None:
    """Many clients at once: each key sees the states of its task in their order."""
    first, *looks, _ = recorded(workspace, "mulerouter/create-generation/accepted.yaml")
    states = [json.loads(each.body)["task_info"]["status"] for each in looks]

    def follow(number: int) -> list[str]:
        headers = {"authorization": f"Bearer sk-client-{number}-0123456789"}
        url = f"{replay.url}/mulerouter{POLL}"
        with httpx2.Client(headers=headers, timeout=30) as own:
            task = own.post(url, json=json.loads(first.request_body)).json()["task_info"]["id"]
            return [own.get(f"{url}/{task}").json()["task_info"]["status"] for _ in looks]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(follow, range(24)))

    assert found == [states] * 24


def test_the_journal_shows_what_nothing_played(workspace: Path, client: httpx2.Client) -> None:
    """`verify --played` takes the server's journal, in which there is no key."""
    first = recorded(workspace, "powertokens/edit-image-json/accepted.yaml")[0]
    client.post("/powertokens/v1/images/edits", json=json.loads(first.request_body))
    journal = workspace / "journal.json"
    journal.write_text(client.get("/_truecopy/requests").text)

    done = run_truecopy(
        "verify",
        "recordings/powertokens",
        "--played",
        str(journal),
        "--format",
        "json",
        cwd=workspace,
    )

    findings = [each for each in json.loads(done.stdout)["findings"] if each["severity"] != "info"]
    assert done.returncode == 1
    assert {each["rule"] for each in findings} == {"recording-unused"}
    assert not any("edit-image-json/accepted.yaml: " in each["where"] for each in findings)
    assert any("edit-image-json/accepted.yaml:" in each["where"] for each in findings)
    assert KEY not in journal.read_text()


def test_ctrl_c_ends_it(workspace: Path) -> None:
    """SIGINT ends the server with 130, and says nothing on standard error."""
    with running_server(command="replay", cwd=workspace, last_line="Ctrl-C stops") as live:
        assert "recorded interactions" in live.banner
        assert live.stop(signal.SIGINT) == 130
        assert live.errors() == ""


def _answer(request: Received) -> Reply:
    """Answer as a small API does: a page, JSON, bytes, a refusal."""
    path = request.path.partition("?")[0]
    if path == "/gzip":
        headers = {"content-type": "application/json", "content-encoding": "gzip"}
        return Reply(headers=headers, body=gzip.compress(b'{"compressed": true}'))
    if path == "/bytes":
        headers = {"content-type": "application/octet-stream"}
        return Reply(headers=headers, body=bytes(range(256)))
    if path == "/missing":
        return Reply(status=404, body=b'{"error": "no"}')
    echoed = {"method": request.method, "path": request.path, "body": request.body.decode()}
    return Reply(headers={"content-type": "application/json"}, body=json.dumps(echoed).encode())


ASKED = (
    ("GET", "/items?b=2&a=1", None),
    ("GET", "/models/x:generate", None),
    ("GET", "/gzip", None),
    ("GET", "/bytes", None),
    ("GET", "/missing", None),
    ("POST", "/items", {"name": "kite", "n": 1}),
    ("POST", "/items", {"name": "kite", "n": 2}),
)


def _by_requests(method: str, url: str, body: Any) -> tuple[int, bytes]:
    response = requests.request(method, url, json=body, timeout=30)
    return response.status_code, response.content


def _by_httpx2(method: str, url: str, body: Any) -> tuple[int, bytes]:
    response = httpx2.request(method, url, json=body, timeout=30)
    return response.status_code, response.content


@pytest.mark.parametrize("ask", [_by_requests, _by_httpx2], ids=["requests", "httpx2"])
def test_a_cassette_of_plain_vcr_is_served(tmp_path: Path, ask: Any) -> None:
    """What VCR.py itself recorded is played at the root, and under the name of its host."""
    path = tmp_path / "plain.yaml"
    with loopback(_answer) as api, vcr.VCR().use_cassette(str(path)):
        live = [ask(method, f"{api.url}{target}", body) for method, target, body in ASKED]

    with running_server(str(path), command="replay", cwd=tmp_path) as server:
        root = [ask(method, f"{server.url}{target}", body) for method, target, body in ASKED]
        below = [
            ask(method, f"{server.url}/recordings{target}", body) for method, target, body in ASKED
        ]
        other = ask("POST", f"{server.url}/items", {"name": "kite", "n": 3})

    assert root == live
    assert below == live
    assert other[0] == 501
    assert run_truecopy("verify", str(path)).returncode == 2  # nobody knows the vendor


def test_hosts_of_plain_cassettes_are_told_apart(tmp_path: Path) -> None:
    """Two hosts with the same paths are told apart by the Host header."""
    path = tmp_path / "two.yaml"
    rows = [
        f"- request: {{method: GET, uri: 'https://{name}.example/v1', body: null, headers: {{}}}}\n"
        f"  response: {{status: {{code: 200, message: OK}}, headers: {{}}, body: {{string: {name}}}}}\n"
        for name in ("one", "two")
    ]
    path.write_text(f"version: 1\ninteractions:\n{''.join(rows)}")
    with (
        running_server(str(path), command="replay", cwd=tmp_path) as server,
        httpx2.Client(base_url=server.url) as plain,
    ):
        found = [
            plain.get("/v1", headers={"host": f"{name}.example"}).text for name in ("one", "two")
        ]

    assert found == ["one", "two"]


def test_an_interrupted_recording_keeps_what_it_has(tmp_path: Path) -> None:
    """Ctrl-C during a recording ends it with 130; each file that is there is whole."""
    (tmp_path / "truecopy.toml").write_text("")
    with running_server("--seed", "7") as slow:
        process = subprocess.Popen(
            [
                *PROGRAM,
                "record",
                f"{slow.url}/mulerouter",
                "--poll-interval",
                "60",
                "--format",
                "json",
            ],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        assert "create-generation" in process.stderr.readline()
        while process.poll() is None and not _has_been_asked(slow):
            pass
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)

    assert process.returncode == 130
    assert json.loads(out)["exit_reason"] == "interrupted"
    recordings = tmp_path / "recordings"
    for path in find_cassettes(recordings) if recordings.exists() else []:
        assert load_cassette(path).recorded


def _has_been_asked(server: LiveServer) -> bool:
    return bool(httpx2.get(f"{server.url}/_truecopy/requests").json()["requests"])
