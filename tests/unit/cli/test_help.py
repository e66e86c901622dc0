"""Help that teaches: examples stand on lines of their own."""

import pytest
from tests.unit.cli.shell import Shell


@pytest.mark.parametrize(
    ("arguments", "example"),
    [
        ((), "truecopy derive ./documents --check"),
        (("serve",), "truecopy serve --vendor mulerouter --port 0 --format json"),
        (("derive",), "truecopy derive ./documents --vendor mulerouter --check"),
        (("init",), "cd apis && truecopy serve --vendor stampworks"),
        (("vendors", "show"), "truecopy vendors show mulerouter create-generation"),
    ],
)
def test_examples_are_printed_as_they_are_typed(
    shell: Shell, arguments: tuple[str, ...], example: str
) -> None:
    """Each example is a line of its own, and no mark of the help's source is shown."""
    outcome = shell.run(*arguments, "--help")

    assert any(line.strip().startswith(example) for line in outcome.out.splitlines()), outcome.out
    assert "\\b" not in outcome.out
    assert "\b" not in outcome.out
