"""Choices that stand a line each, with what they do."""

from typing import Any

import pytest
from tests.unit.derive.fields import make_field
from tests.unit.derive.pages import make_document, said

from truecopy.derive.limit_exceptions import read_context
from truecopy.derive.option_lists import read_options, state_options
from truecopy.derive.statements import Page


def options(text: str, kind: str = "string", known: tuple[Any, ...] = ()) -> list[Any] | None:
    """Return the choices of a description."""
    lines = [each for each in make_document(text).lines if not each.is_blank]
    found = read_options(lines, make_field(kind), known)
    return list(found.values) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Possible values:\n- red: warm\n- blue: cold",
        "The color. One of:\n\n* `red` - warm\n* `blue` - cold",
        "How it looks.\n- red - warm\n- blue - cold",
        "The color.\n`red`: warm\n`blue`: cold",
        "取值：\n• red：暖\n• blue：冷",
        'The color.\n1. "red" (warm)\n2. "blue" (cold)',
    ],
)
def test_list_of_choices(text: str) -> None:
    """An introduction, a question, or marks around the values make a list one of choices."""
    assert options(text) == ["red", "blue"]


@pytest.mark.parametrize(
    "text",
    [
        "The prompt.\n- style: name one\n- mood: name one",
        "Tips:\n- `style`: name one\n- `mood`: name one",
        "One of:\n- red: warm\n- other: say which",
        "One of:\n- red: warm",
        "One of:\n- red: warm\n- red: hot",
    ],
)
def test_other_lists_are_none(text: str) -> None:
    """Advice, a list that is open, one value alone and one that repeats itself name no choices."""
    assert options(text) is None


def test_known_value_makes_a_list_one_of_choices() -> None:
    """The default is one of the values."""
    text = "The color.\n- red: warm\n- blue: cold"

    assert options(text) is None
    assert options(text, known=("red",)) == ["red", "blue"]


def test_choices_of_a_number() -> None:
    """They are numbers all."""
    assert options("One of:\n- 0: off\n- 1: on", "integer") == [0, 1]
    assert options("One of:\n- 0: off\n- on: on", "integer") is None


def test_what_a_choice_does_is_not_cited() -> None:
    """Each value is accounted for, its description is not; the marked one is the default."""
    text = "One of:\n- `red`: up to 5\n- `blue`: cold (default)"
    page, field = Page(document=make_document(text)), make_field("string")

    found = state_options(page, "request.a", [(0, len(text))], field, read_context(text, field))

    assert said(page, "request.a", "enum") == [["red", "blue"]]
    assert said(page, "request.a", "default") == ["blue"]
    assert [text[start:end] for start, end in page.layout] == ["`blue`"]
    assert found == (text.index("`red`"), text.index("`blue`"))
