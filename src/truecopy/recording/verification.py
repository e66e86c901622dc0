"""Cassettes against the contracts: what they break, what they were seen to hold, and how old they are."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from truecopy.errors import RecordingError
from truecopy.judge import TrafficJudge
from truecopy.model import RULES, Contract, Finding, Interaction, Severity
from truecopy.recording.cassette import Cassette
from truecopy.recording.cassette_files import (
    BLOBS,
    FOLDER,
    find_cassettes,
    load_cassette,
    unused_blobs,
)
from truecopy.recording.origin import recognised
from truecopy.redaction import Redactor

Plays = Collection[tuple[Path, int]]
LoadContract = Callable[[str], Contract | None]

# The age of recordings is told in days.
_DAY_S = 86_400.0
_UNREADABLE = "recording-unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A claim that an interaction showed held, or broken.

    Attributes:
        place: File and line.
        at: In unix seconds; 0 where it is not known.
        target: What answered: `mock`, or an address; empty where the cassette does not say.
        is_held: Whether it held.
    """

    claim: str
    place: str
    at: float
    target: str
    is_held: bool


@dataclass(slots=True, kw_only=True)
class Verification:
    """What came of verifying cassettes.

    Attributes:
        examined: How many interactions were judged by a contract.
        sightings: Vendor -> what its recordings show of its claims; of those with an interaction that was judged.
    """

    cassettes: int = 0
    interactions: int = 0
    examined: int = 0
    findings: list[Finding] = field(default_factory=list)
    sightings: dict[str, list[Sighting]] = field(default_factory=lambda: defaultdict(list))

    @property
    def unreadable(self) -> str:
        """The first file that cannot be read, why, and how many there are; empty where all can be."""
        lost = [each for each in self.findings if each.rule == _UNREADABLE]
        more = f", and {len(lost) - 1} more files cannot be read" if len(lost) > 1 else ""
        return f"{lost[0].where}: {lost[0].message}{more}" if lost else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrutiny:
    """How cassettes are verified.

    Attributes:
        contract_of: Returns the contract of a vendor; None where there is none.
        contracts: Returns those that a cassette without a vendor may be of.
        vendor: Whose answers they are where they do not say; None without one.
        max_age_s: None for no limit.
        played: The interactions that were played, as path and number; None where nobody knows.
        observe: Is shown each interaction that was judged, with its contract and operation.
        now: In unix seconds.
    """

    contract_of: LoadContract
    contracts: Callable[[], Iterable[Contract]] = tuple
    vendor: str | None = None
    redactor: Redactor = field(default_factory=Redactor)
    max_age_s: float | None = None
    played: Plays | None = None
    observe: Callable[[Contract, str, Interaction], None] = lambda _contract, _operation, _shown: (
        None
    )
    now: float = field(default_factory=time.time)


def verify_cassettes(
    path: Path, scrutiny: Scrutiny, progress: Callable[[str], None] = lambda _: None
) -> Verification:
    """Return what the cassettes at or below a path say.

    Raises:
        RecordingError: There is nothing at the path.
    """
    found = Verification()
    used: set[Path] = set()
    for each in find_cassettes(path):
        progress(f"cassettes: {each}")
        found.cassettes += 1
        try:
            cassette = load_cassette(each)
        except RecordingError as error:
            where = f"{error.path}:{error.line}" if error.line else error.path
            found.findings.append(RULES[_UNREADABLE].finding(where, error.problem))
            continue
        used |= {blob.resolve() for blob in cassette.blobs}
        verify_cassette(cassette, scrutiny, found)
    if path.is_dir():
        found.findings += [
            RULES["recording-blob-unused"].finding(str(each), "no cassette refers to this body")
            for each in unused_blobs(path, used)
        ]
    return found


def verify_cassette(cassette: Cassette, scrutiny: Scrutiny, found: Verification) -> None:
    """Add what one cassette says to what was found so far."""
    found.interactions += len(cassette.recorded)
    found.findings += _secrets(cassette, scrutiny.redactor)
    found.findings += _age(cassette, scrutiny)
    if scrutiny.played is not None:
        found.findings += _unused(cassette, scrutiny.played)
    vendor = cassette.header.vendor or scrutiny.vendor
    contract = _contract(cassette, vendor, scrutiny)
    if contract is None:
        message = (
            f"there is no contract for {vendor!r}"
            if vendor
            else "nothing says whose answers these are"
        )
        where = str(cassette.path)
        found.findings.append(RULES["recording-vendor-unknown"].finding(where, message))
        return
    found.findings += _fingerprint(cassette, contract)
    _judge(cassette, contract, scrutiny, found)


def _contract(cassette: Cassette, vendor: str | None, scrutiny: Scrutiny) -> Contract | None:
    """Return the contract of a vendor; where nobody names one, that of its folder or of its requests."""
    if vendor:
        return scrutiny.contract_of(vendor)
    folder = _vendor_of_folder(cassette.path)
    found = scrutiny.contract_of(folder) if folder else None
    return found or recognised(scrutiny.contracts(), cassette.interactions)


