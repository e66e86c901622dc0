"""Every operation of every contract: each boundary value accepted, each value past it refused."""

import pytest
from tests.boundaries import Case, cases
from tests.play import Play, make_play

PLAY = make_play()
CASES = [
    (vendor, case)
    for vendor, contract in PLAY.app.contracts.items()
    for operation in contract.operations.values()
    for case in cases(operation)
]


@pytest.mark.parametrize(
    ("vendor", "case"),
    CASES,
    ids=[f"{vendor}-{case.id}-{n}" for n, (vendor, case) in enumerate(CASES)],
)
def test_the_mock_draws_the_line_where_the_contract_does(
    play: Play, vendor: str, case: Case
) -> None:
    """A value at a bound is accepted, one past it is refused with a documented status, and the claim is named."""
    operation = play.operation(vendor, case.operation)

    response = play.send(vendor, case.operation, case.body, files=case.files)

    if case.is_accepted:
        assert response.status_code == operation.success, response.headers.get("x-truecopy-explain")
    else:
        assert response.status_code == 400
        explained = response.headers["x-truecopy-explain"]
        assert f"[{case.operation}.request" in explained, explained


def test_every_assertion_about_a_request_has_a_case() -> None:
    """No claim about a request goes without a request that would show it broken."""
    covered = {(vendor, case.claim.rpartition("#")[2].partition("/")[0]) for vendor, case in CASES}

    for vendor, contract in PLAY.app.contracts.items():
        for claim in contract.claims.values():
            keyword = claim.keyword.partition("/")[0]
            if (
                claim.layer == "assertion"
                and ".request." in claim.id
                and keyword in ("maximum", "enum", "x-image")
            ):
                assert (vendor, keyword) in covered, claim.id
