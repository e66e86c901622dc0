"""All observations become one verdict a claim."""

from collections.abc import Iterable
from typing import Any

import pytest
from tests.unit.judge.operations import make_contract, make_operation

from truecopy.judge.acceptance import ProbeOutcome
from truecopy.judge.verdicts import VerdictCollector
from truecopy.model import (
    RULES,
    Claim,
    Draft,
    Ground,
    Layer,
    Outcome,
    Phase,
    Probe,
    Severity,
    Standing,
    Variation,
    Verdict,
)

MOST, LEAST = "make.request.n#maximum", "make.request.n#minimum"


def collector(*ids: str) -> VerdictCollector:
    """Return a collector for claims of these ids."""
    found = {each: Claim(id=each, layer=Layer.ASSERTION, value=6) for each in ids or (MOST,)}
    return VerdictCollector(make_contract(make_operation({}), claims=found))


def probe(name: str, outcome: Outcome, *claims: str, **more: Any) -> Probe:
    """Return a probe that speaks for some claims."""
    return Probe(
        **{
            "id": name,
            "phase": Phase.CLAIMS,
            "draft": Draft(operation="make", method="POST", path="/"),
            "outcome": outcome,
            "label": name,
            "rule": "request-invalid-accepted",
            "claims": claims or (MOST,),
            **more,
        }
    )


GOOD = probe("good", Outcome.ACCEPTED, "make#path")


def outcome(held: Iterable[str] = (), **more: Any) -> ProbeOutcome:
    """Return what a probe showed."""
    return ProbeOutcome(**{"held": set(held), **more})


def verdict(made: VerdictCollector, claim: str = MOST) -> Verdict:
    """Return the verdict on a claim."""
    return next(each for each in made.verdicts() if each.claim == claim)


def test_nothing_is_held_before_a_good_request_was_accepted() -> None:
    """A target that refuses everything keeps no rule by it."""
    made, refusal = collector(), probe("seven", Outcome.REFUSED)
    made.expect([refusal])
    made.add(refusal, outcome({MOST}))

    assert verdict(made).reason == "no good request was accepted"
    made.accept(GOOD)
    assert verdict(made).standing is Standing.HELD


def test_every_request_that_was_planned_has_to_go_as_it_should() -> None:
    """As long as one was not sent, its claim is not examined."""
    made = collector()
    six, seven = probe("six", Outcome.ACCEPTED), probe("seven", Outcome.REFUSED)
    made.accept(GOOD)
    made.expect([six, seven])
    made.add(six, outcome({MOST}))

    assert verdict(made) == Verdict(
        claim=MOST, standing=Standing.UNDETERMINED, reason="not examined"
    )
    made.end("the budget did not reach")
    assert verdict(made).reason == "the budget did not reach"
    made.forget(seven)
    assert verdict(made).standing is Standing.HELD


def test_a_broken_claim_is_broken_whatever_else_was_seen() -> None:
    """One finding above info is enough; an info is none."""
    made, rule = collector(), RULES["answer-field-missing"]
    made.accept(GOOD)
    made.see([MOST], [])
    assert verdict(made).standing is Standing.HELD

    made.see([], [rule.finding("make", "x", claim=MOST, severity=Severity.INFO)])
    assert verdict(made).standing is Standing.HELD
    made.see([], [rule.finding("make", "x", claim=MOST)])
    assert verdict(made).standing is Standing.BROKEN


def test_a_refusal_counts_beside_its_accepted_twin() -> None:
    """A field that is refused with every value keeps no limit by it."""
    made = collector()
    variation = Variation(
        id="v2", outcome=Outcome.REFUSED, claims=(MOST,), label="n is 7", twins=("v1",)
    )
    refusal = probe("seven", Outcome.REFUSED, "make#path", variations=(variation,), baseline="good")
    made.accept(probe("other", Outcome.ACCEPTED))
    made.expect([refusal])
    made.add(refusal, outcome({MOST, "make#path"}))

    assert verdict(made).reason == "the good request that it differs from was not accepted"
    made.accept(GOOD)
    assert verdict(made).reason == "no good value of its field was accepted"
    twin = Variation(id="v1", outcome=Outcome.ACCEPTED, claims=(MOST,), label="n is 6")
    made.accept(probe("six", Outcome.ACCEPTED, variations=(twin,)))
    assert verdict(made).standing is Standing.HELD


def test_a_suspicion_is_lifted_by_a_good_value() -> None:
    """A claim of which no good value is accepted is broken; one good value shows it kept."""
    made = collector()
    made.accept(GOOD)
    suspect = probe("six", Outcome.ACCEPTED)
    made.add(suspect, outcome(suspected={MOST}))
    assert verdict(made).reason == "no value that keeps it was accepted"

    good = probe("one", Outcome.ACCEPTED)
    made.expect([good])
    made.add(good, outcome({MOST}))
    assert verdict(made).standing is Standing.HELD


def test_what_cannot_be_shown_says_why() -> None:
    """A claim that no request can show stays open, with the reason."""
    made = collector(MOST, LEAST)
    made.accept(GOOD)
    made.cannot({MOST: "no address is known"})
    skipped = probe("zero", Outcome.REFUSED, LEAST)
    made.skip(skipped, "the good request was not accepted")

    assert verdict(made).reason == "no address is known"
    assert verdict(made, LEAST).reason == "the good request was not accepted"


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("make.429#status", "nothing that a client sends brings it about"),
        ("make#price", "an invoice would show it, no answer does"),
        ("vendor#base-url", "the target is at another address"),
        ("make.request.n#maximum", "no request shows it"),
        ("make.200.data#type", "no answer showed it"),
    ],
)
def test_what_nobody_saw_says_what_would_show_it(claim: str, reason: str) -> None:
    """Each kind of claim has its own words."""
    made = collector(claim)
    made.accept(GOOD)

    assert verdict(made, claim).reason == reason


@pytest.mark.parametrize(
    ("ground", "standing"),
    [(Ground.ASSUMPTION, Standing.OBSERVED_OTHERWISE), (Ground.STATED, Standing.UNDETERMINED)],
)
def test_what_is_assumed_and_seen_otherwise_is_not_broken(
    ground: Ground, standing: Standing
) -> None:
    """It stands by itself, with what was seen; an info on another ground than the claim's says nothing of it."""
    claim = Claim(id=MOST, layer=Layer.ASSERTION, value=6, ground=ground)
    made = VerdictCollector(make_contract(make_operation({}), claims={MOST: claim}))
    made.accept(GOOD)
    info = RULES["answer-field-missing"].finding(
        "make", "is absent", claim=MOST, ground=Ground.ASSUMPTION, severity=Severity.INFO
    )

    made.see([], [info])

    assert verdict(made).standing is standing
    assert (verdict(made).reason == "is absent") is (standing is Standing.OBSERVED_OTHERWISE)
