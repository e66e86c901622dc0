"""Cassettes in use: found and read when a block is entered, written again when it is left."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import Any

from vcr.record_mode import RecordMode

from truecopy.contract import Workspace, find_workspace, read_settings
from truecopy.errors import RecordingError, UsageError
from truecopy.model import Contract, Interaction
from truecopy.recording.cassette import Cassette
from truecopy.recording.cassette_files import FOLDER, find_cassettes, load_cassette, save_cassette
from truecopy.recording.file_lock import locked_folder
from truecopy.recording.matchers import Matching, Question, differences, matching_for
from truecopy.recording.origin import header_of, known_secrets, recognised
from truecopy.redaction import Redactor

Played = Callable[[Path, int], None]
Added = tuple[Interaction, Question]


@dataclass(frozen=True, slots=True, kw_only=True)
class CassetteSettings:
    """What `use` was told; cassettes are looked for whenever a block is entered."""

    name: Path
    mode: RecordMode
    vendor: str | None
    workspace: Path | None
    folder: Path
    ignore: tuple[str, ...]
    headers: tuple[str, ...]
    secrets: tuple[str, ...]
    not_secret: tuple[str, ...]
    since: float
    played: Played

    def opened(self) -> "OpenedCassettes":
        """Return the cassettes that are there now, and how requests are compared."""
        workspace = find_workspace(self.workspace)
        place = _place(self.folder / self.name, self.name, workspace)
        stamp = _stamp(place)
        cassettes = [load_cassette(each) for each in _existing(place, self.mode)]
        contract = _contract(workspace, self.vendor, cassettes)
        bases = [each.header.base_url for each in cassettes]
        redactor = Redactor(
            known=[*known_secrets(), *self.secrets],
            allowed=[*_not_secret(read_settings(workspace)), *self.not_secret],
        )
        matching = matching_for(
            contract, bases, ignore=self.ignore, headers=self.headers, redactor=redactor
        )
        return OpenedCassettes(
            place=place,
            stamp=stamp,
            cassettes=cassettes,
            matching=matching,
            contract=contract,
            contracts=lambda: (workspace.load(name) for name in workspace.vendors()),
            settings=self,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCassettes:
    """Cassettes in use.

    Attributes:
        stamp: Tells whether the file has changed since.
    """

    place: Path
    stamp: tuple[int, ...]
    cassettes: Sequence[Cassette]
    matching: Matching
    contract: Contract | None
    contracts: Callable[[], Iterator[Contract]]
    settings: CassetteSettings

    def add(self, recorded: Sequence[Added]) -> None:
        """Write the cassette with what was recorded, and with what others have written meanwhile.

        Raises:
            RecordingError: It cannot be written, or holds what may be secret.
        """
        redactor = self.matching.redactor
        try:
            with locked_folder(self.place.parent):
                interactions = self._merged(recorded)
                contract = self.contract or recognised(self.contracts(), interactions)
                header = header_of(contract, interactions)
                if any(not each.header.tool for each in self.cassettes):
                    # Other tools leave keys out, and what they recorded is to be found as before.
                    header = replace(header, tool="")
                save_cassette(self.place, header, interactions, redactor)
        except OSError as error:
            why = error.strerror or str(error)
            raise RecordingError(str(self.place), 0, f"cannot be written: {why}") from error

    def _merged(self, recorded: Sequence[Added]) -> list[Interaction]:
        """Return what the cassette holds from now on; of what others recorded too, theirs."""
        own = [interaction for interaction, _ in recorded]
        if self.settings.mode is RecordMode.ALL:
            asked = [question for _, question in recorded]
            recent = self._recent()
            kept = [each for each in recent if _is_another(self.matching.question(each), asked)]
            return [*kept, *own]
        loaded = [each for cassette in self.cassettes for each in cassette.interactions]
        if _stamp(self.place) == self.stamp or not self.place.exists():
            return [*loaded, *own]
        there, known = load_cassette(self.place).interactions, frozenset(loaded)
        others = [self.matching.question(each) for each in there if each not in known]
        return [
            *there,
            *(each for each, question in recorded if _is_another(question, others)),
        ]

    def _recent(self) -> Sequence[Interaction]:
        """Return what was recorded since recording everything anew began."""
        if self.settings.since == inf or not self.place.exists():
            return ()
        with suppress(RecordingError):  # it is replaced, whatever it was
            there = load_cassette(self.place).interactions
            return [each for each in there if each.sent_at >= self.settings.since]
        return ()


def _is_another(asked: Question, others: Sequence[Question]) -> bool:
    return all(differences(each, asked) for each in others)


def _not_secret(settings: Mapping[str, Any]) -> list[str]:
    """Return what the settings of a workspace allow.

    Raises:
        UsageError: It is no list of texts.
    """
    found = settings.get("not-secret", [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise UsageError(f"not-secret is {found!r:.60}; a list of regular expressions was expected")
    return found


def _place(path: Path, name: Path, workspace: Workspace) -> Path:
    """Return where a cassette is: at its path, else in the workspace's recordings, else where it will be."""
    if path.exists() or name.is_absolute():
        return path
    for root in workspace.roots:
        if (root / FOLDER / name).exists():
            return root / FOLDER / name
    return path


def _stamp(place: Path) -> tuple[int, ...]:
    """Return what is another value once a file was written again; empty where there is none."""
    try:
        found = place.stat()
    except OSError:
        return ()
    return (found.st_ino, found.st_mtime_ns, found.st_size)


def _existing(place: Path, mode: RecordMode) -> list[Path]:
    is_new = mode is RecordMode.ALL or not place.exists()
    if mode is RecordMode.NONE:
        if is_new:
            what = (
                "there is no such cassette, nor one in the recordings of the workspace; "
                "mode none records none, mode once does"
            )
            raise RecordingError(str(place), 0, what)
        return find_cassettes(place)
    if place.is_dir():
        what = f"is a folder; with mode {mode.value} a file was expected"
        raise RecordingError(str(place), 0, what)
    if place.suffix == ".json" and (is_new or mode is RecordMode.NEW_EPISODES):
        raise RecordingError(str(place), 0, "recordings are written as YAML: name it .yaml")
    return [] if is_new else find_cassettes(place)


def _contract(
    workspace: Workspace, vendor: str | None, cassettes: Sequence[Cassette]
) -> Contract | None:
    if vendor is not None:
        return workspace.load(vendor)
    named = {each.header.vendor for each in cassettes} - {""}
    known = named & set(workspace.vendors())
    return workspace.load(known.pop()) if len(named) == 1 and known else None
