"""How sure it is that a good request is good: the least sure of the claims that it rests on."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from truecopy.contract import CompiledOperation, CompiledSchema
from truecopy.contract.formats import is_absolute_url
from truecopy.contract.keywords import ASSERTIONS, GROUPS
from truecopy.contract.pictures import PictureSite
from truecopy.judge.formed_names import is_formed
from truecopy.model import ABSENT, Claim, Ground, Leaning, Schema
from truecopy.model.pointers import each, first, join, split

_OPERATION = ("method", "path", "media-type", "auth")
# That a field is there rests on no rule of its value.
_OF_VALUES = (ASSERTIONS - {"required"}) | GROUPS.keys()
_JSON_TYPES = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}


class RequestGrounds:
    """Says of the bodies of one operation's good requests what they rest on.

    A value that the documents themselves show in their request rests on that example, whatever else is assumed
    of its field: an address shown says that addresses are taken, and nothing of data. A text of ours in a field
    for ids, codes or days is a guess, whatever the documents say of its length.
    """

    def __init__(
        self, compiled: CompiledOperation, claims: Mapping[str, Claim] = MappingProxyType({})
    ) -> None:
        """Keep what the documents show.

        Args:
            claims: By id; those about the operation itself are read.
        """
        self._operation = compiled.operation
        self._request = compiled.request
        self._claims = claims

    def of(self, instance: Any, known: Any = None) -> Leaning:
        """Return the least sure of what a body rests on.

        Args:
            known: A body that is known to be taken: what it has at the same place needs no ground.
        """
        found = [] if known is not None else [self.of_operation(*_OPERATION)]
        if self._request is not None:
            start = ("", "", "")
            found += self._walk(self._request, self._request.schema, start, instance, known)
        return weakest(found)

    def of_picture(self, site: PictureSite, text: str) -> Leaning:
        """Return what it rests on that a text is taken as a picture."""
        if self._request is None:
            return Leaning()
        rule = {"x-image": site.rule}
        return weakest(self._of_value(self._request, rule, site.schema_pointer, site.pattern, text))

    def of_operation(self, *keywords: str) -> Leaning:
        """Return the least sure of some claims about the operation itself."""
        names = (f"{self._operation.id}#{keyword}" for keyword in keywords)
        claims = [self._claims[name] for name in names if name in self._claims]
        return weakest(Leaning(ground=one.ground, claim=one.id) for one in claims)

    def _walk(
        self,
        compiled: CompiledSchema,
        schema: Schema,
        at: tuple[str, str, str],
        value: Any,
        known: Any,
    ) -> Iterator[Leaning]:
        """Yield what a value rests on.

        Args:
            at: Pointer into the schema, into the body, and pattern into bodies.
        """
        schema_at, pointer, pattern = at
        if pointer and value == first(known, pointer, ABSENT):
            return
        yield from self._of_value(compiled, schema, schema_at, pattern, value)
        if isinstance(value, dict):
            for name, inner in schema.get("properties", {}).items():
                if name in value:
                    step = join([name])
                    below = (f"{schema_at}/properties{step}", pointer + step, pattern + step)
                    yield from self._walk(compiled, inner, below, value[name], known)
        if isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                below = (f"{schema_at}/items", f"{pointer}/{index}", f"{pattern}/*")
                yield from self._walk(compiled, schema["items"], below, item, known)

    def _of_value(
        self, compiled: CompiledSchema, schema: Schema, schema_at: str, pattern: str, value: Any
    ) -> Iterator[Leaning]:
        shown = [one for _, one in each(self._operation.example, pattern)] if pattern else []
        is_scalar = not isinstance(value, dict | list)
        if is_scalar and value in (*shown, *schema.get("examples", ())):
            return
        if _is_guessed(schema, pattern, value):
            guessed = compiled.claim_at(f"{schema_at}/type")
            yield Leaning(ground=Ground.ASSUMPTION, claim=guessed.id if guessed else "")
        source = _source(value)
        for keyword in schema.keys() & _OF_VALUES:
            names = [f"{keyword}/{name}" for name in schema[keyword]] if keyword in GROUPS else ()
            for name in names or (keyword,):
                if name == "x-image/sources" and source in {_source(one) for one in shown}:
                    continue
                claim = compiled.claim_at(f"{schema_at}/{name}")
                if claim is not None and not (source == "url" and name in _OF_FILES):
                    yield Leaning(ground=claim.ground_of(_part(name, value)), claim=claim.id)


# What says which texts a field takes.
_TELLING = frozenset({"enum", "const", "format", "pattern", "x-dimensions", "x-image"})


def _is_guessed(schema: Schema, pattern: str, value: Any) -> bool:
    """Whether a text is a guess: the name of its field says that not any will do, and no page shows which."""
    if not isinstance(value, str) or schema.keys() & _TELLING or value == schema.get("default"):
        return False
    return is_formed(next((name for name in reversed(split(pattern)) if name != "*"), ""))


_OF_FILES = frozenset(f"x-image/{name}" for name in GROUPS["x-image"] - {"sources"})


def weakest(found: Iterable[Leaning]) -> Leaning:
    """Return the least sure of several."""
    return max(found, key=lambda one: one.ground.weakness, default=Leaning())


def _part(keyword: str, value: Any) -> str:
    """Return which entry of a list a value is taken by; empty for keywords that list nothing."""
    if keyword == "type":
        return _JSON_TYPES.get(type(value), "")
    if keyword == "x-image/sources":
        return _source(value)
    return str(value) if keyword == "enum" else ""


def _source(value: Any) -> str:
    """Return how a text carries a picture: by its address, or as data of one of two forms."""
    if not isinstance(value, str):
        return ""
    if is_absolute_url(value):
        return "url"
    return "data-uri" if value[:5].lower() == "data:" else "base64"
