"""The diagnosis: which side is stale, from what each side says of a claim of the contract."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Party(StrEnum):
    """A side that is held against the contract."""

    DOCUMENTS = "documents"
    WIRE = "wire"
    RECORDINGS = "recordings"
    MOCK = "mock"


class Standpoint(StrEnum):
    """What a side says of a claim of the contract."""

    AGREES = "agrees"
    DIFFERS = "differs"
    MISREAD = "misread"  # its text is as it was, and says something else than the contract
    UNSEEN = "not-looked-at"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisRow:
    """One line of the table.

    Attributes:
        when: Party -> what it says; a party that is not named may say anything.
        stale: Which side is out of date; empty where nobody can tell.
        text: One sentence for people.
    """

    slug: str
    when: Mapping[Party, Standpoint]
    stale: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDiagnosis:
    """What is wrong at one claim.

    Attributes:
        says: What each side says of it.
        rows: The lines of the table that apply, in its order; several where several things are wrong at once.
    """

    claim: str
    says: Mapping[Party, Standpoint]
    rows: tuple[DiagnosisRow, ...]

    @property
    def unseen(self) -> tuple[Party, ...]:
        """The sides that did not look."""
        return tuple(each for each in Party if self.says[each] is Standpoint.UNSEEN)

    @property
    def stale(self) -> str:
        """The sides that are out of date, the worst first; empty where nobody can tell."""
        return ", ".join(dict.fromkeys(each.stale for each in self.rows if each.stale))

    @property
    def text(self) -> str:
        """What is wrong, in sentences; what was not looked at is said."""
        told = [each.text for each in self.rows]
        if len(told) > 1:
            told.insert(0, f"{len(told)} things at once:")
        if self.unseen:
            told.append(f"Not looked at: {', '.join(self.unseen)}.")
        return " ".join(told)


_D, _W, _R, _M = Party.DOCUMENTS, Party.WIRE, Party.RECORDINGS, Party.MOCK
_SAME, _OTHER, _UNSEEN = Standpoint.AGREES, Standpoint.DIFFERS, Standpoint.UNSEEN
_MISREAD = Standpoint.MISREAD
# The worst first.
DIAGNOSES = (
    DiagnosisRow(
        slug="silent-change",
        when={_D: _SAME, _W: _OTHER},
        stale="documents",
        text="The endpoint has changed and the documents have not: a silent change.",
    ),
    DiagnosisRow(
        slug="contract-stale",
        when={_D: _OTHER, _W: _OTHER},
        stale="contract",
        text="The documents have changed and so has the endpoint: the contract is stale, derive it again.",
    ),
    DiagnosisRow(
        slug="reading-stale",
        when={_D: _MISREAD},
        stale="contract",
        text="The documents are as they were and give another contract: our reading is stale, derive it again.",
    ),
    DiagnosisRow(
        slug="wire-changed",
        when={_D: _UNSEEN, _W: _OTHER},
        stale="",
        text="The endpoint has changed; whether the documents announce it was not looked at.",
    ),
    DiagnosisRow(
        slug="announced",
        when={_D: _OTHER, _W: _SAME},
        stale="contract",
        text="The documents have changed and the endpoint has not: announced, not live.",
    ),
    DiagnosisRow(
        slug="documents-changed",
        when={_D: _OTHER, _W: _UNSEEN},
        stale="contract",
        text="The documents give another contract; whether it is live was not looked at.",
    ),
    DiagnosisRow(
        slug="recording-stale",
        when={_R: _OTHER, _W: _SAME},
        stale="recordings",
        text="A recording shows what the endpoint does no longer: record it again.",
    ),
    DiagnosisRow(
        slug="recording-older",
        when={_R: _SAME, _W: _OTHER},
        stale="recordings",
        text="A recording is from before the endpoint changed: record it again.",
    ),
    DiagnosisRow(
        slug="recording-differs",
        when={_R: _OTHER, _W: _UNSEEN},
        stale="",
        text="A recording breaks the contract; whether the endpoint does was not looked at.",
    ),
    DiagnosisRow(
        slug="mock-differs",
        when={_M: _OTHER},
        stale="mock",
        text="The mock does not keep the contract: a fault of the mock.",
    ),
)


def diagnose(sides: Mapping[Party, Mapping[str, Standpoint]]) -> list[ClaimDiagnosis]:
    """Return what is wrong, claim by claim, the worst first; nothing for claims on which all agree.

    Args:
        sides: Party -> claim -> what it says. A party without an entry for a claim did not look at it, and one
            that is missing did not look at all.
    """
    claims = {claim for said in sides.values() for claim in said}
    found = [_of_claim(claim, sides) for claim in sorted(claims)]
    return sorted(
        (each for each in found if each.rows), key=lambda each: DIAGNOSES.index(each.rows[0])
    )


def standpoints(differing: Iterable[str], examined: Iterable[str]) -> dict[str, Standpoint]:
    """Return what a side says, from the claims that it breaks and those that it was examined for."""
    said = dict.fromkeys(examined, Standpoint.AGREES)
    return said | dict.fromkeys(filter(None, differing), Standpoint.DIFFERS)


def _of_claim(claim: str, sides: Mapping[Party, Mapping[str, Standpoint]]) -> ClaimDiagnosis:
    says = {each: sides.get(each, {}).get(claim, Standpoint.UNSEEN) for each in Party}
    rows = tuple(
        row for row in DIAGNOSES if all(says[party] is said for party, said in row.when.items())
    )
    return ClaimDiagnosis(claim=claim, says=says, rows=rows)
