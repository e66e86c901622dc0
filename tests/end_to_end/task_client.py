"""A client of task APIs as programs of real users are: local files, retries, a poll at once, then an interval."""

import mimetypes
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx2

GENERATION = "/vendors/alibaba/v1/qwen-image-edit-max/generation"
_TRIES = 4
_MOST_POLLS = 100


class TaskFailedError(Exception):
    """A task ended with an error."""


def data_uri(path: Path) -> str:
    """Return a local file as a data URI."""
    kind, _ = mimetypes.guess_type(path.name)
    return f"data:{kind};base64,{b64encode(path.read_bytes()).decode()}"


class TaskClient:
    """Creates tasks, and follows them to their end.

    Attributes:
        seen: States in the order in which polls showed them, repeats included.
        waits: Every pause, in seconds.
    """

    def __init__(
        self, http: httpx2.Client, base_url: str, key: str, pause: Callable[[float], None]
    ) -> None:
        """Point the client somewhere.

        Args:
            base_url: What stands in front of the documented path.
            pause: Lets a number of seconds pass.
        """
        self._http = http
        self._url = f"{base_url}{GENERATION}"
        self._key = key
        self._pause = pause
        self.seen: list[str] = []
        self.waits: list[float] = []

    def create(
        self, images: list[Path | str], *, prompt: str, prefer: str | None = None, **fields: Any
    ) -> httpx2.Response:
        """Return the answer that accepts a task; 429 and 5xx are tried again."""
        sources = [data_uri(each) if isinstance(each, Path) else each for each in images]
        headers = self._headers() | ({"Prefer": prefer} if prefer else {})
        body = {"images": sources, "prompt": prompt, **fields}
        for _ in range(_TRIES - 1):
            answer = self._http.post(self._url, headers=headers, json=body)
            if answer.status_code != 429 and answer.status_code < 500:
                return answer
            self._wait(float(answer.headers.get("retry-after", "2")))
        return self._http.post(self._url, headers=headers, json=body)

    def look(self, task_id: str) -> httpx2.Response:
        """Return the answer to one poll."""
        return self._http.get(f"{self._url}/{task_id}", headers=self._headers())

    def follow(self, task_id: str, *, interval_s: float) -> list[str]:
        """Poll at once, and then on an interval; return the addresses of the pictures.

        Raises:
            TaskFailedError: The task failed; carries code, title and detail.
        """
        for _ in range(_MOST_POLLS):
            answer = self.look(task_id)
            assert answer.status_code == 200, answer.text
            content: Mapping[str, Any] = answer.json()
            state = content["task_info"]["status"]
            self.seen.append(state)
            if state == "failed":
                error = content["task_info"]["error"]
                raise TaskFailedError(error["code"], error["title"], error["detail"])
            if state == "completed":
                return list(content["images"])
            self._wait(interval_s)
        raise AssertionError(f"no end after {_MOST_POLLS} polls: {self.seen}")

    def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._pause(seconds)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"}
