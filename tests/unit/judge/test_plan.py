"""Plans made from claims: what must be accepted is, what must be refused breaks one rule, nothing is missed."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from tests.examining import VENDORS, load
from tests.starters import starter_contract

from truecopy.contract import compile_operations
from truecopy.errors import UsageError
from truecopy.judge import Planner
from truecopy.judge.acceptance import claims_of
from truecopy.judge.request_factory import RequestFactory
from truecopy.judge.requests import RequestJudge
from truecopy.model import Contract, Layer, Outcome, Payload, Probe
from truecopy.model.pointers import first
from truecopy.wire.target import wire_format

URL = "https://example.com/picture.png"


def planner(vendor: str, image_url: str | None = URL) -> Planner:
    """Return the planner of a vendor."""
    contract = load(vendor)
    return Planner(contract, compile_operations(contract), image_url=image_url)


def probes(vendor: str) -> list[Probe]:
    """Return every planned probe whose body the contract judges."""
    return [
        probe
        for plan in planner(vendor).plans()
        for probe in plan.probes()
        if isinstance(probe.draft.body, Payload) and probe.draft.body.instance is not None
    ]


def takes_inline_pictures(vendor: str) -> bool:
    """Whether a vendor can be asked without an address of a picture."""
    with suppress(UsageError):
        return bool(planner(vendor, image_url=None).plans())
    return False


INLINE = [each for each in VENDORS if takes_inline_pictures(each)]
PLANNED = [(vendor, probe) for vendor in VENDORS for probe in probes(vendor)]
ABOUT_BODIES = [(vendor, probe) for vendor, probe in PLANNED if probe.variations]


def is_accepted(vendor: str, probe: Probe) -> bool:
    """Whether the contract accepts the body of a probe, read from its bytes."""
    compiled = compile_operations(load(vendor))[probe.draft.operation]
    headers, body = wire_format(probe.draft)
    _, problems = RequestJudge(compiled).problems(headers["content-type"], body or b"")
    return not problems


@pytest.mark.parametrize(
    ("operation", "name", "expected"),
    [
        ("create-postcard", "immediate", 1),
        ("create-poster", "task", 1),
        ("get-poster", "task", 0),
    ],
)
def test_what_no_promise_counts_costs_as_one_picture(
    tmp_path: Path, operation: str, name: str, expected: int
) -> None:
    """A request that may make something is never taken for free; a look-up is free."""
    counts = ("create-postcard.200.data", "get-poster.200.images")
    drops = [f"{each}#x-promises/count" for each in counts]
    contract = starter_contract(tmp_path, name, drops=drops)
    uncounted = Planner(contract, compile_operations(contract), image_url=URL)

    draft = uncounted.draft(contract.operations[operation], Payload(instance={}))

    assert draft.pictures == expected


@pytest.mark.parametrize(
    ("vendor", "probe"), ABOUT_BODIES, ids=[f"{vendor}-{each.id}" for vendor, each in ABOUT_BODIES]
)
def test_a_probe_is_what_it_says(vendor: str, probe: Probe) -> None:
    """The contract accepts what is planned to be accepted, and refuses what is planned to be refused."""
    assert is_accepted(vendor, probe) == (probe.outcome is Outcome.ACCEPTED)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_refusal_is_one_field_away_from_the_good_request(vendor: str) -> None:
    """A refusal has one variation with one edit, of a request that is accepted and asks for one picture."""
    for plan in planner(vendor).plans():
        refusals = [each for each in plan.refused if each.variations]
        for probe in refusals:
            (variation,) = probe.variations
            edit, *along = variation.edits
            assert [each.pointer for each in along] in ([], ["/mask"])  # what a JPEG comes with
            counts = RequestFactory(
                load(vendor), compile_operations(load(vendor))[plan.operation], URL
            )
            if counts.count_at and edit.pointer not in counts.count_at:
                assert probe.draft.body is not None
                assert first(probe.draft.body.instance, counts.count_at) == 1  # type: ignore[union-attr] # a payload
            assert plan.baseline is not None
            assert probe.baseline == plan.baseline.id


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_rule_about_requests_has_a_probe(vendor: str) -> None:
    """No assertion about a body goes without a request that would show it broken."""
    contract = load(vendor)
    planned = {claim for _, each in PLANNED if _ == vendor for claim in claims_of(each)}

    missed = [
        claim.id
        for claim in contract.claims.values()
        if claim.layer is Layer.ASSERTION and ".request" in claim.id and claim.id not in planned
    ]

    assert missed == []


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_plan_is_short_and_its_names_are_unique(vendor: str) -> None:
    """A vendor's plan has at most 110 requests, and no two probes or variations share a name."""
    plans = planner(vendor).plans()
    all_probes = [probe for plan in plans for probe in plan.probes()]
    variations = [variation.id for probe in all_probes for variation in probe.variations]

    assert len(all_probes) <= 110
    assert len({each.id for each in all_probes}) == len(all_probes)
    assert len(set(variations)) == len(variations)


@pytest.mark.parametrize("vendor", INLINE)
def test_without_an_address_no_picture_goes_by_one(vendor: str) -> None:
    """A target that cannot be given an address gets inline pictures, and the source `url` stays open."""
    for plan in planner(vendor, image_url=None).plans():
        for probe in plan.probes():
            _, body = wire_format(probe.draft)
            assert URL.encode() not in (body or b"")
        for claim, reason in plan.unprobed.items():
            assert claim.endswith("#x-image/sources")
            assert "--image-url" in reason


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_good_request_is_good(vendor: str) -> None:
    """Each request that a plan can start from is accepted by the contract."""
    made = planner(vendor)
    for name, operation in load(vendor).operations.items():
        for way in range(made.ways(name) if operation.request else 0):
            baseline = made.plan(name, way=way).baseline
            assert baseline is not None
            assert is_accepted(vendor, baseline)


def test_a_look_up_is_planned_where_any_id_will_do() -> None:
    """Under a plain id of the form that the path has; never where a lifecycle gives ids out."""
    contract = load("mulerouter")
    lifecycle = contract.lifecycle
    assert lifecycle is not None
    free = replace(contract, lifecycle=None)

    def path_of(known: Contract, *, takes_any_id: bool) -> str | None:
        compiled = compile_operations(known)
        planned = Planner(known, compiled, image_url=URL, takes_any_id=takes_any_id)
        baseline = planned.plan(lifecycle.poll).baseline
        return baseline.draft.path if baseline else None

    path = path_of(free, takes_any_id=True)
    assert path is not None
    assert "{" not in path
    assert path_of(free, takes_any_id=False) is None
    assert path_of(contract, takes_any_id=True) is None
