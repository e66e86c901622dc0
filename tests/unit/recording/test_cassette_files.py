"""Cassettes on disk: whole or not at all, large bodies beside them."""

import errno
import json
import os
import subprocess
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import FrameType

import pytest
from tests.cassettes import HEADER, bodies_of, make_interaction, save

from truecopy.errors import RecordingError
from truecopy.recording.cassette_files import (
    find_cassettes,
    inlined_text,
    load_cassette,
    save_cassette,
    unused_blobs,
    write_whole,
)
from truecopy.redaction import Redactor

LARGE = bytes(range(256)) * 1_200  # 307,200 bytes


def filed(folder: Path, name: str = "accepted.yaml") -> Path:
    """Return the place of a cassette in a workspace."""
    return folder / "recordings" / "stampworks" / "press" / name


def test_a_large_body_lies_beside_the_cassettes_of_its_vendor(tmp_path: Path) -> None:
    """Over 256 KB a body goes to the vendor's blobs, under its hash, once for all cassettes that have it."""
    taken = make_interaction(body=LARGE, request_body=LARGE)

    save(filed(tmp_path, "again.yaml"), taken)
    cassette = save(filed(tmp_path), taken)

    assert bodies_of(cassette.path) == [(LARGE, LARGE)]
    place = tmp_path / "recordings" / "stampworks" / "blobs" / sha256(LARGE).hexdigest()
    assert {each.name for each in place.parent.iterdir()} == {place.name, ".gitattributes"}
    assert place.read_bytes() == LARGE
    assert {each.resolve() for each in cassette.blobs} == {place}
    assert filed(tmp_path).stat().st_size < 3_000


def test_a_body_of_256_kilobytes_is_in_the_file(tmp_path: Path) -> None:
    """The limit itself is inline, one byte more is not."""
    inline = save(filed(tmp_path), make_interaction(body=b"x" * 262_144))
    outside = save(filed(tmp_path, "other.yaml"), make_interaction(body=b"x" * 262_145))

    assert (len(inline.blobs), len(outside.blobs)) == (0, 1)


def test_outside_a_workspace_large_bodies_lie_beside_the_file(tmp_path: Path) -> None:
    """A cassette of a test has its blobs in the folder next to it."""
    cassette = save(tmp_path / "tests" / "kite.yaml", make_interaction(body=LARGE))

    assert [each.parent for each in cassette.blobs] == [tmp_path / "tests" / "blobs"]
    assert bodies_of(cassette.path) == [(make_interaction().request_body, LARGE)]


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (None, "cannot be read"),
        (LARGE[:-1], "altered"),
        (LARGE[:-1] + b"!", "altered"),
        (LARGE + b"!", "altered"),
    ],
    ids=["missing", "cut", "changed", "longer"],
)
def test_a_missing_or_altered_body_is_told(left: bytes | None, told: str, tmp_path: Path) -> None:
    """The error names the cassette, the line of the interaction's body, and the file."""
    cassette = save(filed(tmp_path), make_interaction(body=LARGE))
    cassette.blobs[0].unlink()
    if left is not None:
        cassette.blobs[0].write_bytes(left)

    with pytest.raises(RecordingError, match=told) as caught:
        load_cassette(cassette.path)

    assert caught.value.line > 0
    assert cassette.blobs[0].name in str(caught.value)


@pytest.mark.parametrize(
    "place", ["/etc/passwd 3", "../../x 3", "blobs/../../etc 3", "blobs/ab 3", ""]
)
def test_a_body_is_read_from_the_blobs_only(place: str, tmp_path: Path) -> None:
    """A cassette cannot lead to other files."""
    path = tmp_path / "foreign.yaml"
    path.write_text(
        "interactions:\n- request: {method: GET, uri: 'http://a'}\n"
        f"  response: {{status: {{code: 200, message: ''}}, body: {{string: !truecopy/blob '{place}'}}}}\n"
    )

    with pytest.raises(RecordingError, match="no place of a body"):
        load_cassette(path)


def test_export_has_every_body_in_it(tmp_path: Path) -> None:
    """The exported text needs no file beside it."""
    cassette = save(filed(tmp_path), make_interaction(body=LARGE))
    alone = tmp_path / "alone.yaml"
    alone.write_text(inlined_text(cassette), encoding="utf-8")

    assert bodies_of(alone) == bodies_of(cassette.path)
    assert load_cassette(alone).blobs == ()


def test_bodies_that_nothing_refers_to_are_found(tmp_path: Path) -> None:
    """After a cassette was recorded anew, its old large bodies are left over."""
    old = save(filed(tmp_path), make_interaction(body=LARGE)).blobs[0]
    new = save(filed(tmp_path), make_interaction(body=LARGE + b"!")).blobs[0]

    left = list(unused_blobs(tmp_path / "recordings", {new.resolve()}))

    assert [each.resolve() for each in left] == [old.resolve()]


