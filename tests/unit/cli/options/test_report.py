"""The options that say where a result goes, and what of it counts."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.unit.cli.checks import check, check_json, drifting, watching
from tests.unit.cli.shell import Shell
from tests.unit.derive.pages import derive_copy

from truecopy.cli.options.report import fails
from truecopy.contract.workspace import built_in_root
from truecopy.derive import write_files
from truecopy.model import Finding, Severity
from truecopy.report import PAGE_FORMATS


def test_every_report_is_written_at_once(shell: Shell) -> None:
    """Each --report goes to its file, whose folder is made; --output takes the result from standard output."""
    formats = ("text", "json", "junit", "sarif", "markdown")
    reports = [word for each in formats for word in ("--report", f"{each}=out/{each}.txt")]

    outcome = check(
        shell, "mock", "powertokens", *reports, "--output", "out/result.json", "--format", "json"
    )

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
    outcome = check(shell, "mock", "powertokens", "--format", format)

    assert outcome.code == 0
    assert outcome.out.lstrip()[0] == {"junit": "<", "sarif": "{", "markdown": "#"}[format]
    assert "agrees" in outcome.err


@pytest.mark.parametrize("path", ["folder", "file/report.json"])
@pytest.mark.parametrize("option", ["--output={}", "--report=json={}"])
def test_a_report_that_cannot_be_written_is_told_before_anything_is_sent(
    shell: Shell, tmp_path: Path, option: str, path: str
) -> None:
    """A path that is a folder, or goes through a file, is an error: exit 2, nothing sent, nothing made."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")

    with watching("mulerouter") as (url, watched):
        outcome = check(shell, url, "mulerouter", option.format(tmp_path / path))

    assert outcome.code == 2
    assert "cannot be written" in outcome.err or "is a directory" in outcome.err
    assert watched.seen == []


def test_a_report_that_fails_does_not_take_the_others_with_it(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, or an error while one is made, is told by path: exit 2, and all else is written and printed."""

    def fail(*_: object) -> str:
        raise KeyError("x")

    monkeypatch.setitem(PAGE_FORMATS, "sarif", fail)

    outcome = check(
        shell,
        "mock",
        "powertokens",
        "--report=sarif=out.sarif",
        "--report=text=/dev/full",
        "--report=json=out.json",
    )

    assert outcome.code == 2
    assert "/dev/full: cannot be written: No space left on device" in outcome.err
    assert "out.sarif: the sarif report cannot be made: an error of Truecopy" in outcome.err
    assert json.loads((shell.folder / "out.json").read_text())["exit_reason"] == "agrees"
    assert "PowerTokens at mock: agrees" in outcome.out.replace("http://truecopy.localhost", "mock")


@pytest.mark.slow
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
    assert check(shell, "mock", vendor, "--fail-on", severity).code == code


@pytest.mark.slow
def test_a_warning_counts_unless_errors_are_asked_for(shell: Shell) -> None:
    """A vendor that takes too much gives warnings or errors, each of which counts from its own severity."""
    with drifting("n-7") as (url, vendor):
        found = {
            name: check_json(shell, url, vendor, "--fail-on", name)
            for name in ("error", "warning", "info")
        }

    severities = {each["severity"] for each in found["info"][1]["findings"]}
    assert severities
    assert found["error"][0] == int("error" in severities)
    assert found["warning"][0] == int(bool(severities & {"error", "warning"}))
    assert found["info"][0] == 1


@pytest.mark.parametrize(
    ("severity", "fail_on", "counts"),
    [
        (Severity.ERROR, "warning", True),
        (Severity.WARNING, "warning", True),
        (Severity.INFO, "warning", False),
        (Severity.WARNING, "error", False),
        (Severity.INFO, "info", True),
    ],
)
def test_graver_findings_count_too(severity: Severity, fail_on: str, *, counts: bool) -> None:
    """A finding counts when it is as grave as --fail-on, or graver; no findings never do."""
    finding = Finding(rule="a-b-c", severity=severity, where="x", message="m", sources="")

    assert fails([finding], fail_on) == counts
    assert not fails([], fail_on)


def test_a_report_is_not_for_standard_output(shell: Shell) -> None:
    """Standard output is what --format is for."""
    outcome = check(shell, "mock", "mulerouter", "--report", "json=-")

    assert outcome.code == 2
    assert "--report json=-: standard output is what --format is for" in outcome.err


def test_steps_of_one_job_share_their_summary(shell: Shell) -> None:
    """The summary of a job on GitHub is added to; any other file is replaced."""
    arguments = ("--phases=examples", "--report=markdown=own.md", "--report=markdown=shared.md")
    shell.setenv("GITHUB_STEP_SUMMARY", "shared.md")
    for name in ("own.md", "shared.md"):
        (shell.folder / name).write_text("before\n")

    check(shell, "mock", "powertokens", *arguments)

    assert not (shell.folder / "own.md").read_text().startswith("before")
    assert (shell.folder / "shared.md").read_text().startswith("before\n#")


RECORDED = built_in_root() / "recordings" / "powertokens" / "edit-image-json"


@pytest.mark.parametrize(
    "command",
    [
        ("verify", RECORDED),
        ("drift", "recordings", RECORDED),
        ("derive", "documents", "--no-prove"),
        ("derive", "documents", "--check"),
        ("drift", "documents", "documents"),
    ],
    ids=["verify", "recordings", "derive", "derive-check", "documents"],
)
def test_every_command_with_findings_has_every_format(
    shell: Shell, command: tuple[str | Path, ...]
) -> None:
    """In a file each, one of them on standard output too, with a line for people on standard error."""
    folder, derivation = derive_copy(shell.folder)
    write_files(folder, derivation.files)
    shell.settings("")

    reports = [part for each in PAGE_FORMATS for part in ("--report", f"{each}=out/{each}")]
    outcome = shell.run(*command, "--format", "junit", *reports)

    assert outcome.code in (0, 1, 2)
    assert outcome.err.strip()
    written = {each: (shell.folder / "out" / each).read_text("utf-8") for each in PAGE_FORMATS}
    assert all(written.values())
    assert len(set(written.values())) == len(PAGE_FORMATS)
    assert written["junit"] == outcome.out
