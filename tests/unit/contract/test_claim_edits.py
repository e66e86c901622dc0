"""Claims set, made and taken away in the files of a contract."""

import copy
from pathlib import Path
from typing import Any

import pytest

from truecopy.contract.claim_edits import ClaimEditError, ContractFiles, follow_lifecycle
from truecopy.contract.load import assemble, read_contract_files
from truecopy.contract.vendorfile import read_vendor_file
from truecopy.contract.workspace import built_in_root
from truecopy.model import Contract

FOLDERS = {
    vendor: built_in_root() / "contracts" / vendor
    for vendor in ("applerouter", "mulerouter", "powertokens")
}
FILES = {vendor: read_contract_files(folder) for vendor, folder in FOLDERS.items()}
# One claim of each kind that there is.
KINDS: dict[str, tuple[str, str]] = {
    row["id"].partition("#")[2]: (vendor, row["id"])
    for vendor, files in FILES.items()
    for row in files["evidence.json"]["claims"]
}
NEEDED = {
    *("auth", "base-url", "create", "id", "initial", "media-type", "method", "path", "poll"),
    *("property", "state", "terminal", "transitions", "x-promises/one-of/default"),
}


def edited(vendor: str) -> ContractFiles:
    """Return the files of a vendor, to be edited."""
    return ContractFiles(copy.deepcopy(FILES[vendor]))


def finished(vendor: str, files: ContractFiles) -> Contract:
    """Return the contract that edited files make, linted."""
    follow_lifecycle(files.files)
    return assemble(read_vendor_file(FOLDERS[vendor]), files.files, Path("edited"))


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - NEEDED))
def test_a_claim_of_any_kind_is_taken_away(kind: str) -> None:
    """The rest of the contract stands, every claim at its place."""
    vendor, claim = KINDS[kind]
    files = edited(vendor)

    for row in files.find(claim):
        files.withdraw(row)

    assert claim not in finished(vendor, files).claims


@pytest.mark.parametrize(
    ("vendor", "claim"),
    [
        *(KINDS[kind] for kind in sorted(NEEDED)),
        ("mulerouter", "create-generation.202.task_info#required"),
        ("mulerouter", "get-generation.200.task_info.status#required"),
    ],
)
def test_what_a_contract_needs_stays(vendor: str, claim: str) -> None:
    """Without it there would be nothing to play or to check."""
    files = edited(vendor)

    with pytest.raises(ClaimEditError, match="cannot be withdrawn"):
        files.withdraw(files.find(claim)[0])


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("create-generation.request.seed#required", True),
        ("get-generation.200.images[]#x-image/side", {"minimum": 9}),
        ("get-generation.200.task_info.created_at#deprecated", True),
        ("get-generation.410#status", 410),
    ],
)
def test_a_claim_is_made_where_there_is_something_to_have_it(claim: str, value: Any) -> None:
    """It lands beside the others, in a list or a group of its own where there was none."""
    files = edited("mulerouter")

    for row in files.make(claim):
        assert files.set(row, value)
        row |= {"value": value, "ground": "assumption", "decision": "d", "evidence": []}

    assert finished("mulerouter", files).claims[claim].value == value


@pytest.mark.parametrize(
    "claim", ["create-generation.request.sed#maximum", "nothing.410#status", "lifecycle#maximum"]
)
def test_nothing_is_made_of_what_is_not_there(claim: str) -> None:
    """A field or an operation comes from documents only."""
    assert edited("mulerouter").make(claim) == []
