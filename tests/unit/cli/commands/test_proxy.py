"""`truecopy proxy`: what it refuses to start with, what it says, and what it puts together."""

import json
import signal
import socket
from typing import Any

import pytest
from tests.examining import VENDORS
from tests.unit.cli.servers import Started
from tests.unit.cli.shell import Shell

from truecopy import MockApp
from truecopy.cli.commands.proxy import exchange_text, summary_line
from truecopy.contract.workspace import built_in_root
from truecopy.model import Finding, Severity
from truecopy.recording.proxying.exchange_journal import Passed, ProxyJournal

VENDOR = ("proxy", "--vendor", "mulerouter")


def make_finding(**changes: Any) -> Finding:
    """Return a finding."""
    values = {
        "rule": "answer-field-missing",
        "severity": Severity.ERROR,
        "where": "x",
        "message": "created is missing",
        "sources": "edit:10",
    }
    return Finding(**{**values, **changes})


def make_passed(**changes: Any) -> Passed:
    """Return an exchange that is over."""
    values: dict[str, Any] = {
        "at": 0.0,
        "method": "POST",
        "path": "/v1/images/edits",
        "operation": "edit-image-json",
        "status": 200,
        "answered_by": "upstream",
        "elapsed_s": 0.414,
    }
    return Passed(**{**values, **changes})


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--upstream", "http://me:sk-secret@a.example"), "--upstream has a user or password"),
        (("--upstream", "ftp://a.example"), "--upstream 'ftp://a.example': an address such as"),
        (("--upstream", "http://127.0.0.1:4748/x"), "is the proxy's own address"),
        (("--timeout", "0"), "Invalid value for '--timeout'"),
        (("--timeout", "nan"), "Invalid value for '--timeout'"),
    ],
)
def test_what_cannot_work_is_refused(
    shell: Shell, arguments: tuple[str, ...], problem: str
) -> None:
    """Loops, passwords and what is no address are one clear line; a password is not repeated."""
    outcome = shell.run(*VENDOR, *arguments)

    assert outcome.code == 2
    assert problem in outcome.err
    assert "sk-secret" not in outcome.err
    assert outcome.out == ""


def test_a_port_that_is_taken_is_told(shell: Shell) -> None:
    """Where something listens already, the proxy does not start."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        outcome = shell.run(*VENDOR, "--port", str(taken.getsockname()[1]))

    assert outcome.code == 2
    assert "cannot listen on 127.0.0.1" in outcome.err


def test_without_a_vendor_the_vendors_are_named(shell: Shell) -> None:
    """Where nothing tells whose contract it is, the user has to."""
    outcome = shell.run("proxy")

    assert outcome.code == 2
    assert f"--vendor is needed: {', '.join(VENDORS)}" in outcome.err


@pytest.mark.parametrize(
    "upstream",
    ["https://api.mulerouter.ai", "https://api.mulerouter.ai/", "http://x.example/mulerouter"],
)
def test_the_vendor_is_the_one_at_the_upstream(
    shell: Shell, started: Started, upstream: str
) -> None:
    """An address that belongs to a vendor tells whose contract it is."""
    outcome = shell.run("proxy", "--upstream", upstream, "--port", "0", "--format", "json")

    assert json.loads(outcome.out)["vendor"] == "mulerouter"


def test_the_only_own_vendor_needs_no_name(shell: Shell, started: Started) -> None:
    """In a workspace of one vendor there is nothing to choose."""
    shell.run("init", "coinmint", "--workspace", "apis")

    outcome = shell.run("proxy", "--workspace", "apis", "--port", "0", "--format", "json")

    assert json.loads(outcome.out)["vendor"] == "coinmint"


def test_the_ready_line_says_where_and_by_what(shell: Shell, started: Started) -> None:
    """A program learns address, process, upstream and contract; the documented upstream is the default."""
    outcome = shell.run(*VENDOR, "--port", "0", "--format", "json")

    ready = json.loads(outcome.out)
    assert ready.keys() == {
        "schema_version",
        "event",
        "url",
        "port",
        "pid",
        "version",
        "upstream",
        "vendor",
        "contract",
    }
    assert (ready["event"], ready["vendor"]) == ("ready", "mulerouter")
    assert ready["upstream"] == "https://api.mulerouter.ai"
    assert ready["url"] == f"http://127.0.0.1:{ready['port']}"
    assert len(ready["contract"]) == 12
    assert outcome.err == "0 exchanges; found: nothing\n"


def test_the_banner_says_what_to_do(shell: Shell, started: Started) -> None:
    """A person reads what to give to a client, and where the journal is."""
    outcome = shell.run(*VENDOR, "--port", "0", "--upstream", "http://a.example/base/")

    assert "in place of http://a.example/base\n" in outcome.out
    assert "/_truecopy/requests" in outcome.out
    assert outcome.code == 0


@pytest.mark.parametrize("arguments", [(), ("--fallback",)])
def test_the_mock_is_there_only_for_a_fallback(
    shell: Shell, started: Started, arguments: tuple[str, ...]
) -> None:
    """Without --fallback nothing but the upstream answers."""
    shell.run(*VENDOR, "--port", "0", *arguments)

    fallback = started.apps[0]._fallback
    assert (fallback is not None) == bool(arguments)
    if fallback is not None:
        assert isinstance(fallback.mock, MockApp)
        assert list(fallback.mock.contracts) == ["mulerouter"]


def test_settings_are_read(shell: Shell, started: Started) -> None:
    """A section of the settings, and variables named after the options, stand for options."""
    shell.settings('[proxy]\nupstream = "http://a.example"\nport = 0\n')
    shell.setenv("TRUECOPY_PROXY_VENDOR", "powertokens")
    shell.setenv("TRUECOPY_PROXY_TIMEOUT", "7")

    outcome = shell.run("proxy", "--format", "json")

    ready = json.loads(outcome.out)
    assert (ready["vendor"], ready["upstream"]) == ("powertokens", "http://a.example")
    assert started.apps[0]._relay._timeout_s == 7


def test_an_interrupt_has_its_own_exit_code(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130, and the summary all the same."""
    monkeypatch.setattr("truecopy.cli.listening.run_server", Started(signal.SIGINT))

    outcome = shell.run(*VENDOR, "--port", "0")

    assert outcome.code == 130
    assert outcome.err == "0 exchanges; found: nothing\n"


