"""`truecopy check`."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.drifts.drifts import DRIFTS
from tests.drifts.vendor import make_vendor
from tests.stand_ins import Watched, always, serving
from tests.unit.cli.shell import Outcome, Shell

from truecopy.model import Draft, Interaction
from truecopy.wire import RequestSender, Target

VENDORS = ("applerouter", "mulerouter", "powertokens")
LIVE = "https://api.vendor.invalid"
_DRIFT_BY_NAME = {each.name: each for each in DRIFTS}
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


def run(shell: Shell, target: str, vendor: str, *arguments: str | Path) -> Outcome:
    """Run `check` on a target."""
    return shell.run("check", target, "--vendor", vendor, *arguments)


def run_json(shell: Shell, target: str, vendor: str, *arguments: str | Path) -> tuple[int, Any]:
    """Run `check` for programs; return exit code and result."""
    outcome = run(shell, target, vendor, "--format", "json", *arguments)
    return outcome.code, json.loads(outcome.out)


@contextmanager
def drifting(name: str) -> Iterator[tuple[str, str]]:
    """Serve a vendor with a drift; yields its address and its name."""
    drift = _DRIFT_BY_NAME[name]
    with serving(make_vendor(drift.vendor, drift)) as url:
        yield url, drift.vendor


@contextmanager
def watching(vendor: str) -> Iterator[tuple[str, Watched]]:
    """Serve a vendor that remembers what arrived; yields its address and its memory."""
    watched = Watched(make_vendor(vendor))
    with serving(watched) as url:
        yield url, watched


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_mock_agrees(shell: Shell, vendor: str) -> None:
    """The mock keeps its contract: exit 0, every claim has one verdict, and JSON has what is documented."""
    code, content = run_json(shell, "mock", vendor)

    assert code == 0
    assert content.keys() >= _KEYS
    assert content["schema_version"] == 1
    assert content["vendor"] == vendor
    assert content["exit_reason"] == "agrees"
    assert content["requests"] > 0
    assert content["claims"].keys() == {"held", "broken", "undetermined"}
    assert content["claims"]["broken"] == 0
    assert content["claims"]["held"] > content["claims"]["undetermined"]
    assert sum(content["claims"].values()) == len(content["verdicts"])
    assert len({each["claim"] for each in content["verdicts"]}) == len(content["verdicts"])
    assert {each["severity"] for each in content["findings"]} <= {"info"}
    assert all(each["reason"] for each in content["verdicts"] if each["standing"] == "undetermined")


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_mock_agrees_in_all_phases(shell: Shell, vendor: str) -> None:
    """The mock stands up to generated requests too: exit 0, and the working folder stays as it was."""
    code, content = run_json(
        shell, "mock", vendor, "--phases", "all", "--max-examples", "2", "--poll-interval", "0.02"
    )

    assert (code, content["exit_reason"]) == (0, "agrees")
    assert list(shell.folder.iterdir()) == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_price_is_known_or_it_is_not(shell: Shell, vendor: str) -> None:
    """What a check costs is a number where prices are documented, null where they are not."""
    _, content = run_json(shell, "mock", vendor)

    assert (content["cost_usd"] is None) == (vendor != "mulerouter")


def test_text_tells_claims_and_how_it_ended(shell: Shell) -> None:
    """Text has a table by operation, why claims are undetermined, and a last line of counts."""
    outcome = run(shell, "mock", "powertokens")

    assert outcome.code == 0
    assert "edit-image-form" in outcome.out
    assert "Undetermined:" in outcome.out
    assert ": agrees" in outcome.out
    assert "cost unknown" in outcome.out.splitlines()[-1]


def test_every_report_is_written_at_once(shell: Shell) -> None:
    """Each --report goes to its file, whose folder is made; --output takes the result from standard output."""
    formats = ("text", "json", "junit", "sarif", "markdown")
    reports = [word for each in formats for word in ("--report", f"{each}=out/{each}.txt")]

    outcome = run(shell, "mock", "powertokens", *reports, "--output", "out/result.json", "--format", "json")  # fmt: skip

    assert outcome.code == 0
    assert outcome.out == ""
    assert "agrees" in outcome.err
    texts = {each: (shell.folder / "out" / f"{each}.txt").read_text() for each in formats}
    assert (shell.folder / "out" / "result.json").read_text() == texts["json"]
    assert json.loads(texts["json"])["vendor"] == "powertokens"
    assert json.loads(texts["sarif"])["version"] == "2.1.0"
    assert ET.fromstring(texts["junit"]).tag == "testsuites"  # noqa: S314 - our own text
    assert "PowerTokens" in texts["markdown"]
    assert "agrees" in texts["text"]


@pytest.mark.parametrize("format", ["junit", "sarif", "markdown"])
def test_other_formats_go_to_standard_output(shell: Shell, format: str) -> None:
    """--format decides about standard output, where nothing else goes."""
    outcome = run(shell, "mock", "powertokens", "--format", format)

    assert outcome.code == 0
    assert outcome.out.lstrip()[0] == {"junit": "<", "sarif": "{", "markdown": "#"}[format]
    assert "agrees" in outcome.err


def test_dry_run_sends_nothing(shell: Shell) -> None:
    """A dry run prints requests and cost, asks for no key or budget, and sends nothing."""
    with watching("mulerouter") as (url, watched):
        outcome = run(shell, url, "mulerouter", "--dry-run")

    assert outcome.code == 0
    assert watched.seen == []
    assert "create-generation  POST /vendors/alibaba/" in outcome.out
    assert "accepted" in outcome.out
    assert "refused" in outcome.out
    assert "$0.075" in outcome.out
    assert "at most $" in outcome.out.splitlines()[-1]
    assert run(shell, LIVE, "mulerouter", "--dry-run").code == 0


def test_dry_run_says_what_has_no_price(shell: Shell) -> None:
    """A cost that nobody knows is not shown as nothing, and can be said with --price."""
    unknown = run(shell, "mock", "powertokens", "--dry-run")
    known = run(
        shell,
        "mock",
        "powertokens",
        "--dry-run",
        "--price=edit-image-json=0.5",
        "--price=edit-image-form=0.25",
    )

    assert "$?" in unknown.out
    assert "--price OPERATION=USD" in unknown.out.splitlines()[-1]
    assert "$?" not in known.out
    assert "--price" not in known.out
    assert "$0.250" in known.out


def test_an_unknown_price_and_a_limit_do_not_go_together(shell: Shell) -> None:
    """--max-cost cannot be kept where a price is unknown: exit 2, and the line says what to add."""
    outcome = run(shell, "mock", "powertokens", "--max-cost", "1")

    assert outcome.code == 2
    assert "--price edit-image-json=USD" in outcome.err
    assert "--price edit-image-form=USD" in outcome.err


def test_a_price_makes_a_limit_possible(shell: Shell) -> None:
    """With every price said, --max-cost is kept, and the cost is known."""
    code, content = run_json(
        shell,
        "mock",
        "powertokens",
        "--max-cost=100",
        "--price=edit-image-json=0.01",
        "--price=edit-image-form=0.02",
    )

    assert code == 0
    assert 0 < content["cost_usd"] < 100


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["--price", "melt=1"], "'melt'"),
        (["--price", "create-generation"], "create-generation"),
        (["--price", "create-generation=cheap"], "'cheap'"),
        (["--price", "create-generation=-1"], "-1"),
        (["--price", "create-generation=nan"], "nan"),
        (["--phases", "claims,melt"], "melt"),
        (["--phases", ""], "''"),
        (["--phases", ","], "','"),
        (["--provoke", "failed"], "'failed'"),
        (["--provoke", "melted=Prefer:x"], "'melted=Prefer:x'"),
        (["--provoke", "failed=Prefer"], "'failed=Prefer'"),
        (["--report", "xml=a"], "'xml=a'"),
        (["--report", "json"], "'json'"),
        (["--report", "json="], "'json='"),
        (["--format", "xml"], "'xml'"),
        (["--fail-on", "fatal"], "'fatal'"),
        (["--max-requests", "0"], "0"),
        (["--max-failures", "0"], "0"),
        (["--max-examples", "0"], "0"),
        (["--max-cost", "-1"], "-1"),
        (["--rate", "0"], "0"),
        (["--seed", "-1"], "-1"),
        (["--token-env", "NOT_SET"], "NOT_SET"),
        (["--second-token-env", "NOT_SET"], "NOT_SET"),
        (["--image-url", "not an address"], "not an address"),
    ],
    ids=" ".join,
)
def test_a_bad_value_is_shown(shell: Shell, arguments: list[str], shown: str) -> None:
    """A value that cannot be used is an error that shows it: exit 2, nothing on standard output."""
    outcome = run(shell, "mock", "mulerouter", *arguments)

    assert outcome.code == 2
    assert shown in outcome.err.splitlines()[-1]
    assert outcome.out == ""


@pytest.mark.parametrize("option", ["--max-cost", "--rate", "--timeout", "--poll-interval"])
def test_no_number_is_no_limit(shell: Shell, option: str) -> None:
    """`nan` is a float and no limit: a budget of nan would never be reached."""
    outcome = run(shell, "mock", "mulerouter", option, "nan")

    assert outcome.code == 2
    assert "nan" in outcome.err


@pytest.mark.parametrize(
    "target", ["nonsense", "ftp://127.0.0.1/x", "http://", "127.0.0.1:80", "http://127.0.0.1:99999"]
)
def test_a_target_that_is_no_address_is_shown(shell: Shell, target: str) -> None:
    """What is neither `mock` nor an address is an error that says what was expected, key or not."""
    outcome = run(shell, target, "mulerouter", "--yes")

    assert outcome.code == 2
    assert f"{target!r} is no target" in outcome.err


def test_a_vendor_is_needed(shell: Shell) -> None:
    """Where there are several vendors, one has to be said; an unknown one is shown."""
    missing, unknown = shell.run("check", "mock"), run(shell, "mock", "nobody")

    assert (missing.code, unknown.code) == (2, 2)
    assert "--vendor is needed: applerouter, mulerouter, powertokens" in missing.err
    assert "'nobody'" in unknown.err


def test_the_address_of_a_vendor_is_enough(shell: Shell) -> None:
    """A vendor's own base address says which contract is meant."""
    outcome = shell.run("check", "https://api.mulerouter.ai/", "--dry-run")

    assert outcome.code == 0
    assert "create-generation" in outcome.out


