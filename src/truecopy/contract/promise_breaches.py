"""What an answer owes by its promises and does not give, and which of them it shows held."""

import time
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from truecopy.contract.formats import is_absolute_url
from truecopy.contract.pictures import picture_sites
from truecopy.contract.problems import Problem, shown
from truecopy.contract.promises import (
    DEFAULT,
    UNFILLED,
    Promise,
    aspect_of,
    chosen_pointer,
    is_examinable,
    is_present_promised,
    is_shown_in,
    per_second,
    promised_count,
    promised_size,
    uses_default,
)
from truecopy.contract.validate import CompiledSchema
from truecopy.errors import PictureError
from truecopy.model import Claim
from truecopy.model.pointers import each, first, unescape
from truecopy.picture import PictureFacts, inspect_picture

Fetch = Callable[[str], bytes | None]

# A day: clocks and time zones may be wrong, milliseconds or a text may not.
_CLOCK_TOLERANCE_S = 86_400.0
_DEAD = "cannot be had"


@dataclass(frozen=True, kw_only=True)
class PromiseContext:
    """One request with its answer.

    Attributes:
        request: Decoded body of the request that the promises refer to; for a poll, of the request
            that created the task.
        answer: Decoded body of the answer.
        sent_at: When it was sent, in unix seconds.
        inputs: Size of each input picture in order, None where it is not known.
        fetch: Returns the bytes behind an address, None where nobody looked; raises OSError where it
            cannot be had.
    """

    request: Any
    answer: Any
    sent_at: float
    fetch: Fetch
    inputs: tuple[tuple[int, int] | None, ...] = ()
    _facts: dict[str, "PictureFacts | str | None"] = field(default_factory=dict, repr=False)

    def facts(self, value: str) -> "PictureFacts | str | None":
        """Return the facts of the picture behind a text, why there is none, or None where nobody looked."""
        if value not in self._facts:
            self._facts[value] = _facts(value, self.fetch)
        return self._facts[value]


def promise_problems(compiled: CompiledSchema, context: PromiseContext) -> Iterator[Problem]:
    """Yield what an answer owes and does not give; pictures that cannot be had are passed over."""
    for promise, claim, judge, patterns in _promises(compiled, context.request):
        for pointer, message in judge(promise, context, patterns):
            yield Problem(pointer=pointer, message=message, claim=claim, keyword=promise["kind"])


def examined_promises(compiled: CompiledSchema, context: PromiseContext) -> Iterator[Claim]:
    """Yield the claim of each promise that this answer could have broken."""
    for promise, claim, _, patterns in _promises(compiled, context.request):
        if claim is not None and _EXAMINED[promise["kind"]](promise, context, patterns):
            yield claim


def picture_problems(compiled: CompiledSchema, context: PromiseContext) -> Iterator[Problem]:
    """Yield each picture of an answer that cannot be had, is none, or does not come as its source says."""
    for site in picture_sites(compiled.schema):
        claim = compiled.claim_at(f"{site.schema_pointer}/x-image/sources")
        sources = site.rule.get("sources", ())
        for pointer, value in each(context.answer, site.pattern):
            if not isinstance(value, str) or not value:
                continue
            keyword, message = _source_problem(value, sources, context)
            if message:
                yield Problem(pointer=pointer, message=message, claim=claim, keyword=keyword)


def examined_pictures(compiled: CompiledSchema, context: PromiseContext) -> Iterator[Claim]:
    """Yield the claim about the source of each picture that was looked at and is one."""
    for site in picture_sites(compiled.schema):
        claim = compiled.claim_at(f"{site.schema_pointer}/x-image/sources")
        values = [value for _, value in each(context.answer, site.pattern)]
        if claim and any(
            isinstance(context.facts(value), PictureFacts)
            for value in values
            if isinstance(value, str) and value
        ):
            yield claim


