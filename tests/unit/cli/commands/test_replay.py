"""`truecopy replay`: what keeps it from starting. That it serves is seen end to end."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from tests.cassettes import HEADER, make_interaction, save, write_text
from tests.recordings import record
from tests.unit.cli.servers import Started
from tests.unit.cli.shell import Shell


@pytest.fixture
def bench(shell: Shell) -> Shell:
    """Commands in a workspace with the recordings of one vendor."""
    shell.settings("")
    record(shell.folder / "recordings" / "powertokens", "powertokens")
    return shell


def test_the_ready_line_is_for_programs(bench: Shell, started: Started) -> None:
    """With --format json one line says where it listens, and how many interactions each vendor has."""
    outcome = bench.run("replay", "--port", "0", "--format", "json")

    content: dict[str, Any] = json.loads(outcome.out)
    assert outcome.code == 0
    assert (content["schema_version"], content["event"]) == (1, "ready")
    assert content["url"] == f"http://127.0.0.1:{content['port']}"
    assert content["recordings"].keys() == {"powertokens"}
    assert content["recordings"]["powertokens"] > 10
    assert len(started.apps) == 1


def test_the_banner_is_for_people(bench: Shell, started: Started) -> None:
    """With text the address, the vendors and their paths are told, each once."""
    outcome = bench.run("replay", "--port", "0")

    assert "replays on http://127.0.0.1:" in outcome.out
    assert outcome.out.count("    POST /v1/images/edits\n") == 1
    assert "/_truecopy/requests" in outcome.out
    assert started.apps


def test_an_address_of_the_sixth_version_is_bracketed(bench: Shell, started: Started) -> None:
    """An IPv6 address stands in brackets in the link."""
    outcome = bench.run("replay", "--host", "::1", "--port", "0", "--format", "json")

    assert json.loads(outcome.out)["url"].startswith("http://[::1]:")
    assert started.apps


@pytest.mark.parametrize(
    ("vendor", "arguments", "slug"),
    [
        ("", [], "recordings"),
        ("", ["--vendor", "powertokens"], "powertokens"),
        ("nobody", [], "nobody"),
        ("powertokens", ["--vendor", "applerouter"], "powertokens"),
    ],
)
def test_the_vendor_is_known_by_header_or_option(
    bench: Shell, started: Started, vendor: str, arguments: list[str], slug: str
) -> None:
    """The header says whose answers they are, else --vendor does; else they are served as they are."""
    from dataclasses import replace

    header = replace(HEADER, contracts={vendor: "1"} if vendor else {})
    save(bench.folder / "a.yaml", make_interaction(), header=header)

    outcome = bench.run("replay", "a.yaml", "--port", "0", *arguments)

    assert outcome.code == 0
    (application,) = started.apps
    assert list(application.stages) == [slug]
    known = application.stages[slug].contract
    assert (known is not None) == (slug == "powertokens")


def test_parts_are_left_out_and_added(bench: Shell, started: Started) -> None:
    """--ignore and --match-header may come several times, also from settings."""
    bench.settings('[replay]\nignore = ["/seed", "?trace"]\nmatch-header = "x-mode"\n')

    outcome = bench.run("replay", "--port", "0")

    assert outcome.code == 0
    assert started.apps


@pytest.mark.parametrize("option", [["--ignore", "seed"], ["--match-header", "x mode"]])
def test_a_part_that_is_none_is_shown(bench: Shell, option: list[str]) -> None:
    """What can be no part of a request is an error that shows it: exit 2."""
    outcome = bench.run("replay", "--port", "0", *option)

    assert outcome.code == 2
    assert repr(option[1]) in outcome.err


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("nowhere", None, "there is no such file or folder"),
        ("empty", None, "there are no recordings to play"),
        ("none.yaml", "version: 1\ninteractions: []\n", "there are no recordings to play"),
        ("broken.yaml", "interactions: [}", "broken.yaml:1"),
        ("deep.yaml", "[" * 100_000, "is nested deeper than"),
    ],
)
def test_what_cannot_be_played_is_told(
    shell: Shell, path: str, text: str | None, told: str
) -> None:
    """Without recordings, or with a damaged one, it does not start: exit 2, and which file."""
    shell.settings("")
    (shell.folder / "empty").mkdir()
    if text is not None:
        write_text(shell.folder / path, text)

    outcome = shell.run("replay", path, "--port", "0")

    assert outcome.code == 2
    assert told in outcome.err
    assert path in outcome.err
    assert outcome.out == ""


def test_a_workspace_without_recordings_says_so(shell: Shell) -> None:
    """Where nothing was recorded yet, the folder that is missing is named: exit 2."""
    shell.settings("")

    outcome = shell.run("replay")

    assert outcome.code == 2
    assert "recordings" in outcome.err


def test_a_port_that_is_taken_is_told(bench: Shell) -> None:
    """A port that somebody else has is an error that says so: exit 2."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        outcome = bench.run("replay", "--port", str(other.getsockname()[1]))

    assert outcome.code == 2
    assert "cannot listen on" in outcome.err


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none_is_shown(bench: Shell, port: str) -> None:
    """A number that no port has is refused."""
    outcome = bench.run("replay", "--port", port)

    assert outcome.code == 2
    assert port in outcome.err


def test_a_body_that_is_missing_is_told(bench: Shell) -> None:
    """A cassette whose large body is gone is not played: exit 2, with both files."""
    path = bench.folder / "big.yaml"
    save(path, make_interaction(body=b"x" * 300_000))
    (blob,) = Path(bench.folder / "blobs").glob("[0-9a-f]*")
    blob.unlink()

    outcome = bench.run("replay", "big.yaml", "--port", "0")

    assert outcome.code == 2
    assert "big.yaml:" in outcome.err
    assert blob.name in outcome.err
