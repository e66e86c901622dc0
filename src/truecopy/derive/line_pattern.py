"""Regular expressions for lines of pages: a run of blanks of any length costs what it weighs."""

import re

# Wider than any indentation or gap between columns that pages have.
_MOST_BLANKS = 40


def line_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    r"""Return a pattern in which `\s*` and `\s+` stand for forty blanks at most.

    A search tries each place of a long run of blanks anew: without a bound that takes the square of its length.
    """
    for mark, least in (("*", 0), ("+", 1)):
        text = text.replace(rf"\s{mark}", rf"\s{{{least},{_MOST_BLANKS}}}")
    return re.compile(text, flags)
