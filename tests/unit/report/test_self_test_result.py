"""A self-test for people and for programs."""

import json
from collections.abc import Mapping

from tests.unit.report.results import (
    BARE,
    BROKEN,
    CONTRACT,
    HELD,
    OPEN,
    VENDOR,
)

from truecopy.check.mutation.mutants import Mutant
from truecopy.check.mutation.self_test import SelfTest
from truecopy.report import (
    self_test_json,
    self_test_text,
)


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
