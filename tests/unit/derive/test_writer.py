"""Derived files, written and compared."""

import json
from pathlib import Path

import pytest
from tests.unit.derive.pages import VENDOR, derive_copy, edit_page

from truecopy.derive import compare_files, derive_vendor, write_files
from truecopy.model import Severity


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    """Derived twice, every file is the same byte for byte, and nothing is written."""
    folder, derivation = derive_copy(tmp_path)
    first = write_files(folder, derivation.files)
    before = {path: path.read_bytes() for path in folder.rglob("*.json")}

    again = derive_vendor(folder, tmp_path / "documents" / VENDOR)

    assert sorted(first) == sorted(derivation.files)
    assert write_files(folder, again.files) == []
    assert {path: path.read_bytes() for path in folder.rglob("*.json")} == before
    assert list(compare_files(folder, again.files)) == []
    assert not [path for path in folder.rglob(".*") if path.is_file()]


def test_stale_file_is_an_error_with_its_difference(tmp_path: Path) -> None:
    """A file that documents do not give is an error that shows both sides."""
    folder, derivation = derive_copy(tmp_path)
    write_files(folder, derivation.files)
    path = folder / "schemas" / "order-stamps" / "request.json"
    path.write_text(path.read_text().replace("4294967295", "7"))

    (finding,) = compare_files(folder, derivation.files)

    assert (finding.rule, finding.severity) == ("contract-file-stale", Severity.ERROR)
    assert finding.where == str(path)
    assert "7\n" in finding.diff
    assert "4294967295\n" in finding.diff


def test_missing_file_is_stale(tmp_path: Path) -> None:
    """A file that is not there differs from the one that is derived."""
    folder, derivation = derive_copy(tmp_path)

    found = list(compare_files(folder, derivation.files))

    assert {each.rule for each in found} == {"contract-file-stale"}
    assert len(found) == len(derivation.files)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n\n200 OK", "\n\n\n\n200 OK"),
        ("402 Payment Required: the", "402 Payment Required: your"),
    ],
)
def test_sentences_elsewhere_or_in_other_words_are_no_stale_file(
    tmp_path: Path, old: str, new: str
) -> None:
    """What claims say is the same; where they stand is written anew all the same."""
    folder, derivation = derive_copy(tmp_path)
    write_files(folder, derivation.files)
    edit_page(tmp_path, "faults", old, new)

    again = derive_vendor(folder, tmp_path / "documents" / VENDOR)

    assert list(compare_files(folder, again.files)) == []
    assert write_files(folder, again.files) == ["evidence.json", "pages.json"]


def test_sentences_in_another_order_are_no_stale_file(tmp_path: Path) -> None:
    """What follows the page in its order means nothing by it: members, choices, what is required."""
    folder, derivation = derive_copy(tmp_path)
    write_files(folder, derivation.files)
    edit_page(tmp_path, "press-form", "300x300, 600x600 or 900x900", "900x900, 600x600 or 300x300")
    press = "press\nstring\nThe press to use (e.g. press-3)\n"
    copies = "copies\ninteger\nHow many prints to make (1-9)\n"
    edit_page(tmp_path, "press-form", press + copies, copies + press)

    again = derive_vendor(folder, tmp_path / "documents" / VENDOR)

    assert again.files["evidence.json"] != derivation.files["evidence.json"]
    assert list(compare_files(folder, again.files)) == []


@pytest.mark.parametrize(
    "damaged",
    [b"[]", b"{}", b"5", b"{", b'{"claims": [5], "decisions": []}', b"\xff\xfe", b"[" * 100_000],
)
def test_damaged_evidence_is_stale(tmp_path: Path, damaged: bytes) -> None:
    """Evidence of any other shape is stale, and is written anew."""
    folder, derivation = derive_copy(tmp_path)
    write_files(folder, derivation.files)
    (folder / "evidence.json").write_bytes(damaged)

    found = list(compare_files(folder, derivation.files))

    assert [each.rule for each in found] == ["contract-file-stale"]
    assert write_files(folder, derivation.files) == ["evidence.json"]


def test_extra_file_is_an_error_and_is_removed(tmp_path: Path) -> None:
    """A derived file that nothing gives any more is an error, and goes when the contract is written."""
    folder, derivation = derive_copy(tmp_path)
    write_files(folder, derivation.files)
    extra = folder / "schemas" / "gone" / "request.json"
    extra.parent.mkdir()
    extra.write_text("{}")

    (finding,) = compare_files(folder, derivation.files)

    assert (finding.rule, finding.where) == ("contract-file-extra", str(extra))
    assert write_files(folder, derivation.files) == ["schemas/gone/request.json"]
    assert not extra.exists()


def test_lifecycle_without_tasks_is_extra(tmp_path: Path) -> None:
    """The lifecycle is a derived file too."""
    (tmp_path / "lifecycle.json").write_text("{}")

    (finding,) = compare_files(tmp_path, {})

    assert finding.rule == "contract-file-extra"


def test_evidence_has_one_claim_a_line(tmp_path: Path) -> None:
    """Each claim is one line of the evidence, so that a difference shows which changed."""
    _, derivation = derive_copy(tmp_path)
    text = derivation.files["evidence.json"]

    content = json.loads(text)

    assert content["schema_version"] == 1
    assert len(content["claims"]) == len(derivation.claims)
    lines = [line for line in text.splitlines() if line.startswith('{"id"')]
    assert len(lines) == len(content["claims"]) + len(content["decisions"])
