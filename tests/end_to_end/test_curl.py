"""curl, as the vendors' pages show it: every documented example, and what curl does of its own accord."""

import json
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.downloads import download, measure
from tests.end_to_end.live_server import ROOT, LiveServer, running_server
from tests.examining import WORKSPACE, load

from truecopy.contract.promises import promised_size
from truecopy.judge import AnswerJudge
from truecopy.mock.mockfile import read_mock_file
from truecopy.model import Contract, Payload
from truecopy.model.pointers import first
from truecopy.picture import sample_picture

CURL = shutil.which("curl")
pytestmark = pytest.mark.skipif(CURL is None, reason="curl is not on the path")

FORM = "multipart/form-data"
JSON = "application/json"
GENERATION = "/mulerouter/vendors/alibaba/v1/qwen-image-edit-max/generation"


@dataclass(frozen=True, slots=True)
class Reply:
    """What curl printed.

    Attributes:
        statuses: Of each answer in turn: an interim one comes before the last.
        head: The header lines of all of them, in small letters.
    """

    statuses: tuple[int, ...]
    head: str
    text: str

    @property
    def content(self) -> Any:
        """The body, decoded."""
        return json.loads(self.text)


class Curl:
    """Runs curl in a folder that holds the pages' `image.png`."""

    def __init__(self, folder: Path, key: str | None) -> None:
        self.folder = folder
        self.key = key

    def __call__(self, url: str, *arguments: str) -> Reply:
        """Return the answer to a request with the key, if there is one."""
        authorization = ["-H", f"Authorization: Bearer {self.key}"] if self.key else []
        done = subprocess.run(
            ["curl", "-sS", "-D", "head", *authorization, *arguments, url],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        head = (self.folder / "head").read_text().lower()
        lines = [line for line in head.splitlines() if line.startswith("http/")]
        return Reply(tuple(int(line.split()[1]) for line in lines), head, done.stdout)


@pytest.fixture
def curl(tmp_path: Path, api_key: str) -> Curl:
    """A curl beside the picture that the pages speak of."""
    picture = sample_picture(width=512, height=512, transparent=True)
    (tmp_path / "image.png").write_bytes(picture)
    return Curl(tmp_path, api_key)


def documented() -> Iterator[Any]:
    """Yield vendor, operation, path, media type and example of each that documents one, aliases included."""
    for path in sorted((ROOT / "contracts").glob("*/openapi.json")):
        vendor = path.parent.name
        for name, operation in json.loads(path.read_text())["x-operations"].items():
            for each in (operation["path"], *operation.get("alias", ())):
                if "example" in operation:
                    yield pytest.param(
                        vendor,
                        name,
                        f"/{vendor}{each}",
                        operation["media-type"],
                        operation["example"],
                        id=f"{vendor}-{name}{'-alias' if each != operation['path'] else ''}",
                    )


def posted_paths() -> list[str]:
    """Return the path of every operation that takes a body, each once."""
    found = [each.values[2] for each in documented()]
    return list(dict.fromkeys(str(path) for path in found))


def as_arguments(media_type: str, example: dict[str, Any]) -> list[str]:
    """Return an example as the pages hand it to curl."""
    if media_type == FORM:
        return [part for name, text in example.items() for part in ("-F", f"{name}={text}")]
    return ["-H", f"Content-Type: {media_type}", "-d", json.dumps(example)]


def wanted_size(contract: Contract, name: str, asked: Any) -> tuple[int, int]:
    """Return the size that a request asks for, else the one that its vendor is played with."""
    operation = contract.operations[name]
    promises = (operation.responses[operation.success] or {}).get("x-promises", [])
    sizes = [promised_size(each, asked) for each in promises if each["kind"] == "dimensions"]
    default = read_mock_file(WORKSPACE.mock_files(contract.vendor), contract).default_size
    return next(filter(None, sizes), default)


def pictures_of(content: Any) -> list[str]:
    """Return the addresses in an answer with pictures."""
    return [entry["url"] for entry in content["data"]]


@pytest.mark.parametrize(("vendor", "name", "path", "media_type", "example"), list(documented()))
def test_documented_example_is_accepted(  # noqa: PLR0913 - of the pages each is another thing
    vendor: str,
    name: str,
    path: str,
    media_type: str,
    example: dict[str, Any],
    server: LiveServer,
    curl: Curl,
) -> None:
    """Each documented request succeeds as it stands, and its pictures can be fetched."""
    contract = load(vendor)

    reply = curl(f"{server.url}{path}", "-X", "POST", *as_arguments(media_type, example))

    assert reply.statuses[-1] == contract.operations[name].success, reply.text
    lifecycle = contract.lifecycle
    if lifecycle is not None and name == lifecycle.create:
        assert first(reply.content, lifecycle.state) == lifecycle.initial
        return
    asked = {key: int(text) if str(text).isdecimal() else text for key, text in example.items()}
    promises = AnswerJudge(contract).promises
    urls = promises.addresses(name, reply.content)
    assert len(urls) == promises.count(name, Payload(instance=asked))
    assert {measure(download(url)) for url in urls} == {wanted_size(contract, name, asked)}


def test_documented_poll(server: LiveServer, curl: Curl) -> None:
    """The page's GET, with the id of a task in its path, shows that task."""
    body = json.dumps({"images": ["https://example.com/a.png"], "prompt": "A boat"})
    created = curl(f"{server.url}{GENERATION}", "-H", f"Content-Type: {JSON}", "-d", body).content

    task_id = created["task_info"]["id"]
    shown = curl(f"{server.url}{GENERATION}/{task_id}", "--request", "GET")

    assert shown.statuses == (200,)
    assert shown.content["task_info"]["id"] == task_id


def test_files_of_a_form_without_an_example(server: LiveServer, curl: Curl) -> None:
    """A form with several files under `image[]` is accepted by the vendor that documents no curl."""
    reply = curl(
        f"{server.url}/powertokens/v1/images/edits",
        *("-F", "image[]=@image.png", "-F", "image[]=@image.png;type=image/png"),
        *("-F", "model=qwen-image-2.0-pro", "-F", "prompt=A boat", "-F", "size=512*512"),
    )

    assert reply.statuses[-1] == 200, reply.text
    assert [measure(download(url)) for url in pictures_of(reply.content)] == [(512, 512)]


@pytest.mark.parametrize("path", posted_paths())
def test_data_without_a_content_type_is_a_bad_request(
    path: str, server: LiveServer, curl: Curl
) -> None:
    """`-d` alone sends a urlencoded type, which is refused with 400 in the vendor's own envelope."""
    reply = curl(f"{server.url}{path}", "-d", '{"prompt": "A boat"}')

    assert reply.statuses == (400,)
    assert "application/x-www-form-urlencoded" in reply.head
    told = reply.content["error"]["message"] if "error" in reply.content else reply.content
    assert "urlencoded" not in json.dumps(told)


@pytest.mark.parametrize("path", posted_paths())
def test_missing_key_is_unauthorized(path: str, server: LiveServer, curl: Curl) -> None:
    """A request without an Authorization header answers 401, whatever else is wrong with it."""
    curl.key = None

    reply = curl(f"{server.url}{path}", "-d", "no JSON")

    assert reply.statuses == (401,)


def test_large_upload_waits_for_100_continue(server: LiveServer, curl: Curl) -> None:
    """A form of more than 1 MB is sent after an interim 100, and accepted."""
    large = sample_picture(width=1024, height=1024, transparent=True, size_bytes=3_999_999)
    (curl.folder / "large.png").write_bytes(large)

    reply = curl(
        f"{server.url}/applerouter/v1/images/edits/",
        *("-H", "Expect: 100-continue", "-F", "image=@large.png", "-F", "prompt=A boat"),
    )

    assert reply.statuses == (100, 200), reply.text


def test_large_json_waits_for_100_continue(server: LiveServer, curl: Curl) -> None:
    """A JSON body of more than 1 MB, a picture in base64, is sent after an interim 100, and accepted."""
    picture = sample_picture(format="jpeg", width=600, height=400, size_bytes=2_000_000)
    uri = f"data:image/jpeg;base64,{b64encode(picture).decode()}"
    body = json.dumps({"images": [uri], "prompt": "A boat"})
    (curl.folder / "body.json").write_text(body)

    reply = curl(
        f"{server.url}{GENERATION}",
        *("-H", "Expect: 100-continue", "-H", f"Content-Type: {JSON}", "-d", "@body.json"),
    )

    assert reply.statuses == (100, 202), reply.text


def test_refused_large_upload_gets_its_answer(server: LiveServer, curl: Curl) -> None:
    """A large upload with a bad key gets its 401, and no reset."""
    large = sample_picture(width=512, height=512, transparent=True, size_bytes=3_000_000)
    (curl.folder / "large.png").write_bytes(large)
    curl.key = "sk-invalid"

    reply = curl(
        f"{server.url}/applerouter/v1/images/edits/",
        *("-H", "Expect: 100-continue", "-F", "image=@large.png", "-F", "prompt=A boat"),
    )

    assert reply.statuses[-1] == 401


@pytest.mark.parametrize("option", ["--compressed", "--http1.0", "--http1.1"])
def test_transport_options(option: str, server: LiveServer, curl: Curl) -> None:
    """What curl offers of encodings and protocol versions changes nothing about the answer."""
    body = json.dumps({"model": "qwen-image-2.0-pro", "prompt": "A boat", "size": "512*512"})

    reply = curl(
        f"{server.url}/powertokens/v1/images/edits",
        *(option, "-H", "content-TYPE: Application/JSON; charset=UTF-8", "-d", body),
    )

    assert reply.statuses == (200,), reply.text
    assert [measure(download(url)) for url in pictures_of(reply.content)] == [(512, 512)]


def test_offer_of_http2_is_declined(curl: Curl) -> None:
    """A client that offers to upgrade to HTTP/2, as Java's does too, is served over HTTP/1.1, body and all."""
    version = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True)
    if "HTTP2" not in version.stdout:
        pytest.skip("this curl cannot speak HTTP/2")
    body = json.dumps({"model": "qwen-image-2.0-pro", "prompt": "A boat", "size": "512*512"})

    with running_server("--vendor", "powertokens") as live:
        reply = curl(
            f"{live.url}/v1/images/edits", "--http2", "-H", f"Content-Type: {JSON}", "-d", body
        )

    assert reply.statuses == (200,), reply.text


