"""Recorded answers given again: in their order for each client, and what is nearest where there is none."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from truecopy.judge import body_of
from truecopy.model import Contract, Interaction
from truecopy.model.pointers import first
from truecopy.recording.cassette import Cassette, Recorded
from truecopy.recording.content_encoding import as_it_reads
from truecopy.recording.matchers import (
    Difference,
    Matching,
    Question,
    differences,
    nearest,
)

# Each has its own place in the recordings; more keys than one test run uses.
_MOST_CLIENTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One recorded interaction that can be played.

    Attributes:
        number: Of the interaction within its cassette, from 0.
        task: Id of the task that its answer made; empty where it made none.
    """

    cassette: Path
    number: int
    recorded: Recorded
    question: Question
    task: str = ""

    @property
    def interaction(self) -> Interaction:
        """The interaction itself."""
        return self.recorded.interaction

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.cassette}:{self.recorded.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A request that no recording answers.

    Attributes:
        has_path: Whether a recording has its method and path.
        nearest: The recording that is most alike; None where there is none at all.
    """

    has_path: bool
    nearest: Track | None
    differences: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        if self.nearest is None:
            return "there are no recordings"
        told = "; ".join(str(each) for each in self.differences[:6])
        rest = len(self.differences) - 6
        more = f"; and {rest} more" if rest > 0 else ""
        return f"no recording answers this; the nearest is {self.nearest.place}, which differs in {told}{more}"


class Player:
    """Plays the tracks of some cassettes.

    Equal requests get the recorded answers in their order, and then the last one again. Where a request makes
    a task anew, the looks at that task begin anew too. Each client has its own place in all of this.
    """

    def __init__(
        self, cassettes: Iterable[Cassette], matching: Matching, contract: Contract | None = None
    ) -> None:
        """Index the tracks.

        Args:
            contract: Says which answers make tasks; None where nobody knows the vendor.
        """
        self._matching = matching
        self._contract = contract
        self.tracks = [track for each in cassettes for track in self._tracks(each)]
        self._groups: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        for number, track in enumerate(self.tracks):
            self._groups[_group(track.question)].append(number)
        self._looks = self._looks_by_task()
        self._positions: OrderedDict[str, dict[int, int]] = OrderedDict()

    def question(self, asked: Interaction) -> Question:
        """Return what a request asks."""
        return self._matching.question(as_it_reads(asked))

    def play(self, question: Question, client: str = "") -> Track | None:
        """Return what answers a request; None where nothing does.

        Args:
            client: Whose place in the recordings counts.
        """
        fitting = [
            each
            for each in self._groups.get(_group(question), ())
            if self.tracks[each].question.parts == question.parts
            and not differences(self.tracks[each].question, question)
        ]
        if not fitting:
            return None
        position = self._position(client)
        last = position.get(fitting[0], -1)
        chosen = next((each for each in fitting if each > last), fitting[-1])
        position[fitting[0]] = chosen
        track = self.tracks[chosen]
        for look in self._looks.get(track.task, ()):
            position.pop(look, None)
        return track

    def miss(self, asked: Question) -> Miss:
        """Return what is nearest to a request that nothing answers."""
        found = nearest((each.question for each in self.tracks), asked)
        if found is None:
            return Miss(has_path=False, nearest=None)
        number, differing = found
        path = asked.parts["path"]
        has_path = any(each.question.parts["path"] == path for each in self.tracks)
        return Miss(has_path=has_path, nearest=self.tracks[number], differences=tuple(differing))

    def reset(self) -> None:
        """Begin anew, for every client."""
        self._positions.clear()

    def _tracks(self, cassette: Cassette) -> Iterable[Track]:
        is_complete = bool(cassette.header.tool)
        for number, recorded in enumerate(cassette.recorded):
            interaction = recorded.interaction
            yield Track(
                cassette=cassette.path,
                number=number,
                recorded=recorded,
                question=self._matching.question(interaction, is_complete=is_complete),
                task=self._task_of(interaction),
            )

    def _task_of(self, interaction: Interaction) -> str:
        """Return the id of the task that an answer made; empty where it made none."""
        matcher, lifecycle = self._matching.matcher, self._contract and self._contract.lifecycle
        if not lifecycle or matcher is None or interaction.status >= 300:
            return ""
        match = matcher.of(interaction)
        if match is None or match.operation != lifecycle.create:
            return ""
        return str(first(body_of(interaction), lifecycle.id) or "")

    def _looks_by_task(self) -> Mapping[str, list[int]]:
        """Return task id -> the tracks of all looks at it."""
        tasks = {each.task for each in self.tracks if each.task}
        found: dict[str, list[int]] = {task: [] for task in tasks}
        for number, track in enumerate(self.tracks):
            name = track.question.parts["path"].rpartition("/")[2]
            if name in found:
                found[name].append(number)
        return found

    def _position(self, client: str) -> dict[int, int]:
        """Return the last track that a client was played, by the first of those that answer the same."""
        position = self._positions.setdefault(client, {})
        self._positions.move_to_end(client)
        if len(self._positions) > _MOST_CLIENTS:
            self._positions.popitem(last=False)
        return position


def _group(question: Question) -> tuple[str, str, int]:
    """Return what requests that ask the same have in common, at no cost."""
    return question.parts["method"], question.parts["path"], len(question.parts)
