"""A text for a regular expression of a contract, such as that of an id."""

import re
from collections.abc import Callable, Sequence

# Texts longer than that are no ids; it bounds the work, whatever repetitions a pattern nests.
_LONGEST = 4096
# Groups within groups; patterns for people have two or three.
_DEEPEST = 50
# What stands for itself in the patterns of contracts, and what a class may be written as.
_CLASSES = {"d": "0", "w": "a", "s": " ", "D": "a", "W": " ", "S": "a"}
# One repetition: `{2}`, `{2,}`, `{2,4}`.
_REPEAT = re.compile(r"\{([0-9]{1,4})(,([0-9]{0,4}))?\}")


# Chooses one of the characters of a class.
Pick = Callable[[Sequence[str]], str]
_PRINTABLE = [chr(code) for code in range(ord("!"), ord("~"))]


def _first(members: Sequence[str]) -> str:
    return members[0]


def text_of(pattern: str, *, least: int = 0, pick: Pick = _first) -> str:
    """Return a text that a plain pattern matches; whether it does is the caller's to test.

    Literals, classes, groups, alternatives (the first is taken) and repetitions are known; what is
    not, such as looking ahead, is taken as a literal, and the text does not match then.

    Args:
        least: Characters that the text should have: the last open repetition is stretched.
    """
    text = _PatternWalk(pattern, pick).alternatives(stretch=0)
    if len(text) < least:
        text = _PatternWalk(pattern, pick).alternatives(stretch=least - len(text))
    return text


class _PatternWalk:
    """One way through a pattern, from left to right; what is repeated is read again for each time."""

    def __init__(self, pattern: str, pick: Pick) -> None:
        self._pattern = pattern
        self._pick = pick
        self._left = _LONGEST
        self._at = 0
        self._depth = 0

    def alternatives(self, *, stretch: int) -> str:
        """Return the text of the first alternative up to the end of the group, or of the pattern."""
        branches = [self._sequence(stretch)]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence(stretch))
        return branches[0]

    def _sequence(self, stretch: int) -> str:
        parts: list[str] = []
        while self._peek() not in ("", "|", ")"):
            start = self._at
            item = self._item(stretch)
            low, is_open = self._repetition()
            end = self._at
            for number in range(low + (stretch if is_open and item else 0)):
                if self._left <= 0:
                    break
                self._at = start
                parts.append(item if number == 0 else self._item(stretch))
                self._left -= len(parts[-1]) + 1
            self._at = end
        return "".join(parts)

    def _item(self, stretch: int) -> str:
        mark = self._next()
        if mark in "^$":
            return ""
        if mark == ".":
            return "x"
        if mark == "[":
            return self._class()
        if mark == "(":
            return self._group(stretch)
        if mark == "\\":
            escaped = self._next()
            return _CLASSES.get(escaped, escaped)
        return mark

    def _group(self, stretch: int) -> str:
        """Return the text of a group; `?:` and `?P<name>` are passed over, what is nested too deep is left out."""
        named = re.compile(r"\?:|\?P<\w{1,40}>").match(self._pattern, self._at)
        if named:
            self._at = named.end()
        if self._depth == _DEEPEST:
            self._at = len(self._pattern)
            return ""
        self._depth += 1
        inner = self.alternatives(stretch=stretch)
        self._depth -= 1
        self._next()
        return inner

    def _class(self) -> str:
        """Return a character of a class."""
        start = self._at
        end = self._pattern.find("]", start + 1)
        if end < 0:
            return "["
        self._at = end + 1
        text = self._pattern[start:end]
        if not text.startswith("^"):
            return self._pick(_members(text))
        named = set(_members(text[1:]))
        return self._pick([each for each in reversed(_PRINTABLE) if each not in named] or ["x"])

    def _repetition(self) -> tuple[int, bool]:
        """Return the fewest repetitions of what was just read, and whether there may be any more."""
        mark = self._peek()
        if mark and mark in "*+?":
            self._at += 1
            return (1 if mark == "+" else 0), mark != "?"
        found = _REPEAT.match(self._pattern, self._at)
        if not found:
            return 1, False
        self._at = found.end()
        return int(found[1]), found[2] is not None and not found[3]

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _next(self) -> str:
        mark = self._peek()
        self._at += 1
        return mark


def _members(text: str) -> list[str]:
    """Return the characters that stand between the brackets of a class."""
    found: list[str] = []
    at = 0
    while at < len(text):
        mark = text[at]
        if mark == "\\" and at + 1 < len(text):
            found.append(_CLASSES.get(text[at + 1], text[at + 1]))
            at += 2
        elif text[at + 1 : at + 2] == "-" and at + 2 < len(text):
            last = min(ord(text[at + 2]), ord(mark) + len(_PRINTABLE))
            found += [chr(code) for code in range(ord(mark), last + 1)]
            at += 3
        else:
            found.append(mark)
            at += 1
    return found or ["x"]
