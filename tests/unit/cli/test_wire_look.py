"""Looks at an endpoint: what is new is looked at again before it counts."""

import pytest
from tests.unit.report.results import make_finding, make_result

from truecopy.check import CheckResult
from truecopy.cli.wire_look import Looks
from truecopy.model import ExitReason, Finding

NEW = make_finding()


@pytest.mark.parametrize(("confirm", "asked"), [(0, []), (1, [1]), (2, [1, 1])])
def test_what_is_new_is_looked_at_as_often_as_asked(confirm: int, asked: list[int]) -> None:
    """Each further look gets the findings that nobody saw before."""
    found: list[int] = []

    def look(doubtful: list[Finding]) -> CheckResult:
        found.append(len(doubtful))
        return make_result(NEW)

    looks = Looks(confirm=confirm, known=frozenset())
    looks.again(make_result(NEW), look)

    assert found == asked
    assert looks.seen(make_result(NEW), 0.0).findings == (NEW,)


def test_what_is_known_needs_no_further_look() -> None:
    """An episode that lasts was confirmed when it began."""
    looks = Looks(confirm=1, known=frozenset({NEW.fingerprint}))

    looks.again(make_result(NEW), lambda _: pytest.fail("nothing is doubtful"))

    assert looks.seen(make_result(NEW), 0.0).findings == (NEW,)


def test_what_does_not_come_again_does_not_count() -> None:
    """It is told as seen once."""
    looks = Looks(confirm=1, known=frozenset())
    looks.again(make_result(NEW), lambda _: make_result())

    seen = looks.seen(make_result(NEW), 0.0)

    assert seen.findings == ()
    assert [each.claim for each in seen.once] == [NEW.claim]


def test_a_run_that_ended_early_is_not_looked_at_again() -> None:
    """What is new counts, and the message says that nobody looked again."""
    ended = make_result(NEW, exit_reason=ExitReason.BUDGET, message="the budget is spent")
    looks = Looks(confirm=1, known=frozenset())
    looks.again(ended, lambda _: pytest.fail("there is nothing left to look with"))

    seen = looks.seen(ended, 0.0)

    assert seen.findings == (NEW,)
    assert "Not looked at again, and counted all the same: 1" in seen.ended[1]
