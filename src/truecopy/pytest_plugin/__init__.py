"""The pytest plugin: tests that are answered by a mock or by recordings, or that judge an endpoint.

`@pytest.mark.truecopy_cassette("VENDOR/OPERATION/accepted.yaml")` plays a cassette during a test, as
`truecopy.recording.use` does. The fixtures `truecopy_mock` and `truecopy_app` are the vendors of the workspace, played;
`truecopy_target` is the endpoint of `--truecopy-target`. Nothing of Truecopy is imported before a test asks for it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from truecopy.pytest_plugin.held_accounts import TruecopyMock
    from truecopy.pytest_plugin.in_process import InProcessMock, TruecopyApp
    from truecopy.pytest_plugin.judged_endpoint import TruecopyTarget
    from truecopy.pytest_plugin.mock_server import MockServer

MARKER = "truecopy_cassette"
_CASSETTE, _TARGET = "truecopy_cassette", "truecopy_target"
_MODES = ("none", "once", "new_episodes", "all")
# Bytes of a cassette's file: half of what file systems allow, for an ending and bodies beside it.
_LONGEST_NAME = 120
# What else stands in such a name as it is; Windows takes no more.
_PLAIN = frozenset("-_[].")
# Hexadecimal digits: enough to tell apart the tests of one module.
_DIGEST = 10
_BEGAN = pytest.StashKey[float]()
_IS_DONE = pytest.StashKey[bool]()


class UnfinishedTestError(Exception):
    """A test has failed, or was interrupted: what was recorded during it is not kept."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("truecopy", "vendors, played, recorded and judged")
    group.addoption(
        "--truecopy-workspace",
        metavar="DIR",
        help="Folder with contracts/, mocks/ and recordings/, also as `truecopy_workspace` in pytest's settings. "
        "[default: the nearest one around pytest's root folder, else the built-in one]",
    )
    parser.addini("truecopy_workspace", "What --truecopy-workspace names, from the root folder.")
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
    group.addoption(
        "--truecopy-target",
        action="append",
        default=[],
        metavar="VENDOR=URL",
        help="Judge this address in tests with the fixture truecopy_target, instead of the mock; the key is read "
        "from TRUECOPY_TOKEN_<VENDOR>. Several are several tests.",
    )
    group.addoption(
        "--truecopy-target-max-cost",
        type=float,
        metavar="USD",
        help="What each test may spend; needed for a target that is not on this machine.",
    )
    group.addoption(
        "--truecopy-target-examples",
        type=int,
        default=15,
        metavar="N",
        help="Generated requests for each operation and kind. [default: 15]",
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
    """Note that a test has come to its end and has not failed, before its fixtures are torn down.

    Of one that is interrupted there is no report.
    """
    report = yield
    if report.when == "call":  # type: ignore[attr-defined] # the report of the hook
        item.stash[_IS_DONE] = not report.failed  # type: ignore[attr-defined] # as above
    return report


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let tests with the marker, and no others, have the fixture."""
    names = getattr(item, "fixturenames", None)
    if names is not None and _CASSETTE not in names and item.get_closest_marker(MARKER):
        names.insert(0, _CASSETTE)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test of each target."""
    if _TARGET in metafunc.fixturenames:
        from truecopy.pytest_plugin.judged_endpoint import chosen_targets

        targets = chosen_targets(metafunc.config)
        metafunc.parametrize(_TARGET, targets.items(), indirect=True, ids=list(targets))


@pytest.fixture(scope="session")
def _truecopy_server(pytestconfig: pytest.Config) -> "Iterator[MockServer]":
    from truecopy.pytest_plugin.mock_server import MockServer
    from truecopy.pytest_plugin.run_workspace import named_folder

    server = MockServer(pytestconfig.rootpath, named_folder(pytestconfig))
    yield server
    server.stop()


@pytest.fixture
def truecopy_mock(
    _truecopy_server: "MockServer", monkeypatch: pytest.MonkeyPatch
) -> "Iterator[TruecopyMock]":
    """The vendors of the workspace, played by a server, with accounts of this test's own."""
    from truecopy.pytest_plugin.held_accounts import TruecopyMock

    held = TruecopyMock(_truecopy_server, monkeypatch)
    yield held
    held.reset()


@pytest.fixture(scope="session")
def _truecopy_in_process(pytestconfig: pytest.Config) -> "Iterator[InProcessMock]":
    from truecopy.pytest_plugin.in_process import InProcessMock
    from truecopy.pytest_plugin.run_workspace import workspace_of

    mock = InProcessMock(workspace_of(pytestconfig).root)
    yield mock
    mock.close()


@pytest.fixture
def truecopy_app(
    _truecopy_in_process: "InProcessMock", monkeypatch: pytest.MonkeyPatch
) -> "Iterator[TruecopyApp]":
    """The vendors of the workspace, played in this process, with clients that need no socket."""
    from truecopy.pytest_plugin.in_process import TruecopyApp

    with TruecopyApp(_truecopy_in_process, monkeypatch) as held:
        yield held
        held.reset()


@pytest.fixture
def truecopy_target(request: pytest.FixtureRequest) -> "TruecopyTarget":
    """The endpoint that is judged: of `--truecopy-target`, else each vendor's mock in process."""
    from truecopy.pytest_plugin.judged_endpoint import TruecopyTarget

    vendor, address = request.param
    return TruecopyTarget(vendor, address, request.config)


@pytest.fixture
def truecopy_cassette(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The cassette of a test with the marker; None for other tests."""
    marker = request.node.get_closest_marker(MARKER)
    if marker is None:
        yield None
        return
    from truecopy.errors import TruecopyError

    try:
        with _recorded(request, marker) as cassette:
            yield cassette
    except TruecopyError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None


@contextmanager
def _recorded(request: pytest.FixtureRequest, marker: pytest.Mark) -> Iterator[Any]:
    from truecopy.pytest_plugin.run_workspace import workspace_of
    from truecopy.recording import use
    from truecopy.recording.play_log import note_play

    config = request.config
    workspace = workspace_of(config)
    root = None if workspace.is_fallback else workspace.root
    given = {"mode": "none", "folder": config.rootpath, "workspace": root, **marker.kwargs}
    given["since"] = config.stash[_BEGAN]
    if mode := config.getoption("--truecopy-record"):
        given["mode"] = mode
    if played := config.getoption("--truecopy-played"):
        given["played"] = partial(note_play, Path(played).absolute())
    path = (
        _marked_path(marker.args[0], config.rootpath, root) if marker.args else _own_path(request)
    )
    request.node.stash[_IS_DONE] = False
    with suppress(UnfinishedTestError), use(path, **given) as cassette:
        yield cassette
        if not request.node.stash[_IS_DONE]:
            # Leaves the block by an exception, so that nothing is written.
            raise UnfinishedTestError


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


def _marked_path(name: str, root: Path, workspace: Path | None) -> Path:
    """Return the path that a marker names.

    Raises:
        UsageError: It leads out of the project and of its workspace, where a test has nothing to write.
    """
    from truecopy.errors import UsageError

    allowed = [root] if workspace is None else [root, workspace]
    place = (root / name).resolve()
    if not any(place.is_relative_to(each.resolve()) for each in allowed):
        raise UsageError(f"the marker {MARKER} has the path {name}, which leads out of {root}")
    return Path(name)
