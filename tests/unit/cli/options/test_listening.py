"""The options that say where a server listens."""

import pytest
from tests.unit.cli.shell import Shell


@pytest.mark.parametrize(("command", "port"), [("serve", 4747), ("proxy", 4748), ("replay", 4749)])
def test_each_server_has_a_port_of_its_own(shell: Shell, command: str, port: int) -> None:
    """They can run side by side: the help of each shows another default."""
    text = " ".join(shell.run(command, "--help").out.split())

    assert "Address to listen on. [default: 127.0.0.1]" in text
    assert f"[default: {port}; 0<=x<=65535]" in text


@pytest.mark.parametrize("command", ["serve", "proxy", "replay"])
def test_a_port_beyond_the_last_is_refused(shell: Shell, command: str) -> None:
    """No port is higher than 65535."""
    outcome = shell.run(command, "--port", "65536")

    assert outcome.code == 2
    assert "'--port': 65536 is not in the range" in outcome.err
