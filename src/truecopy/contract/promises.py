"""The keyword `x-promises`: what an answer owes to its request beyond what a schema can say.

Each kind is read here: a mock is told what to answer, and `promise_breaches` what was owed.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from truecopy.contract.dimensions import parse_size
from truecopy.model.pointers import each, getter

Promise = Mapping[str, Any]

_REQUEST = "request:"
# What a promise falls back on where the request does not say; a claim of its own.
DEFAULT = "default"
# What shows no more than an absent field does.
UNFILLED: tuple[Any, ...] = (None, "", [], {})


@lru_cache(maxsize=1024)  # more references than the contracts of one server have
def _reader(reference: str) -> Callable[[Any], Any]:
    return getter(reference[len(_REQUEST) :])


def referred_by(promise: Promise) -> list[str]:
    """Return the pointers into the request whose values decide what a promise asks for."""
    named = [promise.get(key) for key in ("equals", "chosen", "unless")]
    references = [*named, *promise.get("when", ())]
    return [
        each.removeprefix(_REQUEST)
        for each in references
        if isinstance(each, str) and each.startswith(_REQUEST)
    ]


def referred(reference: str, request: Any) -> Any:
    """Return what `request:/pointer` names in a request, None where it is absent."""
    return _reader(reference)(request)


def uses_default(promise: Promise, request: Any) -> bool:
    """Whether a promise falls back on its default, since the request does not say what it refers to."""
    if DEFAULT not in promise:
        return False
    if "chosen" in promise:
        return not referred(promise["chosen"], request)
    wanted = promise.get("equals")
    return isinstance(wanted, str) and not isinstance(referred(wanted, request), int | float)


def promised_count(promise: Promise, request: Any) -> int:
    """Return how many entries a `count` promise asks for."""
    wanted = promise["equals"]
    if isinstance(wanted, str):
        wanted = _reader(wanted)(request)
    if not isinstance(wanted, int | float):
        wanted = promise.get("default", 1)
    return int(wanted)


def promised_size(promise: Promise, request: Any) -> tuple[int, int] | None:
    """Return the width and height that a `dimensions` promise asks for, None where it asks nothing."""
    return parse_size(_reader(promise["equals"])(request))


def chosen_pointer(promise: Promise, request: Any) -> str:
    """Return which of the fields of a `one-of` promise is to be filled."""
    wanted = _reader(promise["chosen"])(request) or promise["default"]
    pointer: str
    for pointer in promise["at"]:
        if pointer.endswith(wanted) and pointer[-len(wanted) - 1] == "/":
            return pointer
    raise LookupError(f"{wanted!r} is none of {promise['at']}")


def is_present_promised(promise: Promise, request: Any) -> bool:
    """Whether the condition of a `present` promise holds."""
    return all(referred(name, request) == value for name, value in promise["when"].items())


def per_second(promise: Promise) -> int:
    """Return how many units of a promised unix time a second has: 1, or 1,000 where it is in milliseconds."""
    return 1000 if promise.get("unit") == "milliseconds" else 1


def is_shown_in(promise: Promise, state: Any) -> bool:
    """Whether an answer in a state shows the field of a `shown-in` promise."""
    return isinstance(state, str) and state in promise["states"]


def aspect_of(
    promise: Promise, request: Any, inputs: tuple[tuple[int, int] | None, ...]
) -> tuple[float, int] | None:
    """Return the ratio of width to height and the pixel count that an `aspect` promise asks for.

    None where the request names a size, or the last input's size is not known.
    """
    if referred(promise["unless"], request) or not inputs or inputs[-1] is None:
        return None
    width, height = inputs[-1]
    return width / height, promise["pixels"]


def is_aspect_promised(promise: Promise, request: Any, answer: Any) -> bool:
    """Whether pictures of an answer are promised the ratio of an input of their request."""
    return (
        promise["kind"] == "aspect"
        and not referred(promise["unless"], request)
        and any(True for _ in each(answer, promise["at"]))
    )


def is_examinable(
    promise: Promise, request: Any, inputs: tuple[tuple[int, int] | None, ...]
) -> bool:
    """Whether a promise about the size of pictures says anything for this request."""
    if promise["kind"] == "dimensions":
        return promised_size(promise, request) is not None
    return promise["kind"] == "aspect" and aspect_of(promise, request, inputs) is not None
