"""The pytest plugin: tests that are answered by recordings.

`@pytest.mark.truecopy_cassette("VENDOR/OPERATION/accepted.yaml")` plays a cassette during a test, as
`truecopy.recording.use` does. Nothing of Truecopy is imported before a test asks for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

MARKER = "truecopy_cassette"
_MODES = ("none", "once", "new_episodes", "all")
# Of a cassette's file: half of what file systems allow, for an ending and bodies beside it.
_LONGEST_NAME = 120
_FAILED = pytest.StashKey[bool]()


class FailedTestError(Exception):
    """A test has failed: what was recorded during it is not kept."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("truecopy", "recordings of vendors")
    group.addoption(
        "--truecopy-record",
        choices=_MODES,
        metavar="MODE",
        help=f"How tests with the marker {MARKER} use their cassettes, whatever the marker says: "
        f"{', '.join(_MODES)}. [default: none]",
    )
    group.addoption(
        "--truecopy-played",
        metavar="FILE",
        help="Write which recorded interactions were played, for `truecopy verify --played FILE`.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and begin the file of what was played."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(path, mode='none', vendor=None, ignore=(), ...): answer the test's requests from a cassette; "
        "without a path, from recordings/<module>/<test>.yaml beside the test.",
    )
    played = config.getoption("--truecopy-played")
    if played and not hasattr(config, "workerinput"):
        Path(played).write_text("", encoding="utf-8")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note that a test has failed, before its fixtures are torn down."""
    report = yield
    if report.failed:  # type: ignore[attr-defined] # the report of the hook
        item.stash[_FAILED] = True
    return report


@pytest.fixture(autouse=True)
def truecopy_cassette(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The cassette of a test with the marker; None for other tests."""
    marker = request.node.get_closest_marker(MARKER)
    if marker is None:
        yield None
        return
    with _recorded(request, marker) as cassette:
        yield cassette


@contextmanager
def _recorded(request: pytest.FixtureRequest, marker: pytest.Mark) -> Iterator[Any]:
    from truecopy.recording import use
    from truecopy.recording.plays import note_play

    config = request.config
    given = {"mode": "none", "folder": config.rootpath, **marker.kwargs}
    if mode := config.getoption("--truecopy-record"):
        given["mode"] = mode
    if played := config.getoption("--truecopy-played"):
        given["played"] = partial(note_play, Path(played).absolute())
    path = marker.args[0] if marker.args else _own_path(request)
    with suppress(FailedTestError), use(path, **given) as cassette:
        yield cassette
        if request.node.stash.get(_FAILED, False):
            # Leaves the block by an exception, so that nothing is written.
            raise FailedTestError


def _own_path(request: pytest.FixtureRequest) -> Path:
    """Return the place of a test's own cassette."""
    name = "".join(each if each.isalnum() or each in "-_[]." else "-" for each in request.node.name)
    test: Path = request.node.path
    return test.parent / "recordings" / test.stem / f"{name[:_LONGEST_NAME]}.yaml"
