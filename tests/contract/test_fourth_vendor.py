"""A vendor is data: one that was added to a workspace is served, checked, recorded and played like the built-in ones."""

import httpx
import pytest
from tests.fourth_vendor import SLUG, add_vendor
from tests.play import example, make_play

from truecopy import create_app
from truecopy.check import CheckOptions, CheckRun, run_check
from truecopy.contract import Workspace
from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.model import Phase, Severity
from truecopy.recording import use
from truecopy.recording.cassette_files import load_cassette
from truecopy.recording.verification import Scrutiny, verify_cassettes
from truecopy.wire import Budget, Keys, RequestSender, Target


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with one vendor more than the built-in ones."""
    root = tmp_path_factory.mktemp("workspace")
    (root / "truecopy.toml").touch()
    add_vendor(root)
    return find_workspace(root)


def test_it_stands_beside_the_built_in_vendors(workspace: Workspace) -> None:
    """It is one vendor more, and its contract says which one it is."""
    built_in = find_workspace(built_in_root()).vendors()

    assert sorted(workspace.vendors()) == sorted({*built_in, SLUG})
    assert workspace.load(SLUG).vendor == SLUG


def test_it_is_served_beside_the_built_in_vendors(workspace: Workspace) -> None:
    """One mock plays all of them; what the documents show as a request is accepted."""
    play = make_play(workspace=workspace.root)

    assert sorted(play.app.contracts) == sorted(workspace.vendors())
    for operation in play.app.contracts[SLUG].operations.values():
        body, files = example(operation)
        response = play.send(SLUG, operation.id, body, files=files)
        assert response.status_code < 300, response.text
        assert play.journal()[0]["vendor"] == SLUG


@pytest.mark.slow
def test_it_is_checked(workspace: Workspace) -> None:
    """Every phase of the check finds its mock in agreement with its contract."""
    app = create_app([SLUG], workspace=workspace.root)
    keys = Keys(good="sk-test", second="sk-second")
    options = CheckOptions(phases=frozenset(Phase), max_examples=2)

    with Target("http://vendor.localhost", keys, app=app) as target:
        run = CheckRun(workspace.load(SLUG), RequestSender(target, Budget()), options)
        result = run_check(run)

    assert [each.message for each in result.findings if each.severity is not Severity.INFO] == []
    assert result.exit_reason == "agrees"


def test_its_recordings_are_verified(workspace: Workspace) -> None:
    """Its cassettes are judged by its own contract, and keep it."""
    found = verify_cassettes(workspace.recordings(SLUG), Scrutiny(contract_of=workspace.load))

    assert [each.message for each in found.findings if each.severity is not Severity.INFO] == []
    assert len({each.claim for each in found.sightings[SLUG]}) > 50


def test_its_recordings_are_played(workspace: Workspace) -> None:
    """A client that uses one of its cassettes gets the recorded answer."""
    path = workspace.recordings(SLUG) / "edit-image-json" / "accepted.yaml"
    recorded = load_cassette(path).interactions[0]

    with use(path):
        answer = httpx.request(
            recorded.method,
            recorded.url,
            headers={"content-type": "application/json", "authorization": "Bearer sk-mine"},
            content=recorded.request_body,
        )

    assert (answer.status_code, answer.content) == (recorded.status, recorded.body)