def test_broken_answers_are_no_complaint_of_the_server(shell: Shell, started: Started) -> None:
    """An answer that the upstream broke off is in the journal; the server is told not to call it a fault."""
    shell.run(*VENDOR, "--port", "0")

    assert started.may_break_off == [True]


def test_what_is_secret_matters_only_where_traffic_is_kept(shell: Shell, started: Started) -> None:
    """A flag without effect is an error."""
    outcome = shell.run(*VENDOR, "--port", "0", "--redact", "x+")

    assert outcome.code == 2
    assert "no effect without --record" in outcome.err


def test_recording_needs_a_workspace(
    shell: Shell, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The built-in one of an installation is not written to."""
    monkeypatch.setattr("truecopy.contract.workspace._PACKAGED", built_in_root())

    outcome = shell.run(*VENDOR, "--port", "0", "--record", "--workspace", built_in_root())

    assert outcome.code == 2
    assert "truecopy init" in outcome.err


def test_an_exchange_is_a_line_with_its_findings() -> None:
    """Status, time and operation stand in the first line; each finding is a line behind it."""
    warning = make_finding(severity=Severity.WARNING, message="odd", rule="a-b-c", sources="")

    text = exchange_text(make_passed(findings=(make_finding(), warning)))

    assert text.split("\n") == [
        "POST /v1/images/edits 200 0.41 s  edit-image-json",
        "  error: created is missing  [answer-field-missing]  edit:10",
        "  warning: odd  [a-b-c]",
    ]


def test_an_exchange_without_an_answer_says_why() -> None:
    """Where there is no status, dashes stand for it, and the note follows."""
    passed = make_passed(status=0, operation="", note="not judged: the client went away")

    assert exchange_text(passed) == (
        "POST /v1/images/edits --- 0.41 s  (not judged: the client went away)"
    )


def test_what_steers_a_terminal_is_made_harmless() -> None:
    """Neither the path nor what an upstream says can move the cursor, or begin a line of its own."""
    evil = "\x1b[2J\r\nall is well\u202e"

    text = exchange_text(
        make_passed(path=f"/{evil}", note=evil, findings=(make_finding(message=evil),))
    )

    assert len(text.split("\n")) == 2
    assert not {"\x1b", "\r", "\u202e"} & set(text)


@pytest.mark.parametrize(
    ("severities", "line"),
    [
        ((), "1 exchange; found: nothing"),
        ((Severity.ERROR,), "1 exchange; found: 1 error"),
        (
            (Severity.INFO, Severity.WARNING, Severity.WARNING, Severity.INFO),
            "1 exchange; found: 2 warnings, 2 info",
        ),
    ],
)
def test_the_summary_counts(severities: tuple[Severity, ...], line: str) -> None:
    """The gravest findings come first."""
    journal = ProxyJournal()
    journal.add(make_passed(findings=tuple(make_finding(severity=each) for each in severities)))

    assert summary_line(journal) == line


def test_help_shows_examples(shell: Shell) -> None:
    """Each example is a line of its own."""
    outcome = shell.run("proxy", "--help")

    assert "truecopy proxy --vendor mulerouter -v" in map(str.strip, outcome.out.splitlines())
