"""No regular expression of the source takes more than its share of time for input that nearly matches it."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from inspect import getsource
from time import thread_time
from types import ModuleType
from typing import Any, cast

import pytest

import truecopy

_parser: Any = importlib.import_module("re._parser")  # the one that re itself reads patterns with
SEARCHING = ("search", "sub", "subn", "split", "findall", "finditer")
METHODS = (*SEARCHING, "match", "fullmatch")
# An attack doubles from 8 to 4,096 characters, so an exponential pattern is found before it takes long. What takes
# less than the floor is too short to measure.
LENGTHS = [8 << step for step in range(10)]
FLOOR_S = 100e-6
# Four times the input may take eight times as long: linear ones take four, quadratic ones sixteen.
MOST_GROWTH = 8.0
MANY = 16
# Parts of the patterns, for workers to divide among them.
SHARES = 8


@dataclass(frozen=True)
class Use:
    """A pattern with the method that the source calls."""

    place: str
    pattern: re.Pattern[Any]
    method: str

    def seconds(self, attack: str) -> float:
        """Return how long this thread is busy with one call, whatever else the machine does."""
        data = (
            attack.encode("latin-1", "replace")
            if isinstance(self.pattern.pattern, bytes)
            else attack
        )
        call = getattr(self.pattern, self.method)
        if self.method in ("sub", "subn"):
            call = partial(call, data[:0])
        began = thread_time()
        found = call(data)
        if self.method == "finditer":
            list(found)
        return thread_time() - began


def modules() -> Iterator[ModuleType]:
    """Yield every module of the package."""
    for each in pkgutil.walk_packages(truecopy.__path__, "truecopy."):
        if not each.name.endswith("__main__"):
            yield importlib.import_module(each.name)


def patterns_in(value: Any) -> Iterator[tuple[re.Pattern[Any], str]]:
    """Yield the patterns that a value holds, with the method where one is bound."""
    if isinstance(value, re.Pattern):
        yield value, ""
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        yield value.__self__, value.__name__
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from patterns_in(each)
    elif isinstance(value, dict):
        yield from patterns_in(list(value.items()))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from patterns_in([getattr(value, each.name) for each in fields(value)])


def named_uses(module: ModuleType) -> Iterator[Use]:
    """Yield the patterns that stand in a module's names; those in tables are called `pattern` where they are used."""
    source = getsource(module)
    for name, value in vars(module).items():
        for pattern, bound in patterns_in(value):
            called = {bound} if bound else called_on(re.escape(name), source)
            for method in called or called_on("pattern", source) or {"search"}:
                yield Use(f"{module.__name__}.{name}", pattern, method)


def called_on(name: str, source: str) -> set[str]:
    """Return the methods that are called on what has a name."""
    return set(re.findall(rf"\b{name}\.(\w+)\(", source)) & set(METHODS)


def inline_uses(module: ModuleType) -> Iterator[Use]:
    """Yield the patterns that stand as texts in calls of `re`."""
    for node in ast.walk(ast.parse(getsource(module))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in METHODS
            and isinstance(node.args[0], ast.Constant)
        ):
            given = [*node.args, *(each.value for each in node.keywords)]
            flags = [
                getattr(re, each.attr)
                for argument in given
                for each in ast.walk(argument)
                if isinstance(each, ast.Attribute) and each.attr.isupper()
            ]
            pattern: re.Pattern[Any] = re.compile(cast("Any", node.args[0].value), sum(flags))
            yield Use(f"{module.__name__}:{node.lineno}", pattern, node.func.attr)


@cache
def every_use() -> list[Use]:
    """Return each pattern of the package once for each method."""
    known: dict[tuple[Any, int, str], Use] = {}
    for module in modules():
        for use in (*named_uses(module), *inline_uses(module)):
            known.setdefault((use.pattern.pattern, use.pattern.flags, use.method), use)
    return list(known.values())


def sample(tree: Any) -> str:
    """Return a text that matches what was parsed, as nearly as is needed."""
    return "".join(_sample(str(op), argument) for op, argument in tree)


def _sample(op: str, argument: Any) -> str:
    match op:
        case "LITERAL":
            return chr(argument)
        case "NOT_LITERAL":
            return "a" if argument != ord("a") else "b"
        case "ANY":
            return "a"
        case "IN":
            return members(argument)[0]
        case "BRANCH":
            return sample(argument[1][0])
        case "SUBPATTERN":
            return sample(argument[3])
        case "ATOMIC_GROUP":
            return sample(argument)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return sample(argument[2]) * max(1, int(argument[0]))
        case _:
            return ""


