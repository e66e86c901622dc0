"""A mock behind the upstream: it answers where the upstream cannot, and is asked for the tasks it made."""

from truecopy.contract.matching import Match
from truecopy.judge import body_of
from truecopy.model import Contract
from truecopy.model.pointers import first
from truecopy.recording.proxying.exchange import Exchange
from truecopy.wire.inprocess import App

ANSWERED_BY_MOCK = (b"x-truecopy-answered-by", b"mock")
# As many as the mock itself keeps.
_MOST_TASKS = 10_000


class Fallback:
    """The mock of one vendor, and the tasks that it made.

    Attributes:
        mock: Its application.
    """

    def __init__(self, mock: App, contract: Contract) -> None:
        """Begin with no task known."""
        self.mock = mock
        self._lifecycle = contract.lifecycle
        self._tasks: dict[str, None] = {}

    def has_task(self, match: Match | None) -> bool:
        """Whether a request is about a task that the mock made."""
        if match is None or self._lifecycle is None:
            return False
        return match.parameters.get(self._lifecycle.parameter) in self._tasks

    def can_answer(self, match: Match | None) -> bool:
        """Whether the mock may stand in: it knows nothing of a task that it did not make."""
        is_look = match and self._lifecycle and match.operation == self._lifecycle.poll
        return not is_look or self.has_task(match)

    def remember(self, match: Match | None, exchange: Exchange) -> None:
        """Take in an answer of the mock: a new task is looked up there from now on."""
        if match is None or self._lifecycle is None or match.operation != self._lifecycle.create:
            return
        task_id = first(body_of(exchange.interaction("")), self._lifecycle.id)
        if 200 <= exchange.status < 300 and isinstance(task_id, str):
            self._tasks[task_id] = None
            if len(self._tasks) > _MOST_TASKS:
                del self._tasks[next(iter(self._tasks))]
