"""The keyword `x-dimensions`: a text that names width and height."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

# Width and height with any of the marks that documents put between them.
_SIZE = re.compile(r"([0-9]{1,9})[*xX\u00d7]([0-9]{1,9})").fullmatch
# Nine digits a side and a mark; what is longer is not looked at.
_LONGEST = 19
KEYS = frozenset({"separator", "side", "pixels", "empty"})


def parse_size(text: object) -> tuple[int, int] | None:
    """Return (width, height) in pixels of a text such as `1024*768` or `512x512`, None for any other."""
    return _parsed(text) if isinstance(text, str) and len(text) <= _LONGEST else None


@lru_cache(maxsize=1024)  # clients ask for a few sizes, again and again
def _parsed(text: str) -> tuple[int, int] | None:
    match = _SIZE(text)
    return (int(match.group(1)), int(match.group(2))) if match else None


def dimension_problem(rule: Mapping[str, Any]) -> Callable[[str], tuple[str, str] | None]:
    """Return a function that says which part of a rule a text breaks, and how; None when it breaks none.

    Args:
        rule: `separator`, `side` and `pixels` with `minimum` and `maximum`, `empty`. Without a separator any of
            the usual marks is good.
    """
    mark, may_be_empty = rule.get("separator"), rule.get("empty", False)
    side_low, side_high = _bounds(rule.get("side"))
    pixels_low, pixels_high = _bounds(rule.get("pixels"))

    def problem(text: str) -> tuple[str, str] | None:
        if may_be_empty and text == "":
            return None
        size = parse_size(text)
        if size is None or (mark and mark not in text):
            return "separator", f"{text[:40]!r} is not width{mark or '*'}height"
        width, height = size
        if not (side_low <= width <= side_high and side_low <= height <= side_high):
            return "side", f"{text!r} has a side that is not {side_low} to {side_high} pixels"
        if not pixels_low <= width * height <= pixels_high:
            count = width * height
            return (
                "pixels",
                f"{text!r} has {count} pixels, allowed are {pixels_low} to {pixels_high}",
            )
        return None

    return problem


def _bounds(rule: Mapping[str, Any] | None) -> tuple[float, float]:
    rule = rule or {}
    return rule.get("minimum", 0), rule.get("maximum", float("inf"))
