"""Which interactions were played, as files say it."""

import json
from multiprocessing import get_context
from pathlib import Path

import pytest

from truecopy.errors import UsageError
from truecopy.recording.play_log import note_play, read_plays


def _note_many(file: Path, cassette: Path, start: int) -> None:
    for number in range(start, start + 200):
        note_play(file, cassette, number)


def test_what_is_noted_is_read(tmp_path: Path) -> None:
    """Each play is a line; the same one twice is one play."""
    file, cassette = tmp_path / "played", tmp_path / "a b" / "ü.yaml"

    note_play(file, cassette, 0)
    note_play(file, cassette, 3)
    note_play(file, cassette, 3)

    assert read_plays(file) == {(cassette.resolve(), 0), (cassette.resolve(), 3)}


def test_relative_and_absolute_paths_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cassette is the same one wherever it was played from."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "played"

    note_play(file, Path("a.yaml"), 0)
    note_play(file, tmp_path / "x" / ".." / "a.yaml", 0)

    assert read_plays(file) == {(tmp_path.resolve() / "a.yaml", 0)}


@pytest.mark.slow
def test_several_processes_may_note_at_once(tmp_path: Path) -> None:
    """Lines of several processes do not run into each other."""
    file, cassette = tmp_path / "played", tmp_path / "a.yaml"
    context = get_context("spawn")
    processes = [
        context.Process(target=_note_many, args=(file, cassette, start)) for start in (0, 200, 400)
    ]
    for each in processes:
        each.start()
    for each in processes:
        each.join()

    assert {number for _, number in read_plays(file)} == set(range(600))


@pytest.mark.parametrize("indent", [None, 2])
def test_a_journal_is_read(tmp_path: Path, indent: int | None) -> None:
    """The journal of the replay server counts too, however it is laid out; its misses are no plays."""
    rows = [
        {"cassette": str(tmp_path / "a.yaml"), "interaction": 1, "status": 200},
        {"cassette": None, "interaction": None, "status": 501},
    ]
    file = tmp_path / "journal.json"
    file.write_text(json.dumps({"requests": rows}, indent=indent))

    assert read_plays(file) == {(tmp_path.resolve() / "a.yaml", 1)}


def test_no_plays_are_none(tmp_path: Path) -> None:
    """An empty file says that nothing was played."""
    file = tmp_path / "played"
    file.write_text("\n")

    assert read_plays(file) == frozenset()


@pytest.mark.parametrize(
    "content",
    [
        b"not json",
        b"[1, 2]",
        b"5",
        b'{"cassette": "a.yaml"}',
        b'{"cassette": 5, "interaction": 1}',
        b'{"cassette": "a.yaml", "interaction": "x"}',
        b'{"requests": 5}',
        b'{"requests": [5]}',
        b'{"requests": [{"a": 1}]}',
        b'{"cassette": "a.yaml", "interaction": 1}\n{"cassette": "b.ya',
        b"\xff\xfe",
        b'{"cassette": "a\\u0000b", "interaction": 1}',
        b"[" * 100_000,
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file of another kind, or one that is cut off, is an error that names it."""
    file = tmp_path / "other"
    file.write_bytes(content)

    with pytest.raises(UsageError, match="is neither what `pytest --truecopy-played` wrote"):
        read_plays(file)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """What cannot be read at all is an error too."""
    with pytest.raises(UsageError, match=str(tmp_path)):
        read_plays(tmp_path)
