"""Probes of what is judged before a body is."""

import pytest
from tests.examining import VENDORS, load
from tests.unit.judge.operations import make_contract, make_operation

from truecopy.contract import CompiledOperation, compile_operations
from truecopy.judge.protocol_probes import ProtocolProbes
from truecopy.model import Claim, Contract, Credentials, Draft, Layer, Operation, Outcome, Probe


def claims(*names: str) -> dict[str, Claim]:
    """Return claims of these ids."""
    return {each: Claim(id=each, layer=Layer.OPERATION, value=None) for each in names}


def probes(contract: Contract, operation: Operation) -> dict[str, Probe]:
    """Return what is planned for an operation, by the last part of its name."""
    compiled = {name: CompiledOperation(each, {}) for name, each in contract.operations.items()}
    good = Draft(
        operation=operation.id,
        method=operation.method,
        path=operation.path,
        media_type=operation.media_type,
        body=b"{}",
        pictures=1,
    )
    found = ProtocolProbes(contract, compiled).probes(operation, good, f"{operation.id}/good")
    return {each.id.rpartition("/")[2]: each for each in found}


MAKE = make_operation({"type": "object"})


def test_each_part_of_the_protocol_is_tried() -> None:
    """Another method, path and media type, and a body that ends in the middle; keys where they count."""
    contract = make_contract(MAKE)
    with_keys = make_contract(MAKE, claims=claims("make#auth", "make#key-prefix"))

    assert probes(contract, MAKE).keys() == {"method", "path", "media-type", "unreadable"}
    assert probes(with_keys, MAKE).keys() - probes(contract, MAKE).keys() == {
        "missing",
        "other-scheme",
        "wrong-key",
        "key-without-its-prefix",
    }


def test_each_differs_from_the_good_request_in_one_thing() -> None:
    """All must be refused, and count only beside the good one."""
    found = probes(make_contract(MAKE, claims=claims("make#auth")), MAKE)

    assert {each.outcome for each in found.values()} == {Outcome.REFUSED}
    assert {each.baseline for each in found.values()} == {"make/good"}
    assert found["method"].draft.method == "GET"
    assert found["method"].draft.pictures == 0
    assert found["path"].draft.path == "/kites-of-nowhere"
    assert found["media-type"].draft.content_type == "text/plain"
    assert found["missing"].draft.credentials is Credentials.MISSING
    assert found["unreadable"].draft.body != b"{}"


def test_the_method_is_none_of_the_path() -> None:
    """What another operation of the same path takes is no wrong method."""
    get, post = make_operation(None, id="look", method="GET", media_type=None), MAKE

    found = probes(make_contract(post, get), post)

    assert found["method"].draft.method == "PUT"


def test_a_path_is_tried_once() -> None:
    """Of operations that share a path, one speaks for it."""
    form = make_operation({}, id="form", media_type="multipart/form-data")
    contract = make_contract(MAKE, form)

    assert {"path", "method"} <= probes(contract, MAKE).keys()
    assert not {"path", "method"} & probes(contract, form).keys()


def test_a_documented_status_is_demanded() -> None:
    """A claim about a status is spoken for where there is one."""
    contract = make_contract(MAKE, claims=claims("make.404#status", "make.400#status"))

    found = probes(contract, MAKE)

    assert "make.404#status" in found["path"].claims
    assert "make.400#status" in found["unreadable"].claims
    assert found["unreadable"].statuses == {400}


@pytest.mark.parametrize(("status", "wanted"), [(401, {401}), (403, set())])
def test_no_status_is_demanded_that_no_page_has(status: int, wanted: set[int]) -> None:
    """Where the page has 403 for a bad key, nobody owes 401."""
    operation = make_operation({"type": "object"}, responses={200: None, status: None})
    contract = make_contract(operation, claims=claims("make#auth"))

    assert probes(contract, operation)["missing"].statuses == wanted


def test_look_ups_that_find_nothing() -> None:
    """An id that nobody was given, and ids that are none, are not found."""
    contract = load("mulerouter")
    operation = contract.operations["get-generation"]

    found = list(ProtocolProbes(contract, compile_operations(contract)).look_ups(operation))

    unknown = next(each for each in found if each.id.endswith("/unknown-id"))
    assert unknown.draft.path.endswith("/00000000-0000-4000-8000-000000000000")
    assert unknown.statuses == {404}
    assert any("#format" in claim for each in found for claim in each.claims)
    assert {each.outcome for each in found} == {Outcome.REFUSED}


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_claim_of_a_probe_is_the_contracts(vendor: str) -> None:
    """No probe speaks for a claim that nobody made, but for those about method, path and media type."""
    contract = load(vendor)
    for operation in contract.operations.values():
        if operation.request is not None:
            for each in probes(contract, operation).values():
                assert set(each.claims) <= contract.claims.keys()
