"""`truecopy check`."""

import errno
import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from tests.drifts.vendor import make_vendor
from tests.examining import DRIFT_BY_NAME, VENDORS
from tests.stand_ins import Watched, always, serving
from tests.unit.cli.checks import check, check_json, drifting
from tests.unit.cli.shell import Shell
from tests.upstreams import UNENDING, upstream

from truecopy.model import Standing
from truecopy.wire import RequestSender

_KEYS = {
    "schema_version",
    "vendor",
    "target",
    "exit_reason",
    "requests",
    "cost_usd",
    "elapsed_s",
    "claims",
    "findings",
    "verdicts",
}


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_mock_agrees(shell: Shell, vendor: str) -> None:
    """The mock keeps its contract: exit 0, every claim has one verdict, and JSON has what is documented."""
    code, content = check_json(shell, "mock", vendor)

    assert code == 0
    assert content.keys() >= _KEYS
    assert content["schema_version"] == 1
    assert content["vendor"] == vendor
    assert content["exit_reason"] == "agrees"
    assert content["requests"] > 0
    assert content["claims"].keys() == {each.value for each in Standing}
    assert content["claims"]["broken"] == content["claims"]["observed_otherwise"] == 0
    assert content["claims"]["held"] > content["claims"]["undetermined"]
    assert sum(content["claims"].values()) == len(content["verdicts"])
    assert len({each["claim"] for each in content["verdicts"]}) == len(content["verdicts"])
    assert {each["severity"] for each in content["findings"]} <= {"info"}
    assert all(each["reason"] for each in content["verdicts"] if each["standing"] == "undetermined")


@pytest.mark.slow
@pytest.mark.parametrize("vendor", VENDORS)
def test_the_mock_agrees_in_all_phases(shell: Shell, vendor: str) -> None:
    """The mock stands up to generated requests too: exit 0, and the working folder stays as it was."""
    code, content = check_json(
        shell, "mock", vendor, "--phases", "all", "--max-examples", "2", "--poll-interval", "0.02"
    )

    assert (code, content["exit_reason"]) == (0, "agrees")
    assert list(shell.folder.iterdir()) == []


def test_text_tells_claims_and_how_it_ended(shell: Shell) -> None:
    """Text has a table by operation, why claims are undetermined, and a last line of counts."""
    outcome = check(shell, "mock", "powertokens")

    assert outcome.code == 0
    assert "edit-image-form" in outcome.out
    assert "Undetermined:" in outcome.out
    assert ": agrees" in outcome.out
    assert "cost unknown" in outcome.out.splitlines()[-1]


def test_a_finding_has_all_that_is_needed(shell: Shell) -> None:
    """A finding makes exit 1, and has rule, claim, source, values, and a curl line without the key."""
    with drifting("n-at-most-5") as (url, vendor):
        outcome = check(shell, url, vendor, "--report", "json=found.json", "--token", "sk-secret")

    content = json.loads((shell.folder / "found.json").read_text())
    (finding,) = content["findings"]
    assert outcome.code == 1
    assert content["exit_reason"] == "findings"
    assert content["claims"]["broken"] >= 1
    assert finding["rule"] == "request-valid-refused"
    assert finding["claim"] == "create-generation.request.n#maximum"
    assert finding["evidence"][0]["document"] == "create-generation"
    assert all(first <= last for first, last in (each["lines"] for each in finding["evidence"]))
    assert finding["reproduce"].startswith("curl ")
    assert "$TOKEN" in finding["reproduce"]
    for text in (finding["claim"], finding["rule"], finding["fingerprint"], finding["reproduce"]):
        assert text in outcome.out
    assert "sk-secret" not in outcome.out + outcome.err + json.dumps(content)


