"""The vendors of these tests keep their contracts, and their drifts are well-formed."""

import json
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient
from tests.drifts.drifts import DRIFTS
from tests.drifts.tables import TASKS
from tests.drifts.vendor import make_vendor

_HEADERS = {"authorization": "bearer sk-drifts"}
_EDITS, _GENERATIONS = "/v1/images/edits", "/v1/images/generations"
_CONTRACTS = Path(__file__).parents[2] / "contracts"


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        """Set it to some day."""
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        """Return unix seconds."""
        return self.now


def _client(vendor: str, clock: Clock | None = None) -> TestClient:
    app = make_vendor(vendor, clock=clock or Clock())
    return TestClient(app, headers=_HEADERS, follow_redirects=False)


def _picture(width: int, height: int, kind: str = "PNG", *, alpha: int = 255) -> bytes:
    file = BytesIO()
    image = Image.new("RGBA", (width, height), (9, 99, 9, alpha))
    (image if kind == "PNG" else image.convert("RGB")).save(file, kind)
    return file.getvalue()


def _talk(*content: dict[str, str], **parameters: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": list(content)}]
    return {"model": "any", "input": {"messages": messages}, "parameters": parameters}


def _size_behind(client: TestClient, address: str) -> tuple[int, int]:
    return Image.open(BytesIO(client.get(address).content)).size


_INLINE = b64encode(_picture(640, 480, "JPEG")).decode()
_CUTOUT = {"image": ("image.png", _picture(64, 64, alpha=0))}
_FUSION = {"model": "wan2.7-image-pro", "prompt": "a boat", "n": 2, "size": "512*512"}
_TASK: dict[str, Any] = {"images": [_INLINE], "prompt": "a boat", "negative_prompt": None}


@dataclass(frozen=True)
class Good:
    """A good request for two pictures of 512*512, where the operation takes these fields."""

    vendor: str
    path: str
    json: dict[str, Any] | None = None
    data: dict[str, Any] | None = None
    files: Any = None
    count: int = 2


_GOOD = {
    "applerouter edit-image-json": Good(
        "applerouter", _EDITS, _talk({"image": _INLINE}, {"text": "x"}, n=2, size="512*512")
    ),
    "applerouter generate-image": Good(
        "applerouter",
        _GENERATIONS,
        _talk({"text": "a boat"}, size="512*512", prompt_extend=True),
        count=1,
    ),
    "applerouter edit-image-form": Good(
        "applerouter",
        f"{_EDITS}/",
        data={"prompt": "a boat", "n": "2", "size": "512x512"},
        files=_CUTOUT,
    ),
    "powertokens edit-image-json": Good(
        "powertokens", _EDITS, {**_FUSION, "image": [_INLINE, "https://example.com/a.png"]}
    ),
    "powertokens edit-image-form": Good(
        "powertokens",
        _EDITS,
        data={**_FUSION, "watermark": "true", "extra": '{"input": {}}'},
        files=[
            ("image[]", ("a.jpg", _picture(9, 9, "JPEG"))),
            ("image[]", ("b.png", _picture(9, 9))),
        ],
    ),
}


@pytest.mark.parametrize("good", _GOOD.values(), ids=list(_GOOD))
def test_a_good_request_gets_its_pictures(good: Good) -> None:
    """As many pictures as asked come back, of the asked size."""
    client = _client(good.vendor)

    answer = client.post(good.path, json=good.json, data=good.data, files=good.files)

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert [_size_behind(client, each["url"]) for each in answer.json()["data"]] == [
        (512, 512)
    ] * good.count


@pytest.mark.parametrize("good", _GOOD.values(), ids=list(_GOOD))
def test_a_bad_request_is_refused(good: Good) -> None:
    """Without a model, or with a prompt that is a file, nothing is made."""
    broken = {name: value for name, value in (good.json or {}).items() if name != "model"}
    files = [*getattr(good.files, "items", lambda: good.files or [])(), ("prompt", ("p", b"x"))]
    client = _client(good.vendor)

    answer = (
        client.post(good.path, json=broken) if good.json else client.post(good.path, files=files)
    )

    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_a_task_goes_through_its_states() -> None:
    """Time alone moves a task; its pictures keep the ratio of the last input."""
    clock = Clock()
    client = _client("mulerouter", clock=clock)
    created = client.post(TASKS, json=_TASK)
    path = f"{TASKS}/{created.json()['task_info']['id']}"
    seen = []
    for step_s in (0.0, 0.2, 0.3):
        clock.now += step_s
        seen.append(client.get(path).json())

    assert created.status_code == 202
    assert [each["task_info"]["status"] for each in seen] == ["pending", "processing", "completed"]
    assert [_size_behind(client, each) for each in seen[-1]["images"]] == [(1182, 887)]


def test_a_task_fails_when_it_is_told_to() -> None:
    """A header makes a task end badly, with its error."""
    clock = Clock()
    client = _client("mulerouter", clock=clock)
    created = client.post(TASKS, json=_TASK, headers={"prefer": "scenario=task-fails"})
    clock.now += 1

    found = client.get(f"{TASKS}/{created.json()['task_info']['id']}").json()

    assert found["task_info"]["status"] == "failed"
    assert found["task_info"]["error"]["title"]
    assert "images" not in found


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"prompt": "雨" * 800, "n": 6.0, "size": "512*2048", "seed": 2147483647}, 202),
        ({"size": "", "images": ["https://example.com/a.png"] * 3}, 202),
        ({"unknown": 1, "images": [f"data:image/jpeg;base64,{_INLINE}"]}, 202),
        ({"prompt": "x" * 801}, 400),
        ({"n": True}, 400),
        ({"size": "511*512"}, 400),
        ({"size": "512x512"}, 400),
        ({"images": []}, 400),
        ({"images": [b64encode(_picture(383, 400)).decode()]}, 400),
        ({"images": [_INLINE[: len(_INLINE) // 8 * 4]]}, 400),
        ({"images": ["?"]}, 400),
        ({"prompt": "\ud800"}, 400),
    ],
)
def test_limits_hold_exactly(changes: dict[str, Any], status: int) -> None:
    """What is within the limits is taken, what is one step past them is not."""
    body = json.dumps({**_TASK, **changes})

    answer = _client("mulerouter").post(
        TASKS, content=body, headers={"content-type": "Application/JSON; charset=utf-8"}
    )

    assert answer.status_code == status, answer.text


_NO_REQUESTS: dict[str, tuple[int, str, str, dict[str, Any]]] = {
    "unknown path": (404, "POST", "/v1/unknown", {}),
    "path without alias": (404, "POST", f"{_GENERATIONS}/", {"json": {}}),
    "wrong method": (405, "GET", _EDITS, {}),
    "other scheme": (401, "POST", _EDITS, {"headers": {"authorization": "Basic sk-x"}}),
    "expired key": (401, "POST", _EDITS, {"headers": {"authorization": "Bearer sk-expired"}}),
    "other prefix": (401, "POST", _EDITS, {"headers": {"authorization": "Bearer x"}}),
    "no media type": (400, "POST", _EDITS, {"content": b"x"}),
    "a list": (400, "POST", _GENERATIONS, {"json": [1]}),
}


@pytest.mark.parametrize("case", _NO_REQUESTS.values(), ids=list(_NO_REQUESTS))
def test_what_is_no_request_is_refused(case: tuple[int, str, str, dict[str, Any]]) -> None:
    """Path, method, key and body are judged in this order, each with its status."""
    status, method, path, options = case

    answer = _client("applerouter").request(method, path, **options)

    assert answer.status_code == status
    assert answer.json()["error"]["code"]


def test_a_task_belongs_to_its_key() -> None:
    """Another key does not find it."""
    client = _client("mulerouter")
    task_id = client.post(TASKS, json=_TASK).json()["task_info"]["id"]

    answer = client.get(f"{TASKS}/{task_id}", headers={"authorization": "Bearer other"})

    assert answer.status_code == 404


def test_drifts_are_many_and_of_every_kind() -> None:
    """No name stands twice, and there is enough of each kind."""
    names, kinds = Counter(each.name for each in DRIFTS), Counter(each.kind for each in DRIFTS)

    assert [name for name, times in names.items() if times > 1] == []
    assert len(DRIFTS) >= 75
    assert kinds["additive"] >= 10
    assert min(kinds["breaking"], kinds["behavioural"]) >= 30
    assert all(bool(each.rules) == (each.kind != "additive") for each in DRIFTS)


def test_claims_of_drifts_exist() -> None:
    """The claim that a drift breaks is one of its vendor's contract."""
    known = {
        vendor: json.loads((_CONTRACTS / vendor / "evidence.json").read_text())["claims"]
        for vendor in {each.vendor for each in DRIFTS}
    }
    ids = {vendor: {claim["id"] for claim in claims} for vendor, claims in known.items()}

    assert [each.name for each in DRIFTS if each.claim and each.claim not in ids[each.vendor]] == []
