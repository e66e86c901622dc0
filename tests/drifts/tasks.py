"""Tasks that time alone moves on: what one shows is a function of its record and the hour."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.drifts.pictures import Size, address

Timeline = tuple[tuple[float, str], ...]
"""Seconds after creation -> the state that begins then; a task that is to fail ends as `failed`."""

TIMELINE: Timeline = ((0.0, "pending"), (0.15, "processing"), (0.4, "completed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is fixed when a task is created.

    Attributes:
        key: Whose task it is.
        created: In unix seconds.
        size: Of each picture.
        token: Names its pictures: hexadecimal digits.
    """

    id: str
    token: str
    key: str
    created: float
    count: int
    size: Size
    is_doomed: bool


def instant(seconds: float) -> str:
    """Return unix seconds as RFC 3339 text in UTC."""
    text = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def shown(task: Task, timeline: Timeline, now: float, origin: str) -> dict[str, Any]:
    """Return the body that shows a task at some time.

    Args:
        origin: Scheme and host that addresses of pictures begin with.
    """
    since, state = [step for step in timeline if task.created + step[0] <= now or step[0] == 0][-1]
    if state == "completed" and task.is_doomed:
        state = "failed"
    info: dict[str, Any] = {
        "id": task.id,
        "status": state,
        "created_at": instant(task.created),
        "updated_at": instant(task.created + since),
    }
    body: dict[str, Any] = {"task_info": info}
    if state == "failed":
        info["error"] = {"code": 3001, "title": "Not made", "detail": "The prompt was turned down"}
    if state == "completed":
        body["images"] = images(task, origin)
    return body


def images(task: Task, origin: str) -> list[str]:
    """Return the addresses of a task's pictures, the same ones each time."""
    return [address(origin, task.size, f"{task.token}-{index}") for index in range(task.count)]
