"""Hypothesis strategies for requests: whole bodies by Schemathesis, sizes and pictures by our own."""

import random
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SanitizationConfig
from schemathesis.transport.prepare import prepare_request

from truecopy.contract.bodies import FORM_TYPE
from truecopy.contract.dimensions import dimension_problem
from truecopy.contract.form_values import types_of
from truecopy.contract.pictures import PictureSite
from truecopy.judge.picture_samples import (
    GARBAGE,
    Constraint,
    Sample,
    ordinary_picture,
    takes_address,
)
from truecopy.judge.request_factory import RequestFactory
from truecopy.judge.request_fields import fields_of
from truecopy.judge.variations import Variations
from truecopy.model import Draft, Edit, Ground, Operation, Payload, Schema
from truecopy.model.pointers import join
from truecopy.picture import sample_picture

if TYPE_CHECKING:
    from collections.abc import Callable

_BASE = "http://generated.invalid"
# Requests are sent as they were made, with nothing in them masked.
_WHOLE = SanitizationConfig(enabled=False)
# Where no side is bounded: pictures that are drawn within milliseconds.
_SHORTEST_SIDE, _LONGEST_SIDE = 32, 128
# Where no size is bounded: those that most models make.
_COMMON_SIDES = (512, 1024)
_NEAR = 16  # pixels on either side of a bound: both sides of it, and what rounds to it
_SHORT = 40  # characters of a text that is shown in a report as it is
_TRAILER = 24  # bytes at the end of a picture: without the last chunk of a PNG alone some decoders still show it
_SIGNATURE = 8  # bytes at its beginning by which its format is known


def case_strategy(
    factory: RequestFactory, cautious: Schema, mode: GenerationMode
) -> st.SearchStrategy["schemathesis.Case[Any]"]:
    """Return Schemathesis' cases for one operation.

    Args:
        cautious: Schema of its body.
    """
    operation = factory.operation
    names = _Formats(factory)
    document = _document(operation, names.applied(cautious))
    for name, strategy in names.strategies.items():
        schemathesis.openapi.format(name, strategy)
    schema = schemathesis.openapi.from_dict(document)
    return schema[operation.path][operation.method].as_strategy(generation_mode=mode)


def draft_of(case: "schemathesis.Case[Any]", operation: Operation) -> Draft:
    """Return a case as the request that it is on the wire."""
    prepared = prepare_request(case, None, config=_WHOLE)
    body = prepared.body
    content = body.encode() if isinstance(body, str) else bytes(body or b"")
    return Draft(
        operation=operation.id,
        method=operation.method,
        path=operation.path,
        media_type=operation.media_type,
        content_type=str(prepared.headers.get("content-type", operation.media_type)),
        body=content,
    )


def limit_edits(factory: RequestFactory, base: Payload) -> st.SearchStrategy[tuple[Edit, ...]]:
    """Return edits that put one value at a limit of a good request, or just past it."""
    variations = Variations(factory, base)
    edits = [each.edits for each in (*variations.accepted, *variations.refused) if each.edits]
    return st.sampled_from(edits) if edits else st.nothing()


def picture_edits(factory: RequestFactory) -> st.SearchStrategy[tuple[Edit, ...]]:
    """Return edits that put a picture into a good request: within its rule, at its limits, past them, or no picture."""
    options = [
        _picture(site.rule, factory).map(partial(_placed, factory, site))
        for site in factory.sites
        if factory.is_form or {"base64", "data-uri"} & set(site.rule.get("sources", ()))
    ]
    return st.one_of(options) if options else st.nothing()


def size_edits(factory: RequestFactory) -> st.SearchStrategy[tuple[Edit, ...]]:
    """Return edits that set a size: within its bounds, at them, and past them."""
    options = [
        _sizes(rule).map(partial(_sized, at)) for at, rule in _size_fields(factory.schema, "")
    ]
    return st.one_of(options) if options else st.nothing()


def _document(operation: Operation, schema: Schema) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": operation.id, "version": "1"},
        "servers": [{"url": _BASE}],
        "paths": {
            operation.path: {
                operation.method.lower(): {
                    "operationId": operation.id,
                    "requestBody": {
                        "required": True,
                        "content": {str(operation.media_type): {"schema": schema}},
                    },
                    "responses": {
                        str(status): {"description": ""} for status in operation.responses
                    },
                }
            }
        },
    }


