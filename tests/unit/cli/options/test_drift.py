"""The severities that settings give to rules of drift."""

import json

import pytest
from tests.contract_copies import N_MAXIMUM, copy_contract, set_claim
from tests.unit.cli.shell import Shell

from truecopy.contract.workspace import built_in_root


@pytest.mark.parametrize("command", [("drift", "rules"), ("diff", "a", "b")])
@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('request-maximum-lowerd = "info"', "request-maximum-lowerd"),
        ('answer-field-missing = "info"', "answer-field-missing"),
        ('request-maximum-lowered = "fatal"', "'fatal' is none of error, warning, info"),
        ("request-maximum-lowered = 3", "3 is none of"),
    ],
)
def test_an_unknown_rule_or_severity_is_an_error(
    shell: Shell, command: tuple[str, ...], setting: str, said: str
) -> None:
    """In every command that has changes."""
    shell.settings(f"[drift]\n{setting}\n")

    outcome = shell.run(*command)

    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err


def test_options_of_the_group_may_stand_beside_rules(shell: Shell) -> None:
    """Its commands share a section."""
    shell.settings('[drift]\nformat = "json"\nrequest-maximum-lowered = "info"\n')
    other = copy_contract(shell.folder / "other")
    set_claim(other, N_MAXIMUM, 4)

    rules = json.loads(shell.run("drift", "rules").out)["rules"]
    told = shell.run("diff", built_in_root() / "contracts" / "mulerouter", other)

    assert [each for each in rules if each["severity"] != each["default"]] == [
        {
            "rule": "request-maximum-lowered",
            "severity": "info",
            "default": "error",
            "text": "The largest value of what is sent is lowered.",
        }
    ]
    assert told.code == 0
    assert told.out.startswith(f"info: {N_MAXIMUM}")


def test_a_project_has_them_too(shell: Shell) -> None:
    """In [tool.truecopy.drift] of pyproject.toml."""
    shell.settings('[tool.truecopy.drift]\noperation-added = "error"\n', "pyproject.toml")

    outcome = shell.run("drift", "rules")

    assert "error (default info)  There is a further operation." in outcome.out