def claims_of_pictures(compiled: CompiledSchema) -> Iterator[Claim]:
    """Yield each claim that only a look at a picture shows held."""
    for site in picture_sites(compiled.schema):
        claim = compiled.claim_at(f"{site.schema_pointer}/x-image/sources")
        if claim is not None:
            yield claim
    for promise, claim, _, _ in _promises(compiled, None):
        if claim is not None and _EXAMINED[promise["kind"]] is _has_pictures:
            yield claim


def _source_problem(value: str, sources: Iterable[str], context: PromiseContext) -> tuple[str, str]:
    """Return what kind of problem a picture's text has, and what it is; empty texts for none."""
    is_address = is_absolute_url(value)
    if is_address and "url" not in sources:
        return "unreadable", f"is the address {shown(value)}, expected was {', '.join(sources)}"
    if not is_address and "base64" not in sources:
        return "unreadable", f"{shown(value)} is no absolute address"
    facts = context.facts(value)
    if not isinstance(facts, str):
        return "", ""
    is_dead = is_address and facts.startswith(_DEAD)
    return ("unreachable" if is_dead else "unreadable"), f"{shown(value)} {facts}"


def _promises(
    compiled: CompiledSchema, request: Any
) -> Iterator[tuple[Promise, Claim | None, "Judge", "Patterns"]]:
    """Yield each promise with its claim: for a request that leaves it to the default, that of the default."""
    patterns = tuple(site.pattern for site in picture_sites(compiled.schema))
    for index, promise in enumerate(compiled.schema.get("x-promises", ())):
        pointer = f"/x-promises/{index}"
        is_default = uses_default(promise, request)
        claim = compiled.claim_at(f"{pointer}/{DEFAULT}" if is_default else pointer)
        yield promise, claim, _JUDGES[promise["kind"]], patterns


Breaches = Iterator[tuple[str, str]]
Patterns = tuple[str, ...]


def _count(promise: Promise, context: PromiseContext, _: Patterns) -> Breaches:
    wanted = promised_count(promise, context.request)
    for pointer, value in each(context.answer, promise["at"]):
        if isinstance(value, list) and len(value) != wanted:
            yield pointer, f"has {len(value)} entries, {wanted} {_asked(promise, context)}"


def _dimensions(promise: Promise, context: PromiseContext, patterns: Patterns) -> Breaches:
    wanted = promised_size(promise, context.request)
    if wanted is None:
        return
    for pointer, facts in _pictures(promise["at"], context, patterns):
        if (facts.width, facts.height) != wanted:
            yield pointer, f"is {facts.width}*{facts.height}, asked for was {wanted[0]}*{wanted[1]}"


def _aspect(promise: Promise, context: PromiseContext, patterns: Patterns) -> Breaches:
    wanted = aspect_of(promise, context.request, context.inputs)
    if wanted is None:
        return
    ratio, pixels = wanted
    for pointer, facts in _pictures(promise["at"], context, patterns):
        found = facts.width / facts.height
        if abs(found / ratio - 1) > promise["ratio_tolerance"]:
            yield pointer, f"is {found:.3f} wide for each pixel of height, the input is {ratio:.3f}"
        if abs(facts.width * facts.height / pixels - 1) > promise["pixels_tolerance"]:
            yield pointer, f"has {facts.width * facts.height} pixels, promised are about {pixels}"


def _present(promise: Promise, context: PromiseContext, _: Patterns) -> Breaches:
    if not is_present_promised(promise, context.request):
        return
    parent, _, name = promise["at"].rpartition("/")
    for pointer, value in each(context.answer, parent):
        if isinstance(value, dict) and not value.get(name):
            yield f"{pointer}/{name}", "is promised for this request and not there"


def _shown_in(promise: Promise, context: PromiseContext, _: Patterns) -> Breaches:
    state = first(context.answer, promise["state"])
    if not isinstance(state, str):
        return
    is_due = is_shown_in(promise, state)
    parent, _, name = promise["at"].rpartition("/")
    for pointer, value in each(context.answer, parent):
        found = value.get(unescape(name)) if isinstance(value, dict) else None
        if is_due and found is None:
            yield f"{pointer}/{name}", f"is not there, and {promise['state']} is {shown(state)}"
        elif not is_due and found not in UNFILLED:
            states = " or ".join(promise["states"])
            yield f"{pointer}/{name}", f"is there while the state is {shown(state)}, not {states}"


