"""The options of `truecopy check`."""

import json

import pytest
from tests.unit.cli.checks import check
from tests.unit.cli.shell import Shell


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
    outcome = check(shell, "mock", "mulerouter", *arguments)

    assert outcome.code == 2
    assert shown in outcome.err.splitlines()[-1]
    assert outcome.out == ""


@pytest.mark.parametrize("option", ["--max-cost", "--rate", "--timeout", "--poll-interval"])
def test_no_number_is_no_limit(shell: Shell, option: str) -> None:
    """`nan` is a float and no limit: a budget of nan would never be reached."""
    outcome = check(shell, "mock", "mulerouter", option, "nan")

    assert outcome.code == 2
    assert "nan" in outcome.err


def test_settings_come_from_pyproject(shell: Shell) -> None:
    """[tool.truecopy.check] gives settings, which the command line overrules."""
    shell.settings(
        '[tool.truecopy.check]\nvendor = "mulerouter"\nmax-requests = 3\nformat = "json"\n'
        'phases = "claims"\nreport = ["json=a.json"]\n',
        "pyproject.toml",
    )

    from_file, overruled = (
        shell.run("check", "mock"),
        shell.run("check", "mock", "--max-requests=4"),
    )

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


@pytest.mark.parametrize(
    ("variables", "settings", "told"),
    [
        ({"TRUECOPY_CHECK_SEED": "x"}, "", "Invalid value for TRUECOPY_CHECK_SEED: 'x'"),
        ({}, '[check]\nseed = "x"\n', "Invalid value for 'seed' in the settings of the workspace"),
    ],
)
def test_a_wrong_value_is_told_where_it_stands(
    shell: Shell, variables: dict[str, str], settings: str, told: str
) -> None:
    """Nobody looks for a flag that was not typed."""
    for name, value in variables.items():
        shell.setenv(name, value)
    shell.settings(settings)

    outcome = check(shell, "mock", "mulerouter")

    assert outcome.code == 2
    assert told in outcome.err


def test_an_unknown_setting_is_an_error(shell: Shell) -> None:
    """A key of [check] that no option has is an error that names it."""
    shell.settings("[check]\nmax-money = 3\n")

    outcome = check(shell, "mock", "mulerouter")

    assert outcome.code == 2
    assert "max-money" in outcome.err
