"""The keyword `x-promises`: what an answer owes to its request beyond what a schema can say.

Each kind is written once: the functions that read a promise tell a mock what to answer, and
`promise_problems` tells a check what is broken.
"""

import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from truecopy.contract.dimensions import parse_size
from truecopy.contract.formats import is_absolute_url
from truecopy.contract.pictures import picture_sites
from truecopy.contract.pointers import each, first
from truecopy.contract.problems import Problem, shown
from truecopy.contract.validate import CompiledSchema
from truecopy.errors import PictureError
from truecopy.picture import PictureFacts, inspect_picture

Promise = Mapping[str, Any]
Fetch = Callable[[str], bytes]

_REQUEST = "request:"
_CLOCK_TOLERANCE_S = 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request with its answer.

    Attributes:
        request: Decoded body of the request that the promises refer to; for a poll, of the request
            that created the task.
        answer: Decoded body of the answer.
        sent_at: When it was sent, in unix seconds.
        inputs: Size of each input picture in order, None where it is not known.
        fetch: Returns the bytes behind an address; raises OSError where it cannot.
    """

    request: Any
    answer: Any
    sent_at: float
    fetch: Fetch
    inputs: tuple[tuple[int, int] | None, ...] = ()


def referred(reference: str, request: Any) -> Any:
    """Return what `request:/pointer` names in a request, None where it is absent."""
    return first(request, reference[len(_REQUEST) :])


def promised_count(promise: Promise, request: Any) -> int:
    """Return how many entries a `count` promise asks for."""
    wanted = promise["equals"]
    if isinstance(wanted, str):
        wanted = referred(wanted, request)
    if not isinstance(wanted, int | float):
        wanted = promise.get("default", 1)
    return int(wanted)


def promised_size(promise: Promise, request: Any) -> tuple[int, int] | None:
    """Return the width and height that a `dimensions` promise asks for, None where it asks nothing."""
    return parse_size(referred(promise["equals"], request))


def chosen_pointer(promise: Promise, request: Any) -> str:
    """Return which of the fields of a `one-of` promise is to be filled."""
    wanted = referred(promise["chosen"], request) or promise["default"]
    pointer: str
    for pointer in promise["at"]:
        if pointer.endswith(wanted) and pointer[-len(wanted) - 1] == "/":
            return pointer
    raise LookupError(f"{wanted!r} is none of {promise['at']}")


def is_present_promised(promise: Promise, request: Any) -> bool:
    """Whether the condition of a `present` promise holds."""
    return all(referred(name, request) == value for name, value in promise["when"].items())


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


def promise_problems(compiled: CompiledSchema, exchange: Exchange) -> Iterator[Problem]:
    """Yield what an answer owes and does not give."""
    patterns = tuple(site.pattern for site in picture_sites(compiled.schema))
    for index, promise in enumerate(compiled.schema.get("x-promises", ())):
        judge = _JUDGES[promise["kind"]]
        claim = compiled.claim_at(f"/x-promises/{index}")
        for pointer, message in judge(promise, exchange, patterns):
            yield Problem(pointer=pointer, message=message, claim=claim)


Breaches = Iterator[tuple[str, str]]
Patterns = tuple[str, ...]


def _count(promise: Promise, exchange: Exchange, _: Patterns) -> Breaches:
    wanted = promised_count(promise, exchange.request)
    for pointer, value in each(exchange.answer, promise["at"]):
        if isinstance(value, list) and len(value) != wanted:
            yield pointer, f"has {len(value)} entries, {wanted} were asked for"


def _dimensions(promise: Promise, exchange: Exchange, patterns: Patterns) -> Breaches:
    wanted = promised_size(promise, exchange.request)
    if wanted is None:
        return
    for pointer, facts in _pictures(promise["at"], exchange, patterns):
        if isinstance(facts, str):
            yield pointer, facts
        elif (facts.width, facts.height) != wanted:
            yield pointer, f"is {facts.width}*{facts.height}, asked for was {wanted[0]}*{wanted[1]}"


def _aspect(promise: Promise, exchange: Exchange, patterns: Patterns) -> Breaches:
    wanted = aspect_of(promise, exchange.request, exchange.inputs)
    if wanted is None:
        return
    ratio, pixels = wanted
    for pointer, facts in _pictures(promise["at"], exchange, patterns):
        if isinstance(facts, str):
            yield pointer, facts
            continue
        found = facts.width / facts.height
        if abs(found / ratio - 1) > promise["ratio_tolerance"]:
            yield pointer, f"is {found:.3f} wide for each pixel of height, the input is {ratio:.3f}"
        if abs(facts.width * facts.height / pixels - 1) > promise["pixels_tolerance"]:
            yield pointer, f"has {facts.width * facts.height} pixels, promised are about {pixels}"


def _present(promise: Promise, exchange: Exchange, _: Patterns) -> Breaches:
    if not is_present_promised(promise, exchange.request):
        return
    parent, _, name = promise["at"].rpartition("/")
    for pointer, value in each(exchange.answer, parent):
        if isinstance(value, dict) and not value.get(name):
            yield f"{pointer}/{name}", "is promised for this request and not there"


def _one_of(promise: Promise, exchange: Exchange, _: Patterns) -> Breaches:
    wanted = chosen_pointer(promise, exchange.request).rpartition("/")[2]
    names = [pointer.rpartition("/")[2] for pointer in promise["at"]]
    for pointer, value in each(exchange.answer, promise["at"][0].rpartition("/")[0]):
        filled = [name for name in names if isinstance(value, dict) and value.get(name)]
        if filled != [wanted]:
            yield pointer, f"fills {' and '.join(filled) or 'neither'}, asked for was {wanted}"


def _unix_time(promise: Promise, exchange: Exchange, _: Patterns) -> Breaches:
    for pointer, value in each(exchange.answer, promise["at"]):
        if not isinstance(value, int | float) or abs(value - exchange.sent_at) > _CLOCK_TOLERANCE_S:
            now = time.strftime("%Y-%m-%d", time.gmtime(exchange.sent_at))
            yield pointer, f"is {shown(value)}, not a time in unix seconds near {now}"


def _lifetime(_promise: Promise, _exchange: Exchange, _: Patterns) -> Breaches:
    """Nothing can be said of it without waiting."""
    yield from ()


def _pictures(
    at: str, exchange: Exchange, patterns: Patterns
) -> Iterator[tuple[str, PictureFacts | str]]:
    """Yield the facts of each picture at or below a pattern, or why there are none; unfilled is skipped."""
    for pattern in patterns:
        if pattern != at and not pattern.startswith(f"{at}/"):
            continue
        for pointer, value in each(exchange.answer, pattern):
            if isinstance(value, str) and value:
                yield pointer, _facts(value, exchange)


def _facts(value: str, exchange: Exchange) -> PictureFacts | str:
    try:
        data = exchange.fetch(value) if is_absolute_url(value) else b64decode(value, validate=True)
    except (OSError, ValueError) as error:
        return f"cannot be read: {error}"
    try:
        return inspect_picture(data)
    except PictureError as error:
        return f"is no picture: {error}"


_JUDGES: Mapping[str, Callable[[Promise, Exchange, Patterns], Breaches]] = {
    "count": _count,
    "dimensions": _dimensions,
    "aspect": _aspect,
    "present": _present,
    "one-of": _one_of,
    "unix-time": _unix_time,
    "lifetime": _lifetime,
}
KINDS = frozenset(_JUDGES)
