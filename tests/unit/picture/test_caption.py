"""Captions and the mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.picture import fonts
from truecopy.picture.caption import legible_text, make_labels, wrap_text
from truecopy.picture.fonts import BUNDLED, letter_width, missing_letters

FOX = "\u4e00\u53ea\u72d0\u72f8"


@pytest.fixture(autouse=True)
def _bundled_font_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Captions do not depend on the fonts of the machine that runs the tests."""
    monkeypatch.setattr("truecopy.picture.fonts.system_faces", lambda: ())


def test_plain_text_is_shown_as_it_is() -> None:
    """Spaces and control characters are tidied; everything else stays."""
    assert legible_text("A red\n  fox\t\x07!", seed=1) == (BUNDLED, "A red fox !")


def test_accents_are_dropped_without_a_font_for_them() -> None:
    """Letters that the font lacks are replaced by plainer ones."""
    assert legible_text("Caf\u00e9 \uff21\u3002", seed=1)[1] == "Cafe A."


def test_few_missing_letters_are_left_out() -> None:
    """An emoji in a long prompt does not deserve a remark."""
    assert legible_text("A red fox in the snow \U0001f98a", seed=1)[1] == "A red fox in the snow"


def test_unreadable_text_is_described() -> None:
    """Text without a font gives its length, a fingerprint and the seed, never empty boxes."""
    face, text = legible_text(FOX, seed=42)

    assert "4 characters" in text
    assert "seed 42" in text
    assert not missing_letters(text, face)
    assert text != legible_text(FOX + FOX[0], seed=42)[1]


def test_readable_part_is_kept() -> None:
    """The letters that can be drawn stay; the remark about the others comes first, so that it is never cut."""
    text = legible_text(f"{FOX} studio", seed=1)[1]

    assert text.startswith("(4 characters that no font here can draw; prompt ")
    assert text.endswith(") studio")


@given(caption=st.text(max_size=80))
def test_caption_is_always_drawable(caption: str) -> None:
    """Whatever the caption, the text that is shown has a glyph for each letter."""
    face, text = legible_text(caption, seed=7)

    assert not missing_letters(text, face)


@given(
    text=st.text(alphabet="abc de\u4e00\u53ea", min_size=1, max_size=200),
    width=st.integers(40, 400),
)
def test_lines_fit(text: str, width: int) -> None:
    """No line is wider than its room, and there are never more lines than allowed."""
    lines = wrap_text(text, face=BUNDLED, size=12, width=width, most_lines=3)

    assert len(lines) <= 3
    assert all(sum(letter_width(BUNDLED, 12, c) for c in line) <= width for line in lines)


def test_words_stay_whole() -> None:
    """Lines break at spaces, and what does not fit is cut with an ellipsis."""
    lines = wrap_text("alpha beta gamma delta", face=BUNDLED, size=12, width=70, most_lines=2)

    assert lines[0] == "alpha beta"
    assert lines[1].endswith("\u2026")


def test_chinese_breaks_anywhere() -> None:
    """A Chinese line breaks between any two letters, not only where a space stands."""
    width = round(3.5 * letter_width(BUNDLED, 12, FOX[0]))

    assert wrap_text("a " + FOX * 2, face=BUNDLED, size=12, width=width, most_lines=9)[0] != "a"


def test_long_words_are_broken() -> None:
    """A word wider than its line is broken rather than lost."""
    lines = wrap_text("x" * 40, face=BUNDLED, size=12, width=100, most_lines=9)

    assert "".join(lines) == "x" * 40


def test_ellipsis_without_a_glyph_is_spelt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A face that lacks the ellipsis gets three full stops."""
    monkeypatch.setattr("truecopy.picture.caption.missing_letters", lambda *_: ["\u2026"])

    assert wrap_text("alpha beta", face=BUNDLED, size=12, width=40, most_lines=1)[0].endswith("...")


@pytest.mark.parametrize("has_mark", [True, False])
@given(width=st.integers(1, 1500), height=st.integers(1, 1500))
def test_labels_stay_inside(has_mark: bool, width: int, height: int) -> None:
    """A label never reaches over the edge, and a marked picture always has one in its corner."""
    labels = make_labels("A fox " * 40, width=width, height=height, seed=1, has_mark=has_mark)

    assert bool(labels) or not has_mark
    for label in labels:
        assert 0 <= label.left <= width - label.mask.width
        assert 0 <= label.top <= height - label.mask.height


def test_small_pictures_drop_the_caption() -> None:
    """Where no letter is legible there is no band."""
    assert make_labels("A fox", width=60, height=30, seed=1, has_mark=False) == ()


def test_mark_does_not_touch_the_caption() -> None:
    """Between the longest caption and the mark there is a clear column."""
    text = "wide words everywhere " * 20
    plain, marked = (
        make_labels(text, width=900, height=900, seed=1, has_mark=has_mark)[0].mask
        for has_mark in (False, True)
    )

    columns = marked.resize((marked.width, 1), reducing_gap=None).tobytes()
    first_of_mark = columns.rindex(b"\0" * 8, 0, marked.width - 40) + 8
    assert first_of_mark > marked.width * 0.7
    assert plain.getbbox() != marked.getbbox()


def test_first_complete_face_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A face of the system is taken when it draws everything, else the one that misses least."""
    known = {("a", 0): "x\u4e00", ("b", 0): "x\u4e00\u53ea", BUNDLED: "x"}
    monkeypatch.setattr("truecopy.picture.fonts.system_faces", lambda: (("a", 0), ("b", 0)))
    monkeypatch.setattr(
        "truecopy.picture.fonts.missing_letters",
        lambda text, face: [letter for letter in text if letter not in known[face]],
    )

    assert fonts.choose_face("x") == BUNDLED
    assert fonts.choose_face("x\u4e00") == ("a", 0)
    assert fonts.choose_face("x\u4e00\u53ea\u72d0") == ("b", 0)
