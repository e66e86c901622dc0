"""A look with memory."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.unit.drift.test_baseline import accepted
from tests.unit.drift.test_baseline import finding as baseline_finding
from tests.unit.drift.test_episodes import finding, look

from truecopy.drift.baseline import Silence
from truecopy.drift.episodes import remember
from truecopy.drift.history import PastRun, Side
from truecopy.drift.memory import Circumstances, MemoryResult, Seen, memory_result
from truecopy.model import ExitReason, Severity

SIDE = Side(vendor="v", source="wire x")
NOTHING_ACCEPTED = Silence(counted=(), silenced=(), expired=())
BEFORE = PastRun(at=0, exit_reason="agrees", examined=frozenset("abcdefgh"))


def seen(examined: str, ended: ExitReason, **more: Any) -> Seen:
    """Return what a look saw that got a verdict on some claims, each of one letter."""
    return Seen(
        title="V",
        at=0,
        findings=(),
        examined=frozenset(examined),
        is_complete=True,
        ended=(ended, ""),
        **more,
    )


def result(
    *severities: Severity, ended: ExitReason = ExitReason.AGREES, examined: str = "ab", **more: Any
) -> MemoryResult:
    """Return what a look means that found something of some severities."""
    findings = [finding(f"c{at}", severity) for at, severity in enumerate(severities)]
    saw = {name: more.pop(name) for name in ("noise", "once") if name in more}
    told = Circumstances(
        **{"before": None, "is_new_history": False, "silence": NOTHING_ACCEPTED, **more}
    )
    return memory_result(
        SIDE,
        seen(examined, ended, **saw),
        remember([], look(0, *findings)),
        told,
    )


@pytest.mark.parametrize(
    ("severities", "more", "reason"),
    [
        ([], {}, "agrees"),
        ([Severity.INFO], {}, "agrees"),
        ([Severity.WARNING], {}, "drift"),
        ([Severity.WARNING], {"fail_on": Severity.ERROR}, "agrees"),
        ([Severity.INFO], {"fail_on": Severity.INFO}, "drift"),
        ([], {"ended": ExitReason.BUDGET}, "budget"),
        ([Severity.ERROR], {"ended": ExitReason.BUDGET}, "drift"),
        ([], {"ended": ExitReason.DEADLINE}, "deadline"),
        ([Severity.ERROR], {"ended": ExitReason.CREDENTIALS}, "credentials"),
        ([], {"ended": ExitReason.UNREACHABLE}, "could-not-look"),
        ([], {"ended": ExitReason.FAILED}, "could-not-look"),
        ([], {"ended": ExitReason.INTERRUPTED}, "interrupted"),
        ([Severity.ERROR], {"examined": ""}, "could-not-look"),
        ([], {"examined": "", "ended": ExitReason.CREDENTIALS}, "credentials"),
        ([], {"before": BEFORE}, "agrees"),
        ([], {"before": BEFORE, "is_strict": True}, "could-not-look"),
        ([], {"before": BEFORE, "is_strict": True, "examined": "abcdefghi"}, "agrees"),
    ],
)
def test_how_a_look_ends(severities: list[Severity], more: dict[str, Any], reason: str) -> None:
    """That nobody could look is told before drift, drift before a budget."""
    assert str(result(*severities, **more).exit_reason) == reason


def test_what_was_not_looked_at_is_said() -> None:
    """Counts of this time and the last, and the first names."""
    found = result(before=BEFORE, examined="a")

    assert (found.examined, found.examined_before) == (1, 8)
    assert (
        "7 claims were examined the last time and are not now: b, c, d, e, f and 2 more."
        in found.message
    )


def test_everything_odd_is_said(tmp_path: Path) -> None:
    """A new history, noise, what was seen once, what is accepted, and what is accepted no more."""
    acceptances = accepted(tmp_path, baseline_finding(), until=date(2026, 1, 1)).accepted

    message = result(
        is_new_history=True,
        noise=(finding("x"),),
        once=(finding("y"),),
        silence=Silence(counted=(), silenced=(finding("z"), finding("w")), expired=acceptances),
        note="baseline.yaml is written: 1 more, 0 fewer.",
    ).message

    for part in (
        "baseline.yaml is written: 1 more, 0 fewer.",
        "The history is new",
        "failed at 1 kind of requests",
        "1 finding did not come again",
        "2 findings accepted by the baseline",
        "ended on 2026-01-01",
    ):
        assert part in message
