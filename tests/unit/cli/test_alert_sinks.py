"""Where alerts go."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest
from tests.loopback import Loopback, Reply, loopback
from tests.unit.drift.test_episodes import DAY_S, finding, look

from truecopy.cli.alert_sinks import Sink, read_sink, tell
from truecopy.drift.alert import Alert
from truecopy.drift.episodes import Episode
from truecopy.drift.history import History, Side
from truecopy.errors import UsageError
from truecopy.report.alert_issue import marked_episodes
from truecopy.wire.hook import signature

SIDE = Side(vendor="v", source="wire http://127.0.0.1:1")


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow each other at once."""
    monkeypatch.setattr("truecopy.wire.hook._WAITS_S", (0.0, 0.0))
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


def compose(begun: tuple[Episode, ...], ended: tuple[Episode, ...]) -> Alert:
    """Return an alert."""
    return Alert(vendor="v", title="V", source=SIDE.source, at=0, begun=begun, ended=ended)


def days(history: History, *sinks: Sink) -> None:
    """Live through a drift that begins, lasts and ends, and tell the sinks each day."""
    for day, seen in enumerate([True, True, False, False]):
        history.add(SIDE, look(day * DAY_S, *([finding("a")] if seen else [])), "findings")
        tell(sinks, history, SIDE, compose, {})


def told(server: Loopback) -> list[tuple[int, int]]:
    """Return how many began and ended, for each message."""
    rows = [json.loads(each.body) for each in server.received]
    return [(len(row["began"]), len(row["ended"])) for row in rows]


def test_a_webhook_is_told_once_of_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is signed over its time and body."""
    monkeypatch.setenv("TRUECOPY_WEBHOOK_SECRET", "s")
    with loopback() as server:
        days(History(tmp_path / "h.db"), read_sink(f"webhook:{server.url}/x"))

    assert told(server) == [(1, 0), (0, 1)]
    for each in server.received:
        mark = signature("s", each.headers["x-truecopy-timestamp"], each.body)
        assert each.headers["x-truecopy-signature"] == f"sha256={mark}"


def test_a_sink_that_fails_is_told_with_the_next_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named without its address; the others are not told twice."""
    monkeypatch.delenv("TRUECOPY_WEBHOOK_SECRET", raising=False)
    history, status = History(tmp_path / "h.db"), [500]
    with loopback(lambda _: Reply(status=status[0])) as bad, loopback() as good:
        sinks = [read_sink(f"webhook:{bad.url}/secret"), read_sink(f"slack:{good.url}/secret")]
        history.add(SIDE, look(0, finding("a")), "findings")
        tell(sinks, history, SIDE, compose, {})
        said = capsys.readouterr().err
        status[0] = 200
        history.add(SIDE, look(DAY_S, finding("a")), "findings")
        tell(sinks, history, SIDE, compose, {})

    assert "alert to webhook: it answered 500; it is tried again with the next run" in said
    assert "not signed" in said
    assert "secret" not in said.replace("TRUECOPY_WEBHOOK_SECRET", "").lower()
    assert len(bad.received) == 3 + 1
    assert len(good.received) == 1
    assert "blocks" in json.loads(good.received[0].body)


def test_files_are_told(tmp_path: Path) -> None:
    """A line of JSON a message; for issues the sections of this run alone."""
    lines, issues = tmp_path / "sub" / "a.jsonl", tmp_path / "a.md"
    history = History(tmp_path / "h.db")
    sinks = [read_sink(f"file:{lines}"), read_sink(f"issue:{issues}")]

    history.add(SIDE, look(0, finding("a")), "findings")
    tell(sinks, history, SIDE, compose, {})
    first = issues.read_text()
    history.add(SIDE, look(1, finding("a")), "findings")
    tell(sinks, history, SIDE, compose, {})

    assert len(marked_episodes(first)) == 1
    assert issues.read_text() == ""
    assert len(lines.read_text().splitlines()) == 1


def test_github_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Annotations, beside standard output that may be data, and the summary of the step."""
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    history = History(tmp_path / "h.db")
    history.add(SIDE, look(0, finding("a")), "findings")

    tell([read_sink("github")], history, SIDE, compose, {"a": ("contracts/v/x.json", 3)})

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("::error file=contracts/v/x.json,line=3,title=")
    assert len(marked_episodes(summary.read_text())) == 1


def test_a_file_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And tried again with the next run."""
    (tmp_path / "file").write_text("")
    history = History(tmp_path / "h.db")
    history.add(SIDE, look(0, finding("a")), "findings")

    tell([read_sink(f"file:{tmp_path}/file/x")], history, SIDE, compose, {})

    assert "tried again with the next run" in capsys.readouterr().err
    assert history.known(SIDE)[0].told_begin == frozenset()


def test_the_address_of_a_hook_stays_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is in no text and no file; it may come from a variable."""
    with loopback() as server:
        monkeypatch.setenv("HOOK", f"{server.url}/very-secret")
        sink = read_sink("webhook:env:HOOK")
        days(History(tmp_path / "h.db"), sink)

    assert len(server.received) == 2
    assert server.received[0].path == "/very-secret"
    assert "very-secret" not in f"{sink} {sink!r} {sink.id}"
    assert b"very-secret" not in (tmp_path / "h.db").read_bytes()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mail:x", "no sink 'mail'; there are webhook:URL"),
        ("webhook", "webhook:URL was expected"),
        ("github:x", "github was expected"),
        ("slack:http://example.com/secret", "neither https nor on this machine"),
        ("webhook:env:NO_SUCH_VARIABLE", "NO_SUCH_VARIABLE is not set"),
    ],
)
def test_what_is_no_sink_is_refused(text: str, why: str) -> None:
    """With what was expected."""
    with pytest.raises(UsageError) as raised:
        read_sink(text)

    assert why in str(raised.value)
    assert "secret" not in str(raised.value)


def test_two_runs_that_end_together_tell_once(tmp_path: Path) -> None:
    """The second waits until the first has told."""
    history, together = History(tmp_path / "h.db"), Barrier(2)
    history.add(SIDE, look(0, finding("a")), "findings")

    def slow(_: object) -> Reply:
        waiting.wait(0.3)
        return Reply()

    waiting = Event()
    with loopback(slow) as server, ThreadPoolExecutor(2) as pool:
        sinks = [read_sink(f"slack:{server.url}/x")]

        def run(_number: int) -> None:
            together.wait()
            tell(sinks, history, SIDE, compose, {})

        list(pool.map(run, range(2)))

    assert len(server.received) == 1


def test_what_was_accepted_since_is_not_told_any_more(tmp_path: Path) -> None:
    """A message that failed before somebody accepted the finding is not made up for."""
    lines, history, drift = tmp_path / "a.jsonl", History(tmp_path / "h.db"), finding("a")
    history.add(SIDE, look(0, drift), "findings")

    tell([read_sink(f"file:{lines}")], history, SIDE, compose, {}, {drift.fingerprint})
    assert not lines.exists()
    tell([read_sink(f"file:{lines}")], history, SIDE, compose, {})
    assert len(lines.read_text().splitlines()) == 1
