"""Traffic kept as it passes: each interaction goes to the cassette of its request, a look to that of its task."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from truecopy.errors import RecordingError
from truecopy.judge import Observation, body_of
from truecopy.model import Contract, Interaction
from truecopy.model.pointers import first
from truecopy.recording.cassette_files import save_cassette
from truecopy.recording.matchers import matching_for
from truecopy.recording.origin import header_of
from truecopy.redaction import Redaction, Redactor

UNMATCHED = "unmatched"
# A task that is looked at every second is over long before.
_MOST_INTERACTIONS = 1_000


@dataclass(slots=True)
class _Open:
    """A cassette that grows.

    Attributes:
        written: What is in it, without its secrets.
    """

    path: Path
    written: Redaction = field(default_factory=Redaction)


class Session:
    """Records the traffic of one vendor as long as it lasts.

    Each file is whole after each interaction, so that nothing is lost when the session ends. A request that an
    earlier session recorded is recorded anew: its cassette is replaced.

    Attributes:
        paths: Cassettes that were written.
    """

    def __init__(self, contract: Contract, folder: Path, base_url: str, redactor: Redactor) -> None:
        """Begin with nothing recorded.

        Args:
            folder: Of the vendor's recordings.
            base_url: What stands in front of the documented paths.
        """
        self._contract = contract
        self._folder = folder
        self._base_url = base_url
        self._redactor = redactor
        self._matching = matching_for(contract, (base_url,), redactor=redactor)
        self._open: dict[Path, _Open] = {}
        self._tasks: dict[str, _Open] = {}

    @property
    def paths(self) -> tuple[Path, ...]:
        """The cassettes that were written."""
        return tuple(each.path for each in self._open.values() if each.written.interactions)

    def keep(self, seen: Observation, interaction: Interaction) -> None:
        """Add an interaction to its cassette.

        Args:
            interaction: Its keys still in it.

        Raises:
            RecordingError: It cannot be written, holds what may be secret, or its cassette is full.
        """
        cassette = self._cassette(seen.operation, interaction)
        written = cassette.written
        if len(written.interactions) >= _MOST_INTERACTIONS:
            raise RecordingError(
                str(cassette.path), 0, f"has {_MOST_INTERACTIONS} interactions, which is the most"
            )
        header = header_of(self._contract, [*written.interactions, interaction], self._base_url)
        cassette.written = save_cassette(
            cassette.path, header, [interaction], self._redactor, before=written
        )

    def _cassette(self, operation: str, interaction: Interaction) -> _Open:
        """Return the cassette that an interaction belongs to."""
        lifecycle = self._contract.lifecycle
        match = self._matching.matcher.of(interaction) if self._matching.matcher else None
        if lifecycle is not None and match is not None and operation == lifecycle.poll:
            known = self._tasks.get(match.parameters.get(lifecycle.parameter, ""))
            if known is not None:
                return known
        question = self._matching.question(interaction)
        asked = json.dumps([sorted(question.parts.items()), question.has_key, question.media_type])
        name = f"proxied-{sha256(asked.encode()).hexdigest()[:12]}.yaml"
        path = self._folder / (operation or UNMATCHED) / name
        found = self._open.setdefault(path, _Open(path))
        if lifecycle is not None and operation == lifecycle.create:
            task = first(body_of(interaction), lifecycle.id)
            if isinstance(task, str):
                self._tasks[task] = found
        return found
