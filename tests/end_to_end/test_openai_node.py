"""The OpenAI SDK for Node, pointed at the mock by its base URL alone. Skipped where it cannot be installed."""

import fcntl
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.end_to_end.downloads import download, measure, measure_base64
from tests.end_to_end.live_server import LiveServer

from truecopy.picture import sample_picture

FOLDER = Path(__file__).parent / "node"
INSTALL = ("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--fetch-retries=0")


@pytest.fixture(scope="module")
def results(server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the program once, and return what it printed."""
    install_sdk()
    picture = tmp_path_factory.mktemp("node") / "picture.png"
    picture.write_bytes(sample_picture(width=512, height=512, transparent=True, size_bytes=300_000))
    command = ["node", "images.mjs", server.url, f"sk-test-{uuid4().hex}", str(picture)]
    done = subprocess.run(
        command, cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def install_sdk() -> None:
    """Install the pinned SDK unless it is there; one process at a time, as several workers may come."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not on the path")
    wanted = json.loads((FOLDER / "package.json").read_text())["dependencies"]["openai"]
    installed = FOLDER / "node_modules" / "openai" / "package.json"
    with (Path(tempfile.gettempdir()) / "truecopy-npm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if installed.is_file() and json.loads(installed.read_text())["version"] == wanted:
            return
        try:
            done = subprocess.run(
                INSTALL, cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False
            )
        except subprocess.TimeoutExpired:
            pytest.skip("npm install takes more than a minute; is this machine offline?")
    if done.returncode:
        pytest.skip(f"npm install failed; is this machine offline? {done.stderr.strip()[-300:]}")


def test_generation(results: dict[str, Any]) -> None:
    """Fields of the JSON form, given beside those of the SDK, decide about the picture."""
    [entry] = results["generated"]["data"]

    assert measure(download(entry["url"])) == (1104, 1472)


def test_form_edit_from_a_file_stream(results: dict[str, Any]) -> None:
    """A picture that is streamed from a file, without a length in advance, is edited."""
    urls = [entry["url"] for entry in results["edited"]["data"]]

    assert [measure(download(url)) for url in urls] == [(512, 512)] * 2
    assert {"vendor": "applerouter", "isStream": True} in results["sent"]


def test_several_file_streams(results: dict[str, Any]) -> None:
    """Several streamed pictures are fused, and come back as base64."""
    [entry] = results["fused"]["data"]

    assert measure_base64(entry["b64_json"]) == (512, 768)


def test_json_edit_through_post(results: dict[str, Any]) -> None:
    """The JSON form of an edit, sent by `client.post`, answers with as many pictures as asked for."""
    urls = [entry["url"] for entry in results["edited_by_post"]["data"]]

    assert len({download(url) for url in urls}) == 2


def test_default_client_survives_a_rate_limit(results: dict[str, Any]) -> None:
    """A client with default settings retries two answers of 429, and then has its picture."""
    [entry] = results["retried"]["data"]

    assert measure(download(entry["url"])) == (1024, 1024)


@pytest.mark.parametrize(
    ("call", "name", "status", "code"),
    [
        ("refused", "BadRequestError", 400, "invalid_request"),
        ("unauthorized", "AuthenticationError", 401, "invalid_api_key"),
        ("overloaded", "InternalServerError", 503, "service_unavailable"),
    ],
)
def test_error_has_its_class(
    call: str, name: str, status: int, code: str, results: dict[str, Any]
) -> None:
    """An error reaches the program as the SDK's class for its status, with the vendor's code."""
    error = results[call]

    assert (error["name"], error["status"], error["code"]) == (name, status, code)
