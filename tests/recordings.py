"""The test vendors recorded, verified and compared in process, at a clock that passes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.drifts.drift import Drift
from tests.drifts.vendor import make_vendor
from tests.examining import DRIFT_BY_NAME, SENDING, load, make_keys

from truecopy.check.mutation.self_test import PassingTime
from truecopy.judge import SendOptions
from truecopy.model import Finding, Interaction, Severity, is_observed
from truecopy.recording.cassette import Cassette
from truecopy.recording.cassette_files import find_cassettes, load_cassette, save_cassette
from truecopy.recording.comparison import Comparer
from truecopy.recording.origin import header_of
from truecopy.recording.recorder import Recorder, RecordResult
from truecopy.recording.verification import Scrutiny, Verification, verify_cassettes
from truecopy.redaction import Redactor
from truecopy.wire import Budget, RequestSender, Target
from truecopy.wire.inprocess import App

KEY = "sk-test"
HOST = "http://vendor.localhost"

Wrap = Callable[[App], App]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What came of comparing."""

    findings: Sequence[Finding]
    comparer: Comparer

    @property
    def grave(self) -> list[Finding]:
        """The findings above info."""
        return grave(self.findings)


@contextmanager
def opened(
    vendor: str,
    drift: Drift | None = None,
    *,
    wrap: Wrap = lambda app: app,
    budget: Budget | None = None,
) -> Iterator[RequestSender]:
    """Yield what sends requests to a test vendor in process.

    Args:
        wrap: Puts another application in front of the vendor.
    """
    clock = PassingTime()
    app = wrap(make_vendor(vendor, drift, clock=clock))
    with Target(HOST, make_keys(vendor), app=app) as target:
        yield RequestSender(target, budget or Budget(), sleep=clock.sleep)


def record(
    folder: Path,
    vendor: str,
    drift: Drift | None = None,
    *,
    sending: SendOptions = SENDING,
    **options: Any,
) -> RecordResult:
    """Record a test vendor as the command does; the cassettes are `folder/OPERATION/NAME.yaml`.

    Args:
        options: As `opened` has them.
    """
    contract, redactor = load(vendor), Redactor(known=[KEY])
    with opened(vendor, drift, **options) as sender:

        def keep(operation: str, name: str, taken: Sequence[Interaction]) -> None:
            header = header_of(contract, taken, sender.target.url)
            save_cassette(folder / operation / f"{name}.yaml", header, taken, redactor)

        return Recorder(contract, sender, sending, keep).run()


def verify(path: Path, **scrutiny: Any) -> Verification:
    """Verify cassettes by the built-in contracts."""
    return verify_cassettes(path, Scrutiny(**{"contract_of": load, **scrutiny}))


def compare(
    folder: Path,
    vendor: str,
    drift: Drift | None = None,
    *,
    sending: SendOptions = SENDING,
    **options: Any,
) -> Comparison:
    """Play the cassettes of a folder again at a test vendor."""
    with opened(vendor, drift, **options) as sender:
        comparer = Comparer(load(vendor), sender, sending)
        found = [
            finding
            for path in find_cassettes(folder)
            for finding in comparer.compare(load_cassette(path))
        ]
    return Comparison(findings=found, comparer=comparer)


def grave(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings above info."""
    return [each for each in findings if each.severity is not Severity.INFO]


def told(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings above info, and those that are info for what they stand on."""
    return [each for each in findings if each.severity is not Severity.INFO or is_observed(each)]


def rules(findings: Sequence[Finding]) -> set[str]:
    """Return the rules that findings are of."""
    return {each.rule for each in findings}


def changed(
    path: Path, change: Callable[[int, Interaction], Interaction | None], to: Path
) -> Cassette:
    """Write a cassette with other interactions.

    Args:
        change: Returns what stands for the so many-th interaction; None leaves it out.
    """
    cassette = load_cassette(path)
    taken = [change(number, each) for number, each in enumerate(cassette.interactions)]
    kept = [each for each in taken if each is not None]
    save_cassette(to, cassette.header, kept, Redactor())
    return load_cassette(to)


def with_body(interaction: Interaction, **words: str) -> Interaction:
    """Return an interaction in whose answer each word stands for another one."""
    body = interaction.body
    for old, new in words.items():
        body = body.replace(old.encode(), new.encode())
    return replace(interaction, body=body)


def drifted(recordings: Path, name: str) -> Comparison:
    """Compare the recordings of a vendor with what it answers since it has drifted."""
    drift = DRIFT_BY_NAME[name]
    return compare(recordings / drift.vendor, drift.vendor, drift)
