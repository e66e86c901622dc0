"""Vendors that keep every sentence of their documents, and do none of what is only assumed of them."""

from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
from tests.drifts.assumptions.reversals import IRREVERSIBLE, REVERSALS
from tests.drifts.assumptions.silence import SILENT
from tests.drifts.drift import Drift
from tests.drifts.reversal import Reversal, together
from tests.examining import SENDING, TEST_VENDORS, examine, fuzz, grave, load, load_lighter
from tests.recordings import grave as grave_of
from tests.recordings import record, verify

from truecopy.check import CheckResult
from truecopy.judge import SendOptions, TrafficJudge
from truecopy.model import Finding, Ground, Interaction, Phase, is_observed
from truecopy.recording.verification import pictures_of

PROVOKE = {"failed": {"prefer": "scenario=task-fails"}, "429": {"prefer": "code=429"}}
NO_URL = replace(SENDING, image_url=None)
each_vendor = pytest.mark.parametrize("vendor", TEST_VENDORS)
each_reversal = pytest.mark.parametrize(
    "reversal", REVERSALS, ids=[f"{each.vendor}-{each.name}" for each in REVERSALS]
)
# Two that exclude each other are tried in turn: the later one counts.
in_both_orders = pytest.mark.parametrize("step", [1, -1], ids=["forwards", "backwards"])
with_and_without_url = pytest.mark.parametrize("sending", [SENDING, NO_URL], ids=["url", "no-url"])


def _all(vendor: str, step: int = 1) -> Drift:
    """Return everything turned round at once, from the first or from the last."""
    own = [each for each in REVERSALS if each.vendor == vendor]
    return together(vendor, SILENT[vendor], *own[::step])


def _checked(
    vendor: str, drift: Drift, sending: SendOptions = SENDING
) -> tuple[CheckResult, list[Interaction]]:
    """Return what a check finds, and what it sent."""
    sent: list[Interaction] = []
    result = examine(vendor, drift, keep=sent.append, provoke=PROVOKE, sending=sending)
    return result, sent


def _passing(vendor: str, sent: list[Interaction]) -> list[Finding]:
    """Return what a proxy finds, through which the same goes."""
    judge = TrafficJudge(
        load_lighter(vendor), base_urls=("http://vendor.localhost",), knows_keys=True
    )
    fetch = pictures_of(sent)
    return grave_of([found for each in sent for found in judge.see(each, fetch).findings])


def _recorded(
    folder: Path, vendor: str, drift: Drift, sending: SendOptions = SENDING
) -> list[Finding]:
    """Return what a verification of recordings finds."""
    assert record(folder, vendor, drift, sending=sending).kept
    return grave_of(verify(folder).findings)


def _messages(findings: Iterable[Finding]) -> list[str]:
    return [f"{each.rule}: {each.message}" for each in findings]


@cache
def _of_the_silent(vendor: str) -> frozenset[str]:
    """Return what is told of a vendor with nothing turned round."""
    result, _ = _checked(vendor, together(vendor, SILENT[vendor]))
    return frozenset(each.fingerprint + each.message for each in result.findings)


def _is_told(result: CheckResult, reversal: Reversal) -> bool:
    """Whether a finding names a claim that is turned round, or its decision, and is there for that."""
    claims = load(reversal.vendor).claims
    turned = {each for each in claims if any(fnmatchcase(each, name) for name in reversal.claims)}
    decisions = {f"decision {claims[each].decision}" for each in turned}
    return any(
        each.claim in turned or any(name in each.message for name in decisions)
        for each in result.findings
        if is_observed(each)
        and each.fingerprint + each.message not in _of_the_silent(reversal.vendor)
    )


@each_vendor
def test_every_assumption_is_turned_round(vendor: str) -> None:
    """Of each claim that is assumed there is a reversal, or a reason why there can be none; of others there is none."""
    grounds = {each.id: each.ground for each in load(vendor).claims.values()}
    patterns = {name for each in REVERSALS if each.vendor == vendor for name in each.claims}
    excused = {name.partition("/")[2] for name in IRREVERSIBLE if name.partition("/")[0] == vendor}
    turned = {
        pattern: {each for each in grounds if fnmatchcase(each, pattern)}
        for pattern in patterns | excused
    }

    assert {each for each, ground in grounds.items() if ground is Ground.ASSUMPTION} == set().union(
        *turned.values()
    )
    assert [pattern for pattern, claims in turned.items() if not claims] == []


@pytest.mark.slow
@each_vendor
def test_a_vendor_that_keeps_its_documents_alone_agrees(vendor: str, tmp_path: Path) -> None:
    """What a contract reads into its documents beyond their sentences is never demanded of requests."""
    drift = together(vendor, SILENT[vendor])
    result, sent = _checked(vendor, drift)

    assert _messages(grave(result)) == []
    assert _messages(_passing(vendor, sent)) == []
    assert _messages(_recorded(tmp_path, vendor, drift)) == []


@pytest.mark.slow
@each_reversal
def test_an_assumption_turned_round_is_told_and_breaks_nothing(
    reversal: Reversal, tmp_path: Path
) -> None:
    """A check, a proxy and a verification stay at info; where it can be seen, the check tells it."""
    vendor = reversal.vendor
    drift = together(vendor, SILENT[vendor], reversal)
    result, sent = _checked(vendor, drift)

    assert _messages(grave(result)) == []
    assert result.exit_reason == "agrees"
    assert _messages(_passing(vendor, sent)) == []
    assert _messages(_recorded(tmp_path, vendor, drift)) == []
    assert _is_told(result, reversal) == bool(reversal.claims and not reversal.unseen)


@pytest.mark.slow
@each_vendor
@in_both_orders
@with_and_without_url
def test_all_assumptions_turned_round_break_nothing(
    vendor: str, step: int, sending: SendOptions, tmp_path: Path
) -> None:
    """All of them at once stay at info, too, whether or not there is an address of a picture to send."""
    drift = _all(vendor, step)
    result, sent = _checked(vendor, drift, sending)

    assert _messages(grave(result)) == []
    assert result.exit_reason == "agrees"
    assert _messages(_passing(vendor, sent)) == []
    assert _messages(_recorded(tmp_path, vendor, drift, sending)) == []


@pytest.mark.slow
@each_vendor
def test_generated_requests_break_no_assumption(vendor: str) -> None:
    """Generated requests and tasks stay at info where everything is turned round."""
    phases = frozenset({Phase.FUZZ, Phase.LIFECYCLE_FUZZ})
    result = fuzz(vendor, _all(vendor), phases=phases, max_examples=5)

    assert _messages(grave(result)) == []
