"""Pages as they were."""

from pathlib import Path

from tests.unit.derive.pages import make_document

from truecopy.drift.old_pages import OldPages
from truecopy.model import Reading


def test_a_sentence_is_found_where_the_page_reads_the_same(tmp_path: Path) -> None:
    """A page that is not there, or reads otherwise, has no word to show."""
    text = "One two. Up to 6 copies.\nEnd."
    place = make_document(text).evidence(9, 16, Reading.STATED)
    pages = {"same": text, "other": text.replace("6", "7"), "short": ""}
    for name, content in pages.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_text(content)

    found = {name: OldPages(tmp_path / name).text(place) for name in (*pages, "nowhere")}

    # "Up to 6" reads the same on the page that differs elsewhere only.
    assert found == {"same": "Up to 6 copies.", "other": None, "short": None, "nowhere": None}
