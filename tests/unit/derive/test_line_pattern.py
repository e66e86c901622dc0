"""Patterns for lines of pages."""

import re

from truecopy.derive.line_pattern import line_pattern


def test_blanks_are_bounded() -> None:
    """Forty are a gap, more are something else; the rest of a pattern stays as it is."""
    pattern = line_pattern(r"a\s*b\s+c[^\s]", re.IGNORECASE)

    assert pattern.fullmatch("AB Cx")
    assert pattern.fullmatch("a" + " " * 40 + "b" + " " * 40 + "cx")
    assert not pattern.fullmatch("a" + " " * 41 + "b cx")
    assert not pattern.fullmatch("abcx")
