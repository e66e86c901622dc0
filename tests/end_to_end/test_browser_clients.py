"""Pages of other origins that ask the mock: with fetch, and with the OpenAI SDK."""

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.end_to_end.browser import Browser, running_browser
from tests.end_to_end.live_server import LiveServer, running_server
from tests.end_to_end.test_openai_node import FOLDER, install_sdk

from truecopy.picture import sample_picture

BODY = {"model": "qwen-image-2.0-pro", "prompt": "A kite", "size": "512*512"}
FETCH = """
(async () => {
  const headers = {Authorization: "Bearer sk-page", "Content-Type": "application/json", Prefer: "seed=7"};
  const answer = await fetch(%(url)s, {method: "POST", headers, body: JSON.stringify(%(body)s)});
  const content = await answer.json();
  const image = new Image();
  image.crossOrigin = "anonymous";
  image.src = content.data[0].url;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return {
    status: answer.status,
    mark: answer.headers.get("x-truecopy"),
    applied: answer.headers.get("preference-applied"),
    size: [canvas.width, canvas.height],
    pixel: [...context.getImageData(256, 256, 1, 1).data],
  };
})()
"""
FORM = """
(async () => {
  const form = new FormData();
  form.append("image", new File([Uint8Array.from(atob(%(picture)s), (each) => each.charCodeAt(0))], "a.png"));
  form.append("mask", new File([], ""));
  form.append("prompt", "A kite");
  const headers = {Authorization: "Bearer sk-page"};
  const answer = await fetch(%(url)s, {method: "POST", headers, body: form});
  return {status: answer.status, explain: answer.headers.get("x-truecopy-explain")};
})()
"""
SDK = """
(async () => {
  const {default: OpenAI} = await import("/node_modules/openai/index.mjs");
  const client = new OpenAI({baseURL: %(url)s, apiKey: "sk-page", dangerouslyAllowBrowser: true, maxRetries: 0});
  const picture = Uint8Array.from(atob(%(picture)s), (each) => each.charCodeAt(0));
  const image = new File([picture], "a.png", {type: "image/png"});
  const edit = await client.images.edit({image, prompt: "A kite", n: 2, response_format: "b64_json"});
  const refused = await client.images.edit({image, prompt: "A kite", n: 99}).catch((error) => error);
  return {pictures: edit.data.map((each) => each.b64_json.length), status: refused.status, message: refused.message};
})()
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for all tests of this file."""
    with running_browser() as found:
        yield found


class _Quiet(SimpleHTTPRequestHandler):
    def guess_type(self, path: Any) -> str:
        """Return the type that browsers want of a module."""
        return "text/javascript" if str(path).endswith(".mjs") else super().guess_type(path)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def page_of(folder: Path) -> Iterator[str]:
    """Serve a folder under an origin of its own."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty page of another origin."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "index.html").write_text("<!doctype html><title>page</title>")
    with page_of(folder) as url:
        yield url


def picture() -> str:
    """Return a picture as base64 in a literal."""
    return json.dumps(b64encode(sample_picture(width=64, height=64, transparent=True)).decode())


def test_a_page_asks_with_json_and_draws_the_picture(
    browser: Browser, page: str, server: LiveServer
) -> None:
    """It sends its key, reads the mock's headers, and looks at the pixels of what came back."""
    browser.visit(page)
    url = json.dumps(f"{server.url}/powertokens/v1/images/edits")

    found = browser.run(FETCH % {"url": url, "body": json.dumps(BODY)})

    assert (found["status"], found["size"]) == (200, [512, 512])
    assert (found["mark"], found["applied"]) == ("mock", "seed=7")
    assert found["pixel"][3] == 255


def test_a_page_sends_a_form_with_a_file_that_nobody_chose(
    browser: Browser, page: str, server: LiveServer
) -> None:
    """As browsers send forms: the empty part counts as nothing."""
    browser.visit(page)
    url = json.dumps(f"{server.url}/applerouter/v1/images/edits")

    found = browser.run(FORM % {"url": url, "picture": picture()})

    assert found == {"status": 200, "explain": None}


def test_no_page_of_another_origin_uses_the_admin_api(
    browser: Browser, page: str, server: LiveServer
) -> None:
    """Neither to look nor to change, whatever kind of request it sends."""
    httpx2.post(f"{server.url}/nobody")
    browser.visit(page)
    for call in (
        "fetch(%s)",
        "fetch(%s, {method: 'PUT', body: '{}'})",
        "fetch(%s, {headers: {'X-Truecopy-Admin-Token': 'x'}})",
    ):
        url = json.dumps(f"{server.url}/_truecopy/requests")
        asked = f"{call % url}.then(() => 'read', (error) => error.name)"

        assert browser.run(asked) == "TypeError"
    blind = f"fetch({json.dumps(server.url + '/_truecopy/reset')}, {{method: 'POST', mode: 'no-cors', body: '{{}}'}})"
    before = httpx2.get(f"{server.url}/_truecopy/requests?limit=1").json()["requests"]
    browser.run(f"{blind}.then(() => 1)")
    assert httpx2.get(f"{server.url}/_truecopy/requests?limit=1").json()["requests"] == before
    assert (
        browser.run(f"fetch({json.dumps(server.url + '/nobody')}).then((each) => each.status)")
        == 404
    )


def test_without_permission_no_page_reads_anything(browser: Browser, page: str) -> None:
    """--no-cors is a server that knows nothing of browsers."""
    with running_server("--no-cors") as live:
        browser.visit(page)
        url = json.dumps(f"{live.url}/powertokens/v1/images/edits")

        with pytest.raises(AssertionError, match="Failed to fetch"):
            browser.run(FETCH % {"url": url, "body": json.dumps(BODY)})


def test_the_openai_sdk_works_in_a_browser(browser: Browser, server: LiveServer) -> None:
    """Loaded by a page as it is published, pointed at the mock by its base address alone."""
    install_sdk()
    with page_of(FOLDER) as url:
        browser.visit(f"{url}package.json")
        base = json.dumps(f"{server.url}/applerouter/v1")

        found = browser.run(SDK % {"url": base, "picture": picture()})

    assert len(found["pictures"]) == 2
    assert min(found["pictures"]) > 1_000
    assert found["status"] == 400
    assert "n" in found["message"]