@pytest.mark.slow
def test_enough_findings_end_the_run(shell: Shell) -> None:
    """--max-failures stops at so many findings; the exit code is that of findings."""
    with serving(always(200)) as url:
        _, everything = check_json(shell, url, "mulerouter")
        code, content = check_json(shell, url, "mulerouter", "--max-failures", "1")

    assert code == 1
    assert content["exit_reason"] == "findings"
    assert len(content["findings"]) < len(everything["findings"])
    assert content["requests"] < everything["requests"]


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("phases", ["examples,claims,lifecycle", "fuzz", "lifecycle-fuzz"])
def test_a_key_that_is_refused(shell: Shell, status: int, phases: str) -> None:
    """A target that refuses the key ends the run with 4 after a few requests, in one line with its words."""
    watched = Watched(always(status, b'{"detail": "no such key"}'))
    with serving(watched) as url:
        outcome = check(shell, url, "mulerouter", "--phases", phases, "--max-examples", "3")

    assert outcome.code == 4
    [line] = [each for each in outcome.out.splitlines() if "the key is refused" in each]
    assert str(status) in line
    assert "no such key" in line
    assert len(watched.seen) < 5


@pytest.mark.slow
@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(
    "phases", ["examples,claims,lifecycle", "lifecycle", "fuzz", "lifecycle-fuzz"]
)
def test_nobody_there(shell: Shell, vendor: str, phases: str) -> None:
    """An address where nobody answers is never taken for agreement, whatever is asked: exit 2."""
    with serving(always(200)) as url:
        pass

    outcome = check(shell, url, vendor, "--phases", phases, "--max-examples", "1")

    assert outcome.code == 2
    assert "agrees" not in outcome.out


@pytest.mark.parametrize("phases", ["examples,claims,lifecycle", "fuzz", "lifecycle-fuzz"])
def test_a_wrong_base_address(shell: Shell, phases: str) -> None:
    """Where every request is answered with 404, the address is at fault and not the vendor: exit 2."""
    with serving(always(404)) as url:
        outcome = check(shell, f"{url}/v9", "mulerouter", "--phases", phases, "--max-examples", "2")

    assert outcome.code == 2
    assert "is this the vendor's base address?" in outcome.out


@pytest.mark.parametrize("phases", ["lifecycle-fuzz", "lifecycle"])
def test_a_vendor_without_tasks_has_none_to_examine(shell: Shell, phases: str) -> None:
    """A phase for tasks examines nothing of a vendor without them: exit 2, and that is said."""
    outcome = check(shell, "mock", "powertokens", "--phases", phases)

    assert outcome.code == 2
    assert "nothing was examined" in outcome.out


def test_the_lifecycle_alone_follows_a_task(shell: Shell) -> None:
    """--phases lifecycle looks at tasks: what the lifecycle says is held, not just what look-ups refuse."""
    code, content = check_json(shell, "mock", "mulerouter", "--phases", "lifecycle")

    held = {each["claim"] for each in content["verdicts"] if each["standing"] == "held"}
    assert code == 0
    assert "lifecycle#initial" in held


