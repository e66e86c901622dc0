"""Captions: which text can be shown, how it breaks into lines, and the labels that carry it."""

import hashlib
import unicodedata
from dataclasses import dataclass

from PIL import Image, ImageDraw

from truecopy.picture.fonts import (
    BUNDLED,
    Face,
    choose_face,
    letter_width,
    load_font,
    missing_letters,
)

MARK = "Truecopy mock"
# More than three lines hold in the widest picture; a prompt may have thousands.
_MAX_LETTERS = 600
# A caption tells pictures apart; it is not what they are looked at for.
_MAX_LINES = 3
# Share of the height of the picture.
_TALLEST_BAND = 0.35
# In font sizes; about a dozen letters.
_NARROWEST_LINE = 6
# In pixels: below, letters cannot be read; above, a large picture is all caption.
_SMALLEST_FONT = 10
_LARGEST_FONT = 72
# More than this share of letters without a glyph is said in the caption; fewer are left out.
_TOLERATED_LOSS = 0.1
# Ideographic full stop and comma, corner brackets, title brackets.
_PUNCTUATION = str.maketrans(
    "\u3001\u3002\u300c\u300d\u300e\u300f\u300a\u300b\u3010\u3011", ',.""""""[]'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A piece of text prepared as a mask: 0 is paper, 255 is ink.

    Attributes:
        left: Where the mask belongs in the picture.
        top: Where the mask belongs in the picture.
        mask: Greyscale picture of the text.
    """

    left: int
    top: int
    mask: Image.Image


def make_labels(
    caption: str, *, width: int, height: int, seed: int, has_mark: bool
) -> tuple[Label, ...]:
    """Return the labels of a picture: a band with the caption at the bottom, and the mark.

    A picture too small for readable letters gets no caption, and a plain square for a mark.

    Args:
        caption: Any text; empty for none.
        width: Of the picture, in pixels.
        height: Of the picture, in pixels.
        seed: Named in the caption where its own letters cannot be shown.
        has_mark: Whether the picture says in its lower right corner that a mock made it.
    """
    size = min(_LARGEST_FONT, max(_SMALLEST_FONT, round(min(width, height) / 30)))
    mark = _make_mark(width=width, height=height, size=size) if has_mark else None
    face, text = legible_text(caption, seed=seed)
    margin = _margin(size)
    room = width - 2 * margin - (mark.mask.width + margin if mark else 0)
    most_lines = min(_MAX_LINES, int((height * _TALLEST_BAND - margin) // _line_height(size)))
    if not text or most_lines < 1 or room < size * _NARROWEST_LINE:
        return (mark,) if mark else ()
    lines = wrap_text(text, face=face, size=size, width=room, most_lines=most_lines)
    band = _draw_band(lines, face=face, size=size, width=width)
    if mark:
        gap = (margin + _line_height(size) - mark.mask.height) // 2
        right, bottom = width - margin, band.height - gap
        band.paste(mark.mask, (right - mark.mask.width, bottom - mark.mask.height))
    return (Label(left=0, top=height - band.height, mask=band),)


def legible_text(caption: str, *, seed: int) -> tuple[Face, str]:
    """Return the face for a caption and the text of it that this face can draw.

    Letters without a glyph are simplified where they can be (accents, full-width forms). When
    many remain, the text says first how many are not shown, with a fingerprint, so that two
    captions never look the same and the note is not what is cut.
    """
    whole = " ".join(caption.split())
    text = unicodedata.normalize("NFC", whole[:_MAX_LETTERS])
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    if text.isascii():
        return BUNDLED, text
    face = choose_face(text)
    if not missing_letters(text, face):
        return face, text
    text = "".join(_simplify(letter, face) for letter in text)
    lost = len(missing_letters(text, face))
    shown = " ".join(_drop_missing(text, face).split())
    if lost <= len(text) * _TOLERATED_LOSS:
        return face, shown
    fingerprint = hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()[:8]
    note = f"{lost} characters that no font here can draw"
    if any(map(str.isalnum, shown)):
        return face, f"({note}; prompt {fingerprint}) {shown}"
    return face, f"Prompt {fingerprint}, seed {seed}: {note}"


def wrap_text(text: str, *, face: Face, size: int, width: int, most_lines: int) -> list[str]:
    """Return `text` in at most `most_lines` lines of `width` pixels, cut with an ellipsis."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most_lines:
        end = _line_end(rest, face=face, size=size, width=width)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    if rest:
        lines[-1] = _shorten(lines[-1], face=face, size=size, width=width)
    return lines


def _line_end(text: str, *, face: Face, size: int, width: int) -> int:
    """Return how many letters the first line takes: whole words, but any Chinese letter."""
    used = 0.0
    last_break = 0
    for position, letter in enumerate(text):
        used += letter_width(face, size, letter)
        if letter == " " or _is_wide(text[max(0, position - 1)]) or _is_wide(letter):
            last_break = position
        if used > width:
            return last_break or max(1, position)
    return len(text)


def _draw_band(lines: list[str], *, face: Face, size: int, width: int) -> Image.Image:
    margin, line_height = _margin(size), _line_height(size)
    band = Image.new("L", (width, margin + line_height * len(lines)))
    draw = ImageDraw.Draw(band)
    font = load_font(face, size)
    for number, line in enumerate(lines):
        baseline = margin // 2 + line_height * number + size
        draw.text((margin, baseline), line, fill=255, font=font, anchor="ls")
    return band


def _margin(size: int) -> int:
    return round(size * 0.7)


def _line_height(size: int) -> int:
    return round(size * 1.3)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) == "W"


