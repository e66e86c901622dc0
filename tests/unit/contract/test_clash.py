"""The schema of a message with the claims that landed in it, as clashes are looked for in it."""

from pathlib import Path

from tests.starters import starter_contract

from truecopy.contract.clash import LandedSchema


def landed(folder: Path) -> LandedSchema:
    """Return the schema of the answer that shows a poster."""
    contract = starter_contract(folder)
    return LandedSchema(
        contract=contract,
        operation="get-poster",
        path="schemas/get-poster/200.json",
        schema=contract.operations["get-poster"].responses[200] or {},
        landed=contract.landed(),
    )


def test_a_member_is_always_there_where_all_around_it_are(tmp_path: Path) -> None:
    """The claim that says so is found by the place of the member."""
    schema = landed(tmp_path)

    required = schema.required("/poster/id")
    assert required is not None
    assert required.id == "get-poster.200.poster.id#required"
    assert schema.is_always_there("/poster/id")
    assert schema.is_always_there("")
    assert not schema.is_always_there("/nothing")


def test_a_clash_needs_all_its_claims(tmp_path: Path) -> None:
    """What no claim says is no side of one."""
    schema = landed(tmp_path)
    claim = schema.claim("/properties/poster/type")

    assert claim is not None
    assert list(schema.clash("/poster", "why", claim, None)) == []
    (clash,) = schema.clash("/poster", "why", claim, claim)
    assert (clash.operation, clash.pointer, clash.why) == ("get-poster", "/poster", "why")
