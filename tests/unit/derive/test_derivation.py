"""From the documents of the invented vendor to its contract."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.derive.pages import (
    VENDOR,
    cited_text,
    copy_workspace,
    derive_copy,
    edit_page,
    read_page,
)

from truecopy.contract import load_contract
from truecopy.derive import derive_vendor, write_files
from truecopy.errors import DeriveError
from truecopy.model.pointers import node

FACTS: list[tuple[str, str, Any]] = [
    ("order-stamps/request.json", "/required", ["photos", "motto"]),
    ("order-stamps/request.json", "/properties/photos/minItems", 1),
    ("order-stamps/request.json", "/properties/photos/maxItems", 5),
    ("order-stamps/request.json", "/properties/photos/items/x-image/formats", ["png", "webp"]),
    ("order-stamps/request.json", "/properties/avoid/type", ["string", "null"]),
    ("order-stamps/request.json", "/properties/avoid/default", None),
    ("order-stamps/request.json", "/properties/format/pattern", "^[0-9]+x[0-9]+$"),
    (
        "order-stamps/request.json",
        "/properties/format/x-dimensions/side",
        {"minimum": 128, "maximum": 1536},
    ),
    ("order-stamps/request.json", "/properties/copies/maximum", 8),
    ("order-stamps/request.json", "/properties/motto/description", "What the stamp says"),
    ("order-stamps/201.json", "/properties/ticket/properties/ref/format", "uuid"),
    ("order-stamps/201.json", "/properties/ticket/properties/state/enum", ["waiting"]),
    ("read-ticket/path.json", "/required", ["ref"]),
    ("read-ticket/200.json", "/required", ["ticket"]),
    (
        "read-ticket/200.json",
        "/properties/ticket/properties/state/enum",
        ["waiting", "engraving", "printed", "spoiled"],
    ),
    ("read-ticket/200.json", "/properties/sheets/items/format", "uri"),
    ("press-stamp/request.json", "/required", ["picture", "caption"]),
    ("press-stamp/request.json", "/properties/copies/type", "integer"),
    ("press-stamp/request.json", "/properties/delivery/enum", ["link", "inline"]),
    (
        "press-stamp/request.json",
        "/properties/stencil/x-image",
        {
            "sources": ["bytes"],
            "formats": ["webp"],
            "bytes": {"accepted": 1_999_999, "refused": 2_097_152},
            "same_size_as": "picture",
        },
    ),
    ("press-stamp/200.json", "/x-promises/0", {"kind": "unix-time", "at": "/pressed_at"}),
    ("perforate-json/request.json", "/required", ["tool"]),
    ("perforate-form/request.json", "/properties/tool/enum", ["comb-12", "line-9"]),
    ("perforate-json/429.json", "/properties/fault/required", ["number", "text"]),
    ("perforate-json/503.json", "/properties/fault/required", ["number"]),
]


@pytest.mark.parametrize(("file", "pointer", "expected"), FACTS)
def test_main_facts_of_the_pages(tmp_path: Path, file: str, pointer: str, expected: Any) -> None:
    """What a person reads on the pages is what the schemas say."""
    _, derivation = derive_copy(tmp_path)

    found = node(json.loads(derivation.files[f"schemas/{file}"]), pointer)

    assert found == expected


def test_table_of_operations(tmp_path: Path) -> None:
    """Method, path, alias, media type, price, statuses and advice of each operation are kept."""
    _, derivation = derive_copy(tmp_path)
    table = json.loads(derivation.files["openapi.json"])["x-operations"]

    assert list(table) == [
        "order-stamps",
        "read-ticket",
        "press-stamp",
        "perforate-json",
        "perforate-form",
    ]
    assert table["order-stamps"]["price"] == {"usd": 0.0125, "per": "image"}
    assert list(table["order-stamps"]["statuses"]) == ["201", "400", "401", "402", "429", "503"]
    assert table["read-ticket"]["method"] == "GET"
    assert table["read-ticket"]["advice"]["give-up"] == {"seconds": [600, 600]}
    assert table["press-stamp"]["alias"] == ["/atelier/v2/prints/"]
    assert table["press-stamp"]["key-prefix"] == "ink-"
    assert "example" not in table["perforate-form"]


def test_examples_are_sendable_and_in_our_own_words(tmp_path: Path) -> None:
    """Placeholders of the documents' example are filled with values that the schema accepts."""
    _, derivation = derive_copy(tmp_path)

    example = json.loads(derivation.files["openapi.json"])["x-operations"]["order-stamps"][
        "example"
    ]

    assert example["photos"] == ["https://example.com/picture.png"]
    assert example["format"] == "128x128"


def test_lifecycle_and_its_conditions(tmp_path: Path) -> None:
    """The lifecycle has states and what they show, and the look-up's schema has it as conditions."""
    _, derivation = derive_copy(tmp_path)

    lifecycle = json.loads(derivation.files["lifecycle.json"])
    schema = json.loads(derivation.files["schemas/read-ticket/200.json"])

    assert lifecycle["transitions"] == {
        "waiting": ["engraving", "spoiled"],
        "engraving": ["printed", "spoiled"],
    }
    assert lifecycle["shows"] == {"printed": ["/sheets"], "spoiled": ["/ticket/fault"]}
    assert len(schema["allOf"]) == 2
    assert "allOf" not in json.loads(derivation.files["schemas/read-ticket/400.json"])


def test_every_sentence_is_accounted_for(tmp_path: Path) -> None:
    """With its remarks the vendor has no sentence that nothing cites, and no idle decision."""
    _, derivation = derive_copy(tmp_path)

    assert derivation.findings == ()


