"""Pages of which nobody can say what has changed."""

from pathlib import Path

from tests.unit.derive.pages import VENDOR, derived_workspace
from tests.unit.drift.page_drift import drift_of


def test_a_page_that_lost_its_layout_cannot_be_read(tmp_path: Path) -> None:
    """A page of which next to nothing is left is another page, whatever it says."""
    derived_workspace(tmp_path)
    page = tmp_path / "documents" / VENDOR / "faults.txt"
    page.write_text("400 Bad Request: no.\n404 Not Found: no.\n")

    assert "another page stands there" in drift_of(tmp_path).message


def test_a_page_that_was_cut_off(tmp_path: Path) -> None:
    """What stood on the end that is not there is not told as gone, nor asked about."""
    derived_workspace(tmp_path)
    page = tmp_path / "documents" / VENDOR / "order-stamps.txt"
    lines = page.read_text(encoding="utf-8").split("\n")
    page.write_text("\n".join(lines[: len(lines) * 2 // 3]), encoding="utf-8")

    found = drift_of(tmp_path)

    assert found.changes == ()
    assert "order-stamps: it ends before its end" in found.message


def test_the_end_that_says_how_an_operation_answers(tmp_path: Path) -> None:
    """A page of few lost sentences was cut off all the same, where all that states its success is among them."""
    derived_workspace(tmp_path)
    page = tmp_path / "documents" / VENDOR / "order-stamps.txt"
    text = page.read_text(encoding="utf-8")
    page.write_text(text[: text.index("201 - application/json")].rstrip(), encoding="utf-8")
    few = drift_of(tmp_path)
    page.write_text(text[: text.rindex("Required range")].rstrip(), encoding="utf-8")
    more = drift_of(tmp_path)

    assert (few.message, bool(few.changes)) == ("", True)
    assert "5 of its 118 sentences" in more.message
    assert more.changes == ()
