"""Any request against the contract: must it be accepted, refused, or does the contract not say?"""

from collections.abc import Iterator
from typing import Any

from truecopy.contract import CompiledOperation, CompiledSchema, Problem
from truecopy.contract.bodies import decode_body
from truecopy.contract.form_values import types_of
from truecopy.contract.pictures import judge_pictures, picture_sites
from truecopy.judge.acceptance import Expectation
from truecopy.judge.outcome import BAD_REQUEST
from truecopy.judge.request_grounds import RequestGrounds
from truecopy.model import NO_BODY, Outcome, Payload, Schema
from truecopy.model.pointers import join

_ALLOWED = "a request that the contract allows"
# Where the documents set no bound, nobody refuses what is within these: a prompt of some lines, a few pictures
# of common sizes, and numbers that are no trial of strength.
_LONGEST_TEXT, _MOST_ITEMS, _LARGEST_NUMBER, _MOST_PICTURES = 200, 3, 1000, 4
_LONGEST_SIDE, _SHORTEST_SIDE = 2048, 256
_NO_BOUND = 16_384  # sides whose product is bounded need some bound of their own; this one is past any model's


class RequestJudge:
    """Says of the bytes of a request what a target that keeps the contract does with it.

    Attributes:
        cautious: The schema with a bound wherever the documents set none: what it accepts is surely accepted,
            since nothing that it has is past anything that the documents leave open.
    """

    def __init__(
        self,
        compiled: CompiledOperation,
        count_at: str = "",
        grounds: RequestGrounds | None = None,
    ) -> None:
        """Prepare the schemas.

        Args:
            count_at: Pointer of the field that says how many pictures are wanted; empty without one.
            grounds: What good requests rest on; None for what the body alone tells.
        """
        self._grounds = grounds or RequestGrounds(compiled)
        self._operation = compiled.operation
        self._request = compiled.request
        self._sites = picture_sites(self._operation.request or {})
        self.cautious = cautious_schema(self._operation.request or {}, count_at)
        self._cautious = CompiledSchema(self.cautious)

    def problems(self, content_type: str, data: bytes) -> tuple[Payload | None, list[Problem]]:
        """Return the decoded body, None where it cannot be decoded, and what is wrong with it."""
        if self._request is None:
            return NO_BODY, []
        media_type = self._operation.media_type or ""
        body = decode_body(media_type, content_type, data, self._request.schema)
        if not isinstance(body, Payload):
            return None, [body]
        problems = self._request.problems(body.instance)
        if not problems:
            _, problems = judge_pictures(self._request, self._sites, body.instance, body.files)
        return body, problems

    def expected(self, payload: Payload | None, problems: list[Problem]) -> Expectation:
        """Return what must become of a request; of several problems the surest is told, the first of those."""
        if not problems:
            if payload is None:
                return Expectation(outcome=None, label=_ALLOWED)
            leans = self._grounds.of(payload.instance)
            outcome = Outcome.ACCEPTED if self._is_surely_good(payload.instance) else None
            return Expectation(outcome=outcome, label=_ALLOWED, leans=leans)
        first, is_read = min(problems, key=_doubt), payload is not None
        return Expectation(
            outcome=Outcome.REFUSED,
            label=str(first),
            rule="request-invalid-accepted" if is_read else "request-unreadable-accepted",
            claim=first.claim.id if first.claim else "",
            pointer=first.pointer,
            statuses=BAD_REQUEST & self._operation.responses.keys(),
            status_claim=f"{self._operation.id}.400#status",
        )

    def _is_surely_good(self, instance: Any) -> bool:
        """Whether nothing of a body is anything that the documents leave open."""
        is_bounded = self._cautious.is_valid(instance)
        return is_bounded and all(_is_plain(each) for each in _leaves(instance))


def _doubt(problem: Problem) -> int:
    """Return how unsure it is that a request is refused for a problem; 0 for what no claim has to say."""
    return problem.claim.ground_of_refusals.weakness if problem.claim else 0


def cautious_schema(schema: Schema, count_at: str = "", at: str = "") -> dict[str, Any]:
    """Return a schema with a bound wherever it has none."""
    made = dict(schema)
    kinds = types_of(schema)
    if "string" in kinds and not schema.get("enum"):
        if "x-image" not in schema and not schema.get("x-dimensions", {}).get("empty"):
            made.setdefault("minLength", 1)
        if "x-image" not in schema:
            made.setdefault("maxLength", _LONGEST_TEXT)
    if "x-dimensions" in schema:
        made["x-dimensions"] = _cautious_size(schema["x-dimensions"])
    if kinds & {"integer", "number"}:
        made.setdefault("minimum", 1)
        made.setdefault("maximum", _MOST_PICTURES if at == count_at else _LARGEST_NUMBER)
    if "array" in kinds:
        made.setdefault("minItems", 1)
        made.setdefault("maxItems", _MOST_ITEMS)
    if "properties" in schema:
        made["additionalProperties"] = False
        made["properties"] = {
            name: cautious_schema(inner, count_at, at + join((name,)))
            for name, inner in schema["properties"].items()
        }
    elif kinds == {"object"}:
        made["maxProperties"] = 0
    if "items" in schema:
        made["items"] = cautious_schema(schema["items"], count_at, f"{at}/*")
    return made


def _cautious_size(rule: Schema) -> dict[str, Any]:
    if "side" in rule or "pixels" in rule:
        side = {"minimum": 1, "maximum": _NO_BOUND, **rule.get("side", {})}
        return {**rule, "side": side}
    return {**rule, "side": {"minimum": _SHORTEST_SIDE, "maximum": _LONGEST_SIDE}}


def _leaves(value: Any) -> Iterator[str | float]:
    """Yield every text and number, names of members among them."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, str | float):
        yield value


def _is_plain(text: str | float) -> bool:
    """Whether a value has nothing that readers treat in their own ways: control characters, 1.0 as an integer."""
    if isinstance(text, float):
        return False
    return bool(text.strip() or not text) and all(
        each.isprintable() or each == "\n" for each in text
    )
