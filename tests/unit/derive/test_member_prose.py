"""Sentences about what an object has."""

import pytest

from truecopy.derive.member_prose import introduces_members, named_members


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("Each part has the following fields:", True),
        ("Its members:", True),
        ("包含以下字段", True),
        ("Any keys of your own.", False),
        ("Who receives it.", False),
    ],
)
def test_members_that_follow(text: str, is_said: bool) -> None:
    """A sentence that ends in what follows introduces it."""
    assert introduces_members(text) == is_said


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The design, with `face` and `back`.", {"face", "back"}),
        ("Each with `weight`.", {"weight"}),
        ('Consists of "face" and "back".', {"face", "back"}),
        ("Cannot be combined with `n`.", set()),
        ("Overrides `n`, and has no fields.", set()),
        ("See `n`.", set()),
    ],
)
def test_members_that_are_named(text: str, names: set[str]) -> None:
    """Names in marks of code or quotes are members where the sentence says what the object has."""
    assert named_members(text) == names