def _one_of(promise: Promise, context: PromiseContext, _: Patterns) -> Breaches:
    wanted = chosen_pointer(promise, context.request).rpartition("/")[2]
    names = [pointer.rpartition("/")[2] for pointer in promise["at"]]
    for pointer, value in each(context.answer, promise["at"][0].rpartition("/")[0]):
        filled = [name for name in names if isinstance(value, dict) and value.get(name)]
        if filled != [wanted]:
            told = " and ".join(filled) or "neither"
            yield pointer, f"fills {told}, {wanted} {_asked(promise, context)}"


def _asked(promise: Promise, context: PromiseContext) -> str:
    return "is the default" if uses_default(promise, context.request) else "was asked for"


def _unix_time(promise: Promise, context: PromiseContext, _: Patterns) -> Breaches:
    units = per_second(promise)
    for pointer, value in each(context.answer, promise["at"]):
        is_number = isinstance(value, int | float)
        if not is_number or abs(value / units - context.sent_at) > _CLOCK_TOLERANCE_S:
            now = time.strftime("%Y-%m-%d", time.gmtime(context.sent_at))
            unit = promise.get("unit", "seconds")
            yield pointer, f"is {shown(value)}, not a time in unix {unit} near {now}"


def _lifetime(_promise: Promise, _context: PromiseContext, _: Patterns) -> Breaches:
    """Nothing can be said of it without waiting."""
    yield from ()


def _pictures(
    at: str, context: PromiseContext, patterns: Patterns
) -> Iterator[tuple[str, PictureFacts]]:
    """Yield the facts of each picture at or below a pattern; what is unfilled or no picture is skipped."""
    for pattern in patterns:
        if pattern != at and not pattern.startswith(f"{at}/"):
            continue
        for pointer, value in each(context.answer, pattern):
            facts = context.facts(value) if isinstance(value, str) and value else None
            if isinstance(facts, PictureFacts):
                yield pointer, facts


def _facts(value: str, fetch: Fetch) -> PictureFacts | str | None:
    try:
        data = fetch(value) if is_absolute_url(value) else b64decode(value, validate=True)
    except OSError as error:
        return f"{_DEAD}: {error}"
    except ValueError as error:
        return f"is no strict base64: {error}"
    if data is None:
        return None
    try:
        return inspect_picture(data)
    except PictureError as error:
        return f"is no picture: {error}"


def _has_pictures(promise: Promise, context: PromiseContext, patterns: Patterns) -> bool:
    is_asked = is_examinable(promise, context.request, context.inputs)
    return is_asked and any(_pictures(promise["at"], context, patterns))


def _has(pointer: str, context: PromiseContext) -> bool:
    return any(True for _ in each(context.answer, pointer))


Judge = Callable[[Promise, PromiseContext, Patterns], Breaches]
_JUDGES: Mapping[str, Judge] = {
    "count": _count,
    "dimensions": _dimensions,
    "aspect": _aspect,
    "present": _present,
    "shown-in": _shown_in,
    "one-of": _one_of,
    "unix-time": _unix_time,
    "lifetime": _lifetime,
}
_EXAMINED: Mapping[str, Callable[[Promise, PromiseContext, Patterns], bool]] = {
    "count": lambda promise, context, _: _has(promise["at"], context),
    "dimensions": _has_pictures,
    "aspect": _has_pictures,
    "present": lambda promise, context, _: (
        is_present_promised(promise, context.request)
        and _has(promise["at"].rpartition("/")[0], context)
    ),
    "shown-in": lambda promise, context, _: isinstance(
        first(context.answer, promise["state"]), str
    ),
    "one-of": lambda promise, context, _: _has(promise["at"][0].rpartition("/")[0], context),
    "unix-time": lambda promise, context, _: _has(promise["at"], context),
    "lifetime": lambda _promise, _context, _patterns: False,
}
KINDS = frozenset(_JUDGES)
