"""The tasks that traffic has shown so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from truecopy.contract.matching import Match
from truecopy.judge.answers import AnswerJudge
from truecopy.judge.task_watch import TaskWatch
from truecopy.model import Payload

_MOST_TASKS = 10_000  # of a proxy that runs for days: some ten megabytes


@dataclass(slots=True, kw_only=True)
class KnownTask:
    """A task whose making was seen.

    Attributes:
        request: Body of the request that made it.
        key: Authorization header of that request; empty without one.
        is_looked_at: Whether an answer has shown it since.
    """

    watch: TaskWatch
    request: Payload
    key: str
    is_looked_at: bool = False


class KnownTasks:
    """Finds the task that a look-up is for."""

    def __init__(self, answers: AnswerJudge) -> None:
        """Begin with no task known."""
        self._answers = answers
        self._lifecycle = answers.contract.lifecycle
        self._tasks: dict[str, KnownTask] = {}

    @property
    def open(self) -> tuple[str, ...]:
        """Ids of those that were looked at, and not seen to end."""
        return tuple(
            name
            for name, task in self._tasks.items()
            if name and task.is_looked_at and not task.watch.is_over
        )

    def request(self, match: Match) -> Payload | None:
        """Return the request that made the task which a look-up is for; None where it was not seen."""
        task = self._of(match)
        return task.request if task else None

    def unended(self, match: Match, key: str) -> KnownTask | None:
        """Return the task that a look is at, where it was made with the same key and goes on."""
        task = self._of(match)
        is_own = task is not None and task.key == key and not task.watch.is_over
        return task if is_own else None

    def see(self, match: Match, request: Payload, key: str, body: Any) -> Iterator[KnownTask]:
        """Yield each task that an answer shows, once it has been looked at: the one that is made, the one that is looked up."""
        lifecycle = self._lifecycle
        if lifecycle is None or not isinstance(body, dict):
            return
        if match.operation == lifecycle.create:
            made = TaskWatch(self._answers, lifecycle, body)
            task = KnownTask(watch=made, request=request, key=key)
            if len(self._tasks) < _MOST_TASKS:
                self._tasks[made.id] = task
            yield task
        known = self._of(match)
        if known is not None:
            known.watch.see(body)
            known.is_looked_at = True
            yield known

    def _of(self, match: Match) -> KnownTask | None:
        lifecycle = self._lifecycle
        if lifecycle is None or match.operation != lifecycle.poll:
            return None
        return self._tasks.get(match.parameters.get(lifecycle.parameter, ""))
