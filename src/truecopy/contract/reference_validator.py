"""The reference validator: the jsonschema package with our keywords, formats and reading of `$`.

Imported only when something is to be worded: a mock that refuses nothing never loads it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from truecopy.contract.dimensions import dimension_problem
from truecopy.contract.formats import FORMATS
from truecopy.contract.problems import shown

# Whoever reads what is wrong with ten elements knows what is wrong with the others.
_MOST_ELEMENTS = 10

Test = Callable[[Any], bool]


def reference_validator(
    schema: Mapping[str, Any], compile_test: Callable[[Mapping[str, Any]], Test]
) -> Validator:
    """Return the validator of a schema that words what is wrong with an instance.

    Of each array it words the first ten wrong elements: a million of them cost one look at each.

    Args:
        compile_test: Makes a fast test of a schema, by which the good elements of an array are passed over.
    """
    tests: dict[int, Test] = {}
    is_distinct = compile_test({"uniqueItems": True})

    def items(
        validator: Any, inner: Mapping[str, Any], instance: object, _schema: object
    ) -> Iterator[ValidationError]:
        if isinstance(instance, list):
            if id(inner) not in tests:
                tests[id(inner)] = compile_test(inner)
            is_good = tests[id(inner)]
            wrong = (index for index, each in enumerate(instance) if not is_good(each))
            for index in islice(wrong, _MOST_ELEMENTS):
                yield from validator.descend(instance[index], inner, path=index)

    def unique(
        _: Validator, is_unique: object, instance: object, _schema: object
    ) -> Iterator[ValidationError]:
        # The package compares each element with each where they cannot be sorted.
        if is_unique and isinstance(instance, list) and not is_distinct(list(instance)):
            yield ValidationError(f"{instance!r} has non-unique elements")

    build = extend(  # type: ignore[no-untyped-call] # the stubs leave it untyped
        _REFERENCE, {"items": items, "uniqueItems": _briefly(unique)}
    )
    validator: Validator = build(dict(schema), format_checker=_CHECKER)
    return validator


def _dimensions(
    _: Validator, rule: Mapping[str, Any], instance: object, _schema: object
) -> Iterator[ValidationError]:
    if isinstance(instance, str):
        problem = dimension_problem(rule)(instance)
        if problem is not None:
            yield ValidationError(problem[1], path=(), schema_path=(problem[0],))


def _pattern(
    _: Validator, pattern: str, instance: object, _schema: object
) -> Iterator[ValidationError]:
    """Read `$` as the end of the text, as ECMA-262 and jsonschema-rs do, not as Python does."""
    if isinstance(instance, str) and not re.search(_whole(pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _whole(pattern: str) -> str:
    return re.sub(r"(?<!\\)\$$", r"\\Z", pattern)


def _checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, holds in FORMATS.items():
        checker.checks(name)(lambda value, holds=holds: not isinstance(value, str) or holds(value))
    return checker


class _BriefText(str):
    __slots__ = ()
    __repr__ = shown


class _BriefList(list[Any]):
    __slots__ = ()
    __repr__ = shown


class _BriefObject(dict[str, Any]):
    __slots__ = ()
    __repr__ = shown


_BRIEF: Mapping[type, Callable[[Any], Any]] = {
    str: _BriefText,
    list: _BriefList,
    dict: _BriefObject,
}


def _briefly(keyword: Callable[..., Any]) -> Callable[..., Any]:
    """Return a keyword whose words show the beginning of a large instance: to write out all of it takes long."""

    def judge(validator: Any, rule: Any, instance: Any, schema: Any) -> Any:
        brief = _BRIEF.get(type(instance))
        return keyword(validator, rule, brief(instance) if brief else instance, schema)

    return judge


_REFERENCE = extend(  # type: ignore[no-untyped-call] # the stubs leave it untyped
    Draft202012Validator,
    {
        name: _briefly(keyword)
        for name, keyword in {
            **Draft202012Validator.VALIDATORS,
            "x-dimensions": _dimensions,
            "pattern": _pattern,
        }.items()
    },
)
_CHECKER = _checker()
