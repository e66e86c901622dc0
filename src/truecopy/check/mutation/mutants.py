"""Mutants: for each claim, vendors that say something else at it. A check that sees none of them has a hole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import isqrt
from typing import Any

from truecopy.check.mutation.middleware import MutableAnswer
from truecopy.contract.bodies import FORM_TYPE
from truecopy.contract.encode import apply_edits
from truecopy.judge.neighbours import other_choice, past
from truecopy.model import ABSENT, Claim, Contract, Edit, Layer, Operation, Payload, Schema
from truecopy.model.pointers import node
from truecopy.wire.inprocess import Scope

_STEPS = {
    "maximum": (-1, 1),
    "minimum": (1, -1),
    "maxLength": (-1, 1),
    "minLength": (1,),
    "maxItems": (-1, 1),
}
_SHIFTS = {"minimum": (1, -1), "maximum": (-1, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A vendor that is wrong at one claim.

    Attributes:
        claim: Its id.
        label: What is wrong.
        contract: What the vendor keeps instead.
        request, reply: Change what passes where a contract cannot say it.
    """

    claim: str
    label: str
    contract: Contract
    request: Callable[[Scope], None] | None = None
    reply: Callable[[MutableAnswer], None] | None = None


def request_mutants(contract: Contract, claim: Claim) -> Iterator[Mutant]:
    """Yield vendors that take other requests: a keyword dropped, a bound shifted, a choice more or less."""
    path, _, pointer = claim.pointer.partition("#")
    operation = contract.operations[claim.owner]
    schema = operation.request if path.endswith("request.json") else operation.path_parameters
    if schema is None or _is_implied(operation, claim, pointer):
        return
    siblings: Schema = node(schema, pointer.rpartition("/")[0])
    for label, value in _other_values(claim.keyword, node(schema, pointer), siblings):
        changed = put(schema, pointer, value)
        is_body = path.endswith("request.json")
        yield Mutant(
            claim=claim.id,
            label=label,
            contract=with_operation(
                contract,
                replace(operation, request=changed)
                if is_body
                else replace(operation, path_parameters=changed),
            ),
        )


def operation_mutants(contract: Contract, claim: Claim) -> Iterator[Mutant]:
    """Yield vendors whose operation is elsewhere, asks for another method, media type or key, or answers otherwise."""
    operation = contract.operations.get(claim.owner)
    if operation is None:
        return
    others: dict[str, tuple[str, Operation]] = {
        "method": ("another method", replace(operation, method="PATCH")),
        "path": ("another path", replace(operation, path=f"{operation.path}-moved", aliases=())),
        "alias": ("no alias", replace(operation, aliases=())),
        "media-type": ("another media type", replace(operation, media_type="application/xml")),
    }
    if claim.subject == operation.id and claim.keyword in others:
        label, other = others[claim.keyword]
        yield Mutant(claim=claim.id, label=label, contract=with_operation(contract, other))
    elif claim.keyword in ("auth", "key-prefix"):
        yield Mutant(claim=claim.id, label="any key", contract=contract, request=_let_in)
    elif claim.keyword == "status":
        status = int(claim.value)
        reply = _only(operation.id, status, lambda each: _set_status(each, status))
        yield Mutant(claim=claim.id, label="another status", contract=contract, reply=reply)
    elif claim.keyword == "media-type":
        status = int(claim.subject.rpartition(".")[2])
        reply = _only(operation.id, status, lambda each: each.header(b"content-type", b"text/html"))
        yield Mutant(claim=claim.id, label="text/html", contract=contract, reply=reply)


def _other_values(keyword: str, value: Any, siblings: Schema) -> Iterator[tuple[str, Any]]:
    """Yield what a keyword could say instead; `ABSENT` for nothing."""
    if keyword == "x-dimensions/separator":
        yield "another mark", "/"
        return
    if keyword == "x-image/sources":
        yield from _dropped_choices(keyword, value)
        return
    if keyword in ("x-dimensions/side", "x-image/side", "x-dimensions/pixels"):
        for name, steps in _SHIFTS.items():
            for step in steps:
                # Pixels come and go by rows.
                by = step * (isqrt(value[name]) if keyword.endswith("pixels") else 1)
                yield f"{name} {by:+}", {**value, name: value[name] + by}
        return
    if keyword == "x-image/bytes":
        yield "accepts fewer bytes", {**value, "refused": value["accepted"]}
        yield "accepts more bytes", {**value, "refused": value["refused"] + 1}
        return
    yield "dropped", ABSENT
    for step in _STEPS.get(keyword, ()):
        shifted = past(value, step, siblings)
        yield f"{shifted - value:+.3g}", shifted
    yield from _dropped_choices(keyword, value)


def _is_implied(operation: Operation, claim: Claim, pointer: str) -> bool:
    """Whether other rules refuse all that a keyword refuses, so that nobody could see it dropped."""
    schema = operation.request or {}
    if claim.pointer.startswith(f"schemas/{operation.id}/path.json"):
        return True  # an id that is none is unknown as well
    siblings: Schema = node(schema, pointer.rpartition("/")[0])
    if claim.keyword == "pattern":
        return "x-dimensions" in siblings
    if claim.keyword == "type":
        kinds = {claim.value} if isinstance(claim.value, str) else set(claim.value)
        is_form = operation.media_type == FORM_TYPE
        return "enum" in siblings or (is_form and (bool(kinds & {"string"}) or pointer == "/type"))
    return False


def _dropped_choices(keyword: str, value: Any) -> Iterator[tuple[str, Any]]:
    if keyword in ("enum", "x-image/formats", "x-image/sources") and len(value) > 1:
        yield f"without {value[-1]!r}", value[:-1]
        yield f"without {value[0]!r}", value[1:]
    if keyword == "enum":
        yield "one more", [*value, other_choice(value)]
    if keyword == "type" and isinstance(value, list):
        yield f"without {value[-1]!r}", value[:-1]


def put(schema: Schema, pointer: str, value: Any) -> Schema:
    """Return a schema with something else at a pointer."""
    changed: Schema = apply_edits(
        Payload(instance=schema), (Edit(pointer=pointer, value=value),)
    ).instance
    return changed


def with_operation(contract: Contract, operation: Operation) -> Contract:
    """Return a contract with one operation changed."""
    return replace(contract, operations={**contract.operations, operation.id: operation})


def _let_in(scope: Scope) -> None:
    """Give every request a good key."""
    kept = [each for each in scope["headers"] if each[0] != b"authorization"]
    scope["headers"] = [*kept, (b"authorization", b"Bearer sk-let-in")]


def _only(
    operation: str, status: int, change: Callable[[MutableAnswer], None]
) -> Callable[[MutableAnswer], None]:
    def reply(each: MutableAnswer) -> None:
        if each.operation == operation and each.status == status:
            change(each)

    return reply


def _set_status(reply: MutableAnswer, status: int) -> None:
    reply.status = 201 if status < 300 else 418


def is_about_requests(claim: Claim) -> bool:
    """Whether a claim is enforced on requests."""
    return claim.layer is Layer.ASSERTION and claim.pointer.partition("#")[0].endswith(
        ("request.json", "path.json")
    )
