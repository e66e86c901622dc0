"""The proxy as its users start it, between real clients and a real server."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest
from tests.drifts.drifts import DRIFTS
from tests.drifts.vendor import make_vendor
from tests.end_to_end.downloads import download, measure, measure_base64
from tests.end_to_end.live_server import (
    PROGRAM,
    ROOT,
    LiveServer,
    _read_until,
    environment,
)
from tests.end_to_end.task_client import TaskClient
from tests.stand_ins import serving
from tests.upstreams import journal, nowhere, resets_in_mid_answer, upstream

from truecopy.picture import sample_picture
from truecopy.recording import use
from truecopy.recording.cassette_files import load_cassette

PROMPT = "A paper boat on a quiet pond at dawn"
EDITS = "/v1/images/edits"
EDIT = {"model": "qwen-image-2.0-pro", "prompt": PROMPT, "size": "512*512"}


@contextmanager
def running_proxy(vendor: str, url: str, *arguments: str, folder: Path) -> Iterator[LiveServer]:
    """Start `truecopy proxy` on a free port, and end it on leaving if it still runs."""
    log = folder / "stderr"
    command = [*PROGRAM, "proxy", "--vendor", vendor, "--upstream", url, "--port", "0"]
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [*command, "--format", "json", *arguments],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            line = _read_until(process, None, log)
            yield LiveServer(process=process, ready=json.loads(line), banner=line, log=log)
        finally:
            if process.poll() is None:
                process.kill()


def transparent_square() -> tuple[str, bytes, str]:
    """Return a picture file as the SDK takes it."""
    data = sample_picture(width=512, height=512, transparent=True)
    return ("picture.png", data, "image/png")


def test_the_openai_sdk_works_through_it(server: LiveServer, api_key: str, tmp_path: Path) -> None:
    """Generation and a multipart edit give pictures; links lead past the proxy; nothing is found."""
    with (
        running_proxy("applerouter", f"{server.url}/applerouter", folder=tmp_path) as proxy,
        openai.OpenAI(base_url=f"{proxy.url}/v1", api_key=api_key) as client,
    ):
        conversation = {"messages": [{"role": "user", "content": [{"text": PROMPT}]}]}
        generated = client.images.generate(
            model="qwen-image-plus",
            prompt=PROMPT,
            extra_body={"input": conversation, "parameters": {"size": "928*1664"}},
        )
        edited = client.images.edit(
            image=transparent_square(),
            prompt=PROMPT,
            n=2,
            size="256x256",
            response_format="b64_json",
        )
        rows = journal(proxy.url)

        assert proxy.stop(signal.SIGINT) == 130
        assert proxy.errors() == "2 exchanges; found: nothing\n"

    assert generated.data is not None
    assert (generated.data[0].url or "").startswith(server.url)
    assert measure(download(generated.data[0].url)) == (928, 1664)
    assert [measure_base64(each.b64_json) for each in edited.data or []] == [(256, 256)] * 2
    assert [row["operation"] for row in rows] == ["edit-image-form", "generate-image"]
    assert [row["findings"] for row in rows] == [[], []]
    assert [row["note"] for row in rows] == [None, None]


def test_an_error_reaches_the_sdk_as_the_vendor_gave_it(server: LiveServer, tmp_path: Path) -> None:
    """A refused key is the SDK's own exception for it; retries and all, each attempt is journaled."""
    with (
        running_proxy("applerouter", f"{server.url}/applerouter", folder=tmp_path) as proxy,
        openai.OpenAI(base_url=f"{proxy.url}/v1", api_key="sk-invalid-key-of-mine") as client,
    ):
        with pytest.raises(openai.AuthenticationError):
            client.images.generate(model="qwen-image-plus", prompt=PROMPT)
        text = httpx2.get(f"{proxy.url}/_truecopy/requests").text

    assert "sk-invalid" not in text


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on the path")
def test_curl_works_through_it(server: LiveServer, api_key: str, tmp_path: Path) -> None:
    """A form of more than a megabyte, which curl announces and waits with, passes whole."""
    picture = tmp_path / "image.png"
    picture.write_bytes(sample_picture(width=600, height=600, size_bytes=2_000_000))
    with running_proxy("powertokens", f"{server.url}/powertokens", folder=tmp_path) as proxy:
        fields = [part for name, text in EDIT.items() for part in ("-F", f"{name}={text}")]
        done = subprocess.run(
            [
                "curl",
                "-sS",
                "-f",
                "-H",
                f"Authorization: Bearer {api_key}",
                "-H",
                "Expect: 100-continue",
                "--compressed",
                *fields,
                "-F",
                f"image=@{picture}",
                f"{proxy.url}{EDITS}",
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        (row,) = journal(proxy.url)

    assert done.returncode == 0, done.stderr
    link = json.loads(done.stdout)["data"][0]["url"]
    assert link.startswith(server.url)
    assert measure(download(link)) == (512, 512)
    assert (row["operation"], row["findings"]) == ("edit-image-form", [])


def test_a_task_works_through_it(
    server: LiveServer, api_key: str, http: httpx2.Client, tmp_path: Path
) -> None:
    """A task is created, followed to its end and judged over all its look-ups."""
    picture = tmp_path / "image.png"
    picture.write_bytes(sample_picture(width=512, height=512))

    def pass_time(seconds: float) -> None:
        httpx2.post(f"{server.url}/_truecopy/clock", json={"advance_s": seconds})

    with running_proxy("mulerouter", f"{server.url}/mulerouter", folder=tmp_path) as proxy:
        client = TaskClient(http, proxy.url, api_key, pass_time)
        created = client.create([picture], prompt=PROMPT, n=2)
        links = client.follow(created.json()["task_info"]["id"], interval_s=1)
        rows = journal(proxy.url)

    assert created.status_code == 202
    assert client.seen[-1] == "completed"
    assert [measure(download(each)) for each in links]
    assert all(each.startswith(server.url) for each in links)
    assert rows[-1]["operation"] == "create-generation"
    assert {row["operation"] for row in rows[:-1]} == {"get-generation"}
    assert [row["note"] for row in rows] == [None] * len(rows)


def test_what_is_found_is_printed(tmp_path: Path) -> None:
    """With -v each exchange is a line with its findings, the end is a summary, and no key is in it."""
    key = "sk-a-secret-of-mine"
    drift = next(each for each in DRIFTS if each.name == "metadata-is-list")
    with (
        serving(make_vendor("powertokens", drift)) as there,
        running_proxy("powertokens", there, "-v", folder=tmp_path) as proxy,
    ):
        headers = {"authorization": f"Bearer {key}"}
        httpx2.post(f"{proxy.url}{EDITS}?token={key}", json=EDIT, headers=headers)
        (row,) = journal(proxy.url)

        assert proxy.stop(signal.SIGTERM) == 0
        lines = proxy.errors().splitlines()

    (finding,) = row["findings"]
    assert finding["rule"] == "answer-field-type-differs"
    assert lines[0].startswith(f"POST {EDITS} 200 ")
    assert lines[0].endswith(" s  edit-image-json")
    assert lines[1].startswith(
        f"  {finding['severity']}: {finding['message']}  [{finding['rule']}]"
    )
    assert lines[2:] == [f"1 exchange; found: 1 {finding['severity']}"]
    assert key not in "".join(lines)
    assert key not in json.dumps(row)


def test_a_fallback_answers_during_an_outage(
    api_key: str, http: httpx2.Client, tmp_path: Path
) -> None:
    """With --fallback a client works on while the vendor cannot be reached, tasks included."""
    picture = tmp_path / "image.png"
    picture.write_bytes(sample_picture(width=512, height=512))
    with running_proxy("mulerouter", nowhere(), "--fallback", folder=tmp_path) as proxy:
        client = TaskClient(http, proxy.url, api_key, lambda _: None)
        made = client.create([picture], prompt=PROMPT)
        looked = client.look(made.json()["task_info"]["id"])
        rows = journal(proxy.url)

        assert proxy.stop(signal.SIGTERM) == 0
        assert proxy.errors() == "2 exchanges; found: nothing\n"
    answers = (made, looked)
    assert [each.headers["x-truecopy-answered-by"] for each in answers] == ["mock", "mock"]
    assert [each.status_code for each in answers] == [202, 200]
    assert [row["answered_by"] for row in rows] == ["mock", "mock"]


def test_an_upstream_that_breaks_off_leaves_the_log_quiet(tmp_path: Path) -> None:
    """The client sees a truncated answer, the journal says so, and no stack is printed."""
    with (
        upstream(resets_in_mid_answer) as there,
        running_proxy("powertokens", there.url, folder=tmp_path) as proxy,
    ):
        with pytest.raises(httpx2.RemoteProtocolError):
            httpx2.post(f"{proxy.url}{EDITS}", json=EDIT)
        (row,) = journal(proxy.url)

        assert proxy.stop(signal.SIGTERM) == 0
        assert proxy.errors() == "1 exchange; found: nothing\n"
    assert "broke off in the middle of its answer" in row["note"]


def test_traffic_becomes_cassettes_that_replay(
    server: LiveServer, api_key: str, http: httpx2.Client, tmp_path: Path
) -> None:
    """A task is one cassette with its looks, labelled as a mock's; the key is nowhere; a client is replayed to."""
    picture = "https://example.com/room.png"
    recording = ("--record", "--workspace", str(tmp_path))
    with running_proxy(
        "mulerouter", f"{server.url}/mulerouter", *recording, folder=tmp_path
    ) as proxy:
        client = TaskClient(http, proxy.url, api_key, pause=lambda _: None)
        task = client.create([picture], prompt=PROMPT).json()["task_info"]["id"]
        looks = [client.look(task).json() for _ in range(2)]
        refused = client.create([], prompt=PROMPT)
        rows = journal(proxy.url)
        assert proxy.stop(signal.SIGTERM) == 0
        told = proxy.errors()
    folder = tmp_path / "recordings" / "mulerouter" / "create-generation"
    cassettes = {len(each.recorded): each for each in map(load_cassette, folder.iterdir())}

    assert {row["recorded"] for row in rows} == {True}
    assert refused.status_code == 400
    assert sorted(cassettes) == [1, 3]
    assert cassettes[3].header.target == "mock"
    assert all(api_key not in each.path.read_text() for each in cassettes.values())
    assert all(str(each.path) in told for each in cassettes.values())
    with use(folder), httpx2.Client() as offline:
        again = TaskClient(offline, "https://api.mulerouter.ai", "another-key-0000", lambda _: None)
        again.create([picture], prompt=PROMPT)
        assert [again.look(task).json() for _ in range(2)] == looks


def test_a_name_of_this_machine_is_reached(
    server: LiveServer, api_key: str, tmp_path: Path
) -> None:
    """An upstream such as http://powertokens.localhost needs no resolver."""
    address = f"http://powertokens.localhost:{server.ready['port']}"
    with running_proxy("powertokens", address, folder=tmp_path) as proxy:
        headers = {"authorization": f"Bearer {api_key}"}
        answer = httpx2.post(f"{proxy.url}{EDITS}", json=EDIT, headers=headers)
        ready: Any = proxy.ready

    assert answer.status_code == 200
    assert answer.json()["data"][0]["url"].startswith(address)
    assert (ready["upstream"], ready["vendor"]) == (address, "powertokens")
    assert ready["pid"] != os.getpid()