def pictures_of(interactions: Iterable[Interaction]) -> Callable[[str], bytes | None]:
    """Return a function that gives the bytes of a picture that was recorded, None for another."""
    bodies = {
        each.url: each.body for each in interactions if each.method == "GET" and each.status == 200
    }
    return bodies.get


def _judge(cassette: Cassette, contract: Contract, scrutiny: Scrutiny, found: Verification) -> None:
    """Judge the interactions as the check does, in their order."""
    header = cassette.header
    judge = TrafficJudge(contract, base_urls=(header.base_url,), knows_keys=bool(header.tool))
    fetch = pictures_of(cassette.interactions)
    for recorded in cassette.recorded:
        interaction = recorded.interaction
        seen = judge.see(interaction, fetch)
        if not seen.operation:
            continue
        found.examined += 1
        scrutiny.observe(contract, seen.operation, interaction)
        for finding in seen.findings:
            line = recorded.line if finding.rule.startswith("request-") else recorded.answer_line
            found.findings.append(replace(finding, where=f"{cassette.path}:{line}"))
        place = f"{cassette.path}:{recorded.answer_line}"
        broken = {
            each.claim
            for each in seen.findings
            if each.claim and each.severity is not Severity.INFO
        }
        found.sightings[contract.vendor] += [
            Sighting(
                claim=claim,
                place=place,
                at=interaction.sent_at,
                target=cassette.header.target,
                is_held=is_held,
            )
            for claims, is_held in ((seen.held, True), (broken, False))
            for claim in sorted(claims)
        ]
    for task in judge.tasks.open:
        message = f"the task {task} does not end here; played, it never will"
        where = str(cassette.path)
        found.findings.append(
            RULES["recording-unfinished"].finding(where, message, vendor=contract.vendor)
        )


def _secrets(cassette: Cassette, redactor: Redactor) -> Iterator[Finding]:
    beside = Interaction(method="", url="", failure=_beside(cassette.path))
    for leak in redactor.leaks([beside]):
        message = f"the header or a comment: {leak.what}"
        yield RULES["recording-secret-shaped"].finding(str(cassette.path), message)
    for leak in redactor.leaks(cassette.interactions):
        line = cassette.recorded[leak.number].line
        yield RULES["recording-secret-shaped"].finding(
            f"{cassette.path}:{line}", f"{leak.place}: {leak.what}"
        )


def _beside(path: Path) -> str:
    """Return what stands in a file beside its interactions: the header, and comments."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    end = next((at for at, line in enumerate(lines) if line.startswith("interactions:")), 0)
    return "\n".join([*lines[:end], *(each for each in lines[end:] if each.lstrip()[:1] == "#")])


def _age(cassette: Cassette, scrutiny: Scrutiny) -> Iterator[Finding]:
    if scrutiny.max_age_s is None:
        return
    where = str(cassette.path)
    times = [each.sent_at for each in cassette.interactions if each.sent_at]
    recorded_at = cassette.header.recorded_at or min(times, default=0.0)
    if not recorded_at:
        yield RULES["recording-expired"].finding(where, "does not say when it was recorded")
        return
    age_s = scrutiny.now - recorded_at
    if age_s > scrutiny.max_age_s:
        days, most = age_s / _DAY_S, scrutiny.max_age_s / _DAY_S
        message = f"was recorded {days:.1f} days ago, the most is {most:g} days; record it again"
        yield RULES["recording-expired"].finding(where, message)


def _unused(cassette: Cassette, played: Plays) -> Iterator[Finding]:
    place = cassette.path.resolve()
    idle = [number for number in range(len(cassette.recorded)) if (place, number) not in played]
    if len(idle) == len(cassette.recorded):
        yield RULES["recording-unused"].finding(str(cassette.path), "was not played at all")
        return
    for number in idle:
        interaction = cassette.recorded[number].interaction
        line = cassette.recorded[number].line
        yield RULES["recording-unused"].finding(
            f"{cassette.path}:{line}",
            f"{interaction.method} {interaction.url} was not played",
        )


def _fingerprint(cassette: Cassette, contract: Contract) -> Iterator[Finding]:
    recorded = cassette.header.contracts.get(contract.vendor)
    if recorded and recorded != contract.fingerprint:
        yield RULES["recording-contract-changed"].finding(
            str(cassette.path),
            f"was recorded under the contract {recorded}, now it is {contract.fingerprint}; it was judged by "
            "the present one",
            vendor=contract.vendor,
        )


def _vendor_of_folder(path: Path) -> str:
    """Return the vendor in whose folder of recordings a cassette lies; empty for none."""
    names = path.absolute().parts
    if FOLDER not in names:
        return ""
    at = len(names) - names[::-1].index(FOLDER)
    return names[at] if at < len(names) - 1 and names[at] != BLOBS else ""


def standings(sightings: Sequence[Sighting]) -> Mapping[str, Sighting]:
    """Return claim -> what its recordings say of it: the latest one that contradicts it, else the latest."""
    chosen: dict[str, Sighting] = {}
    for each in sightings:
        known = chosen.get(each.claim)
        if known is None or (not each.is_held, each.at) > (not known.is_held, known.at):
            chosen[each.claim] = each
    return chosen
