"""`truecopy recordings`."""

import errno
import os
from pathlib import Path

import httpx2
import pytest
import requests
import vcr
from tests.cassettes import HEADER, make_interaction, save
from tests.recordings import record
from tests.unit.cli.shell import Shell

from truecopy.model import Interaction
from truecopy.recording.cassette_files import find_cassettes, load_cassette

LARGE = b'{"pad": "' + b"x" * 300_000 + b'"}'


@pytest.fixture
def bench(shell: Shell) -> Shell:
    """Commands in a workspace with the recordings of one vendor."""
    shell.settings("")
    record(shell.folder / "recordings" / "powertokens", "powertokens")
    return shell


def asked(interaction: Interaction) -> httpx2.Request:
    """Return a recorded request, as httpx2 sends it."""
    return httpx2.Request(
        interaction.method,
        interaction.url,
        headers=dict(interaction.request_headers),
        content=interaction.request_body,
    )


def test_every_cassette_is_exported(bench: Shell) -> None:
    """The recordings of the workspace are exported where no path is given, each under its name."""
    outcome = bench.run("recordings", "export", "--to", "out")

    source = bench.folder / "recordings"
    names = [each.relative_to(source) for each in find_cassettes(source)]
    assert outcome.code == 0
    assert outcome.out.splitlines() == [str(Path("out") / each) for each in names]
    for each in names:
        exported = load_cassette(bench.folder / "out" / each)
        assert exported.interactions == load_cassette(source / each).interactions


@pytest.mark.parametrize("is_one", [True, False])
def test_plain_vcr_plays_what_was_exported(bench: Shell, *, is_one: bool) -> None:
    """VCR.py loads an exported cassette and plays it with nothing of ours: bodies, statuses and headers."""
    source = bench.folder / "recordings/powertokens/edit-image-json/accepted.yaml"
    place = source if is_one else source.parents[2]
    bench.run("recordings", "export", place, "--to", "out")
    exported = bench.folder / "out" / (source.name if is_one else source.relative_to(place))

    with vcr.VCR(record_mode="none").use_cassette(str(exported)) as tape, httpx2.Client() as client:
        for each in load_cassette(source).interactions:
            response = client.send(asked(each))

            assert response.status_code == each.status
            assert response.content == each.body
            assert response.headers["content-type"] == each.header("content-type")
        assert tape.all_played


def test_bodies_that_lie_beside_are_put_in(bench: Shell) -> None:
    """A body over 256 KB is in the exported file, where plain VCR.py looks for it."""
    source = bench.folder / "big.yaml"
    save(source, make_interaction(body=LARGE, request_body=LARGE))
    outcome = bench.run("recordings", "export", source, "--to", "out")
    exported = bench.folder / "out/big.yaml"

    assert outcome.code == 0
    assert source.stat().st_size < 10_000
    assert exported.stat().st_size > 600_000
    with vcr.use_cassette(str(exported), record_mode="none"):
        response = requests.post("https://api.example.com/v1/stamps", data=LARGE, timeout=5)
    assert response.content == LARGE


def test_binary_bodies_are_played(bench: Shell) -> None:
    """Bytes that are no text come back as they were, in both of the clients."""
    data = bytes(range(256)) * 40
    picture = make_interaction(
        method="GET",
        url="https://api.example.com/1.png",
        request_body=b"",
        body=data,
        request_headers=(),
    )
    save(bench.folder / "picture.yaml", picture)
    bench.run("recordings", "export", "picture.yaml", "--to", "out")

    for get in (httpx2.get, requests.get):
        with vcr.use_cassette(str(bench.folder / "out/picture.yaml"), record_mode="none"):
            assert get("https://api.example.com/1.png").content == data


def test_an_export_can_be_verified_and_exported_again(bench: Shell) -> None:
    """What was exported is a cassette like any other."""
    bench.run("recordings", "export", "--to", "out")
    again = bench.run("recordings", "export", "out", "--to", "out2")

    assert again.code == 0
    assert bench.run("verify", "out").code == 0
    for each in find_cassettes(bench.folder / "out"):
        name = each.relative_to(bench.folder / "out")
        assert (bench.folder / "out2" / name).read_bytes() == each.read_bytes()


def test_what_is_there_is_replaced(bench: Shell) -> None:
    """A second export replaces the first."""
    bench.run("recordings", "export", "--to", "out")
    (path, *_) = find_cassettes(bench.folder / "out")
    before = path.read_bytes()
    path.write_text("old")

    assert bench.run("recordings", "export", "--to", "out").code == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize("folder", ["recordings", "./recordings", "recordings/powertokens/.."])
def test_a_cassette_does_not_replace_itself(bench: Shell, folder: str) -> None:
    """Exporting to where the cassettes are is refused: exit 2, and they stay as they are."""
    before = {each: each.read_bytes() for each in find_cassettes(bench.folder / "recordings")}

    outcome = bench.run("recordings", "export", "--to", folder)

    assert outcome.code == 2
    assert "would replace itself" in outcome.err
    assert {each: each.read_bytes() for each in before} == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere", "--to", "out"], "there is no such file or folder"),
        (["empty", "--to", "out"], "there are no cassettes"),
        (["broken.yaml", "--to", "out"], "broken.yaml:1"),
        ([], "--to"),
        (["--to", "file"], "is a file"),
    ],
)
def test_what_cannot_be_exported_is_told(bench: Shell, arguments: list[str], told: str) -> None:
    """A missing, empty or damaged source is an error that names it: exit 2."""
    (bench.folder / "empty").mkdir()
    (bench.folder / "broken.yaml").write_text("interactions: [}")
    (bench.folder / "file").write_text("")

    outcome = bench.run("recordings", "export", *arguments)

    assert outcome.code == 2
    assert told in outcome.err


def test_a_full_disk_is_told(bench: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing can be written it ends with 2, and no part of a file is left."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = bench.run("recordings", "export", "--to", "out")

    assert outcome.code == 2
    assert "No space left on device" in outcome.err
    assert [each for each in (bench.folder / "out").rglob("*") if each.is_file()] == []


def test_exported_cassettes_have_no_key(bench: Shell) -> None:
    """What was redacted stays redacted."""
    save(
        bench.folder / "a.yaml",
        make_interaction(request_headers=(("authorization", "Bearer sk-0123456789ab"),)),
        header=HEADER,
    )
    bench.run("recordings", "export", "a.yaml", "--to", "out")

    text = (bench.folder / "out/a.yaml").read_text()
    assert "sk-0123456789ab" not in text
    assert "Bearer redacted-key-1" in text