@pytest.mark.parametrize("arguments", [[], ["--token-env", "KEY"]])
def test_a_live_target_needs_a_budget(shell: Shell, arguments: list[str]) -> None:
    """Nothing is sent to a target that may cost money before a limit is set: exit 2."""
    shell.setenv("KEY", "sk-a")
    shell.setenv("TRUECOPY_TOKEN", "sk-a")

    outcome = run(shell, LIVE, "mulerouter", *arguments)

    assert outcome.code == 2
    assert LIVE in outcome.err
    for option in ("--max-cost", "--max-requests", "--yes", "--dry-run"):
        assert option in outcome.err


@pytest.mark.parametrize("budget", [["--max-cost", "1"], ["--max-requests", "9"], ["--yes"]])
def test_a_live_target_needs_a_key(shell: Shell, budget: list[str]) -> None:
    """A target that is not on this machine is not asked without a key: exit 2, and where to put it."""
    outcome = run(shell, LIVE, "mulerouter", *budget)

    assert outcome.code == 2
    assert "TRUECOPY_TOKEN_MULEROUTER" in outcome.err
    assert "--token-env" in outcome.err


def test_a_key_on_the_command_line_is_warned_of(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--token on a live target is warned of, and the key is shown nowhere."""

    def unreachable(_: Target, draft: Draft) -> Interaction:
        return Interaction(method=draft.method, url=LIVE, failure="ConnectError")

    monkeypatch.setattr(Target, "send", unreachable)
    outcome = run(shell, LIVE, "mulerouter", "--token", "sk-secret", "--max-requests", "1")

    assert outcome.code in (2, 3)
    assert "--token-env does not" in outcome.err
    assert "sk-secret" not in outcome.err + outcome.out


def test_a_number_of_requests_is_kept(shell: Shell) -> None:
    """--max-requests ends the run with 3 before more are sent; what is known by then is told."""
    with watching("mulerouter") as (url, watched):
        code, content = run_json(shell, url, "mulerouter", "--max-requests", "20")

    assert (code, content["exit_reason"]) == (3, "budget")
    assert content["requests"] == len(watched.seen) == 20
    assert content["claims"]["held"] > 0


@pytest.mark.parametrize("most", ["0.07", "0.1", "0.3", "0.5"])
def test_a_cost_is_kept(shell: Shell, most: str) -> None:
    """--max-cost ends the run with 3 before more may be spent, whether or not it is spent."""
    outcome = run(shell, "mock", "mulerouter", "--max-cost", most, "--format", "json")
    content = json.loads(outcome.out)

    assert outcome.code == 3
    assert content["cost_usd"] <= float(most)
    assert f"--max-cost {most}" in content["message"]


def test_a_budget_that_was_reached_is_no_debt(shell: Shell) -> None:
    """A run that ended by itself leaves nothing for the next one to count."""
    first = run_json(shell, "mock", "mulerouter", "--max-cost", "0.3")
    second = run_json(shell, "mock", "mulerouter", "--max-cost", "0.3")

    assert first[0] == second[0] == 3
    assert first[1]["requests"] == second[1]["requests"]


def test_a_damaged_ledger_is_not_believed(shell: Shell) -> None:
    """A file that is no ledger stops the run before anything is spent: exit 2, naming it."""
    (shell.folder / "ledger").write_text("a\nb\n")

    outcome = run(shell, "mock", "mulerouter", "--max-cost", "1", "--ledger", "ledger")

    assert outcome.code == 2
    assert "ledger" in outcome.err


@pytest.mark.parametrize(
    ("vendor", "severity", "code"),
    [
        ("powertokens", "error", 0),
        ("powertokens", "warning", 0),
        ("powertokens", "info", 1),
        ("mulerouter", "info", 0),
    ],
)
def test_the_least_severity_that_counts(
    shell: Shell, vendor: str, severity: str, code: int
) -> None:
    """A finding counts from --fail-on upwards; the mock of one vendor has findings of info only."""
    assert run(shell, "mock", vendor, "--fail-on", severity).code == code


def test_a_warning_counts_unless_errors_are_asked_for(shell: Shell) -> None:
    """A vendor that takes too much gives warnings or errors, each of which counts from its own severity."""
    with drifting("n-7") as (url, vendor):
        found = {name: run_json(shell, url, vendor, "--fail-on", name) for name in ("error", "warning", "info")}  # fmt: skip

    severities = {each["severity"] for each in found["info"][1]["findings"]}
    assert severities
    assert found["error"][0] == int("error" in severities)
    assert found["warning"][0] == int(bool(severities & {"error", "warning"}))
    assert found["info"][0] == 1


def test_a_finding_has_all_that_is_needed(shell: Shell) -> None:
    """A finding makes exit 1, and has rule, claim, source, values, and a curl line without the key."""
    with drifting("n-at-most-5") as (url, vendor):
        outcome = run(shell, url, vendor, "--report", "json=found.json", "--token", "sk-secret")

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


def test_enough_findings_end_the_run(shell: Shell) -> None:
    """--max-failures stops at so many findings; the exit code is that of findings."""
    with serving(always(200)) as url:
        _, everything = run_json(shell, url, "mulerouter")
        code, content = run_json(shell, url, "mulerouter", "--max-failures", "1")

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
        outcome = run(shell, url, "mulerouter", "--phases", phases, "--max-examples", "3")

    assert outcome.code == 4
    [line] = [each for each in outcome.out.splitlines() if "the key is refused" in each]
    assert str(status) in line
    assert "no such key" in line
    assert len(watched.seen) < 5


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(
    "phases", ["examples,claims,lifecycle", "lifecycle", "fuzz", "lifecycle-fuzz"]
)
def test_nobody_there(shell: Shell, vendor: str, phases: str) -> None:
    """An address where nobody answers is never taken for agreement, whatever is asked: exit 2."""
    with serving(always(200)) as url:
        pass

    outcome = run(shell, url, vendor, "--phases", phases, "--max-examples", "1")

    assert outcome.code == 2
    assert "agrees" not in outcome.out


@pytest.mark.parametrize("phases", ["examples,claims,lifecycle", "fuzz", "lifecycle-fuzz"])
def test_a_wrong_base_address(shell: Shell, phases: str) -> None:
    """Where every request is answered with 404, the address is at fault and not the vendor: exit 2."""
    with serving(always(404)) as url:
        outcome = run(shell, f"{url}/v9", "mulerouter", "--phases", phases, "--max-examples", "2")

    assert outcome.code == 2
    assert "is this the vendor's base address?" in outcome.out


@pytest.mark.parametrize("phases", ["lifecycle-fuzz", "lifecycle"])
def test_a_vendor_without_tasks_has_none_to_examine(shell: Shell, phases: str) -> None:
    """A phase for tasks examines nothing of a vendor without them: exit 2, and that is said."""
    outcome = run(shell, "mock", "powertokens", "--phases", phases)

    assert outcome.code == 2
    assert "nothing was examined" in outcome.out


def test_the_lifecycle_alone_follows_a_task(shell: Shell) -> None:
    """--phases lifecycle looks at tasks: what the lifecycle says is held, not just what look-ups refuse."""
    code, content = run_json(shell, "mock", "mulerouter", "--phases", "lifecycle")

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
    code, content = run_json(shell, "mock", "mulerouter", "--report", "junit=out.xml")

    assert (code, content["exit_reason"]) == (130, "interrupted")
    assert content["claims"]["held"] > 0
    assert (shell.folder / "out.xml").exists()


def test_a_self_test_finds_every_change(shell: Shell) -> None:
    """Every change of the contract that the self-test makes is noticed by the check: exit 0."""
    outcome = run(shell, "mock", "powertokens", "--self-test", "--format", "json")

    content = json.loads(outcome.out)
    assert outcome.code == 0
    assert content["schema_version"] == 1
    assert content["vendor"] == "powertokens"
    assert content["killed"] > 100
    assert content["survivors"] == []


@pytest.mark.parametrize(
    ("target", "arguments", "shown"),
    [
        (LIVE, [], "TARGET must be mock"),
        ("http://127.0.0.1:9", [], "TARGET must be mock"),
        ("mock", ["--format", "junit"], "junit"),
        ("mock", ["--report", "json=a.json"], "--report"),
        ("mock", ["--output", "a.json"], "--output"),
    ],
)
def test_a_self_test_is_of_the_mock(
    shell: Shell, target: str, arguments: list[str], shown: str
) -> None:
    """A self-test changes the mock and reports as text or JSON; what has no effect on it is an error."""
    outcome = run(shell, target, "powertokens", "--self-test", "--phases", "examples", *arguments)

    assert outcome.code == 2
    assert shown in outcome.err


@pytest.mark.parametrize(
    ("environment", "arguments", "key"),
    [
        ({}, [], "sk-truecopy-check"),
        ({"TRUECOPY_TOKEN": "sk-all"}, [], "sk-all"),
        ({"TRUECOPY_TOKEN": "sk-all", "TRUECOPY_TOKEN_MULEROUTER": "sk-one"}, [], "sk-one"),
        ({"TRUECOPY_TOKEN": "sk-all", "NAMED": "sk-named"}, ["--token-env", "NAMED"], "sk-named"),
        ({"TRUECOPY_TOKEN": "sk-all"}, ["--token", "sk-said"], "sk-said"),
        ({"TRUECOPY_TOKEN": "sk-all"}, ["--token", "-"], "sk-read"),
        ({"TRUECOPY_TOKEN_POWERTOKENS": "sk-other"}, [], "sk-truecopy-check"),
    ],
)
def test_where_the_key_comes_from(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    arguments: list[str],
    key: str,
) -> None:
    """The key comes from the command line, else from the vendor's variable, else from the general one."""
    for name, value in environment.items():
        shell.setenv(name, value)
    monkeypatch.setattr(sys, "stdin", io.StringIO("sk-read\n"))

    with watching("mulerouter") as (url, watched):
        run(shell, url, "mulerouter", "--phases", "examples", *arguments)

    assert watched.keys == {f"Bearer {key}"}


def test_an_empty_key_from_standard_input_is_an_error(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--token - without a line on standard input does not fall back to a key that nobody named."""
    shell.setenv("TRUECOPY_TOKEN", "sk-all")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    outcome = run(shell, "mock", "mulerouter", "--phases", "examples", "--token", "-")

    assert outcome.code == 2


def test_a_second_key_looks_at_tasks_of_the_first(shell: Shell) -> None:
    """--second-token-env names the key of another account, to which tasks must not be shown."""
    shell.setenv("FIRST", "sk-first")
    shell.setenv("OTHER", "sk-other")

    with watching("mulerouter") as (url, watched):
        outcome = run(shell, url, "mulerouter", "--token-env=FIRST", "--second-token-env=OTHER")

    assert outcome.code == 0
    others = [each for each in watched.seen if each.headers.get("authorization") == "Bearer sk-other"]  # fmt: skip
    assert {each.method for each in others} == {"GET"}


def test_settings_come_from_pyproject(shell: Shell) -> None:
    """[tool.truecopy.check] gives settings, which the command line overrules."""
    shell.settings(
        '[tool.truecopy.check]\nvendor = "mulerouter"\nmax-requests = 3\nformat = "json"\n'
        'phases = "claims"\nreport = ["json=a.json"]\n',
        "pyproject.toml",
    )

    from_file, overruled = shell.run("check", "mock"), shell.run("check", "mock", "--max-requests=4")  # fmt: skip

    assert (from_file.code, overruled.code) == (3, 3)
    assert json.loads(from_file.out)["requests"] == 3
    assert json.loads(overruled.out)["requests"] == 4
    assert (shell.folder / "a.json").exists()


def test_settings_come_from_the_environment(shell: Shell) -> None:
    """TRUECOPY_CHECK_<OPTION> gives settings, named after the flag."""
    shell.setenv("TRUECOPY_CHECK_VENDOR", "mulerouter")
    shell.setenv("TRUECOPY_CHECK_MAX_REQUESTS", "3")
    shell.setenv("TRUECOPY_CHECK_FORMAT", "json")

    outcome = shell.run("check", "mock")

    assert outcome.code == 3
    assert json.loads(outcome.out)["requests"] == 3


def test_an_unknown_setting_is_an_error(shell: Shell) -> None:
    """A key of [check] that no option has is an error that names it."""
    shell.settings("[check]\nmax-money = 3\n")

    outcome = run(shell, "mock", "mulerouter")

    assert outcome.code == 2
    assert "max-money" in outcome.err


def test_the_same_seed_sends_the_same_requests(shell: Shell) -> None:
    """Two runs with one seed send as many requests and find the same."""
    arguments = ("--phases", "fuzz", "--max-examples", "9", "--seed", "3")

    with drifting("create-200") as (url, vendor):
        first, second = (run_json(shell, url, vendor, *arguments)[1] for _ in range(2))

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
    for words in ("0 agrees", "1 findings", "2 could not check", "3 budget reached", "4 credentials refused", "130 interrupted", "TRUECOPY_TOKEN_<VENDOR>", "--max-cost", "--self-test", "lifecycle-fuzz"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("path", ["folder", "file/report.json"])
@pytest.mark.parametrize("option", ["--output={}", "--report=json={}"])
def test_a_report_that_cannot_be_written_is_told_before_anything_is_sent(
    shell: Shell, tmp_path: Path, option: str, path: str
) -> None:
    """A path that is a folder, or goes through a file, is an error: exit 2, nothing sent, nothing made."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")

    with watching("mulerouter") as (url, watched):
        outcome = run(shell, url, "mulerouter", option.format(tmp_path / path))

    assert outcome.code == 2
    assert "cannot be written" in outcome.err or "is a directory" in outcome.err
    assert watched.seen == []


@pytest.mark.parametrize("flag", ["--report=json=a.json", "--output=a.json", "--self-test"])
def test_a_dry_run_has_no_reports(shell: Shell, flag: str) -> None:
    """What has no effect on a dry run is an error."""
    outcome = run(shell, "mock", "mulerouter", "--dry-run", flag)

    assert outcome.code == 2
    assert "has no effect on --dry-run" in outcome.err


def test_an_address_that_ends_with_the_vendor_is_enough(shell: Shell) -> None:
    """The mock's own addresses say which vendor is meant."""
    with watching("mulerouter") as (url, watched):
        outcome = shell.run("check", f"{url}/mulerouter", "--phases", "examples")

    assert "MuleRouter at" in outcome.out
    assert watched.seen
