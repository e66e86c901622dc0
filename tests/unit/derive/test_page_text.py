"""Pages as servers give them become the text that the readers read."""

from pathlib import Path
from typing import Any

import pytest

from truecopy.derive import derive_vendor
from truecopy.derive.page_text import SUFFIXES, page_text
from truecopy.errors import DeriveError

PAGES = Path(__file__).parents[2] / "corpus" / "pages"
STYLES = sorted(path.name for path in PAGES.iterdir())
EXPECTED: dict[str, Any] = {
    "create-sticker#method": "POST",
    "create-sticker#path": "/v1/stickers",
    "create-sticker#auth": "bearer",
    "create-sticker#media-type": "application/json",
    "create-sticker.200#status": 200,
    "create-sticker.request.motif#type": "string",
    "create-sticker.request.motif#required": True,
    "create-sticker.request.motif#maxLength": 200,
    "create-sticker.request.finish#type": "string",
    "create-sticker.request.finish#default": "matte",
    "create-sticker.request.finish#enum": ["matte", "gloss"],
    "create-sticker.request.n#type": "integer",
    "create-sticker.request.n#default": 1,
    "create-sticker.request.n#minimum": 1,
    "create-sticker.request.n#maximum": 6,
    "create-sticker.200.created#type": "integer",
    "create-sticker.200.data#type": "array",
    "create-sticker.200.data[].url#format": "uri",
}


def text_of(name: str) -> str:
    """Return a page of the corpus as text."""
    path = PAGES / name
    return page_text(path.read_text("utf-8"), SUFFIXES[path.suffix])


@pytest.mark.parametrize("name", STYLES)
def test_a_page_of_any_style_gives_the_same_contract(tmp_path: Path, name: str) -> None:
    """Blocks, tables, lists, Markdown and its components: one vendor, one contract."""
    folder, documents = tmp_path / "inkpress", tmp_path / "documents"
    folder.mkdir()
    documents.mkdir()
    (folder / "vendor.yaml").write_text(
        "base_url: https://api.inkpress.example\n"
        "documents:\n  create-sticker: {operation: create-sticker}\n"
    )
    (documents / "create-sticker.txt").write_text(text_of(name), "utf-8")

    derivation = derive_vendor(folder, documents)

    claims = {claim.id: claim.value for claim in derivation.claims}
    assert EXPECTED.items() <= claims.items()
    assert {name for name in claims if name.endswith("#required")} == {
        "create-sticker.request.motif#required",
        "create-sticker.200.created#required",
        "create-sticker.200.data#required",
        "create-sticker.200.data[].url#required",
    }


@pytest.mark.parametrize("name", STYLES)
def test_what_is_around_a_page_is_left_out(name: str) -> None:
    """Navigation, buttons, scripts, line numbers and footers are no documentation."""
    text = text_of(name)

    for word in ("Guides", "List Stickers", "Copy", "Try it", "nowhere", "Terms", "\xa0", "#"):
        assert word not in text
    assert "\n\n\n" not in text
    assert "\n1\n2\n" not in text


@pytest.mark.parametrize("media_type", ["text/plain", ""])
def test_plain_text_stays_as_it_is(media_type: str) -> None:
    """Character for character."""
    source = "POST\n/\nv1\r\n\n\n  <b>x</b>\u200b"

    assert page_text(source, media_type) == source


@pytest.mark.parametrize("start", ["<!DOCTYPE html>", "\n <html lang='en'>"])
def test_html_that_is_called_text_is_read_as_html(start: str) -> None:
    """Servers err, and people save pages under any name."""
    assert page_text(f"{start}<body><p>One<p>Two</body>", "text/plain") == "One\n\nTwo\n"


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "application/json"])
def test_another_kind_is_refused_by_name(media_type: str) -> None:
    """The message says what was expected."""
    with pytest.raises(DeriveError, match=f"it is {media_type}; a page in HTML"):
        page_text("{}", media_type)


@pytest.mark.parametrize(
    "line",
    [
        "<p>POST /v1/stickers</p>",
        "<div><b>POST</b><code>/v1/stickers</code></div>",
        "<div>POST</div><div>https://api.inkpress.example/v1/stickers</div>",
        "<h2>POST https://api.inkpress.example/v1/stickers</h2>",
    ],
)
def test_an_address_stands_a_part_a_line(line: str) -> None:
    """However the page sets method and path."""
    text = page_text(f"<html><body>{line}<p>Prose.</p></body></html>", "text/html")

    assert text.startswith("POST\n/\nv1\n/\nstickers\n")
    assert text.endswith("\nProse.\n")


def test_only_the_first_address_is_one() -> None:
    """What prose says of other operations stays prose."""
    text = page_text("# A\n\nGET /v1/a\n\nGET /v1/b\n", "text/markdown")

    assert text == "A\n\nGET\n/\nv1\n/\na\n\nGET /v1/b\n"
