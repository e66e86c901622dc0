"""The pytest plugin in a run of its own, beside the plugins that people have."""

import json
import re
from pathlib import Path

import pytest
from tests.cassettes import make_interaction, save
from tests.end_to_end.pytest_runs import run
from tests.loopback import Received, Reply, loopback

from truecopy.recording.cassette_files import load_cassette
from truecopy.recording.play_log import read_plays

KEY = (("authorization", "Bearer redacted-key-1"), ("content-type", "application/json"))
ASK = """
import httpx2, os, pytest

URL = os.environ.get("URL", "https://api.example.com/v1/stamps")

def ask(n=1):
    return httpx2.post(URL, json={"prompt": "A kite", "n": n}, headers={"Authorization": "Bearer sk-0123456789abcdefgh"})
"""


def write(folder: Path, text: str, name: str = "test_kites.py") -> Path:
    """Write a module of tests."""
    path = folder / name
    path.write_text(ASK + text, encoding="utf-8")
    return path


def test_a_marked_test_records_once_and_replays_without_the_server(folder: Path) -> None:
    """Without a path the cassette is named after the test; the second run needs no network."""
    write(
        folder,
        """
@pytest.mark.truecopy_cassette
@pytest.mark.parametrize("n", [1, 2])
def test_kites(n, truecopy_cassette):
    assert ask(n).status_code == 200
    assert len(truecopy_cassette) == 1
""",
    )
    with loopback() as server:
        run(folder, "--truecopy-record", "once", url=server.url)
        assert len(server.received) == 2

    assert "2 passed" in run(folder, url=server.url)
    found = sorted(path.name for path in (folder / "recordings" / "test_kites").iterdir())
    assert found == ["test_kites[1].yaml", "test_kites[2].yaml"]
    assert "sk-0123" not in (folder / "recordings" / "test_kites" / found[0]).read_text()


def test_each_test_has_a_cassette_of_its_own(folder: Path) -> None:
    """Whatever its class, the characters of its parameters, and the length of its name."""
    write(
        folder,
        """
cassette = pytest.mark.truecopy_cassette()

class TestPaper:
    @cassette
    def test_fly(self): assert ask(1).json() == {"n": 1}
    class TestRed:
        @cassette
        def test_fly(self): assert ask(2).json() == {"n": 2}

@cassette
@pytest.mark.parametrize("n", [3, 4, 5, 6], ids=["a/b", "a:b", "a-b", "a\\\\b"])
def test_signs(n): assert ask(n).json() == {"n": n}

@cassette
@pytest.mark.parametrize("n", [7, 8], ids=["k" * 200 + "ite", "k" * 200 + "itten"])
def test_long(n): assert ask(n).json() == {"n": n}

@cassette
@pytest.mark.parametrize("n", [9], ids=["\u98ce" * 60])
def test_wide(n): assert ask(n).json() == {"n": n}
""",
    )
    (folder / "pytest.ini").write_text(
        "[pytest]\ndisable_test_id_escaping_and_forfeit_all_rights_to_community_support = true\n"
    )

    def number(received: Received) -> Reply:
        return Reply(body=json.dumps({"n": json.loads(received.body)["n"]}).encode())

    with loopback(number) as server:
        run(folder, "--truecopy-record", "all", url=server.url)

        assert "9 passed" in run(folder, url=server.url)
        assert len(server.received) == 9
    names = sorted(path.name for path in (folder / "recordings" / "test_kites").iterdir())
    assert len(names) == 9
    assert names[:2] == ["TestPaper.TestRed.test_fly.yaml", "TestPaper.test_fly.yaml"]
    assert "test_signs[a-b].yaml" in names
    assert max(len(each.encode()) for each in names) < 140


@pytest.mark.parametrize(("mode", "processes"), [("new_episodes", 2), ("all", 0), ("all", 2)])
def test_a_shared_cassette_keeps_every_episode(mode: str, processes: int, folder: Path) -> None:
    """With one process and with two, which record into it at the same time; all replaces what was there before."""
    write(
        folder,
        """
@pytest.mark.parametrize("n", range(6))
@pytest.mark.truecopy_cassette("shared.yaml")
def test_kites(n): ask(n)
""",
    )
    old = make_interaction(request_body=b'{"old":1}', sent_at=1_700_000_000.0)
    save(folder / "shared.yaml", old)
    with loopback() as server:
        run(folder, "-n", str(processes), "--truecopy-record", mode, url=server.url)

    kept = load_cassette(folder / "shared.yaml").interactions
    asked = sorted(each.request_body for each in kept)
    new = [b'{"prompt":"A kite","n":%d}' % n for n in range(6)]
    assert asked == ([b'{"old":1}', *new] if mode == "new_episodes" else new)


@pytest.mark.parametrize("path", ["../kite.yaml", "/kite.yaml", "a/../../kite.yaml"])
def test_a_marker_leads_nowhere_else(path: str, folder: Path) -> None:
    """Neither out of the project nor out of its workspace."""
    (folder / "inner").mkdir()
    (folder / "inner" / "pytest.ini").write_text("[pytest]\n")
    write(
        folder / "inner",
        f"""
@pytest.mark.truecopy_cassette("../{path}", mode="once")
def test_out(): ask()

@pytest.mark.truecopy_cassette("../kite.yaml")
def test_workspace(): ask()
""".replace("..//", "/"),
    )
    save(folder / "kite.yaml", make_interaction(request_headers=KEY))

    told = run(folder / "inner", code=1)

    assert "kite.yaml, which leads out of" in told
    assert "1 passed" in told


