"""Packs of values taken apart, and how many requests that may take."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.drifts.drift import Drift
from tests.examining import examine, grave

from truecopy.check import CheckResult, isolation
from truecopy.model import Ground, Standing

NARROWER = {"n": {"span": (1, 5)}, "prompt": {"longest": 799}}


def narrower(vendor: str, operation: str, **limits: Any) -> Drift:
    """Return a vendor that takes less of some fields."""
    return Drift(
        name="narrower",
        vendor=vendor,
        kind="breaking",
        limits={f"{operation}/{name}": change for name, change in limits.items()},
    )


def crowded(monkeypatch: pytest.MonkeyPatch, most: int) -> CheckResult:
    """Check a vendor that takes less, in fewer requests than it takes to find what."""
    monkeypatch.setattr(isolation, "MOST_REQUESTS", most)
    monkeypatch.setattr("truecopy.check.probe_runner.MOST_REQUESTS", most)
    return examine("powertokens", narrower("powertokens", "edit-image-form", **NARROWER))


def test_without_room_the_pack_is_blamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where finding the value would take too many requests, the finding names all values, and no claim is broken."""
    result = crowded(monkeypatch, 50)

    found = [each for each in grave(result) if each.rule == "request-valid-refused"]
    assert found
    assert all(each.claim == "" for each in found)
    assert all(
        "were not tried one by one, as a run has 50 requests" in each.message for each in found
    )
    assert any("n is 6" in each.message for each in found)
    assert all(each.ground in set(Ground) for each in found)
    reasons = {
        each.claim: each.reason
        for each in result.verdicts
        if each.standing is Standing.UNDETERMINED
    }
    assert "refused together with others" in reasons["edit-image-form.request.n#maximum"]
    assert result.count(Standing.BROKEN) == 0


def _fails(request: dict[str, Any]) -> bool:
    return request.get("n") == 6


@pytest.mark.parametrize("room", [0, 200])
def test_a_failure_of_a_whole_pack_breaks_no_claim_of_its_first_value(
    monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """A server that fails at many values together is told; a claim is named when it fails at one of them alone."""
    monkeypatch.setattr("truecopy.check.probe_runner.MOST_REQUESTS", room)
    failing = Drift(
        name="failing",
        vendor="powertokens",
        kind="breaking",
        traits={"corner": _fails, "statuses": {"corner": 500}},
    )

    result = examine("powertokens", failing)

    claims = {each.claim for each in grave(result) if each.rule == "answer-server-failed"}
    assert {each.partition(".request.")[2] for each in claims} == ({"n#maximum"} if room else {""})


def _is_several(value: object) -> bool:
    return isinstance(value, list) and len(value) > 1


Corner = Callable[[dict[str, Any]], bool]
CORNERS: dict[str, Corner] = {
    "any n but one": lambda request: request.get("n", 1) != 1,
    "any long prompt": lambda request: len(str(request.get("prompt", ""))) > 40,
    "several of something": lambda request: any(map(_is_several, request.values())),
    "any size": lambda request: "size" in {*request, *request.get("parameters", {})},
}


FIELDS = [
    *(("mulerouter", each) for each in CORNERS),
    *(("applerouter", each) for each in CORNERS if each != "several of something"),
]


@pytest.mark.slow
@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize(("vendor", "name"), FIELDS)
def test_a_vendor_that_drifts_costs_few_requests(vendor: str, name: str, status: int) -> None:
    """Whatever is refused, or fails, a vendor takes no more than 120 requests, and it is found."""
    drift = Drift(
        name="narrow",
        vendor=vendor,
        kind="breaking",
        traits={"corner": CORNERS[name], "statuses": {"corner": status}},
    )

    result = examine(vendor, drift, provoke={"failed": {"prefer": "scenario=task-fails"}})

    assert result.requests <= 120
    assert result.tasks_left == ()
    assert grave(result)


def test_what_is_refused_together_is_as_grave_as_what_it_rests_on() -> None:
    """That JSON carries several pictures at PowerTokens is assumed: one that takes them one by one breaks nothing."""
    single = Drift(
        name="single",
        vendor="powertokens",
        kind="breaking",
        traits={
            "corner": lambda request: _is_several(request.get("image")),
            "statuses": {"corner": 400},
        },
    )

    result = examine("powertokens", single)

    (found,) = [each for each in result.findings if each.rule == "request-combination-refused"]
    assert found.ground is Ground.ASSUMPTION
    assert grave(result) == []
