"""Pages of any kind against the readers, and what must hold of everything that is derived."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.derive.pages import (
    PAGES,
    VENDOR,
    copy_workspace,
    derive_copy,
    make_document,
    misplaced,
    read_page,
)

from truecopy.contract import load_contract
from truecopy.derive import derive_vendor, flattened, reference, statuses, write_files
from truecopy.derive.decisions import Rulings
from truecopy.derive.document import Document
from truecopy.derive.documented_fields import DocumentedField
from truecopy.derive.fold import fold
from truecopy.derive.prose import read_limits
from truecopy.derive.statements import Page, Statement
from truecopy.errors import ContractLoadError, DeriveError
from truecopy.model import Reading
from truecopy.model.pointers import node

READERS: list[Callable[[Document], Page]] = [reference.read, flattened.read, statuses.read]
TEXTS = [read_page(name).text for name in PAGES]
BUILT_IN = Path(__file__).parents[2] / "contracts"
NO_RULINGS = Rulings(rulings=(), remarks=(), descriptions={})
WORDS = [
    "curl https://a.example \\",
    "curl -d '{' http://[x",
    "default:one two",
    "default:",
    "StateMeaning",
    "099 - application/json",
    "POST",
    "/",
    "Parameters",
    "size (Required)",
    "  • Range: 1-9",
    "  • Default: [1, 2",
    "string",
    "integer",
    "object",
    "1.2.3 <= x <= 4",
    '{"a": [1, {"b": "\\ud800"}]}',
    "[1e999]",
    "Response",
    "Each URL is valid for 99999999999999999999 days",
    "最大长度为 99 个字符",
    "required",
    "'",
    '"',
    "- a: b - c: d",
]
lines = st.one_of(st.sampled_from(WORDS), st.text(max_size=30))


@st.composite
def mutated_pages(draw: st.DrawFn, whole: str | None = None) -> str:
    """Draw a page with some lines deleted, doubled, swapped or added, or its end cut off."""
    found = (whole or draw(st.sampled_from(TEXTS))).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(found) - 1)))
        other = draw(st.integers(0, max(0, len(found) - 1)))
        match draw(st.sampled_from(["delete", "double", "swap", "insert", "glue"])):
            case "delete":
                del found[at : at + 1]
            case "double":
                found[at:at] = found[at : at + 3]
            case "swap" if found:
                found[at], found[other] = found[other], found[at]
            case "glue":
                found[at : at + 2] = ["".join(found[at : at + 2])]
            case _:
                found[at:at] = [draw(lines)]
    text = "\n".join(found)
    return text[: draw(st.integers(0, len(text)))] if draw(st.booleans()) else text


def read_safely(read: Callable[[Document], Page], document: Document) -> list[Statement]:
    """Return what the reader states, nothing where it refuses the page."""
    try:
        return read(document).statements
    except DeriveError:
        return []


@settings(max_examples=100)
@given(read=st.sampled_from(READERS), text=st.lists(lines, max_size=12).map("\n".join))
def test_junk_is_read_or_refused(read: Callable[[Document], Page], text: str) -> None:
    """Whatever the lines, a reader refuses with a DeriveError or cites text that stands there."""
    document = make_document(text)

    assert misplaced(document, read_safely(read, document)) == []


@settings(max_examples=100)
@given(read=st.sampled_from(READERS), text=mutated_pages())
def test_damaged_pages_are_read_or_refused(read: Callable[[Document], Page], text: str) -> None:
    """However a page is damaged, a reader refuses with a DeriveError or cites text that stands there."""
    document = make_document(text)

    assert misplaced(document, read_safely(read, document)) == []


@pytest.fixture(scope="module")
def stamps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workspace and the pages of the invented vendor."""
    root = tmp_path_factory.mktemp("stamps")
    copy_workspace(root)
    return root


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(PAGES), data=st.data())
def test_damaged_page_gives_a_contract_or_an_error(
    stamps: Path, name: str, data: st.DataObject
) -> None:
    """With one page damaged, a vendor's contract is derived and loads, or the error is our own."""
    page = stamps / "documents" / VENDOR / f"{name}.txt"
    whole, folder = read_page(name).text, stamps / "contracts" / VENDOR
    page.write_bytes(data.draw(mutated_pages(whole)).encode())
    try:
        write_files(folder, derive_vendor(folder, page.parent).files)
        load_contract(folder)
    except (DeriveError, ContractLoadError):
        pass
    finally:
        page.write_text(whole, encoding="utf-8")


