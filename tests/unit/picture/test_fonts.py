"""Fonts of captions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import ImageFont

from truecopy.picture import fonts
from truecopy.picture.fonts import BUNDLED, load_font, missing_letters, system_faces


@pytest.fixture(autouse=True)
def _fresh_search() -> Iterator[None]:
    """Each test looks for fonts anew, and leaves nothing found behind."""
    system_faces.cache_clear()
    yield
    system_faces.cache_clear()


def write_bundled_font(path: Path) -> None:
    """Write the font that Pillow brings along."""
    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    path.write_bytes(font.font_bytes)


def test_bundled_font_knows_what_it_lacks() -> None:
    """Latin letters are drawn; ideographs, private and unassigned characters are missing."""
    assert missing_letters("Fox \u4e00\ue000\U0010ffff", BUNDLED) == [
        "\u4e00",
        "\ue000",
        "\U0010ffff",
    ]


def test_known_names_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A readable font with a known name is found; a broken file of such a name is not."""
    write_bundled_font(tmp_path / "DejaVuSans.ttf")
    (tmp_path / "simhei.ttf").write_bytes(b"not a font")
    monkeypatch.setattr(fonts, "_FOLDERS", (str(tmp_path),))

    assert system_faces() == ((str(tmp_path / "DejaVuSans.ttf"), 0),)


def test_faces_are_loaded_from_their_files(tmp_path: Path) -> None:
    """A face of the system is loaded at the asked size."""
    path = tmp_path / "some.ttf"
    write_bundled_font(path)

    assert load_font((str(path), 0), 17).size == 17


def test_pillow_without_freetype_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without FreeType the error says so, instead of a failure deep in drawing."""
    monkeypatch.setattr("PIL.ImageFont.load_default", lambda _: object())

    with pytest.raises(TypeError, match="FreeType"):
        load_font.__wrapped__(BUNDLED, 12)