class _Formats:
    """Names a format for each size and picture of a schema, since generators know formats and not `x-` keywords."""

    def __init__(self, factory: RequestFactory) -> None:
        self._factory = factory
        self.strategies: dict[str, st.SearchStrategy[Any]] = {}

    def applied(self, schema: Schema) -> dict[str, Any]:
        """Return a schema without `x-` keywords, and with the formats in their place."""
        made = {
            name: value
            for name, value in schema.items()
            if not name.startswith("x-") and name not in ("$id", "$schema", "examples", "default")
        }
        if "x-image" in schema:
            made = self._image(schema, made)
        elif "x-dimensions" in schema:
            name = f"truecopy-size-{len(self.strategies)}"
            self.strategies[name] = _good_sizes(schema["x-dimensions"])
            made = {"type": schema["type"], "format": name}
        elif _is_free_text(schema):
            name = f"truecopy-text-{len(self.strategies)}"
            self.strategies[name] = _plain_texts(schema["minLength"], schema["maxLength"])
            made = {**made, "format": name}
        if "properties" in schema:
            made["properties"] = {
                name: self.applied(inner) for name, inner in schema["properties"].items()
            }
        if "items" in schema:
            made["items"] = self.applied(schema["items"])
        return made

    def _image(self, schema: Schema, made: dict[str, Any]) -> dict[str, Any]:
        rule = schema["x-image"]
        data = ordinary_picture(rule, self._factory.size)
        if self._factory.operation.media_type == FORM_TYPE:
            self.strategies["binary"] = st.just(data)
            return {**made, "format": "binary"}
        texts = self._texts(rule, data)
        name = f"truecopy-image-{len(self.strategies)}"
        self.strategies[name] = st.sampled_from(texts)
        return {**made, "format": name}

    def _texts(self, rule: Constraint, data: bytes) -> list[str]:
        """Return a picture as the texts that surely carry one; where all are assumed to, as all of them."""
        sources, url = rule.get("sources", ()), self._factory.image_url
        texts = [url] if url and takes_address(rule) else []
        if {"base64", "data-uri"} & set(sources):
            texts.append(Sample(keyword="", label="", is_accepted=True, data=data).text(sources))
        grounds = self._factory.grounds
        site = next(each for each in self._factory.sites if each.rule == rule)
        sure = [
            each for each in texts if grounds.of_picture(site, each).ground is not Ground.ASSUMPTION
        ]
        return sure or texts


def _is_free_text(schema: Schema) -> bool:
    """Whether any text of some length will do; a cautious schema always says how long."""
    is_text = "string" in types_of(schema)
    return is_text and not {"enum", "format", "pattern"} & schema.keys() and "minLength" in schema


def _plain_texts(least: int, most: int) -> st.SearchStrategy[str]:
    """Return texts of every script without control characters; some are as long as they may be."""
    characters = st.characters(exclude_categories=("C", "Z"))
    short = st.text(characters, min_size=least, max_size=min(most, _SHORT))
    return st.one_of(short, characters.map(lambda each: each * most))


def _size_fields(schema: Schema, at: str) -> list[tuple[str, Constraint]]:
    found = [(at, schema["x-dimensions"])] if "x-dimensions" in schema else []
    for name, inner in schema.get("properties", {}).items():
        found += _size_fields(inner, at + join((name,)))
    return found


def _around(bound: int) -> st.SearchStrategy[int]:
    return st.integers(max(1, bound - _NEAR), bound + _NEAR)


def _sides(rule: Constraint) -> st.SearchStrategy[int]:
    side, pixels = rule.get("side", {}), rule.get("pixels", {})
    bounds = [*side.values(), *(int(each**0.5) for each in pixels.values())] or _COMMON_SIDES
    between = st.integers(min(bounds), max(bounds))
    return st.one_of([*(_around(int(each)) for each in bounds), between])


def _sizes(rule: Constraint) -> st.SearchStrategy[str]:
    mark = rule.get("separator", "*")
    return st.builds(lambda w, h: f"{w}{mark}{h}", _sides(rule), _sides(rule))


def _good_sizes(rule: Constraint) -> st.SearchStrategy[str]:
    problem: Callable[[str], object] = dimension_problem(rule)
    return _sizes(rule).filter(lambda text: problem(text) is None)


def _picture(rule: Constraint, factory: RequestFactory) -> st.SearchStrategy[bytes]:
    """Return pictures around the limits of a rule, and things that are none."""
    good = ordinary_picture(rule, factory.size)
    formats = ["png", "jpeg", "gif", "webp", "bmp", "tiff"]
    side = rule.get("side", {"minimum": _SHORTEST_SIDE, "maximum": _LONGEST_SIDE})
    sides = st.one_of(_around(side["minimum"]), _around(side["maximum"]))
    drawn = st.builds(_sample, st.sampled_from(formats), sides, sides, st.booleans())
    cut = st.integers(1, max(1, len(good) - _TRAILER)).map(lambda end: good[:end])
    scrambled = st.integers(0, 2**16).map(lambda seed: _scrambled(good, seed))
    return st.one_of(drawn, cut, scrambled, st.just(GARBAGE), st.just(good))


@lru_cache(maxsize=256)  # a few megabytes, and more than one search draws
def _sample(name: str, width: int, height: int, is_clear: bool) -> bytes:  # noqa: FBT001 - the strategy draws it
    clear = is_clear and name not in ("jpeg", "bmp")
    return sample_picture(format=name, width=width, height=height, transparent=clear)


def _scrambled(data: bytes, seed: int) -> bytes:
    """Return a picture whose first bytes, by which its format is known, are others."""
    return random.Random(seed).randbytes(_SIGNATURE) + data[_SIGNATURE:]  # noqa: S311 - broken pictures, not secrets


def _sized(at: str, text: str) -> tuple[Edit, ...]:
    return (Edit(pointer=at, value=text),)


def _placed(factory: RequestFactory, site: PictureSite, data: bytes) -> tuple[Edit, ...]:
    sample = Sample(keyword="sources", label="", is_accepted=False, data=data)
    base = factory.good_requests()[0].instance
    fields = fields_of(factory.compiled.request, base) if factory.compiled.request else ()
    at = next(each.at for each in fields if each.pattern == site.pattern)
    return factory.put(at, sample, site)
