"""The mock in the tests' own process, and clients that reach it without a socket."""

import json
from collections.abc import Mapping
from operator import methodcaller
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from truecopy.errors import UsageError
from truecopy.mock import create_app
from truecopy.pytest_plugin.held_accounts import TruecopyMock
from truecopy.pytest_plugin.played import KnownVendors, answer_of
from truecopy.wire.inprocess import AsyncClient, Client, async_client_of, client_of

# What a test got wrong is told at the line of the test.
__tracebackhide__ = methodcaller("errisinstance", UsageError)

# No public name: the admin API answers to it.
_HOST = "http://truecopy"


class InProcessMock:
    """An application that is called, not served.

    Attributes:
        app: The application.
        url: Scheme and host under which clients find it.
        vendors: What it plays.
    """

    def __init__(self, workspace: Path | None = None) -> None:
        """Put the application together.

        Args:
            workspace: None resolves it as the command line does.
        """
        self.app = create_app(workspace=workspace)
        self.url = _HOST
        contracts = self.app.contracts.items()
        self.vendors = KnownVendors(
            operations={name: list(contract.operations) for name, contract in contracts},
            environments=self.app.environments,
        )
        self._client = client_of(self.app, _HOST)

    def ask(
        self,
        method: str,
        path: str,
        content: Mapping[str, Any] | None = None,
        *,
        key: str = "",
    ) -> Any:
        """Return the admin API's answer.

        Raises:
            UsageError: It refuses.
        """
        body = b"" if content is None else json.dumps(content).encode()
        bearer = f"Bearer {key}".encode("utf-8", "surrogateescape")
        headers = {b"authorization": bearer} if key else {}
        answer = self._client.request(method, path, content=body, headers=headers)
        return answer_of(answer.status_code, answer.content)

    def close(self) -> None:
        """Let go of what runs it."""
        self._client.close()


class TruecopyApp(TruecopyMock):
    """The mock in process, as one test sees it: `truecopy_app`.

    Attributes:
        app: The ASGI application, for transports of one's own.
    """

    def __init__(self, mock: InProcessMock, monkeypatch: pytest.MonkeyPatch) -> None:
        """Open accounts for a test."""
        super().__init__(mock, monkeypatch)
        self.app = mock.app
        self._clients: list[Client] = []

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the clients."""
        for each in self._clients:
            each.close()

    def client(self, vendor: str) -> Client:
        """Return a client of httpx2 that is answered by the vendor, with the key of the test's account."""
        made = client_of(self.app, self.url(vendor), self._headers(vendor))
        self._clients.append(made)
        return made

    def async_client(self, vendor: str) -> AsyncClient:
        """Return the same for asynchronous code; whoever opens it closes it."""
        return async_client_of(self.app, self.url(vendor), self._headers(vendor))

    def _headers(self, vendor: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key(vendor)}"}
