"""What came of a command."""

import pytest

from truecopy.model import ExitReason
from truecopy.report.result_page import ResultPage


@pytest.mark.parametrize("reason", ExitReason)
def test_a_command_has_ended_that_could_look_to_its_end(reason: ExitReason) -> None:
    """Whatever it found; what was cut short, refused or incomplete has not."""
    page = ResultPage(command="check", title="V", vendor="v", exit_reason=reason)

    assert page.has_ended is (reason.exit_code == 0 or reason is ExitReason.DRIFT)
