"""The file that remembers."""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.drift.test_episodes import DAY_S, finding, look

from truecopy.drift.history import History, Side
from truecopy.errors import WorkspaceError

SIDE = Side(vendor="v", source="wire http://127.0.0.1:1")


def test_a_run_is_remembered(tmp_path: Path) -> None:
    """Episodes and what was examined outlive the process; a file that is not there yet is new."""
    history = History(tmp_path / "sub" / "history.db")
    assert history.is_new
    assert history.known(SIDE) == []
    assert history.last_run(SIDE) is None

    begun = history.add(SIDE, look(DAY_S, finding("a")), "findings")
    again = History(history.path)

    assert not again.is_new
    assert again.known(SIDE) == list(begun.new)
    assert again.sides() == [SIDE]
    last = again.last_run(SIDE)
    assert last is not None
    assert (last.at, last.exit_reason, last.examined) == (DAY_S, "findings", frozenset("ab"))
    assert [each.claim for each in again.add(SIDE, look(2 * DAY_S), "agrees").resolved] == ["a"]


def test_sides_do_not_mix(tmp_path: Path) -> None:
    """What one endpoint does is not told of another."""
    history = History(tmp_path / "history.db")
    history.add(SIDE, look(0, finding("a")), "findings")

    other = history.add(replace(SIDE, source="wire http://127.0.0.1:2"), look(1), "agrees")

    assert other.resolved == ()
    assert [each.is_open for each in history.known(SIDE)] == [True]


def test_what_was_told_is_remembered(tmp_path: Path) -> None:
    """A note replaces the episode; the past stays."""
    history = History(tmp_path / "history.db")
    (episode,) = history.add(SIDE, look(0, finding("a")), "findings").new

    history.note(SIDE, [replace(episode, told_begin=frozenset({"s"}))])

    assert [each.told_begin for each in history.episodes(SIDE)] == [{"s"}]


def test_that_a_sink_was_told_changes_nothing_that_was_seen_since(tmp_path: Path) -> None:
    """A message takes seconds, in which another run may see the end of a drift."""
    history = History(tmp_path / "history.db")
    (episode,) = history.add(SIDE, look(0, finding("a")), "findings").new
    history.add(SIDE, look(DAY_S), "agrees")

    history.note_told(SIDE, [episode], "s")

    (now,) = history.known(SIDE)
    assert now.resolved_at == DAY_S
    assert now.told_begin == {"s"}
    assert not now.told_end


def test_episodes_of_one_fingerprint_are_kept_apart(tmp_path: Path) -> None:
    """One that begins long after the first has ended is another bar on the timeline."""
    history = History(tmp_path / "history.db")
    for day, seen in ((0, True), (1, False), (20, True)):
        history.add(SIDE, look(day * DAY_S, *([finding("a")] if seen else [])), "findings")

    assert [each.first_seen for each in history.episodes(SIDE)] == [0, 20 * DAY_S]
    assert [each.first_seen for each in history.known(SIDE)] == [20 * DAY_S]


def test_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    """Every run is there, and each drift is new in one of them only."""
    path = tmp_path / "history.db"

    def run(number: int) -> int:
        return len(History(path).add(SIDE, look(float(number), finding("a")), "findings").new)

    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(run, range(12)))

    assert sum(new) == 1
    assert len(History(path).runs(SIDE)) == 12


def test_a_killed_run_leaves_the_file_whole(tmp_path: Path) -> None:
    """A process that dies in the middle of writing has written nothing."""
    path = tmp_path / "history.db"
    History(path).add(SIDE, look(0, finding("a")), "findings")
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from truecopy.drift.history import History\n"
        "history = History(Path(sys.argv[1]))\n"
        "with history._write() as db:\n"
        "    db.execute('DELETE FROM episodes')\n"
        "    os.kill(os.getpid(), 9)\n"
    )

    ended = subprocess.run([sys.executable, "-c", script, path], env=os.environ, check=False)

    assert ended.returncode == -signal.SIGKILL
    assert [each.claim for each in History(path).known(SIDE)] == ["a"]


def test_a_file_that_is_no_history_is_told(tmp_path: Path) -> None:
    """A damaged one, one of another version, a place where none can be written."""
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"not a database, whatever its name says" * 100)
    newer = tmp_path / "newer.db"
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 99")
    blocked = tmp_path / "file"
    blocked.write_text("")

    for path, why in (
        (damaged, "move it away"),
        (newer, "version 99"),
        (blocked / "h.db", "written"),
    ):
        with pytest.raises(WorkspaceError, match=why):
            History(path).add(SIDE, look(0), "agrees")
