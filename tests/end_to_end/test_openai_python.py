"""The OpenAI SDK for Python, pointed at the mock by its base URL alone."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import openai
import pytest
from openai.types import ImagesResponse
from tests.end_to_end.downloads import download, measure, measure_base64
from tests.end_to_end.live_server import LiveServer

from truecopy.picture import sample_picture

PROMPT = "A paper boat on a quiet pond at dawn"
CONVERSATION = {"messages": [{"role": "user", "content": [{"text": PROMPT}]}]}
EDITING = {
    "messages": [
        {"role": "user", "content": [{"image": "https://example.com/a.png"}, {"text": PROMPT}]}
    ]
}

MakeClient = Callable[..., openai.OpenAI]


@pytest.fixture
def make_client(server: LiveServer, api_key: str) -> Iterator[MakeClient]:
    """Make clients of a vendor; all are closed at the end."""
    made: list[openai.OpenAI] = []

    def make(vendor: str, **settings: Any) -> openai.OpenAI:
        settings.setdefault("api_key", api_key)
        made.append(openai.OpenAI(base_url=f"{server.url}/{vendor}/v1", **settings))
        return made[-1]

    yield make
    for client in made:
        client.close()


def transparent_square(side: int = 512, seed: int = 0) -> tuple[str, bytes, str]:
    """Return a picture file as the SDK takes it."""
    data = sample_picture(width=side, height=side, transparent=True, seed=seed)
    return (f"picture-{seed}.png", data, "image/png")


def test_generation_through_extra_body(make_client: MakeClient) -> None:
    """`images.generate` with input and parameters in extra_body yields a picture of the asked size."""
    client = make_client("applerouter")

    answer = client.images.generate(
        model="qwen-image-plus",
        prompt=PROMPT,
        extra_body={
            "input": CONVERSATION,
            "parameters": {"size": "928*1664", "prompt_extend": True, "watermark": False},
        },
    )

    assert abs(answer.created - time.time()) < 60
    assert answer.data is not None
    assert len(answer.data) == 1
    assert measure(download(answer.data[0].url)) == (928, 1664)
    assert (answer.data[0].revised_prompt or "").startswith(PROMPT)


def test_json_edit_through_post(make_client: MakeClient) -> None:
    """The JSON form of an edit, sent by `client.post`, is parsed into the SDK's own answer type."""
    client = make_client("applerouter")

    answer = client.post(
        "/images/edits",
        body={
            "model": "qwen-image-edit-plus",
            "input": EDITING,
            "parameters": {"n": 2, "size": "1024*768"},
        },
        cast_to=ImagesResponse,
    )

    assert answer.data is not None
    pictures = [download(each.url) for each in answer.data]
    assert [measure(each) for each in pictures] == [(1024, 768)] * 2
    assert pictures[0] != pictures[1]


def test_form_edit_with_a_mask_returns_base64(make_client: MakeClient) -> None:
    """A form edit with image and mask answers with base64 that decodes to the asked size."""
    client = make_client("applerouter")

    answer = client.images.edit(
        image=transparent_square(),
        mask=transparent_square(seed=1),
        prompt=PROMPT,
        n=2,
        size="256x256",
        response_format="b64_json",
        user="somebody",
    )

    assert answer.data is not None
    assert [measure_base64(each.b64_json) for each in answer.data] == [(256, 256)] * 2
    assert [each.url for each in answer.data] == [None, None]


def test_form_edit_from_raw_bytes(make_client: MakeClient) -> None:
    """A picture given as bare bytes, which go out as application/octet-stream, is judged as a PNG."""
    client = make_client("applerouter")

    answer = client.images.edit(image=transparent_square()[1], prompt=PROMPT, size="512x512")

    assert answer.data is not None
    assert measure(download(answer.data[0].url)) == (512, 512)


def test_list_of_pictures(make_client: MakeClient) -> None:
    """Several pictures, which the SDK sends as `image[]`, are fused into pictures of the asked size."""
    client = make_client("powertokens")

    answer = client.images.edit(
        image=[transparent_square(seed=1), transparent_square(side=640, seed=2)],
        model="qwen-image-2.0-pro",
        prompt=PROMPT,
        n=3,
        size="768*1024",
    )

    assert answer.data is not None
    assert [measure(download(each.url)) for each in answer.data] == [(768, 1024)] * 3


def test_extra_fields_of_a_form_are_flattened(make_client: MakeClient) -> None:
    """Nested extras, numbers and booleans that the SDK flattens into form texts are understood."""
    client = make_client("powertokens")

    answer = client.images.edit(
        image=transparent_square(),
        model="wan2.7-image-pro",
        prompt=PROMPT,
        response_format="b64_json",
        extra_body={
            "seed": 5,
            "watermark": True,
            "prompt_extend": False,
            "extra": {"parameters": {"strength": "high"}},
        },
    )

    assert answer.data is not None
    assert measure_base64(answer.data[0].b64_json) == (1024, 1024)
    assert answer.data[0].revised_prompt in (None, "", PROMPT)


def test_json_edit_of_the_second_vendor(make_client: MakeClient) -> None:
    """The flat JSON form, sent by `client.post`, answers with addresses that can be fetched."""
    client = make_client("powertokens")

    answer = client.post(
        "/images/edits",
        body={"model": "qwen-image-2.0-pro", "prompt": PROMPT, "n": 2, "size": "512*512"},
        cast_to=ImagesResponse,
    )

    assert answer.data is not None
    assert [measure(download(each.url)) for each in answer.data] == [(512, 512)] * 2


