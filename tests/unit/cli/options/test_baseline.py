"""The options of the baseline, at work in `truecopy check`."""

from datetime import timedelta

import pytest
from tests.unit.cli.checks import check_json, drifting
from tests.unit.cli.shell import Shell

from truecopy.cli.options.baseline import BaselineOptions, today
from truecopy.errors import UsageError


@pytest.mark.slow
def test_what_is_accepted_is_quiet_and_said(shell: Shell) -> None:
    """Accepted with a reason, silent and counted from then on; kept while it is there, pruned when it is gone."""
    shell.setenv("TRUECOPY_TOKEN", "sk-test")
    shell.settings("")
    baseline = shell.folder / "truecopy-baseline.yaml"
    with drifting("metadata-removed") as (url, vendor):
        first, found = check_json(shell, url, vendor)
        update, _ = check_json(shell, url, vendor, "--baseline-update", "--reason", "they know")
        quiet, result = check_json(shell, url, vendor, "--baseline-prune")
    kept = baseline.read_text()
    with drifting("style-understood") as (url, vendor):
        clean, _ = check_json(shell, url, vendor, "--baseline-prune")

    assert (first, update, quiet, clean) == (1, 0, 0, 0)
    assert result["silenced"] == len(
        [each for each in found["findings"] if each["severity"] != "info"]
    )
    assert result["exit_reason"] == "agrees"
    assert "accepted by truecopy-baseline.yaml" in result["message"]
    assert "they know" in kept
    assert "accepted: []" in baseline.read_text()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (BaselineOptions(is_update=True, reason=" "), "needs --reason"),
        (BaselineOptions(until=today()), "--until has no effect"),
        (
            BaselineOptions(is_update=True, reason="r", until=today() - timedelta(1)),
            "that day is past",
        ),
    ],
)
def test_options_without_sense_are_refused(options: BaselineOptions, why: str) -> None:
    """Before anything is sent."""
    with pytest.raises(UsageError, match=why):
        options.require_sense()


@pytest.mark.parametrize(
    ("day", "why"), [("soon", "is no day"), ("2020-01-31", "that day is past")]
)
def test_a_day_is_read_as_one(shell: Shell, day: str, why: str) -> None:
    """What is none is shown, with one that is."""
    outcome = shell.run(
        "check",
        "mock",
        "--vendor",
        "mulerouter",
        "--baseline-update",
        "--reason=r",
        f"--until={day}",
    )

    assert outcome.code == 2
    assert why in outcome.err
