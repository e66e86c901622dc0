"""Contract folders become contracts."""

import json
from pathlib import Path

import pytest
from tests.unit.derive.pages import derive_copy

from truecopy.contract import compile_operations, find_workspace, load_contract
from truecopy.contract.workspace import built_in_root
from truecopy.derive import write_files
from truecopy.errors import ContractLoadError, WorkspaceError

BUILT_IN = sorted(path.name for path in (built_in_root() / "contracts").iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The contract folder of the invented vendor, derived."""
    found, derivation = derive_copy(tmp_path)
    write_files(found, derivation.files)
    return found


@pytest.mark.parametrize("vendor", BUILT_IN)
def test_built_in_contract_loads(vendor: str) -> None:
    """Each built-in contract passes its lint and compiles."""
    contract = find_workspace(built_in_root()).load(vendor)

    assert contract.vendor == vendor
    assert set(compile_operations(contract)) == set(contract.operations)


def test_folder_becomes_a_contract(folder: Path) -> None:
    """Operations, claims, decisions and lifecycle are those of the files."""
    contract = load_contract(folder)

    lifecycle = contract.lifecycle
    assert lifecycle is not None
    assert (lifecycle.create, lifecycle.poll, lifecycle.parameter) == (
        "order-stamps",
        "read-ticket",
        "ref",
    )
    assert lifecycle.states == ("waiting", "engraving", "printed", "spoiled")
    assert contract.operations["press-stamp"].aliases == ("/atelier/v2/prints/",)
    assert contract.operations["read-ticket"].request is None
    assert contract.operations["read-ticket"].path_parameters is not None
    assert contract.operations["order-stamps"].description == "Orders stamps engraved after photos"
    claim = contract.claims["order-stamps.request.avoid#type"]
    assert claim.source == "order-stamps:90,146, decision avoid-may-be-null"
    assert contract.decisions["avoid-may-be-null"].kind == "resolution"


def test_fingerprint_is_over_what_is_enforced(folder: Path) -> None:
    """Where sentences stand does not count; what is enforced does."""
    before = load_contract(folder).fingerprint
    evidence = folder / "evidence.json"
    content = json.loads(evidence.read_text())
    content["claims"][0]["evidence"][0]["lines"] = [7, 9]
    evidence.write_text(json.dumps(content))
    assert load_contract(folder).fingerprint == before

    openapi = folder / "openapi.json"
    openapi.write_text(openapi.read_text().replace("as documented", "as told"))
    assert load_contract(folder).fingerprint != before


def test_compiled_operation_judges_bodies(folder: Path) -> None:
    """A compiled operation accepts its own example, and names the claim that a bad body breaks."""
    contract = load_contract(folder)
    compiled = compile_operations(contract)["order-stamps"]

    assert compiled.request is not None
    assert compiled.request.problems(contract.operations["order-stamps"].example) == []
    (problem,) = compiled.request.problems({"photos": ["x"], "motto": "m", "copies": 9})
    assert problem.claim is not None
    assert problem.claim.id == "order-stamps.request.copies#maximum"


@pytest.mark.parametrize("name", ["openapi.json", "evidence.json", "lifecycle.json"])
@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", "null", "[" * 100_000], ids=lambda text: text[:4]
)
def test_damaged_file_is_refused(folder: Path, name: str, content: str) -> None:
    """A derived file of any other shape is an error that asks to derive again."""
    (folder / name).write_text(content)

    with pytest.raises(ContractLoadError, match="derive"):
        load_contract(folder)


@pytest.mark.parametrize("content", ["[]", "5", '{"type": 5}', '{"properties": []}'])
def test_damaged_schema_is_refused(folder: Path, content: str) -> None:
    """A schema of any other shape is an error too."""
    (folder / "schemas" / "order-stamps" / "request.json").write_text(content)

    with pytest.raises(ContractLoadError):
        load_contract(folder)


@pytest.mark.parametrize("name", ["openapi.json", "evidence.json"])
def test_missing_file_is_refused(folder: Path, name: str) -> None:
    """Without its table or its evidence a contract cannot be used."""
    (folder / name).unlink()

    with pytest.raises(ContractLoadError, match=f"{name}: cannot be read"):
        load_contract(folder)


def test_missing_vendor_file_is_refused(tmp_path: Path) -> None:
    """A folder without vendor.yaml is no contract."""
    with pytest.raises(WorkspaceError, match=r"vendor.yaml: cannot be read"):
        load_contract(tmp_path)


def test_missing_lifecycle_breaks_its_evidence(folder: Path) -> None:
    """A lifecycle that claims speak of must be there."""
    (folder / "lifecycle.json").unlink()

    with pytest.raises(ContractLoadError, match="lifecycle#create: landed at"):
        load_contract(folder)


def test_claim_of_an_unknown_layer_is_refused(folder: Path) -> None:
    """Evidence written by another version of the tool is damaged for this one."""
    path = folder / "evidence.json"
    path.write_text(path.read_text().replace('"class": "promise"', '"class": "wish"'))

    with pytest.raises(ContractLoadError, match=r"damaged .*'wish'"):
        load_contract(folder)


def test_a_contract_older_than_its_vendor_file_does_not_load(tmp_path: Path) -> None:
    """A base URL or an operation that the derived files do not know means: derive again."""
    folder, derivation = derive_copy(tmp_path)
    write_files(folder, derivation.files)
    path = folder / "vendor.yaml"
    text = path.read_text()

    for changed in (
        text.replace("stampworks.example", "other.example"),
        text.replace("perforate}", "punch}"),
    ):
        assert changed != text
        path.write_text(changed)
        with pytest.raises(ContractLoadError, match="has changed since"):
            load_contract(folder)
