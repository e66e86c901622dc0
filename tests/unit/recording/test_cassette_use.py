"""Which cassettes are used, and what is in them afterwards."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import vcr
from tests.cassettes import make_interaction as any_interaction
from tests.cassettes import save
from tests.clients import by_httpx2
from tests.loopback import loopback

from truecopy.errors import RecordingError
from truecopy.model import Interaction
from truecopy.recording import use
from truecopy.recording.cassette_files import load_cassette


def make_interaction(**changes: Any) -> Interaction:
    """Return an interaction with a key, as these clients send one."""
    return any_interaction(
        **{"request_headers": (("authorization", "Bearer redacted-key-1"),), **changes}
    )


def test_a_failing_block_leaves_no_cassette(tmp_path: Path) -> None:
    """Neither a new one nor a changed one."""
    path = tmp_path / "kite.yaml"
    with loopback() as server:
        with suppress(ZeroDivisionError), use(path, mode="once"):
            by_httpx2(f"{server.url}/a")
            raise ZeroDivisionError
        assert not path.exists()
        with use(path, mode="once"):
            by_httpx2(f"{server.url}/a")
        before = path.read_bytes()
        with suppress(ZeroDivisionError), use(path, mode="new_episodes"):
            by_httpx2(f"{server.url}/b")
            raise ZeroDivisionError
        assert len(server.received) == 3

    assert path.read_bytes() == before


def test_new_episodes_keep_the_old_ones(tmp_path: Path) -> None:
    """And their times."""
    path = save(tmp_path / "kite.yaml", make_interaction()).path
    with loopback() as server, use(path, mode="new_episodes"):
        by_httpx2(f"{server.url}/b")

    old, new = load_cassette(path).interactions

    assert old == make_interaction()
    assert new.sent_at > 0
    assert new.elapsed_s > 0


def test_all_records_everything_anew(tmp_path: Path) -> None:
    """What was there is replaced."""
    path = save(tmp_path / "kite.yaml", make_interaction()).path
    with loopback() as server, use(path, mode="all"):
        by_httpx2(f"{server.url}/b")

    assert [each.url for each in load_cassette(path).interactions] == [f"{server.url}/b"]


def test_what_others_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    """Two that record into one file at the same time: each episode stands in it once."""
    path = tmp_path / "kite.yaml"
    with loopback() as server:
        with use(path, mode="new_episodes"):
            by_httpx2(f"{server.url}/first")
        with use(path, mode="new_episodes"):
            by_httpx2(f"{server.url}/mine")
            by_httpx2(f"{server.url}/both")
            with use(path, mode="new_episodes"):
                by_httpx2(f"{server.url}/theirs")
                by_httpx2(f"{server.url}/both")

    kept = [each.url.rpartition("/")[2] for each in load_cassette(path).interactions]
    assert kept == ["first", "theirs", "both", "mine"]


def test_a_recording_is_written_as_yaml(tmp_path: Path) -> None:
    """Another ending is refused before anything is sent; a cassette of VCR.py in JSON is played."""
    path = tmp_path / "kite.json"
    with loopback() as server:
        url = f"{server.url}/v1/kites"
        with pytest.raises(RecordingError, match=r"\.yaml"), use(path, mode="once"):
            pytest.fail("the block must not begin")
        with vcr.use_cassette(str(path), serializer="json"):
            by_httpx2(url)
        with use(path, mode="once"):
            assert by_httpx2(url) == b"{}"
        assert len(server.received) == 1
        with pytest.raises(RecordingError, match=r"\.yaml"), use(path, mode="new_episodes"):
            pytest.fail("the block must not begin")


def test_a_missing_cassette_is_told_at_once(tmp_path: Path) -> None:
    """Before any request: with mode none there is nothing to play."""
    with (
        pytest.raises(RecordingError, match="there is no such cassette"),
        use(tmp_path / "no.yaml"),
    ):
        pytest.fail("the block must not begin")


def test_a_folder_plays_all_its_cassettes(tmp_path: Path) -> None:
    """And is no place to record to."""
    save(tmp_path / "a.yaml", make_interaction(body=b"a"))
    save(tmp_path / "b.yaml", make_interaction(url="https://api.example.com/b", body=b"b"))

    with use(tmp_path):
        assert by_httpx2("https://api.example.com/b") == b"b"
        assert by_httpx2("https://api.example.com/v1/stamps") == b"a"
    with pytest.raises(RecordingError, match="is a folder"), use(tmp_path, mode="once"):
        pytest.fail("the block must not begin")


def test_the_vendor_is_the_one_in_the_address(tmp_path: Path) -> None:
    """A recording says whose answers it holds, where the address tells it."""
    path = tmp_path / "kite.yaml"
    with loopback() as server, use(path, mode="once"):
        by_httpx2(f"{server.url}/powertokens/v1/images/edits")

    header = load_cassette(path).header

    assert (header.vendor, header.base_url) == ("powertokens", f"{server.url}/powertokens")


def test_relative_paths_begin_where_the_caller_says(tmp_path: Path) -> None:
    """In a folder of the project, wherever the program is started."""
    with loopback() as server, use("mine/kite.yaml", mode="once", folder=tmp_path):
        by_httpx2(f"{server.url}/a")

    assert (tmp_path / "mine" / "kite.yaml").is_file()


def test_mode_all_keeps_what_was_recorded_since(tmp_path: Path) -> None:
    """Several blocks may record anew into one cassette: what one asked again replaces what another asked."""
    path = save(tmp_path / "kite.yaml", make_interaction(sent_at=1_700_000_000.0)).path
    with loopback() as server:
        for name in ("a", "b", "a"):
            with use(path, mode="all", since=1_750_000_000.0):
                by_httpx2(f"{server.url}/{name}")

    assert [each.url[-1] for each in load_cassette(path).interactions] == ["b", "a"]


def test_mode_all_replaces_a_damaged_cassette(tmp_path: Path) -> None:
    """Whatever was there."""
    path = tmp_path / "kite.yaml"
    path.write_text("no: [cassette")
    with loopback() as server, use(path, mode="all", since=0.0):
        by_httpx2(f"{server.url}/a")

    assert len(load_cassette(path).interactions) == 1


def test_a_cassette_of_vcrpy_that_grows_plays_as_before(tmp_path: Path) -> None:
    """What it recorded without a key answers requests that have one, also once ours stand beside it."""
    path = tmp_path / "plain.yaml"
    with loopback() as server:
        with vcr.use_cassette(str(path), filter_headers=["authorization"]):
            by_httpx2(f"{server.url}/a")
        with use(path, mode="new_episodes"):
            by_httpx2(f"{server.url}/b")
        assert len(server.received) == 2

        with use(path):
            assert [by_httpx2(f"{server.url}/{name}") for name in "ab"] == [b"{}", b"{}"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file stands where the folder would be."""
    (tmp_path / "kites").write_text("")
    with (
        loopback() as server,
        pytest.raises(RecordingError, match=r"red\.yaml: cannot be written"),
        use(tmp_path / "kites" / "red.yaml", mode="once"),
    ):
        by_httpx2(f"{server.url}/a")
