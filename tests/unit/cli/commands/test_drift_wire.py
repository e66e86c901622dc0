"""`truecopy drift wire`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.drifts.assumptions.reversals import REVERSALS
from tests.drifts.reversal import together
from tests.drifts.vendor import make_vendor
from tests.examining import DRIFT_BY_NAME
from tests.stand_ins import always, serving
from tests.unit.cli.shell import Shell

VENDOR = "powertokens"


class Endpoint:
    """A vendor whose behaviour is another one on another day."""

    def __init__(self) -> None:
        self.app: ASGIApp = make_vendor(VENDOR)

    def drift(self, name: str) -> None:
        """Drift, or be as documented with an empty name."""
        self.app = make_vendor(VENDOR, DRIFT_BY_NAME[name] if name else None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as of today."""
        await self.app(scope, receive, send)


@contextmanager
def serve() -> Iterator[tuple[Endpoint, str]]:
    """Serve an endpoint; yields it and its address."""
    endpoint = Endpoint()
    with serving(endpoint) as url:
        yield endpoint, url


def command(url: str) -> list[str]:
    """Return the command line of a look, for programs."""
    return ["drift", "wire", url, "--vendor", VENDOR, "--format", "json"]


@pytest.mark.slow
def test_a_drift_is_new_then_lasting_then_resolved(shell: Shell) -> None:
    """With exit codes 0, 1, 1 and 0, and one message for each change."""
    shell.setenv("TRUECOPY_TOKEN", "sk-test")
    rows, codes = [], []
    with serve() as (endpoint, url):
        for name in ("", "metadata-removed", "metadata-removed", ""):
            endpoint.drift(name)
            outcome = shell.run(
                *command(url), "--alert", "file:a.jsonl", "--report", "junit=wire.xml"
            )
            rows.append(json.loads(outcome.out))
            codes.append(outcome.code)

    assert codes == [0, 1, 1, 0]
    assert [each["exit_reason"] for each in rows] == ["agrees", "drift", "drift", "agrees"]
    assert "nothing to compare with" in rows[0]["message"]
    assert rows[1]["new"]
    assert [each["fingerprint"] for each in rows[2]["lasting"]] == [
        each["fingerprint"] for each in rows[1]["new"]
    ]
    assert len(rows[3]["resolved"]) == len(rows[1]["new"])
    assert rows[0]["examined_before"] is None
    assert rows[1]["examined_before"] == rows[0]["examined"] > 100
    told = [json.loads(line) for line in (shell.folder / "a.jsonl").read_text().splitlines()]
    assert [(bool(each["began"]), bool(each["ended"])) for each in told] == [
        (True, False),
        (False, True),
    ]
    assert (shell.folder / "wire.xml").exists()


def test_an_endpoint_that_fails_could_not_be_looked_at(shell: Shell) -> None:
    """Exit 2, and nothing is new."""
    shell.setenv("TRUECOPY_TOKEN", "sk-test")
    with serve() as (endpoint, url):
        endpoint.app = always(404)
        outcome = shell.run(*command(url))

    row = json.loads(outcome.out)
    assert outcome.code == 2
    assert (row["exit_reason"], row["new"], row["examined"]) == ("could-not-look", [], 0)


def test_a_refused_key_is_no_drift(shell: Shell) -> None:
    """Exit 4."""
    shell.setenv("TRUECOPY_TOKEN", "sk-test")
    with serve() as (endpoint, url):
        endpoint.app = always(401)
        outcome = shell.run(*command(url))

    assert outcome.code == 4
    assert json.loads(outcome.out)["new"] == []


@pytest.mark.parametrize(("assumptions", "reason"), [("observe", "agrees"), ("demand", "drift")])
def test_what_is_assumed_is_drift_only_where_it_is_demanded(
    shell: Shell, assumptions: str, reason: str
) -> None:
    """As in `truecopy check`."""
    shell.setenv("TRUECOPY_TOKEN", "sk-test")
    reversal = next(each for each in REVERSALS if each.vendor == VENDOR and not each.unseen)
    with serve() as (endpoint, url):
        endpoint.app = make_vendor(VENDOR, together(VENDOR, reversal))
        outcome = shell.run(*command(url), "--assumptions", assumptions, "--confirm", "0")

    assert json.loads(outcome.out)["exit_reason"] == reason


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--dry-run"], "--dry-run is for `truecopy check`"),
        (["--self-test"], "--self-test is for `truecopy check`"),
        (["--baseline-update"], "--baseline-update needs --reason"),
        (["--reason", "x"], "--reason has no effect without --baseline-update"),
        (["--baseline", "none.yaml"], "none.yaml: there is no such file"),
        (["--alert", "mail:x"], "there is no sink 'mail'"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_sent(
    shell: Shell, arguments: list[str], why: str
) -> None:
    """With exit 2."""
    outcome = shell.run("drift", "wire", "mock", "--vendor", VENDOR, *arguments)

    assert outcome.code == 2
    assert why in outcome.err
