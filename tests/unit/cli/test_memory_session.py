"""Thirty days of an endpoint, on a clock that a test sets: each drift is told once, and noise never."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from tests.examining import DRIFT_BY_NAME, examine
from tests.stand_ins import always

from truecopy.check import CheckResult
from truecopy.cli import memory_session
from truecopy.cli.alert_sinks import read_sink
from truecopy.cli.memory_session import MemorySession
from truecopy.cli.options import baseline as options
from truecopy.cli.options.baseline import BaselineOptions
from truecopy.cli.options.memory import MemoryOptions
from truecopy.cli.wire_look import Looks
from truecopy.drift.baseline import Baseline
from truecopy.drift.history import History, Side
from truecopy.drift.memory import MemoryResult
from truecopy.model import ExitReason, Severity

VENDOR = "powertokens"
DAY_S = 86_400.0
SIDE = Side(vendor=VENDOR, source="wire http://127.0.0.1:1")


@cache
def saw(day: str) -> CheckResult:
    """Return what a check finds on a kind of day: a drift by its name, or a state of the server."""
    servers = {"outage": always(503), "busy": always(429), "expired": always(401)}
    if day in servers:
        return examine(VENDOR, app=servers[day])
    return examine(VENDOR, DRIFT_BY_NAME[day] if day else None)


class Days:
    """Lives through days, each with a look and, for what is new, a second one."""

    def __init__(self, folder: Path, baseline: Baseline | None = None) -> None:
        self.alerts = folder / "alerts.jsonl"
        self.session = MemorySession(
            side=SIDE,
            history=History(folder / "history.db"),
            baseline=baseline or Baseline(path=folder / "baseline.yaml"),
            memory=MemoryOptions(sinks=(read_sink(f"file:{self.alerts}"),)),
            acceptance=BaselineOptions(),
            fail_on=Severity.WARNING,
        )

    def live(self, day: int, first: str, second: str | None = None) -> MemoryResult:
        """Look at a day; the second look sees what the first saw, or something else."""
        looks, result = Looks(confirm=1, known=self.session.lasting()), saw(first)
        looks.again(result, lambda _: saw(first if second is None else second))
        return self.session.remember(looks.seen(result, day * DAY_S))

    def told(self) -> list[tuple[int, int]]:
        """Return how many began and ended, for each message."""
        rows = map(json.loads, self.alerts.read_text().splitlines()) if self.alerts.exists() else ()
        return [(len(row["began"]), len(row["ended"])) for row in rows]


@pytest.mark.slow
def test_thirty_days_with_noise_are_told_in_three_messages(tmp_path: Path) -> None:
    """Two drifts, of which one is mended; 429, failures, an outage, a refused key and a flapping field are noise."""
    days = Days(tmp_path)
    noise = {3: "busy", 4: "outage", 9: "expired", 21: "outage"}
    meant: dict[int, MemoryResult] = {}
    for day in range(30):
        drift = "metadata-removed" if 6 <= day < 18 else "data-renamed" if day >= 25 else ""
        once = "" if day in (2, 13, 28) else None
        first = noise.get(day) or ("revised-prompt-removed" if once == "" and not drift else drift)
        meant[day] = days.live(day, first, once if once == "" and not drift else None)

    assert days.told() == [(1, 0), (0, 1), (days.told()[2][0], 0)]
    assert days.told()[2][0] >= 1
    assert {day: str(each.exit_reason) for day, each in meant.items() if day in noise} == {
        3: "could-not-look",
        4: "could-not-look",
        9: "credentials",
        21: "could-not-look",
    }
    drifting = [day for day, each in meant.items() if each.exit_reason is ExitReason.DRIFT]
    assert drifting == [*(day for day in range(6, 18) if day != 9), *range(25, 30)]
    assert [each.claim for each in meant[18].resolved] == [each.claim for each in meant[6].new]
    assert meant[2].once
    assert meant[2].exit_reason is ExitReason.AGREES


def test_a_lost_history_is_said_and_begins_again(tmp_path: Path) -> None:
    """There is nothing to compare with: what lasts is new, and told."""
    days = Days(tmp_path)
    days.live(0, "metadata-removed")
    days.session.history.path.unlink()

    again = days.live(1, "metadata-removed")

    assert "nothing to compare with" in again.message
    assert again.new
    assert again.examined_before is None
    assert days.told() == [(1, 0), (1, 0)]


def test_an_accepted_drift_is_quiet_until_its_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it is back, and told."""
    found = next(each for each in saw("metadata-removed").findings if each.claim)
    baseline = Baseline(path=tmp_path / "baseline.yaml").updated(
        saw("metadata-removed").findings,
        reason="known",
        who="Ann",
        today=date(2026, 1, 1),
        until=date(2026, 1, 2),
    )
    days = Days(tmp_path, baseline)
    meant = []
    for day in (1, 2, 3):
        for module in (memory_session, options):
            monkeypatch.setattr(module, "today", lambda day=day: date(2026, 1, day))
        meant.append(days.live(day, "metadata-removed"))

    assert [str(each.exit_reason) for each in meant] == ["agrees", "agrees", "drift"]
    assert meant[0].silenced == len(saw("metadata-removed").findings)
    assert "accepted by the baseline" in meant[0].message
    assert "ended on 2026-01-02" in meant[2].message
    assert found.claim in {each.claim for each in meant[2].new}
    assert len(days.told()) == 1


def test_fewer_claims_than_the_last_time_are_said(tmp_path: Path) -> None:
    """With --strict it is no agreement: never green while blind."""
    days = Days(tmp_path)
    days.live(0, "")
    blind = Days(tmp_path)
    blind.session = _strict(blind.session)

    loose, strict = (
        each.live(1, "form-gone") if each is days else each.live(2, "form-gone")
        for each in (days, blind)
    )

    assert "claims were examined the last time and are not now" in loose.message
    assert loose.examined < (loose.examined_before or 0)
    assert strict.exit_reason in (ExitReason.COULD_NOT_LOOK, ExitReason.DRIFT)


def _strict(session: MemorySession) -> MemorySession:
    return replace(session, memory=replace(session.memory, is_strict=True))