def test_a_failing_test_leaves_no_cassette(folder: Path) -> None:
    """What it recorded is not kept, the cassette from before is."""
    write(
        folder,
        """
@pytest.mark.truecopy_cassette("new.yaml")
def test_new():
    ask()
    assert False

@pytest.mark.truecopy_cassette("old.yaml", mode="all")
def test_old():
    ask()
    raise KeyError
""",
    )
    old = save(folder / "old.yaml", make_interaction()).path
    before = old.read_bytes()
    with loopback() as server:
        run(folder, "--truecopy-record", "all", code=1, url=server.url)
        assert len(server.received) == 2

    assert not (folder / "new.yaml").exists()
    assert old.read_bytes() == before


def test_an_interrupted_test_leaves_the_cassette_from_before(folder: Path) -> None:
    """Half of what it asks would be played as the whole from then on."""
    write(
        folder,
        """
@pytest.mark.truecopy_cassette("old.yaml")
def test_old():
    ask()
    raise KeyboardInterrupt
""",
    )
    old = save(folder / "old.yaml", make_interaction()).path
    before = old.read_bytes()
    with loopback() as server:
        run(folder, "--truecopy-record", "all", code=2, url=server.url)
        assert len(server.received) == 1

    assert old.read_bytes() == before


def test_what_was_not_recorded_fails_the_test(folder: Path) -> None:
    """By default nothing is recorded: the miss names the field, a missing cassette itself."""
    write(
        folder,
        """
@pytest.mark.truecopy_cassette("kite.yaml")
def test_miss():
    ask(2)

@pytest.mark.truecopy_cassette("none.yaml")
def test_none():
    ask(1)
""",
    )
    key = (("authorization", "Bearer redacted-key-1"),)
    save(folder / "kite.yaml", make_interaction(request_headers=key))

    told = run(folder, code=1)

    assert "/n differs: recorded 1, asked 2" in told
    assert "none.yaml: there is no such cassette, nor one in the recordings" in told


def test_recordings_of_the_workspace_go_by_their_names(folder: Path) -> None:
    """A path that is not there is looked for in `recordings`, as the marker and as the function."""
    key = (("authorization", "Bearer redacted-key-1"),)
    place = folder / "recordings" / "stampworks" / "press" / "accepted.yaml"
    save(place, make_interaction(request_headers=key))
    write(
        folder,
        """
from truecopy.recording import use

@pytest.mark.truecopy_cassette("stampworks/press/accepted.yaml")
def test_marker():
    assert ask().json() == {"data": []}

def test_function():
    with use("stampworks/press"):
        assert ask().json() == {"data": []}
""",
    )

    assert "2 passed" in run(folder)


def test_what_was_played_is_written(folder: Path) -> None:
    """By several workers at once, for `truecopy verify --played`."""
    key = (("authorization", "Bearer redacted-key-1"),)
    body = b'{"prompt": "A kite", "n": 2}'
    place = save(
        folder / "kite.yaml",
        make_interaction(request_headers=key),
        make_interaction(request_headers=key, request_body=body),
    ).path
    write(
        folder,
        """
@pytest.mark.parametrize("run", range(6))
@pytest.mark.truecopy_cassette("kite.yaml")
def test_kites(run):
    ask(2)
""",
    )

    run(folder, "-n", "2", "--truecopy-played", "played.jsonl")

    assert read_plays(folder / "played.jsonl") == {(place.resolve(), 1)}
    assert len((folder / "played.jsonl").read_text().splitlines()) == 6


def test_it_lives_beside_pytest_recording(folder: Path) -> None:
    """Each plugin serves its own marker; a cassette of ours plays there, one of theirs here."""
    key = (("authorization", "Bearer redacted-key-1"),)
    save(folder / "ours.yaml", make_interaction(request_headers=key))
    write(
        folder,
        """
@pytest.mark.vcr
def test_theirs():
    assert ask().status_code == 200

@pytest.mark.vcr("ours.yaml")
def test_ours_there():
    assert ask().status_code == 200

@pytest.mark.truecopy_cassette("cassettes/test_kites/test_theirs.yaml")
def test_theirs_here():
    assert ask().status_code == 200

def test_neither():
    pass
""",
    )
    with loopback() as server:
        run(folder, "--record-mode", "once", "-k", "test_theirs and not here", url=server.url)
        theirs = folder / "cassettes" / "test_kites" / "test_theirs.yaml"
        assert load_cassette(theirs).recorded
        theirs.write_text(
            re.sub(r"http://127.*", "https://api.example.com/v1/stamps", theirs.read_text())
        )
        (folder / "cassettes" / "test_kites" / "ours.yaml").write_text(
            (folder / "ours.yaml").read_text()
        )

    assert "4 passed" in run(folder)


def test_nothing_is_imported_for_tests_without_the_marker(folder: Path) -> None:
    """Whoever has Truecopy installed pays nothing for it in other projects."""
    (folder / "test_plain.py").write_text(
        "import sys\ndef test_plain():\n"
        "    found = [name for name in sys.modules if name.split('.')[0] in ('vcr', 'starlette')]\n"
        "    found += [name for name in sys.modules if name.startswith('truecopy.')]\n"
        "    assert found == ['truecopy.pytest_plugin']\n"
    )

    run(folder, "-p", "no:recording")