@settings(max_examples=100)
@given(text=mutated_pages(), kind=st.sampled_from(["string", "integer", "array", "file"]))
def test_limits_lie_within_their_text(text: str, kind: str) -> None:
    """Whatever prose says, each limit read from it stands there, or the number is refused."""
    field = DocumentedField(name="photo", types=frozenset({kind}), files=("photo", "other"))
    piece = text[:2000]
    try:
        found = read_limits(piece, field)
    except DeriveError:
        return

    assert all(0 <= each.start < each.end <= len(piece) for each in found)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "type": st.sampled_from(["integer", "number", "string", "null", ["string", "null"]]),
    "maximum": st.integers(0, 2),
    "required": st.just(value=True),
}


@st.composite
def statements_of_one_claim(draw: st.DrawFn) -> list[Statement]:
    """Draw statements about one subject and keyword, each at a line of its own."""
    keyword = draw(st.sampled_from(sorted(VALUES)))
    values = draw(st.lists(VALUES[keyword], min_size=1, max_size=5))
    document = make_document("\n".join(f"line {number}" for number in range(len(values))))
    reading = st.sampled_from([Reading.STATED, Reading.EXAMPLE])
    return [
        Statement(
            subject="request.n",
            keyword=keyword,
            value=value,
            evidence=document.evidence(line.start, line.end, draw(reading)),
        )
        for line, value in zip(document.lines, values, strict=True)
    ]


def folded_value(statements: list[Statement]) -> object:
    """Return the value that statements fold to, or that they contradict each other."""
    folded = fold([("a.request.n", each) for each in statements], NO_RULINGS, ["a"])
    if folded.contradictions:
        return "contradiction"
    (claim,) = folded.claims.values()
    return claim.value, claim.evidence


@settings(max_examples=100)
@given(statements=statements_of_one_claim(), data=st.data())
def test_order_of_statements_does_not_matter(
    statements: list[Statement], data: st.DataObject
) -> None:
    """In whatever order the statements of a claim come, they fold to the same value and evidence."""
    shuffled = data.draw(st.permutations(statements))

    assert folded_value(shuffled) == folded_value(statements)


def value_at(files: dict[str, Any], pointer: str) -> Any:
    """Return what stands where a claim landed."""
    path, _, inner = pointer.partition("#")
    return node(files[path], inner)


def files_of(folder: Path) -> dict[str, Any]:
    """Return the derived files of a contract folder, parsed."""
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_text(encoding="utf-8"))
        for path in folder.rglob("*.json")
    }


def check_one_to_one(folder: Path) -> None:
    """Assert that ids and pointers are one to one, and that each pointer leads somewhere."""
    contract, files = load_contract(folder), files_of(folder)
    rows = files["evidence.json"]["claims"]

    assert len(rows) == len({row["id"] for row in rows}) == len({row["pointer"] for row in rows})
    assert set(contract.claims) == {row["id"] for row in rows}
    for row in rows:
        found = value_at(files, row["pointer"])
        if row["class"] in ("assertion", "operation", "lifecycle", "advice"):
            assert found == row["value"] or row["id"].endswith("#required"), row["id"]


def test_ids_and_pointers_of_a_derived_contract_are_one_to_one(tmp_path: Path) -> None:
    """Each claim of the invented vendor lands at a place of its own."""
    folder, derivation = derive_copy(tmp_path)
    write_files(folder, derivation.files)

    check_one_to_one(folder)


@pytest.mark.parametrize("vendor", sorted(path.name for path in BUILT_IN.iterdir()))
def test_ids_and_pointers_of_built_in_contracts_are_one_to_one(vendor: str) -> None:
    """Each claim of a built-in contract lands at a place of its own."""
    check_one_to_one(BUILT_IN / vendor)
