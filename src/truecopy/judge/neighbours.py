"""Values next to what is documented: the first that is none, and that nothing else refuses."""

from decimal import Decimal
from itertools import count
from math import ulp
from typing import Any

from truecopy.contract.form_values import types_of
from truecopy.model import Schema

_TENTH = -1  # a power of ten: what people write when they mean a little more than a whole number


def other_choice(known: list[Any]) -> Any:
    """Return a value that is none of some choices: of numbers one between them, which only the choice refuses."""
    numbers = [each for each in known if each is not None]
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in numbers):
        return f"{known[0]}x"
    if all(isinstance(each, int) for each in numbers):
        return next(each for each in count(min(numbers, default=0) + 1) if each not in known)
    least, *others = sorted(numbers)
    return (least + others[0]) / 2 if others else least + 1


def past(bound: float, direction: int, schema: Schema) -> float:
    """Return the value next to a bound, one way or the other.

    Args:
        direction: 1 for above, -1 for below.
        schema: Of the field: numbers go by its steps, whole ones by one, others by a tenth, or by the last place
            of the bound.
    """
    stride: float | None = schema.get("multipleOf")
    if stride and not bound % stride:
        return bound + direction * stride
    if "number" not in types_of(schema):
        return bound + direction
    written = Decimal(repr(bound))
    place = written.as_tuple().exponent
    step = Decimal(10) ** min(int(place), _TENTH)
    return float(written + direction * max(step, Decimal(ulp(bound))))
