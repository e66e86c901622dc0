"""What a wording is made of."""

import re

from tests.unit.derive.fields import make_field

from truecopy.derive import wording
from truecopy.derive.wording import both, bounds, constant, one


def built(build: wording.Build, text: str) -> dict[str, object]:
    """Return what a builder says of one or two numbers."""
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    assert match is not None
    return dict(build(match, make_field("integer")))


def test_builders() -> None:
    """A builder says one number, two in their order, the same twice, or a constant."""
    assert built(one("a"), "3") == {"a": 3}
    assert built(one("a", shift=-1), "3") == {"a": 2}
    assert built(bounds("a", "b"), "3-5") == {"a": 3, "b": 5}
    assert built(bounds("a", "b"), "5-3") == {}
    assert built(both("a", "b"), "3") == {"a": 3, "b": 3}
    assert built(constant("a", value=True), "3") == {"a": True}


def test_wording_applies_to_kinds_of_fields() -> None:
    """Each kind of field has its test."""
    assert wording.is_text(make_field("string"))
    assert wording.is_number(make_field("integer"))
    assert wording.is_array(make_field("array"))
    assert wording.is_picture(make_field("file"))
    assert wording.is_any(make_field("boolean"))
    assert not wording.is_text(make_field("file"))
