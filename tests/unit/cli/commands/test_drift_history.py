"""`truecopy drift history`."""

import json
from pathlib import Path

from tests.unit.cli.shell import Shell
from tests.unit.drift.test_episodes import DAY_S, finding, look
from tests.unit.report.alerts import alert

from truecopy.drift.history import History, Side
from truecopy.report.alert_issue import alert_issue

SIDE = Side(vendor="powertokens", source="wire http://127.0.0.1:1")


def remembered(folder: Path) -> History:
    """Return a history with an episode that lasts."""
    history = History(folder / "h.db")
    history.add(SIDE, look(DAY_S, finding("a")), "findings")
    return history


def test_what_is_remembered_is_shown(shell: Shell) -> None:
    """As text, as data, as a page."""
    remembered(shell.folder)

    text = shell.run("drift", "history", "--history", "h.db")
    data = shell.run("drift", "history", "--history", "h.db", "--format", "json")
    page = shell.run(
        "drift", "history", "--history", "h.db", "--format", "html", "--output", "page.html"
    )

    assert (text.code, data.code, page.code) == (0, 0, 0)
    assert "powertokens at wire http://127.0.0.1:1: 1 run" in text.out
    assert json.loads(data.out)["sides"][0]["episodes"][0]["claim"] == "a"
    assert "<details" in (shell.folder / "page.html").read_text()


def test_a_vendor_is_chosen(shell: Shell) -> None:
    """Others are left out; an unknown one is an error."""
    remembered(shell.folder)

    other = shell.run("drift", "history", "--history", "h.db", "--vendor", "mulerouter")
    unknown = shell.run("drift", "history", "--history", "h.db", "--vendor", "nobody")

    assert "nothing is remembered yet" in other.out
    assert unknown.code == 2


def test_a_file_that_is_not_there_is_told(shell: Shell) -> None:
    """A misspelt name is no empty history."""
    outcome = shell.run("drift", "history", "--history", "none.db")

    assert outcome.code == 2
    assert "none.db: there is no such file" in outcome.err


def test_a_lost_history_is_made_again_from_issues(shell: Shell) -> None:
    """From their text, or from what `gh` prints; what is known already stays as it is."""
    text = alert_issue(alert(), "s")
    (shell.folder / "issues.md").write_text(f"before\n{text}")
    (shell.folder / "issues.json").write_text(json.dumps([{"body": text}, {"body": "{no mark"}]))

    first = shell.run("drift", "history", "--history", "h.db", "--restore", "issues.json")
    again = shell.run("drift", "history", "--history", "h.db", "--restore", "issues.md")

    assert "issues.json: 1 episodes taken in" in first.err
    assert "issues.md: 0 episodes taken in" in again.err
    assert "make.200.data#required" in first.out
    side = Side(vendor="v", source="wire https://a.example")
    (known,) = History(shell.folder / "h.db").known(side)
    assert known.told_begin == {"s"}