def test_a_full_disk_leaves_the_old_cassette(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the new text cannot be written whole, the old one is as it was, and nothing is left over."""
    path = save(filed(tmp_path), make_interaction()).path
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RecordingError, match=r"No space left on device; the old file is as it was"):
        save(path, make_interaction(body=b"{}"))

    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_an_interrupt_leaves_the_old_cassette(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while writing leaves no part of a file."""
    path = save(filed(tmp_path), make_interaction()).path
    before = path.read_bytes()

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(path, make_interaction(body=b"{}"))

    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where a folder should be is a clear error."""
    (tmp_path / "recordings").write_text("a file")

    with pytest.raises(RecordingError, match="cannot be written"):
        write_whole(filed(tmp_path), b"x")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"a: \xff\n", "is not UTF-8"),
        (b"\x00", "is not YAML"),
    ],
)
def test_a_file_that_is_none_is_told(content: bytes, told: str, tmp_path: Path) -> None:
    """Empty, binary and foreign files are told by name."""
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)

    with pytest.raises(RecordingError, match=told) as caught:
        load_cassette(path)

    assert str(path) in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """So is a folder, and what is not there."""
    for place in (tmp_path, tmp_path / "nothing.yaml"):
        with pytest.raises(RecordingError, match="cannot be read"):
            load_cassette(place)
    with pytest.raises(RecordingError, match="no such file"):
        find_cassettes(tmp_path / "nothing.yaml")


def test_a_cassette_cut_anywhere_is_an_error_or_whole(tmp_path: Path) -> None:
    """A truncated cassette is never a traceback; what is left may be whole."""
    content = save(
        filed(tmp_path), make_interaction(), make_interaction(body=b"\x00\x01")
    ).path.read_bytes()
    cut = tmp_path / "cut.yaml"
    for end in range(0, len(content), 7):
        cut.write_bytes(content[:end])
        with suppress(RecordingError):
            assert load_cassette(cut).path == cut


def test_git_leaves_large_bodies_alone(tmp_path: Path) -> None:
    """A clone with other line ends has the same bytes: what lies under its hash is never text for git."""
    text = json.dumps({"rows": [f"kite {each}" for each in range(20_000)]}, indent=1).encode()
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "-C", str(tmp_path / "here")]
    path = save(filed(tmp_path / "here"), make_interaction(body=text)).path
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "kites"]):
        subprocess.run([*git, *command], check=True)
    clone = tmp_path / "there"
    subprocess.run(
        ["git", "clone", "-q", "-c", "core.autocrlf=true", str(tmp_path / "here"), str(clone)],
        check=True,
    )

    assert bodies_of(clone / path.relative_to(tmp_path / "here"))[0][1] == text


def test_changed_line_ends_are_named(tmp_path: Path) -> None:
    """Whoever has no such attributes learns what happened, and what to do."""
    text = b'{\n "n": 1\n}' + b" " * 300_000
    cassette = save(filed(tmp_path), make_interaction(body=text))
    cassette.blobs[0].write_bytes(text.replace(b"\n", b"\r\n"))

    with pytest.raises(
        RecordingError, match=r"line ends were, as git does .* `\* -text` into .*blobs/"
    ):
        load_cassette(cassette.path)


def test_attributes_of_ones_own_stay(tmp_path: Path) -> None:
    """A file that is there is not written."""
    attributes = tmp_path / "recordings" / "stampworks" / "blobs" / ".gitattributes"
    attributes.parent.mkdir(parents=True)
    attributes.write_text("* binary\n")

    save(filed(tmp_path), make_interaction(body=LARGE))

    assert attributes.read_text() == "* binary\n"


def test_a_pipe_is_no_body(tmp_path: Path) -> None:
    """Reading it would never end."""
    cassette = save(filed(tmp_path), make_interaction(body=LARGE))
    cassette.blobs[0].unlink()
    os.mkfifo(cassette.blobs[0])

    with pytest.raises(RecordingError, match="which is no file"):
        load_cassette(cassette.path)


def test_a_secret_that_is_known_is_never_written(tmp_path: Path) -> None:
    """Saving redacts; nobody has to ask for it."""
    key = "sk-0123456789abcdefghij"
    taken = make_interaction(
        request_headers=(("authorization", f"Bearer {key}"),), body=key.encode()
    )

    text = save(filed(tmp_path), taken).path.read_text()

    assert key not in text
    assert "Bearer redacted-key-1" in text


def test_what_still_looks_secret_is_not_written(tmp_path: Path) -> None:
    """A body that nobody can look into might hold anything: the old cassette stays, and the error says why."""
    path = save(filed(tmp_path), make_interaction()).path
    before = path.read_bytes()
    shut = make_interaction(headers=(("content-encoding", "br"),), body=b"\x0b\x02\x80")

    with pytest.raises(RecordingError, match=r"may be secret:\n.*br"):
        save_cassette(path, HEADER, [shut], Redactor())

    assert path.read_bytes() == before


def test_cassettes_are_found_and_blobs_are_none(tmp_path: Path) -> None:
    """Below a folder each YAML file is a cassette, but for what lies with the large bodies."""
    path = save(filed(tmp_path), make_interaction(body=LARGE)).path
    (path.parent / "notes.txt").write_text("no cassette")
    (path.parents[1] / "blobs" / "odd.yaml").write_text("no cassette")

    assert find_cassettes(tmp_path) == [path]
    assert find_cassettes(path) == [path]


def test_a_small_interaction_is_saved_in_few_calls(tmp_path: Path) -> None:
    """One exchange of ordinary size costs under 800 calls of Python's functions, the file included."""
    calls: list[str] = []

    def count(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            calls.append(frame.f_code.co_name)

    taken = [make_interaction(body=json.dumps({"data": "x" * 2_000}).encode())]
    redactor = Redactor(known=["sk-0123456789abcdefghijklmnop"])
    sys.setprofile(count)
    try:
        save_cassette(tmp_path / "a.yaml", HEADER, taken, redactor)
    finally:
        sys.setprofile(None)

    assert len(calls) < 800
