"""Which pictures of answers a check looks at, and how many requests that comes to."""

from collections.abc import Collection

from truecopy.judge.answer_promises import AnswerPromises
from truecopy.model import Contract, Outcome, Payload, Probe

LOOKS_A_TASK = 2  # one that shows the end, and one after it; the first task alone takes more


class PictureLooks:
    """The pictures that are looked at: of each operation the first, and those whose size is promised."""

    def __init__(self, contract: Contract, promises: AnswerPromises) -> None:
        """Begin with none."""
        self._contract = contract
        self._promises = promises
        self._pictured: set[str] = set()
        self._sized: set[str] = set()
        self._is_sparing = False
        self._wanted: dict[str, int] = {}

    def due(self, operation: str, request: Payload, body: object) -> list[str]:
        """Return the addresses of the pictures of an answer that are looked at."""
        most = 1 if self._is_sparing else self._promises.count(operation, request)
        addresses = self._promises.addresses(operation, body)[:most]
        if not addresses or not self._is_due(operation, request, body):
            return []
        self._pictured.add(operation)
        return addresses

    def _is_due(self, operation: str, request: Payload, body: object) -> bool:
        """Whether the pictures of an answer are looked at: those with a promised size, and the first."""
        is_due = operation not in self._pictured
        if self._promises.wants_size(operation, request, body):
            is_due = is_due or not self._is_sparing or operation not in self._sized
            self._sized.add(operation)
        return is_due

    def expected_requests(self, probes: Collection[Probe]) -> int:
        """Return how many requests some probes come to, with looks and pictures, if they go as they should."""
        good = [each for each in probes if each.outcome is Outcome.ACCEPTED]
        pictures = {each.id: self._pictures_of(each) for each in good}
        shown = {each.id: self._shown_by(each.draft.operation) for each in good}
        looks = sum(LOOKS_A_TASK for each in good if shown[each.id] != each.draft.operation)
        new = set(shown.values()) - self._pictured
        if self._is_sparing:
            sized = {shown[name] for name, count in pictures.items() if count}
            return len(probes) + looks + len(new | (sized - self._sized))
        return len(probes) + looks + len(new) + sum(pictures.values())

    def _pictures_of(self, probe: Probe) -> int:
        """Return how many pictures of the answer to a probe are looked at for their size."""
        if probe.id not in self._wanted:
            name, draft = self._shown_by(probe.draft.operation), probe.draft
            is_sized = self._promises.wants_size(name, draft.payload, None)
            self._wanted[probe.id] = min(2, draft.pictures) if is_sized else 0
        return self._wanted[probe.id]

    def _shown_by(self, operation: str) -> str:
        """Return the operation whose answers show what another one was asked for: of tasks, the look-up."""
        lifecycle = self._contract.lifecycle
        is_create = lifecycle is not None and lifecycle.create == operation
        return lifecycle.poll if lifecycle is not None and is_create else operation

    def requests_of_a_part(self, probe: Probe) -> int:
        """Return how many requests a part of a probe comes to: one, and a look where it makes a task."""
        operation = probe.draft.operation
        return 1 if self._shown_by(operation) == operation else 2

    def spare(self) -> None:
        """Look at one more picture for each operation at most: requests are needed for something else."""
        self._is_sparing = True

    @property
    def of_a_task(self) -> int:
        """How many pictures of a task are looked at from now on."""
        return 0 if self._is_sparing else 2
