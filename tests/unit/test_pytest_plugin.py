"""The pytest plugin, as the tests of this folder have it; tests/end_to_end runs it in projects of their own."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from truecopy.contract.workspace import built_in_root
from truecopy.pytest_plugin import MARKER, _own_path
from truecopy.recording.cassette_files import load_cassette

ACCEPTED = built_in_root() / "recordings" / "powertokens" / "edit-image-json" / "accepted.yaml"


def test_a_test_without_the_marker_has_no_cassette(truecopy_cassette: Any) -> None:
    """Whoever does not ask for one is left alone."""
    assert truecopy_cassette is None


@pytest.mark.truecopy_cassette(str(ACCEPTED))
def test_a_marked_test_is_answered_by_its_cassette(truecopy_cassette: Any) -> None:
    """Its requests get the recorded answers, and the fixture is the cassette."""
    recorded = load_cassette(ACCEPTED).interactions[0]

    answer = httpx.request(
        recorded.method,
        recorded.url,
        headers={"content-type": "application/json", "authorization": "Bearer sk-mine"},
        content=recorded.request_body,
    )

    assert (answer.status_code, answer.content) == (recorded.status, recorded.body)
    assert truecopy_cassette is not None


def test_the_marker_is_known(pytestconfig: pytest.Config) -> None:
    """A misspelt one is an error where markers are strict."""
    assert any(line.startswith(f"{MARKER}(") for line in pytestconfig.getini("markers"))


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("test_kites", "test_kites.yaml"),
        ("test_kites[1-a]", "test_kites[1-a].yaml"),
        ("test_kites[a/b c]", "test_kites[a-b-c]-164e597867.yaml"),
        ("test_" + "x" * 300, "test_" + "x" * 115 + "-4e2b1ef8c0.yaml"),
    ],
    ids=["plain", "parameters", "slashes", "long"],
)
def test_a_cassette_without_a_path_is_named_after_its_test(name: str, file: str) -> None:
    """It stands beside the module, under a name that every file system takes."""
    node: Any = SimpleNamespace(name=name, path=Path("tests/test_flight.py"), listchain=list)
    request: Any = SimpleNamespace(node=node)

    assert _own_path(request) == Path("tests/recordings/test_flight") / file
