"""A contract proves itself: what no mock could keep is named, and nothing else is."""

from pathlib import Path
from typing import Any

import pytest
from tests.starters import mock_file, starter_contract
from tests.unit.derive.test_pages_corpus import write_page

from truecopy.cli.proof import Proof, prove
from truecopy.contract import find_workspace
from truecopy.derive import derive_vendor
from truecopy.model import Severity

POSTER = "get-poster.200.poster"
CODE = {f"{POSTER}.code#required": True, f"{POSTER}.code#type": "string"}
ID_CLAIMS = {
    f"{operation}.poster.id#pattern": "^poster_[a-z]{8}$"
    for operation in ("create-poster.202", "get-poster.200")
}
ID_FORMATS = [
    f"{operation}.poster.id#format" for operation in ("create-poster.202", "get-poster.200")
]
TIMES = ("create-poster.202.poster.created_at", f"{POSTER}.created_at")


def proof(folder: Path, example: str = "task", **changes: Any) -> Proof:
    """Return the proof of an example with changes."""
    return prove(starter_contract(folder, example, **changes), mock_file(folder))


@pytest.mark.parametrize("vendor", find_workspace().vendors())
def test_every_built_in_contract_proves_itself(vendor: str) -> None:
    """Their mocks keep all that can be tried."""
    workspace = find_workspace()

    contract = workspace.load(vendor)

    proven = prove(contract, workspace.mock_file(vendor))

    assert proven.findings == ()
    assert proven.held > len(contract.claims) / 2


@pytest.mark.parametrize("example", ["immediate", "task"])
def test_an_example_proves_itself(tmp_path: Path, example: str) -> None:
    """What `init` writes clashes with nothing."""
    proven = proof(tmp_path, example)

    assert proven.findings == ()
    assert proven.held > 40
    assert proven.requests > 20


def test_keys_of_another_look_are_no_clash(tmp_path: Path) -> None:
    """Which keys are good says the mock's file, and the keys of the proof are made up to fit it."""
    contract = starter_contract(tmp_path, "immediate")
    file = mock_file(tmp_path)
    file.write_text(file.read_text("utf-8").replace("'^[!-~]+$'", "'^ink-[a-z0-9-]+$'"), "utf-8")

    proven = prove(contract, file)

    assert proven.findings == ()
    assert proven.held > 40


@pytest.mark.parametrize(
    ("claims", "withdraws", "drops"),
    [
        ({**CODE, f"{POSTER}.code#pattern": "^P-[0-9]{4}$"}, [], []),
        ({**CODE, f"{POSTER}.code#format": "email"}, [], []),
        ({**CODE, f"{POSTER}.code#minLength": 3, f"{POSTER}.code#maxLength": 4}, [], []),
        (ID_CLAIMS, [*ID_FORMATS, "get-poster.path.poster_id#format"], []),
        (
            {
                f"{name}.poster.id#type": "integer"
                for name in ("create-poster.202", "get-poster.200")
            },
            [*ID_FORMATS, "get-poster.path.poster_id#format"],
            [],
        ),
        (
            {f"{name}#type": "integer" for name in TIMES},
            [f"{name}#format" for name in TIMES],
            [],
        ),
        ({}, [], ["lifecycle#created"]),
        ({}, [], ["lifecycle.done#shows", "get-poster.200.images#required"]),
        ({"lifecycle.failed#shows": ["/poster/error"]}, [], []),
        (
            {
                "lifecycle.failed#shows": ["/result/error/code"],
                "get-poster.200.result.error.code#type": "integer",
            },
            [],
            [],
        ),
        ({"lifecycle#terminal": ["failed", "done"]}, [], []),
    ],
    ids=[
        "text of a pattern",
        "another format",
        "bounded text",
        "ids of a pattern",
        "ids are numbers",
        "times are numbers",
        "no times",
        "images in every state",
        "shown and not described",
        "shown below optional parents",
        "the bad end first",
    ],
)
def test_what_a_mock_can_keep_does_not_clash(
    tmp_path: Path, claims: dict[str, Any], withdraws: list[str], drops: list[str]
) -> None:
    """Unusual answers are no clash: the mock finds a value for each."""
    proven = proof(tmp_path, claims=claims, withdraws=withdraws, drops=drops)

    assert [each.message for each in proven.findings] == []


@pytest.mark.parametrize(
    ("claims", "named"),
    [
        (
            {**CODE, f"{POSTER}.code#pattern": "^[a-z]{9}$", f"{POSTER}.code#maxLength": 5},
            {f"{POSTER}.code#pattern", f"{POSTER}.code#maxLength"},
        ),
        (
            {
                "create-poster.request.style#type": "string",
                "create-poster.request.style#enum": ["ink", 5],
            },
            {"create-poster.request.style#enum", "create-poster.request.style#type"},
        ),
    ],
    ids=["no text of a pattern", "an enum of the wrong type"],
)
def test_what_no_mock_could_keep_is_named(
    tmp_path: Path, claims: dict[str, Any], named: set[str]
) -> None:
    """What is found by asking the mock names the claims of its place, each with its source."""
    found = proof(tmp_path, claims=claims).findings

    assert [each.rule for each in found] == ["contract-claims-clash"]
    assert all(f"{claim} (decision more)" in found[0].message for claim in named)