def _shorten(line: str, *, face: Face, size: int, width: int) -> str:
    """Return the line with an ellipsis at its end, without the letters that leaves no room for."""
    ellipsis = "..." if missing_letters("…", face) else "…"
    room = width - sum(letter_width(face, size, letter) for letter in ellipsis)
    while line and sum(letter_width(face, size, letter) for letter in line) > room:
        line = line[:-1]
    return line.rstrip(" ,.;:") + ellipsis


def _simplify(letter: str, face: Face) -> str:
    """Return a letter as plainer ones that the face has, or unchanged when there are none."""
    if not missing_letters(letter, face):
        return letter
    plain = unicodedata.normalize("NFKD", letter.translate(_PUNCTUATION))
    plain = "".join(part for part in plain if not unicodedata.combining(part))
    return plain if plain and not missing_letters(plain, face) else letter


def _drop_missing(text: str, face: Face) -> str:
    missing = set(missing_letters(text, face))
    return "".join(" " if letter in missing else letter for letter in text)


def _make_mark(*, width: int, height: int, size: int) -> Label:
    """Return the mark in the lower right corner: words, or a square where they do not fit."""
    size = max(_SMALLEST_FONT, round(size * 0.72))
    pad = max(2, size // 3)
    words = round(sum(letter_width(BUNDLED, size, letter) for letter in MARK)) + 2 * pad
    tall = size + pad
    if words + 2 * pad > width * 0.7 or tall + 2 * pad > height:
        side = max(min(3, width, height), min(width, height) // 8)
        mask = Image.new("L", (side, side), 255)
        if side > 2:
            # A rim, so that the square shows on a light ground too.
            ImageDraw.Draw(mask).rectangle((0, 0, side - 1, side - 1), outline=0)
        return Label(left=width - side, top=height - side, mask=mask)
    mask = Image.new("L", (words, tall))
    draw = ImageDraw.Draw(mask)
    draw.rounded_rectangle((0, 0, words - 1, tall - 1), radius=tall // 4, fill=215)
    font = load_font(BUNDLED, size)
    draw.text((words / 2, tall / 2), MARK, fill=0, font=font, anchor="mm")
    return Label(left=width - words - pad, top=height - tall - pad, mask=mask)
