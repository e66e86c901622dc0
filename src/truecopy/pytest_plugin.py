"""The pytest plugin: tests that are answered by recordings.

`@pytest.mark.truecopy_cassette("VENDOR/OPERATION/accepted.yaml")` plays a cassette during a test, as
`truecopy.recording.use` does. Nothing of Truecopy is imported before a test asks for it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

MARKER = "truecopy_cassette"
_MODES = ("none", "once", "new_episodes", "all")
# Bytes of a cassette's file: half of what file systems allow, for an ending and bodies beside it.
_LONGEST_NAME = 120
# What else stands in such a name as it is; Windows takes no more.
_PLAIN = frozenset("-_[].")
# Hexadecimal digits: enough to tell apart the tests of one module.
_DIGEST = 10
_BEGAN = pytest.StashKey[float]()
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
    # Of the whole run, so that its processes record into one cassette together.
    told = getattr(config, "workerinput", {}).get("truecopy_began")
    config.stash[_BEGAN] = time.time() if told is None else told
    played = config.getoption("--truecopy-played")
    if played and not hasattr(config, "workerinput"):
        Path(played).write_text("", encoding="utf-8")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of pytest-xdist when the run began."""
    node.workerinput["truecopy_began"] = node.config.stash[_BEGAN]


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
    from truecopy.recording.play_log import note_play

    config = request.config
    given = {"mode": "none", "folder": config.rootpath, **marker.kwargs}
    given["since"] = config.stash[_BEGAN]
    if mode := config.getoption("--truecopy-record"):
        given["mode"] = mode
    if played := config.getoption("--truecopy-played"):
        given["played"] = partial(note_play, Path(played).absolute())
    path = _marked_path(marker.args[0], config.rootpath) if marker.args else _own_path(request)
    with suppress(FailedTestError), use(path, **given) as cassette:
        yield cassette
        if request.node.stash.get(_FAILED, False):
            # Leaves the block by an exception, so that nothing is written.
            raise FailedTestError


def _own_path(request: pytest.FixtureRequest) -> Path:
    """Return the place of a test's own cassette; a name that loses something gets a digest of the whole."""
    test: pytest.Item = request.node
    classes = [each.name for each in test.listchain() if isinstance(each, pytest.Class)]
    whole = ".".join([*classes, test.name])
    name = "".join(each if each.isalnum() or each in _PLAIN else "-" for each in whole)
    short = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
    if short != whole:
        digest = sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
        short = f"{short}-{digest}"
    return test.path.parent / "recordings" / test.path.stem / f"{short}.yaml"


def _marked_path(name: str, root: Path) -> Path:
    """Return the path that a marker names.

    Raises:
        UsageError: It leads out of the project and of its workspace, where a test has nothing to write.
    """
    from truecopy.contract import find_workspace
    from truecopy.errors import UsageError

    workspace = find_workspace(start=root)
    allowed = [root, *(() if workspace.is_fallback else (workspace.root,))]
    place = (root / name).resolve()
    if not any(place.is_relative_to(each.resolve()) for each in allowed):
        raise UsageError(f"the marker {MARKER} has the path {name}, which leads out of {root}")
    return Path(name)
