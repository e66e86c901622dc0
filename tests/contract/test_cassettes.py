"""The recordings of the built-in vendors: each keeps its contract, and plays for clients as they are."""

import json
from pathlib import Path
from typing import Any

import httpx
import httpx2
import openai
import pytest

from truecopy.contract.bodies import FORM_TYPE, decode_body
from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.model import Contract, Interaction, Payload, Severity
from truecopy.recording import use
from truecopy.recording.cassette import Cassette
from truecopy.recording.cassette_files import FOLDER, find_cassettes, load_cassette
from truecopy.recording.recording_plan import ACCEPTED
from truecopy.recording.verification import Scrutiny, Verification, verify_cassette

WORKSPACE = find_workspace(built_in_root())
RECORDINGS = built_in_root() / FOLDER
CASSETTES = find_cassettes(RECORDINGS)
KEY = "sk-test-0123456789abcdef"

each_cassette = pytest.mark.parametrize(
    "path", CASSETTES, ids=[str(each.relative_to(RECORDINGS)) for each in CASSETTES]
)


def findings(cassette: Cassette) -> list[str]:
    """Return what is found in a cassette above info."""
    found = Verification()
    verify_cassette(cassette, Scrutiny(contract_of=WORKSPACE.load), found)
    return [
        f"{each.where}: {each.message}"
        for each in found.findings
        if each.severity is not Severity.INFO
    ]


@each_cassette
def test_every_cassette_keeps_its_contract(path: Path) -> None:
    """Requests, answers, promises, pictures and tasks, judged by the present contract."""
    assert findings(load_cassette(path)) == []


@each_cassette
def test_every_cassette_says_where_it_comes_from(path: Path) -> None:
    """A mock's answers are labelled so; vendor and contract are those of today."""
    header = load_cassette(path).header
    vendor = path.relative_to(RECORDINGS).parts[0]

    assert header.target == "mock"
    assert header.contracts == {vendor: WORKSPACE.load(vendor).fingerprint}


@pytest.mark.parametrize("name", WORKSPACE.vendors())
def test_every_operation_is_recorded(name: str) -> None:
    """Each has a good answer of its own, or one among the looks of a task."""
    contract = WORKSPACE.load(name)
    own = [each for each in CASSETTES if each.relative_to(RECORDINGS).parts[0] == name]
    recorded = {each.parent.name for each in own if each.stem == ACCEPTED}
    looked_up = {contract.lifecycle.poll} if contract.lifecycle else set()

    assert contract.operations.keys() - looked_up <= recorded
    assert contract.operations.keys() == {each.parent.name for each in own}


def with_own_key(interaction: Interaction) -> dict[str, str]:
    """Return the headers of a recorded request, with a key of one's own where it had one."""
    headers = dict(interaction.request_headers)
    return headers | ({"authorization": f"Bearer {KEY}"} if "authorization" in headers else {})


@pytest.mark.slow
@each_cassette
def test_every_cassette_plays_for_httpx(path: Path) -> None:
    """Each request gets its answer back, byte for byte, in the recorded order."""
    taken = load_cassette(path).interactions

    with use(path), httpx.Client() as client:
        answers = [
            client.request(
                each.method, each.url, headers=with_own_key(each), content=each.request_body
            )
            for each in taken
        ]

    assert [(each.status_code, each.content) for each in answers] == [
        (each.status, each.body) for each in taken
    ]


def sdk_sends(path: Path) -> bool:
    """Whether OpenAI's SDK can make a cassette's requests: with a key, and a JSON object or an edit's form."""
    first = load_cassette(path).interactions[0]
    headers = dict(first.request_headers)
    if "authorization" not in headers:
        return False
    if headers.get("content-type", "").startswith(FORM_TYPE):
        is_edit = b'name="image"' in first.request_body and b'name="prompt"' in first.request_body
        return is_edit or path.stem == ACCEPTED
    return not first.request_body or (
        headers["content-type"] == "application/json" and first.request_body[-1:] == b"}"
    )


SENT = [each for each in CASSETTES if sdk_sends(each)]


@pytest.mark.slow
@pytest.mark.parametrize("path", SENT, ids=[str(each.relative_to(RECORDINGS)) for each in SENT])
def test_cassettes_play_for_the_openai_sdk(path: Path) -> None:
    """The SDK as it is, with a boundary, an order of fields and an address of its own, gets the recorded answers."""
    cassette = load_cassette(path)
    contract = WORKSPACE.load(cassette.header.vendor)
    calls = [
        each for each in cassette.interactions if "authorization" in dict(each.request_headers)
    ]

    with use(path):
        answers = [asked_by_sdk(contract, cassette.header.base_url, each) for each in calls]

    assert answers == [(each.status, json.loads(each.body)) for each in calls]


def test_the_sdk_plays_each_good_answer() -> None:
    """None of the good requests is left out of the test before."""
    assert [each for each in CASSETTES if each.stem == ACCEPTED and each not in SENT] == []


def asked_by_sdk(contract: Contract, base_url: str, recorded: Interaction) -> tuple[int, Any]:
    """Return status and body of the answer to a recorded request that the SDK makes."""
    kind = dict(recorded.request_headers).get("content-type", "")
    with openai.OpenAI(base_url=contract.base_url, api_key=KEY, max_retries=0) as sdk:
        ask, path = getattr(sdk, recorded.method.lower()), recorded.url.removeprefix(base_url)
        try:
            if kind.startswith(FORM_TYPE):
                form = form_of(contract, kind, recorded.request_body)
                if "image" in form:
                    edits = sdk.with_options(base_url=f"{contract.base_url}/v1").images
                    answer = edits.with_raw_response.edit(**form)
                    return answer.status_code, json.loads(answer.content)
                options = {"headers": {"Content-Type": FORM_TYPE}}
                found = ask(path, cast_to=httpx2.Response, body=form, options=options)
            else:
                body = {"body": json.loads(recorded.request_body)} if recorded.request_body else {}
                found = ask(path, cast_to=httpx2.Response, **body)
            return found.status_code, found.json()
        except openai.APIStatusError as error:
            return error.response.status_code, error.response.json()


def form_of(contract: Contract, kind: str, body: bytes) -> dict[str, Any]:
    """Return a recorded form as arguments of the SDK's edit, with names of one's own for files."""
    operation = next(each for each in contract.operations.values() if each.media_type == FORM_TYPE)
    form = decode_body(FORM_TYPE, kind, body, operation.request or {})
    assert isinstance(form, Payload)
    pictures = {name: ("mine.png", data, "image/png") for name, data in form.files.items()}
    image = [data for name, data in pictures.items() if name.startswith("/image")]
    texts = {name: value for name, value in form.instance.items() if name not in ("image", "mask")}
    return texts | ({"image": image[0] if len(image) == 1 else image} if image else {})
