"""Texts for regular expressions."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.contract.pattern_texts import text_of

PATTERNS = [
    "^img_[0-9a-f]{8}$",
    "^(a|b)+c$",
    "^[A-Z]{2,}-[0-9]+$",
    "^[^x]+$",
    "^(?:foo|bar)?-[a-c-]$",
    r"^\w+@\w+\.com$",
    r"^[0-9]+\*[0-9]+$",
    "^(?P<kind>clip|film)_.{4,6}$",
    r"^[\w.]{3}$",
    "^([a-z]{2}[0-9]){3}$",
    "^x*$",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("least", [0, 40])
def test_a_plain_pattern_matches_its_text(pattern: str, least: int) -> None:
    """Literals, classes, groups, alternatives and repetitions are known."""
    assert re.search(pattern, text_of(pattern, least=least))


@pytest.mark.parametrize("pattern", ["^x*$", "^[a-z]{2,}$", "^(ab)+$"])
def test_an_open_repetition_is_stretched(pattern: str) -> None:
    """A text has at least as many characters as are asked for."""
    assert len(text_of(pattern, least=40)) >= 40


def test_characters_are_picked_one_by_one() -> None:
    """Ids differ in every character of a class that is repeated."""
    pick = random.Random(1).choice
    texts = {text_of("^task_[a-z0-9]{24}$", pick=pick) for _ in range(50)}

    assert len(texts) == 50
    assert all(re.fullmatch("task_[a-z0-9]{24}", each) for each in texts)
    assert max(len(set(each)) for each in texts) > 8


@pytest.mark.parametrize(
    "pattern",
    [
        "((((a{4096}){4096}){4096}){4096})",
        "(" * 50_000,
        "[" * 50_000,
        "(a" * 9_000 + "){99}" * 9_000,
    ],
)
def test_work_is_bounded(pattern: str) -> None:
    """Whatever is nested, the text stays short."""
    assert len(text_of(pattern)) < 20_000


@given(st.text(alphabet="ab[](){}|?*+^$\\.-,0129:P<>", max_size=30))
def test_any_text_can_be_read(pattern: str) -> None:
    """What is no pattern gives some text, and no error."""
    assert isinstance(text_of(pattern, least=3), str)
