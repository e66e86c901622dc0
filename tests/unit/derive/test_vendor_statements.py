"""What the pages of a vendor say, contradictions and changes included."""

from pathlib import Path

import pytest
from tests.starters import VENDOR as STARTER
from tests.starters import write_starter
from tests.unit.derive.pages import VENDOR, derived_workspace, edit_page

from truecopy.derive import derive_vendor, write_files
from truecopy.derive.vendor_statements import VendorStatements, read_statements
from truecopy.errors import DeriveError
from truecopy.model import Severity


def read(root: Path) -> VendorStatements:
    """Return what a copied workspace says."""
    return read_statements(root / "contracts" / VENDOR, root / "documents" / VENDOR)


def test_pages_as_they_were(tmp_path: Path) -> None:
    """A contract remembers its pages: nothing is new, nothing is to be looked at."""
    derived_workspace(tmp_path)

    said = read(tmp_path)

    assert said.reviews == ()
    assert all(not each.new for each in said.changes.values())
    assert list(said.lost_remarks()) == []


def test_contradictions_are_told_and_refused_at_the_end(tmp_path: Path) -> None:
    """All of what the pages say is there; a contract cannot be made of it."""
    folder = derived_workspace(tmp_path)
    edit_page(tmp_path, "order-stamps", "• Range: 1-8", "• Range: 1-4")

    assert [each.claim for each in read(tmp_path).folded.contradictions] == [
        "order-stamps.request.copies#maximum"
    ]
    with pytest.raises(DeriveError, match=r"order-stamps:102 says 4.*(?s:.*)says 8"):
        derive_vendor(folder, tmp_path / "documents" / VENDOR)


def test_a_hint_of_a_key_counts_where_nothing_says_it(tmp_path: Path) -> None:
    """A page that says outright how the key is carried goes before a sentence that may mean another way."""
    folder = derived_workspace(tmp_path)
    edit_page(
        tmp_path,
        "read-ticket",
        "Be patient with large orders",
        "Send your API key in the X-Ink header",
    )
    claims = {name for name in read(tmp_path).folded.claims if name.endswith("#auth-hint")}
    auth = {
        each.value for each in read(tmp_path).folded.claims.values() if each.id.endswith("#auth")
    }

    assert folder.is_dir()
    assert claims == set()
    assert auth == {"bearer"}


def test_a_page_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    """Without it nobody knows what holds; its anchors are taken as they stand."""
    derived_workspace(tmp_path)
    (tmp_path / "documents" / VENDOR / "order-stamps.txt").write_text("")

    said = read(tmp_path)

    assert set(said.pages.errors) == {"order-stamps"}
    with pytest.raises(DeriveError, match="order-stamps"):
        said.require_pages()


def test_a_remark_whose_text_is_another_hides_nothing(tmp_path: Path) -> None:
    """What stands there now was looked at by nobody."""
    folder = derived_workspace(tmp_path)
    edit_page(
        tmp_path, "read-ticket", "Be patient with large orders", "Never order more than 9 sheets"
    )

    found = derive_vendor(folder, tmp_path / "documents" / VENDOR).findings

    assert [(each.rule, each.severity) for each in found] == [
        ("decision-text-changed", Severity.ERROR),
        ("document-rule-uncited", Severity.INFO),
    ]


def test_places_are_remembered_from_one_derivation_to_the_next(tmp_path: Path) -> None:
    """A text is followed on and on, though `decisions.yaml` names where it stood first."""
    folder = derived_workspace(tmp_path)
    documents = tmp_path / "documents" / VENDOR
    for top in ("\n\n", "Jump to the end\n", "\n"):
        edit_page(tmp_path, "order-stamps", "Jump to the text", f"{top}Jump to the text")
        derivation = derive_vendor(folder, documents)
        write_files(folder, derivation.files)
        assert not [each for each in derivation.findings if each.severity is Severity.ERROR]

    assert read(tmp_path).reviews == ()


@pytest.mark.parametrize(
    ("decided", "kept"),
    [({}, [["failed"]]), ({"lifecycle.failed#shows": ["/fault"]}, [])],
    ids=["the page alone", "a decision on the state"],
)
def test_what_a_lifecycle_does_not_say_stays_a_promise(
    tmp_path: Path, decided: dict[str, object], kept: list[list[str]]
) -> None:
    """A field that examples have as null is no part of the lifecycle; the sentence about it is not lost."""
    write_starter(tmp_path, "task", decided)
    page = tmp_path / "documents" / STARTER / "get-poster.txt"
    text = page.read_text("utf-8").replace('  "images"', '  "fault": null,\n  "images"')
    states = "poster.state\nstring\n\nOne of queued, drawing, done, failed.\n"
    field = "fault\nobject\n\nOnly present when state is failed.\n"
    page.write_text(f"{text}{states}\n{field}", "utf-8")

    found = derive_vendor(tmp_path / "contracts" / STARTER, page.parent).claims

    name = "get-poster.200.fault#x-promises/shown-in"
    assert [each.value["states"] for each in found if each.id == name] == kept