def test_an_id_that_its_own_address_refuses_is_named(tmp_path: Path) -> None:
    """The form of the id in answers and in the look-up's path do not fit: both are named."""
    found = proof(tmp_path, claims=ID_CLAIMS, withdraws=ID_FORMATS).findings

    assert found
    assert all("poster.id#pattern" in each.message for each in found)
    assert all("get-poster.path.poster_id#format" in each.message for each in found)


def test_claims_that_clash_as_they_stand_are_told_without_a_request(tmp_path: Path) -> None:
    """A field that the example requires and a decision reserves: both claims, nothing sent."""
    proven = proof(tmp_path, drops=["get-poster.200.images#required"])

    assert proven.requests == 0
    assert proven.row()["clashing"] == 1
    assert "get-poster.200.images#required (get-poster:18-20)" in proven.findings[0].message
    assert "lifecycle.done#shows" in proven.findings[0].message


def test_statuses_that_only_the_mock_gives_never_clash(tmp_path: Path) -> None:
    """The pages of the example know no 404 and no 405, the mock does."""
    claims = ["*.400#status", "*.429#status"]

    proven = proof(tmp_path, withdraws=claims)

    assert proven.findings == ()


def test_pictures_of_which_nothing_says_how_they_go_can_be_tried(tmp_path: Path) -> None:
    """An address is sent; the mock takes every text that may carry a picture."""
    claims = {
        "create-poster.request.frame#type": "string",
        "create-poster.request.frame#x-image/formats": ["png"],
    }

    proven = proof(tmp_path, claims=claims)

    assert proven.findings == ()


def test_pictures_by_address_alone_can_be_tried(tmp_path: Path) -> None:
    """A request that takes only the address of a picture is sent one; the mock does not fetch it."""
    claims = {
        "create-poster.request.frame#type": "string",
        "create-poster.request.frame#x-image/sources": ["url"],
    }

    proven = proof(tmp_path, claims=claims)

    assert proven.findings == ()


def test_a_look_up_outside_of_the_lifecycle_is_tried(tmp_path: Path) -> None:
    """Under any id the mock finds something, its picture included; what that cannot keep is told."""
    one = {
        "one#method": "GET",
        "one#path": "/v1/one/{id}",
        "one.path.id#type": "string",
        "one.path.id#required": True,
        "one.200#status": 200,
        "one.200#type": "object",
        "one.200.url#type": "string",
        "one.200.url#required": True,
        "one.200.url#x-image/sources": ["url"],
    }

    assert proof(tmp_path / "good", claims=one).findings == ()
    (found,) = proof(tmp_path / "bad", claims={**one, "one.200.url#maxLength": 3}).findings
    assert "one.200.url#maxLength (decision more)" in found.message


PAGE = """POST
/
v1
/
coins
Mint
curl --request POST \\
  --url https://api.mintworks.example/v1/coins \\
  --header 'Authorization: Bearer <token>' \\
  --header 'Content-Type: application/json' \\
  --data '{"motto": "<string>"}'
{"id": "a1"}

Body

application/json

motto
string
required

"""
LOOK_UP = """GET
/
v1
/
coins
/
{number}
Read
curl --request GET \\
  --url https://api.mintworks.example/v1/coins/{number} \\
  --header 'Authorization: Bearer <token>'
{"id": "a1"}

Path Parameters

number
integer
required

Required range: 5 <= x <= 9
"""
FORM = PAGE.replace("application/json", "multipart/form-data").replace(
    '--data \'{"motto": "<string>"}\'', "--form 'sounds=@<filepath>'"
)
PAGES = {
    "a pattern": PAGE + "code\nstring\nrequired\n\nPattern: ^[A-Z]{3}-[0-9]{4}$\n",
    "64 bits with a sign": PAGE
    + "seed\ninteger\n\nRequired range: -9223372036854775808 <= x <= 9223372036854775807\n",
    "64 bits without a sign": PAGE
    + "seed\ninteger\n\nRequired range: 0 <= x <= 18446744073709551615\n",
    "a text that nobody sends": PAGE + "long\nstring\n\nAt most 1000000000 characters.\n",
    "no default": PAGE + "name\nstring\ndefault:null\n\nA name.\n",
    "names with marks": PAGE.replace('{"id": "a1"}', '{"a.b": 1, "[]": {"c/d": 2}}'),
    "files of a list": FORM.replace("motto\nstring", "sounds\nfile[]"),
    "a number in the address": LOOK_UP,
}


@pytest.mark.parametrize("name", PAGES)
def test_what_pages_may_say_proves_itself(tmp_path: Path, name: str) -> None:
    """Nothing that our own values, or the limits of our tools, get wrong is called a clash of the pages."""
    derivation = derive_vendor(*write_page(tmp_path, PAGES[name]))

    proven = prove(derivation.contract, tmp_path / "mocks.yaml")

    assert [each for each in derivation.findings if each.severity is Severity.ERROR] == []
    assert [each.message for each in proven.findings] == []
    assert proven.held >= 10


def test_caps_of_the_mock_file_clash_with_nothing(tmp_path: Path) -> None:
    """How large a body the mock takes is no claim: the documented size is tried whatever its cap is."""
    page = FORM.replace("motto\nstring", "sounds\nfile") + "A PNG file, at most 2 MB.\n"
    mock = tmp_path / "mocks.yaml"
    mock.write_text("caps: {body_mb: 1}\n", encoding="utf-8")

    proven = prove(derive_vendor(*write_page(tmp_path, page)).contract, mock)

    assert [each.message for each in proven.findings] == []