def members(choices: Any) -> list[str]:
    """Return some characters of a set."""
    named = {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " \n", "CATEGORY_WORD": "a0"}
    found = []
    is_negated = str(choices[0][0]) == "NEGATE"
    for op, argument in choices:
        if str(op) == "LITERAL":
            found.append(chr(argument))
        elif str(op) == "RANGE":
            found.append(chr(argument[0]))
        elif str(op) == "CATEGORY":
            found += named.get(str(argument), "-")
    if is_negated:
        return [each for each in "a0 -.\n" if each not in found] or ["~"]
    return found


def repeats(tree: Any, before: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield what stands before each open repetition, and the characters that it may repeat."""
    for op, argument in tree:
        kind = str(op)
        if kind.endswith("_REPEAT"):
            _, most, inner = argument
            if most > MANY:
                yield before, [sample(inner), *characters(inner)]
            yield from repeats(inner, before)
        elif kind == "BRANCH":
            for each in argument[1]:
                yield from repeats(each, before)
        elif kind == "SUBPATTERN":
            yield from repeats(argument[3], before)
        elif kind == "ATOMIC_GROUP":
            yield from repeats(argument, before)
        before += _sample(kind, argument)


def characters(tree: Any) -> Iterator[str]:
    """Yield characters that can stand in what was parsed."""
    for op, argument in tree:
        kind = str(op)
        if kind == "IN":
            yield from members(argument)
        elif kind in ("LITERAL", "NOT_LITERAL", "ANY"):
            yield _sample(kind, argument)
        elif kind == "BRANCH":
            for each in argument[1]:
                yield from characters(each)
        elif kind == "SUBPATTERN":
            yield from characters(argument[3])
        elif kind.endswith("_REPEAT"):
            yield from characters(argument[2])


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield beginnings, what is repeated, and ends: near-matches that go wrong late."""
    tree = _parser.parse(pattern.pattern, pattern.flags)
    found = list(repeats(tree))
    pumps = dict.fromkeys(each for _, several in found for each in several if each)
    begins = dict.fromkeys(["", *(before for before, _ in found)])
    for pump in list(pumps)[:MANY]:
        for begin in list(begins)[:MANY]:
            yield begin, pump, ""
            yield begin, pump, "\x00"
    whole = sample(tree)
    yield "", whole or "a", ""
    yield "", whole[:-1] or "a", "\x00"


def growth(use: Use, begin: str, pump: str, end: str) -> float:
    """Return the first growth that is too much, from a length to four times that length; 0 where there is none."""
    attack_of = [begin + pump * (length // len(pump)) + end for length in LENGTHS]
    best: list[float] = []
    for step, attack in enumerate(attack_of):
        best.append(use.seconds(attack))
        shorter = max(best[step - 2], FLOOR_S) if step > 1 else FLOOR_S
        # A machine that is busy with something else looks slow: the best of several counts.
        for _ in range(MANY):
            if best[step] <= MOST_GROWTH * shorter:
                break
            best[step] = min(best[step], use.seconds(attack))
        else:
            return best[step] / shorter
    return 0.0


@pytest.mark.parametrize("share", range(SHARES))
def test_near_matches_take_no_more_than_their_share(share: int) -> None:
    """Four times the input never takes eight times as long."""
    uses = every_use()[share::SHARES]

    worst = {
        (use.place, use.pattern.pattern, use.method, begin, pump, end): ratio
        for use in uses
        for begin, pump, end in attacks(use.pattern)
        if (ratio := growth(use, begin, pump, end))
    }

    assert len(uses) > MANY
    assert worst == {}


@pytest.mark.parametrize(
    ("pattern", "method"),
    [(r"(a+)+b", "match"), (r"a+a+b", "match"), (r"\s+x", "search"), (r"(?:a|a)*b", "match")],
)
def test_what_backtracks_is_found(pattern: str, method: str) -> None:
    """The measure tells exponential and quadratic expressions from linear ones."""
    use = Use("here", re.compile(pattern), method)

    assert any(growth(use, *attack) for attack in attacks(use.pattern))
