"""Fonts for captions: Pillow's own, and one of the system where that one lacks a letter."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_FOLDERS = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/noto",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/share/fonts/adobe-source-han-sans",
    "/usr/share/fonts/truetype/wqy",
    "/usr/share/fonts/wqy-microhei",
    "/usr/share/fonts/wqy-zenhei",
    "/usr/share/fonts/truetype/droid",
    "/usr/share/fonts/truetype/arphic",
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/dejavu",
    "/usr/share/fonts/TTF",
    "/usr/share/fonts/OTF",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
# File name and face; the third face of a Noto collection draws the simplified Chinese forms.
_FACES = (
    ("DejaVuSans.ttf", 0),
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("NotoSansSC-Regular.otf", 0),
    ("NotoSansSC-Regular.ttf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("SourceHanSansCN-Regular.otf", 0),
    ("SourceHanSans.ttc", 0),
    ("PingFang.ttc", 0),
    ("Hiragino Sans GB.ttc", 0),
    ("STHeiti Light.ttc", 0),
    ("Arial Unicode.ttf", 0),
    ("msyh.ttc", 0),
    ("msyh.ttf", 0),
    ("simhei.ttf", 0),
    ("simsun.ttc", 0),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("DroidSansFallbackFull.ttf", 0),
    ("DroidSansFallback.ttf", 0),
    ("uming.ttc", 0),
)
# In pixels: at this size a letter and the box for a missing one differ.
_PROBE_SIZE = 20
_NONCHARACTER = "\U0010ffff"

Face = tuple[str, int]
BUNDLED: Face = ("", 0)


@lru_cache(maxsize=64)
def load_font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """Return a face at a size in pixels; `BUNDLED` is the font that Pillow brings along."""
    path, index = face
    if path:
        return ImageFont.truetype(path, size, index, layout_engine=ImageFont.Layout.BASIC)
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType, which captions need.")
    return font.font_variant(layout_engine=ImageFont.Layout.BASIC)


def choose_face(text: str) -> Face:
    """Return the first face that draws all of `text`, else the one that draws most of it."""
    missing = missing_letters(text, BUNDLED)
    if not missing:
        return BUNDLED
    counts = {BUNDLED: len(missing)}
    for face in system_faces():
        counts[face] = len(missing_letters(text, face))
        if not counts[face]:
            return face
    return min(counts, key=lambda face: counts[face])


def missing_letters(text: str, face: Face) -> list[str]:
    """Return the letters of `text`, in order and with repeats, that `face` cannot draw."""
    return [letter for letter in text if not _has_glyph(face, letter)]


@lru_cache(maxsize=1)
def system_faces() -> tuple[Face, ...]:
    """Return the known faces that this machine has, in order of preference."""
    known = (Path(folder).expanduser() for folder in _FOLDERS)
    folders = [folder for folder in known if folder.is_dir()]
    return tuple(
        (str(folder / name), index)
        for name, index in _FACES
        for folder in folders
        if _is_readable(folder / name, index)
    )


@lru_cache(maxsize=16_384)
def letter_width(face: Face, size: int, letter: str) -> float:
    """Return how far a letter advances the line, in pixels."""
    return load_font(face, size).getlength(letter)


def _is_readable(path: Path, index: int) -> bool:
    if not path.is_file():
        return False
    try:
        load_font((str(path), index), _PROBE_SIZE)
    except OSError:
        return False
    return True


@lru_cache(maxsize=16_384)
def _has_glyph(face: Face, letter: str) -> bool:
    """Return whether the face draws something else than its mark for unknown letters."""
    if letter == " " or (face == BUNDLED and "!" <= letter <= "~"):
        return True
    if unicodedata.category(letter) in {"Cn", "Co", "Cs"}:
        return False
    drawn = _draw_probe(face, letter)
    return bool(drawn[0]) and drawn != _unknown_glyph(face)


@lru_cache(maxsize=64)
def _unknown_glyph(face: Face) -> tuple[int, bytes]:
    return _draw_probe(face, _NONCHARACTER)


def _draw_probe(face: Face, letter: str) -> tuple[int, bytes]:
    """Return width and levels of a letter drawn at the probe size."""
    mask = load_font(face, _PROBE_SIZE).getmask(letter)
    return mask.size[0], bytes(mask)