def test_evidence_cites_the_text_that_it_names(tmp_path: Path) -> None:
    """Each claim's evidence is text of the page, or the claim is a decision."""
    _, derivation = derive_copy(tmp_path)

    for claim in derivation.claims:
        assert claim.evidence or claim.decision
        for place in claim.evidence:
            assert cited_text(read_page(place.document), place).strip()


def test_derived_contract_loads(tmp_path: Path) -> None:
    """What is derived passes the lint of contracts."""
    folder, derivation = derive_copy(tmp_path)
    write_files(folder, derivation.files)

    contract = load_contract(folder)

    assert contract.title == "Stampworks"
    assert contract.operations["order-stamps"].success == 201
    assert contract.operations["read-ticket"].price_usd is None
    assert contract.documents["order-stamps"] == "https://docs.stampworks.example/order"


def test_line_ends_and_marks_of_other_systems_change_nothing(tmp_path: Path) -> None:
    """Carriage returns and a byte order mark are not part of a page."""
    folder, derivation = derive_copy(tmp_path)
    for page in (tmp_path / "documents" / VENDOR).iterdir():
        text = page.read_text(encoding="utf-8")
        page.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    again = derive_vendor(folder, tmp_path / "documents" / VENDOR)

    assert again.files == derivation.files


def replace_in(path: Path, old: str, new: str) -> None:
    """Replace text in a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "faults.txt: cannot be read: .*No such file"),
        (b"\xff\xfe\xff", "faults.txt: cannot be read: .*codec"),
        (b"a" * 1_000_001, "larger than 1000000"),
        (b"Words only.", "faults: its layout is not recognised"),
    ],
    ids=["missing", "no text", "too large", "no layout"],
)
def test_page_that_cannot_be_used_is_named(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    """A page that is missing, no text, too large or of no known layout is a DeriveError."""
    folder = copy_workspace(tmp_path)
    (folder / "decisions.yaml").unlink()
    page = tmp_path / "documents" / VENDOR / "faults.txt"
    page.unlink()
    if content is not None:
        page.write_bytes(content)

    with pytest.raises(DeriveError, match=reason):
        derive_vendor(folder, page.parent)


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("vendor.yaml", "//api.stampworks.example", "//other.example", "base URL https://other"),
        (
            "vendor.yaml",
            "operation: press-stamp",
            "operation: read-ticket",
            "two documents describe the operation read-ticket",
        ),
        ("decisions.yaml", " order-stamps: Orders", " coins: Orders", "no claim is about 'coins'"),
        (
            "decisions.yaml",
            "order-stamps.request.avoid#type",
            "x.request.avoid#type",
            "order-stamps.request.avoid#type",
        ),
        ("decisions.yaml", "lifecycle#initial: waiting", "", "states initial"),
    ],
)
def test_hand_written_files_that_do_not_fit_are_refused(
    tmp_path: Path, file: str, old: str, new: str, reason: str
) -> None:
    """What a person wrote must agree with the documents, and with itself."""
    folder = copy_workspace(tmp_path)
    replace_in(folder / file, old, new)

    with pytest.raises(DeriveError, match=reason):
        derive_vendor(folder, tmp_path / "documents" / VENDOR)


@pytest.mark.parametrize(
    "address", ["https://api.stampwork.example", "https://api.stampworks.example/v9"]
)
def test_the_base_url_is_that_of_the_pages(tmp_path: Path, address: str) -> None:
    """A path that the operations have already is the likeliest mistake; both addresses are told."""
    folder = copy_workspace(tmp_path)
    replace_in(folder / "vendor.yaml", "https://api.stampworks.example", address)

    with pytest.raises(DeriveError, match=rf"has the base URL {address}, the documents have https"):
        derive_vendor(folder, tmp_path / "documents" / VENDOR)


def test_vendor_without_operations_is_refused(tmp_path: Path) -> None:
    """A vendor whose documents describe no operation has no contract."""
    folder = copy_workspace(tmp_path)
    (folder / "vendor.yaml").write_text(
        "base_url: https://api.stampworks.example\ndocuments: {faults: {}}\n"
    )
    (folder / "decisions.yaml").unlink()

    with pytest.raises(DeriveError, match=r"no document in vendor.yaml describes an operation"):
        derive_vendor(folder, tmp_path / "documents" / VENDOR)


def test_layout_of_a_page_can_be_named(tmp_path: Path) -> None:
    """The layout in vendor.yaml decides which reader takes a page; an unknown one is refused."""
    folder = copy_workspace(tmp_path)
    pages = tmp_path / "documents" / VENDOR
    before = derive_vendor(folder, pages)
    replace_in(folder / "vendor.yaml", "faults: {}", "faults: {layout: statuses}")

    assert derive_vendor(folder, pages).files == before.files
    replace_in(folder / "vendor.yaml", "layout: statuses", "layout: flattened")
    with pytest.raises(DeriveError, match="no curl command"):
        derive_vendor(folder, pages)
    replace_in(folder / "vendor.yaml", "layout: flattened", "layout: poem")
    with pytest.raises(DeriveError, match="layout 'poem' is none of"):
        derive_vendor(folder, pages)


def test_a_deprecated_field_is_so_in_its_schema(tmp_path: Path) -> None:
    """The label is an annotation: shown, and never enforced."""
    folder = copy_workspace(tmp_path)
    edit_page(tmp_path, "order-stamps", "gummed\nboolean\n", "gummed\nboolean\ndeprecated\n")

    derivation = derive_vendor(folder, tmp_path / "documents" / VENDOR)

    schema = json.loads(derivation.files["schemas/order-stamps/request.json"])
    assert schema["properties"]["gummed"]["deprecated"] is True
