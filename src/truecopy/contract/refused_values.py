"""Defaults and examples of a contract that its own schemas refuse."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from truecopy.contract.bodies import FORM_TYPE
from truecopy.contract.form_values import text_value, types_of
from truecopy.contract.problems import Problem
from truecopy.contract.validate import CompiledSchema
from truecopy.model import Claim, Contract, Operation, Schema
from truecopy.model.pointers import join

_ANNOTATED = ("default", "examples")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedValue:
    """A value that a contract shows, and that the contract refuses.

    Attributes:
        place: Where it landed: contract file, `#` and pointer.
        operation: Id of the operation whose messages it is about.
        pointer: Of the place in the message, `*` for elements; empty for the whole.
        problem: What is wrong with it, and the claim that says so.
    """

    place: str
    operation: str
    pointer: str
    value: Any
    problem: Problem

    def __str__(self) -> str:
        if self.place.startswith("openapi.json"):
            return f"{self.operation}: the documents' own example is refused: {self.problem}"
        return f"{self.place}: {self.value!r:.200} is refused by its own schema: {self.problem}"


def refused_values(contract: Contract, files: Mapping[str, Any]) -> Iterator[RefusedValue]:
    """Yield each default, and each example of a field or of a request, that its own schema refuses.

    Args:
        files: Contract file -> parsed content.
    """
    landed = contract.landed()
    for path, schema in files.items():
        if path.startswith("schemas/"):
            yield from _annotations(landed, (path, path.split("/")[1]), schema, "", "")
    for operation in contract.operations.values():
        if operation.example is not None and operation.request:
            yield from _example(landed, operation, operation.request)


def _annotations(
    landed: Mapping[str, Claim], owner: tuple[str, str], schema: Schema, at: str, pointer: str
) -> Iterator[RefusedValue]:
    """Yield the annotations of one place, and of those below it, that the schema around them refuses."""
    path, operation = owner
    bare = {key: value for key, value in schema.items() if key not in _ANNOTATED}
    for keyword in _ANNOTATED:
        if keyword in schema:
            values = schema[keyword] if keyword == "examples" else [schema[keyword]]
            for value, problem in _problems(landed, f"{path}#{at}", bare, values):
                yield RefusedValue(
                    place=f"{path}#{at}/{keyword}",
                    operation=operation,
                    pointer=f"{pointer}{problem.pointer}",
                    value=value,
                    problem=problem,
                )
    for name, inner in schema.get("properties", {}).items():
        step = join([name])
        yield from _annotations(landed, owner, inner, f"{at}/properties{step}", pointer + step)
    if "items" in schema:
        yield from _annotations(landed, owner, schema["items"], f"{at}/items", f"{pointer}/*")


def _problems(
    landed: Mapping[str, Claim], place: str, schema: Schema, values: list[Any]
) -> Iterator[tuple[Any, Problem]]:
    """Yield what is wrong with values under the schema at a place, with the claims that landed below it."""
    compiled = CompiledSchema(schema)
    wrong = [value for value in values if not compiled.is_valid(value)]
    if not wrong:
        return
    below = {
        f"#{name.removeprefix(place)}": claim
        for name, claim in landed.items()
        if name.startswith(f"{place}/")
    }
    compiled = CompiledSchema(schema, "", below)
    for value in wrong:
        for problem in compiled.problems(value):
            yield value, problem


def _example(
    landed: Mapping[str, Claim], operation: Operation, request: Schema
) -> Iterator[RefusedValue]:
    """Yield what of a request's example its schema refuses; of a form, field by field."""
    place = f"schemas/{operation.id}/request.json#"
    found: Iterator[tuple[Any, Problem]]
    if operation.media_type == FORM_TYPE:
        found = _of_form(landed, place, operation.example, request)
    else:
        found = _problems(landed, place, request, [operation.example])
    for value, problem in found:
        yield RefusedValue(
            place=f"openapi.json#/x-operations/{operation.id}/example",
            operation=operation.id,
            pointer=problem.pointer,
            value=value,
            problem=problem,
        )


def _of_form(
    landed: Mapping[str, Claim], place: str, example: Any, request: Schema
) -> Iterator[tuple[Any, Problem]]:
    """Yield what is wrong with the texts of a form; files are no part of its example."""
    for name, rule in request.get("properties", {}).items():
        text = example.get(name) if isinstance(example, dict) else None
        if isinstance(text, str) and not text.startswith("@"):  # which stands for a file
            step = join([name])
            value = text_value(text, types_of(rule))
            for _, problem in _problems(landed, f"{place}/properties{step}", rule, [value]):
                yield example, replace(problem, pointer=f"{step}{problem.pointer}")