def test_an_interruption_keeps_what_is_known(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the run with 130; result and reports have what was found by then."""
    send, number = RequestSender.send, 0

    def interrupted(self: RequestSender, *arguments: Any, **named: Any) -> Any:
        nonlocal number
        number += 1
        if number == 30:
            raise KeyboardInterrupt
        return send(self, *arguments, **named)

    monkeypatch.setattr(RequestSender, "send", interrupted)
    code, content = check_json(shell, "mock", "mulerouter", "--report", "junit=out.xml")

    assert (code, content["exit_reason"]) == (130, "interrupted")
    assert content["claims"]["held"] > 0
    assert (shell.folder / "out.xml").exists()


@pytest.mark.slow
def test_the_same_seed_sends_the_same_requests(shell: Shell) -> None:
    """Two runs with one seed send as many requests and find the same."""
    arguments = ("--phases", "fuzz", "--max-examples", "4", "--seed", "3")

    with drifting("create-200") as (url, vendor):
        first, second = (check_json(shell, url, vendor, *arguments)[1] for _ in range(2))

    assert first["seed"] == 3
    assert first["requests"] == second["requests"]
    assert first["findings"]
    assert first["findings"] == second["findings"]


def test_help_teaches(shell: Shell) -> None:
    """Help shows commands as they are typed, every exit code, where the key comes from, and each option."""
    outcome = shell.run("check", "--help")

    lines = [line.strip() for line in outcome.out.splitlines()]
    assert outcome.code == 0
    assert "truecopy check mock --vendor mulerouter" in lines
    assert "\b" not in outcome.out
    text = " ".join(outcome.out.split())
    for words in (
        "0 agrees",
        "1 findings",
        "2 could not check",
        "3 budget reached",
        "4 credentials refused",
        "130 interrupted",
        "TRUECOPY_TOKEN_<VENDOR>",
        "--max-cost",
        "--self-test",
        "lifecycle-fuzz",
    ):
        assert words in text


def test_a_run_that_its_deadline_ends_is_reported(shell: Shell) -> None:
    """An endpoint whose answers never end ends the run: exit 3 without findings, and the reports are there."""
    with upstream(UNENDING["interim"]) as there:
        outcome = check(
            shell,
            there.url,
            "mulerouter",
            "--deadline=0.4",
            "--report=json=a.json",
            "--report=junit=a.xml",
        )

    content = json.loads((shell.folder / "a.json").read_text())
    assert outcome.code == 3
    assert content["exit_reason"] == "deadline"
    assert "--deadline 0.4" in content["message"]
    assert content["claims"]["held"] == content["claims"]["broken"] == 0
    assert (shell.folder / "a.xml").exists()


def test_a_good_request_whose_answer_never_ends_ends_the_run(shell: Shell) -> None:
    """Where not even the first answer ends in its time, the run ends with it: exit 3, long before the deadline."""
    with upstream(UNENDING["body"]) as there:
        code, content = check_json(shell, there.url, "mulerouter", "--timeout=0.3")

    assert (code, content["exit_reason"]) == (3, "deadline")
    assert "the answer did not end within 0.3 seconds" in content["message"]
    assert content["requests"] == 1


def test_findings_of_before_the_deadline_count(shell: Shell) -> None:
    """What was found until an endpoint hangs is exit 1."""
    vendor, number = make_vendor("powertokens", DRIFT_BY_NAME["data-renamed"]), 0

    async def hanging(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal number
        number += 1
        if number < 20:
            await vendor(scope, receive, send)
            return
        while (await receive())["type"] != "http.disconnect":
            pass

    with serving(hanging) as url:
        code, content = check_json(shell, url, "powertokens", "--deadline=3")

    assert (code, content["exit_reason"]) == (1, "deadline")
    assert "answer-field-missing" in {each["rule"] for each in content["findings"]}
    assert any("time for the run" in str(each["reason"]) for each in content["verdicts"])


def test_an_error_of_our_own_leaves_the_report(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong inside, what is known by then is reported: exit 2, with no traceback."""
    sent = 0
    send = RequestSender.send

    def fail(self: RequestSender, *arguments: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent > 9:
            raise LookupError("a mistake")
        return send(self, *arguments)

    monkeypatch.setattr(RequestSender, "send", fail)

    outcome = check(shell, "mock", "powertokens", "--report=json=a.json")

    content = json.loads((shell.folder / "a.json").read_text())
    assert outcome.code == 2
    assert "Traceback" not in outcome.err
    assert content["exit_reason"] == "failed"
    assert "an error of Truecopy itself, LookupError at check/" in content["message"]
    assert content["requests"] > 0


def test_a_ledger_that_fails_in_the_middle_leaves_the_report(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be noted is not spent: the run ends, the report says why and names the file."""
    monkeypatch.setattr("truecopy.wire.budget._append", _full_after(4))

    outcome = check(
        shell, "mock", "mulerouter", "--max-cost=2", "--ledger=l.jsonl", "--report=json=a.json"
    )

    content = json.loads((shell.folder / "a.json").read_text())
    assert outcome.code == 2
    assert "l.jsonl: the ledger cannot be written: No space left" in content["message"]


def _full_after(lines: int) -> Callable[[int, bytes], None]:
    """Return what writes to a disk that is full after some lines."""
    written = 0

    def append(_file: int, _line: bytes) -> None:
        nonlocal written
        written += 1
        if written > lines:
            raise OSError(errno.ENOSPC, "No space left on device")

    return append


def test_bodies_that_cannot_be_kept_do_not_cost_the_report(shell: Shell) -> None:
    """Where the folder for bodies of curl lines cannot be made, the report is written, and the error names it."""
    (shell.folder / ".truecopy").touch()

    with drifting("cutout-gif") as (url, vendor):
        outcome = check(shell, url, vendor, "--report=json=a.json")

    assert outcome.code == 2
    assert ".truecopy: cannot be used as a folder" in outcome.err
    assert json.loads((shell.folder / "a.json").read_text())["findings"]