def test_chunked_upload(server: LiveServer, curl: Curl) -> None:
    """A form sent in chunks, without Content-Length, is accepted."""
    reply = curl(
        f"{server.url}/applerouter/v1/images/edits/",
        *("-H", "Transfer-Encoding: chunked", "-F", "image=@image.png", "-F", "prompt=A boat"),
    )

    assert reply.statuses[-1] == 200, reply.text


def test_body_past_the_cap_gets_an_answer(server: LiveServer, curl: Curl) -> None:
    """A body that is larger than the mock reads is refused with an answer, not with a reset."""
    (curl.folder / "huge.json").write_bytes(b" " * 50_000_000)

    reply = curl(
        f"{server.url}/powertokens/v1/images/edits",
        *("-H", f"Content-Type: {JSON}", "-H", "Expect:", "--data-binary", "@huge.json"),
    )

    assert reply.statuses == (400,)
    assert reply.content["error"]["code"] == "invalid_request"


def test_redirects_are_not_needed(server: LiveServer, curl: Curl) -> None:
    """The page's address with the trailing slash answers itself; curl without -L need not follow."""
    reply = curl(
        f"{server.url}/applerouter/v1/images/edits/", "-F", "image=@image.png", "-F", "prompt=x"
    )

    assert reply.statuses == (200,)
    assert "location:" not in reply.head


def test_picture_address_needs_no_key(server: LiveServer, curl: Curl) -> None:
    """A picture is fetched with curl alone, and `-O` gives it a name that ends in .png."""
    reply = curl(
        f"{server.url}/applerouter/v1/images/edits/", "-F", "image=@image.png", "-F", "prompt=x"
    )
    [url] = pictures_of(reply.content)

    subprocess.run(["curl", "-sSf", "-o", "out.png", url], cwd=curl.folder, check=True, timeout=60)

    assert measure((curl.folder / "out.png").read_bytes()) == (1024, 1024)
    assert url.endswith(".png")
