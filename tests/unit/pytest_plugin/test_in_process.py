"""The mock in the tests' own process."""

import asyncio

import pytest
from openai import AsyncOpenAI, OpenAI

from truecopy.picture import inspect_picture
from truecopy.pytest_plugin.in_process import InProcessMock, TruecopyApp

EDIT = {"model": "qwen-image-2.0-pro", "prompt": "A kite", "size": "512*512"}


def test_sdks_reach_it_without_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Synchronous and not, with the key of the test; pictures are behind the same client."""
    monkeypatch.setattr("socket.socket.connect", None)
    mock = InProcessMock()
    with TruecopyApp(mock, monkeypatch) as held:
        url, key = f"{held.url('powertokens')}/v1", held.key("powertokens")
        client = held.client("powertokens")
        sync = OpenAI(base_url=url, api_key=key, http_client=client)

        answer = sync.post("/images/edits", body=EDIT, cast_to=dict[str, object])

        async def ask() -> object:
            async with held.async_client("powertokens") as inner:
                sdk = AsyncOpenAI(base_url=url, api_key=key, http_client=inner)
                return await sdk.post("/images/edits", body=EDIT, cast_to=dict[str, object])

        asyncio.run(ask())
        link = answer["data"][0]["url"]  # type: ignore[index] # as the vendor documents it
        assert inspect_picture(client.get(link).content).width == 512
        held.assert_called("edit-image-json", vendor="powertokens", times=2)
    assert client.is_closed
    mock.close()
