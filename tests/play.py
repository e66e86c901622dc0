"""The mock in process, for tests: a client, a clock that the test moves, requests made from contracts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from truecopy import MockApp, create_app
from truecopy.model import Operation
from truecopy.picture import sample_picture

HOST = "http://127.0.0.1:4747"


class FakeClock:
    """Real time for the mock, at the test's command."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Go back to where it began."""
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        """Return the time in unix seconds."""
        return self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A mock under test."""

    app: MockApp
    client: TestClient
    clock: FakeClock

    def send(  # noqa: PLR0913 - one keyword for each part of a request
        self,
        vendor: str,
        operation: str,
        body: Any = None,
        *,
        key: str | None = "sk-test",
        headers: Mapping[str, str] | None = None,
        files: Any = None,
        parameters: Mapping[str, str] | None = None,
    ) -> Response:
        """Send a request to an operation; a form when it takes one, `files` being its file parts."""
        found = self.operation(vendor, operation)
        path = found.path
        for name, value in (parameters or {}).items():
            path = path.replace("{" + name + "}", value)
        given = {"authorization": f"Bearer {key}"} if key else {}
        given |= dict(headers or {})
        url = f"/{vendor}{path}"
        if found.media_type == "multipart/form-data":
            parts = {name: (None, str(value)) for name, value in (body or {}).items()}
            return self.client.request(
                found.method, url, headers=given, files={**parts, **(files or {})}
            )
        if body is not None:
            given.setdefault("content-type", "application/json")
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            return self.client.request(found.method, url, headers=given, content=content)
        return self.client.request(found.method, url, headers=given)

    def reset(self) -> None:
        """Forget what was asked, and go back to the first moment."""
        assert self.client.post("/_truecopy/reset").status_code == 200
        self.client.cookies.clear()
        self.clock.reset()

    def operation(self, vendor: str, name: str) -> Operation:
        """Return an operation of a vendor's contract."""
        return self.app.contracts[vendor].operations[name]

    def fetch(self, url: str) -> bytes:
        """Return what is behind an address in an answer."""
        response = self.client.get(url)
        assert response.status_code == 200, response.text
        return bytes(response.content)

    def journal(self) -> list[dict[str, Any]]:
        """Return the journal, the newest entry first."""
        entries: list[dict[str, Any]] = self.client.get("/_truecopy/requests").json()["requests"]
        return entries


def make_play(*vendors: str, **settings: Any) -> Play:
    """Return the mock of some vendors, or of all."""
    clock = FakeClock()
    settings.setdefault("seed", 7)
    app = create_app(vendors, time_source=clock, **settings)
    client = TestClient(app, base_url=HOST, client=("127.0.0.1", 50_000))
    return Play(app=app, client=client, clock=clock)


def example(operation: Operation) -> tuple[Any, dict[str, Any]]:
    """Return a request that the documents show: its body, and its files where it is a form."""
    if operation.media_type != "multipart/form-data":
        return operation.example, {}
    schema = operation.request or {}
    texts: dict[str, Any] = {}
    files: dict[str, Any] = {}
    for name, value in (
        operation.example or {"model": "qwen-image-2.0-pro", "prompt": "A kite"}
    ).items():
        if schema["properties"][name].get("format") == "binary":
            files[name] = (f"{name}.png", square(), "image/png")
        else:
            texts[name] = value
    return texts, files


def square(side: int = 64, *, transparent: bool = True) -> bytes:
    """Return a small square PNG."""
    return sample_picture(width=side, height=side, transparent=transparent)
