"""A refusal of the mock explains itself by the claim that the request offends."""

import pytest
from tests.play import HOST, Play, make_play

from truecopy.contract import compile_operations
from truecopy.judge import Planner
from truecopy.model import Outcome, Probe
from truecopy.wire.target import wire_format

PLANNED = [
    (vendor, probe)
    for vendor, contract in make_play().app.contracts.items()
    for plan in Planner(
        contract, compile_operations(contract), image_url="https://example.com/a.png"
    ).plans()
    for probe in plan.refused
    if probe.variations and probe.outcome is Outcome.REFUSED
]


@pytest.mark.parametrize(
    ("vendor", "probe"), PLANNED, ids=[f"{vendor}-{each.id}" for vendor, each in PLANNED]
)
def test_the_explanation_names_the_claim(play: Play, vendor: str, probe: Probe) -> None:
    """Each request past one limit is refused with 400, and the header names a claim of that field."""
    headers, body = wire_format(probe.draft)

    response = play.client.request(
        probe.draft.method,
        f"{HOST}/{vendor}{probe.draft.path}",
        headers={**headers, "authorization": "Bearer sk-test"},
        content=body,
    )

    assert response.status_code == 400
    explained = response.headers["x-truecopy-explain"]
    fields = {claim.partition("#")[0] for change in probe.variations for claim in change.claims}
    assert any(f"[{field}#" in explained for field in fields), (explained, fields)
