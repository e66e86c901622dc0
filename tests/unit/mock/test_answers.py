"""Every operation's own example, and variations of it, get answers that keep schema and promises."""

from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from tests.play import Play, example, make_play, square

from truecopy.contract import compile_operations
from truecopy.contract.promise_breaches import PromiseContext, promise_problems
from truecopy.picture import sample_picture

OPERATIONS = [
    (vendor, name)
    for vendor, contract in make_play().app.contracts.items()
    for name, operation in contract.operations.items()
    if operation.method == "POST"
]


def judge(play: Play, vendor: str, operation: str, request: Any, answer: Any, status: int) -> None:
    """Fail when an answer breaks its schema or a promise."""
    compiled = compile_operations(play.app.contracts[vendor])[operation].responses[status]
    assert compiled is not None
    assert compiled.problems(answer) == []
    exchange = PromiseContext(
        request=request, answer=answer, sent_at=play.clock(), fetch=play.fetch
    )
    assert list(promise_problems(compiled, exchange)) == []


@pytest.mark.parametrize(("vendor", "name"), OPERATIONS)
def test_the_documents_own_request_gets_an_answer_that_keeps_the_contract(
    play: Play, vendor: str, name: str
) -> None:
    """The example of each operation is accepted, and its answer holds schema and promises."""
    operation = play.operation(vendor, name)
    body, files = example(operation)

    response = play.send(vendor, name, body, files=files)

    assert response.status_code == operation.success, response.headers.get("x-truecopy-explain")
    request = {key: int(value) if key == "n" else value for key, value in body.items()}
    judge(play, vendor, name, request, response.json(), operation.success)


@pytest.mark.parametrize("count", [1, 3, 6])
@pytest.mark.parametrize("form", ["url", "b64_json"])
@pytest.mark.parametrize("size", ["512*512", "4096*1024", "1024*768"])
def test_pictures_come_in_the_asked_number_size_and_form(
    play: Play, count: int, form: str, size: str
) -> None:
    """As many pictures as n, each of the asked size, in the asked form and never in both."""
    body = {
        "model": "wan2.7-image-pro",
        "prompt": "雨中的城市",
        "n": count,
        "size": size,
        "response_format": form,
    }

    response = play.send("powertokens", "edit-image-json", body)

    answer = response.json()
    judge(play, "powertokens", "edit-image-json", body, answer, 200)
    assert len({entry[form] for entry in answer["data"]}) == count
    assert all(len(entry) == 2 for entry in answer["data"])


def test_a_task_without_a_size_keeps_the_ratio_of_its_last_picture(play: Play) -> None:
    """Without size the answer has the last input's ratio at about 1024*1024 pixels."""
    from base64 import b64encode

    wide = b64encode(sample_picture(width=1600, height=800)).decode()
    body = {
        "images": ["https://example.com/a.png", f"data:image/png;base64,{wide}"],
        "prompt": "Mend it",
        "n": 2,
    }
    created = play.send("mulerouter", "create-generation", body).json()
    play.clock.now += 60

    shown = play.send(
        "mulerouter", "get-generation", parameters={"task_id": created["task_info"]["id"]}
    ).json()

    compiled = compile_operations(play.app.contracts["mulerouter"])["get-generation"].responses[200]
    assert compiled is not None
    exchange = PromiseContext(
        request=body,
        answer=shown,
        sent_at=play.clock(),
        fetch=play.fetch,
        inputs=(None, (1600, 800)),
    )
    assert compiled.problems(shown) == []
    assert list(promise_problems(compiled, exchange)) == []
    assert len(shown["images"]) == 2


@pytest.mark.parametrize("extend", [True, False, None])
def test_a_revised_prompt_comes_when_it_is_asked_for(play: Play, extend: bool | None) -> None:
    """AppleRouter shows the revised prompt when prompt_extend is on, and not otherwise."""
    parameters = {} if extend is None else {"prompt_extend": extend}
    body = {
        "model": "qwen-image-plus",
        "input": {"messages": [{"role": "user", "content": [{"text": "A kite"}]}]},
        "parameters": parameters,
    }

    entry = play.send("applerouter", "generate-image", body).json()["data"][0]

    assert ("revised_prompt" in entry) == (extend is True)
    if extend:
        assert entry["revised_prompt"].startswith("A kite, ")


def test_a_prompt_is_its_own_revision_when_extending_is_off(play: Play) -> None:
    """With prompt_extend off the revised prompt is the prompt; by default it is a longer one."""
    body = {"model": "wan2.7-image-pro", "prompt": "A kite"}

    plain = play.send("powertokens", "edit-image-json", {**body, "prompt_extend": False}).json()
    extended = play.send("powertokens", "edit-image-json", body).json()

    assert plain["data"][0]["revised_prompt"] == "A kite"
    assert extended["data"][0]["revised_prompt"].startswith("A kite, ")


def test_same_seed_and_request_give_the_same_bytes() -> None:
    """Pictures are a function of seed and request alone, on any server."""
    body = {"model": "wan2.7-image-pro", "prompt": "A kite", "response_format": "b64_json", "n": 2}

    first, second = (
        make_play(seed=5).send("powertokens", "edit-image-json", body) for _ in range(2)
    )
    other = make_play(seed=6).send("powertokens", "edit-image-json", body)

    assert first.json()["data"] == second.json()["data"]
    assert first.json()["data"] != other.json()["data"]


def test_a_watermark_changes_the_picture(play: Play) -> None:
    """The watermark is visible when it is asked for."""
    body = {
        "model": "wan2.7-image-pro",
        "prompt": "A kite",
        "response_format": "b64_json",
        "seed": 1,
    }
    headers = {"prefer": "seed=1"}

    pictures = [
        Image.open(BytesIO(b64decode(entry["b64_json"])))
        for marked in (True, False)
        for entry in play.send(
            "powertokens", "edit-image-json", {**body, "watermark": marked}, headers=headers
        ).json()["data"]
    ]

    assert pictures[0].tobytes() != pictures[1].tobytes()


def test_a_transparent_picture_needs_no_mask_and_an_opaque_one_does(play: Play) -> None:
    """An opaque picture is accepted when a mask of its size comes with it."""
    texts = {"prompt": "A kite"}
    opaque = ("a.png", square(64, transparent=False), "image/png")
    mask = ("m.png", square(64), "image/png")

    alone = play.send("applerouter", "edit-image-form", texts, files={"image": opaque})
    masked = play.send(
        "applerouter", "edit-image-form", texts, files={"image": opaque, "mask": mask}
    )

    assert alone.status_code == 400
    assert masked.status_code == 200
