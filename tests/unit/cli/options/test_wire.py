"""Options of a look at an endpoint."""

import pytest
from tests.unit.cli.shell import Shell


@pytest.mark.parametrize("command", ["wire", "all"])
def test_help_shows_no_option_that_is_refused(shell: Shell, command: str) -> None:
    """The options of the check are shared, but for these."""
    outcome = shell.run("drift", command, "--help")

    assert "--seed" in outcome.out
    for refused in ("--self-test", "--dry-run", "--max-failures"):
        assert refused not in outcome.out