@pytest.mark.parametrize("vendor", ["applerouter", "powertokens"])
def test_refused_value_is_a_bad_request(vendor: str, make_client: MakeClient) -> None:
    """A value out of bounds raises BadRequestError, once, with the vendor's code and field."""
    client = make_client(vendor)

    with pytest.raises(openai.BadRequestError) as caught:
        client.images.edit(
            image=transparent_square(), prompt=PROMPT, model="qwen-image-2.0-pro", n=11
        )

    assert caught.value.code == "invalid_request"
    assert caught.value.param == "n"
    assert caught.value.type == "new_api_error"
    assert "request id: " in caught.value.message


@pytest.mark.parametrize("vendor", ["applerouter", "powertokens"])
def test_bad_key_is_an_authentication_error(vendor: str, make_client: MakeClient) -> None:
    """A key that contains `invalid` raises AuthenticationError."""
    client = make_client(vendor, api_key=f"sk-invalid-{uuid4().hex}")

    with pytest.raises(openai.AuthenticationError) as caught:
        client.images.edit(image=transparent_square(), prompt=PROMPT, model="qwen-image-2.0-pro")

    assert caught.value.code == "invalid_api_key"


def test_foreign_key_shape_is_an_authentication_error(make_client: MakeClient) -> None:
    """A key without the vendor's prefix raises AuthenticationError where the vendor documents one."""
    client = make_client("applerouter", api_key="not-a-key")

    with pytest.raises(openai.AuthenticationError):
        client.images.edit(image=transparent_square(), prompt=PROMPT)


@pytest.mark.parametrize("vendor", ["applerouter", "powertokens"])
def test_unknown_path_is_not_found(vendor: str, make_client: MakeClient) -> None:
    """A method of the SDK that the vendor does not have raises NotFoundError, upload and all."""
    client = make_client(vendor)

    with pytest.raises(openai.NotFoundError) as caught:
        client.files.create(file=transparent_square(), purpose="vision")

    assert caught.value.type == "invalid_request_error"


@pytest.mark.parametrize(
    ("vendor", "scenario", "error"),
    [
        ("applerouter", "rate-limited", openai.RateLimitError),
        ("powertokens", "rate-limited", openai.RateLimitError),
        ("applerouter", "overloaded", openai.InternalServerError),
        ("powertokens", "overloaded", openai.InternalServerError),
        ("applerouter", "no-balance", openai.PermissionDeniedError),
    ],
)
def test_scenario_raises_the_error_of_its_status(
    vendor: str, scenario: str, error: type[openai.APIStatusError], make_client: MakeClient
) -> None:
    """A scenario reaches the program as the SDK's own class of error."""
    client = make_client(vendor, max_retries=0)

    with pytest.raises(error) as caught:
        client.images.edit(
            image=transparent_square(),
            prompt=PROMPT,
            model="qwen-image-2.0-pro",
            extra_headers={"Prefer": f"scenario={scenario}"},
        )

    assert caught.value.response.headers["preference-applied"] == f"scenario={scenario}"
    assert caught.value.code


def test_default_client_survives_a_rate_limit(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client with default settings waits as Retry-After says, twice, and then has its picture."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    client = make_client("applerouter", api_key=f"sk-scenario-rate-limited.{uuid4().hex}")

    answer = client.images.edit(image=transparent_square(), prompt=PROMPT, size="256x256")

    assert waits == [1.0, 1.0]
    assert answer.data is not None
    assert measure(download(answer.data[0].url)) == (256, 256)


def test_default_client_gives_up_on_an_overload(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vendor that stays overloaded costs a client two retries, and then raises."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    client = make_client("powertokens", api_key=f"sk-scenario-overloaded.{uuid4().hex}")

    with pytest.raises(openai.InternalServerError) as caught:
        client.images.edit(image=transparent_square(), prompt=PROMPT, model="qwen-image-2.0-pro")

    assert caught.value.status_code == 503
    assert len(waits) == 2


def test_raw_answer_carries_the_request_id(make_client: MakeClient) -> None:
    """The raw answer has the vendor's request id header, a new one for each request."""
    client = make_client("applerouter")

    answers = [
        client.images.with_raw_response.edit(image=transparent_square(), prompt=PROMPT)
        for _ in range(2)
    ]

    ids = {answer.headers["x-oneapi-request-id"] for answer in answers}
    assert len(ids) == 2


def test_async_client_edits_concurrently(server: LiveServer, api_key: str) -> None:
    """The asynchronous client gets the right number of pictures for each of its concurrent edits."""

    async def edit_all() -> list[ImagesResponse]:
        async with openai.AsyncOpenAI(
            base_url=f"{server.url}/powertokens/v1", api_key=api_key
        ) as client:
            edits = [
                client.images.edit(
                    image=[transparent_square(seed=count)],
                    model="qwen-image-2.0-pro",
                    prompt=PROMPT,
                    n=count,
                    size="512*512",
                    response_format="b64_json",
                )
                for count in range(1, 5)
            ]
            return await asyncio.gather(*edits)

    answers = asyncio.run(edit_all())

    assert [len(answer.data or []) for answer in answers] == [1, 2, 3, 4]
    pictures = [each.b64_json for answer in answers for each in answer.data or []]
    assert {measure_base64(each) for each in pictures} == {(512, 512)}
    assert len(set(pictures)) == 10


def test_async_client_raises_the_same_errors(server: LiveServer) -> None:
    """The asynchronous client raises AuthenticationError for a bad key, as the other one does."""

    async def edit() -> None:
        async with openai.AsyncOpenAI(
            base_url=f"{server.url}/applerouter/v1", api_key="sk-invalid"
        ) as client:
            await client.images.edit(image=transparent_square(), prompt=PROMPT)

    with pytest.raises(openai.AuthenticationError):
        asyncio.run(edit())
