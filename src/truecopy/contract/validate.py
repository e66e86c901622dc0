"""Schemas compiled once: jsonschema-rs decides, the jsonschema package words what is wrong."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs

from truecopy.contract.dimensions import dimension_problem
from truecopy.contract.formats import FORMATS
from truecopy.contract.problems import Problem
from truecopy.model import Claim, Operation
from truecopy.model.pointers import join

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator


# Clients ask for a few sizes again and again; a good one has nineteen characters at most.
_MOST_GOOD = 256
# The limit, which the library leaves out of its words on keywords that count.
_COUNTED = {
    "maxLength": "at most {} characters",
    "minLength": "at least {} characters",
    "maxItems": "at most {} entries",
    "minItems": "at least {} entries",
}


class _Dimensions:
    """`x-dimensions` for jsonschema-rs."""

    def __init__(self, _parent: object, rule: Mapping[str, Any], _path: object) -> None:
        self._problem = dimension_problem(rule)
        self._good: set[object] = set()

    def validate(self, instance: object) -> None:
        """Refuse an instance that breaks the rule.

        Raises:
            ValueError: It breaks the rule; the message is that of the first breach.
        """
        if not isinstance(instance, str) or instance in self._good:
            return
        problem = self._problem(instance)
        if problem is not None:
            raise ValueError(problem[1])
        if len(self._good) < _MOST_GOOD:
            self._good.add(instance)


def compile_test(schema: Mapping[str, Any]) -> Callable[[Any], bool]:
    """Return a test that says fast whether an instance is valid under a schema."""
    return jsonschema_rs.Draft202012Validator(
        dict(schema),
        validate_formats=True,
        formats=dict(FORMATS),
        keywords={"x-dimensions": _Dimensions},
    ).is_valid


class CompiledSchema:
    """One schema, ready to validate.

    Attributes:
        schema: The schema as it stands in the contract.
        is_valid: Takes an instance and says whether it is valid; the fast way.
    """

    def __init__(
        self, schema: Mapping[str, Any], path: str = "", claims: Mapping[str, Claim] | None = None
    ) -> None:
        """Compile a schema.

        Args:
            path: Contract file that holds it.
            claims: Contract file, `#` and pointer -> claim.
        """
        self.schema = schema
        self._path = path
        self._claims = claims or {}
        self.is_valid = compile_test(schema)

    @cached_property
    def _reference(self) -> "Validator":
        """The wording validator; its library is imported when something is wrong for the first time."""
        from truecopy.contract.reference_validator import reference_validator

        return reference_validator(self.schema, compile_test)

    def problems(self, instance: object) -> list[Problem]:
        """Return what is wrong with an instance, outermost first; empty when it is valid.

        Of each array the first ten wrong elements are told.
        """
        if self.is_valid(instance):
            return []
        errors = sorted(
            self._reference.iter_errors(cast("Any", instance)),
            key=lambda error: (len(error.path), str(error.path)),
        )
        found = [problem for error in errors for problem in self._problem(error)]
        # The two validators differ about numbers that no double holds.
        return found or [Problem(pointer="", message="is refused by the schema")]

    def claim_at(self, pointer: str) -> Claim | None:
        """Return the claim that landed at a pointer into this schema."""
        return self._claims.get(f"{self._path}#{pointer}")

    def _problem(self, error: "ValidationError") -> Iterator[Problem]:
        where = join([str(name) for name in error.absolute_path])
        names = [str(name) for name in error.absolute_schema_path]
        if error.validator == "required":
            yield from self._missing(error, where, names)
            return
        message = error.message
        if error.instance is None or isinstance(error.instance, bool):
            # The package writes values as Python does; whoever sent this wrote JSON.
            message = message.replace(repr(error.instance), json.dumps(error.instance), 1)
        unit = _COUNTED.get(str(error.validator))
        if unit:
            message += f": {unit.format(error.validator_value)}"
        claim = self.claim_at(join(names))
        yield Problem(
            pointer=where, message=message[:400], claim=claim, keyword=str(error.validator)
        )

    def _missing(self, error: "ValidationError", where: str, names: list[str]) -> Iterator[Problem]:
        for index, name in enumerate(cast("list[str]", error.validator_value)):
            if error.message.startswith(f"{name!r} is a required"):
                claim = self.claim_at(join([*names, str(index)]))
                yield Problem(
                    pointer=where + join([name]),
                    message="is missing",
                    claim=claim,
                    keyword="required",
                )
                return


class CompiledOperation:
    """One operation with its schemas compiled.

    Attributes:
        request: None where the operation has no body.
        responses: Status -> schema; None where nothing is said of the body.
    """

    def __init__(self, operation: Operation, claims: Mapping[str, Claim]) -> None:
        """Compile every schema of the operation; `claims` maps file and pointer to the claim there."""
        folder = f"schemas/{operation.id}"
        self.operation = operation
        self.request = self._compile(operation.request, f"{folder}/request.json", claims)
        self.path = self._compile(operation.path_parameters, f"{folder}/path.json", claims)
        self.responses = {
            status: self._compile(schema, f"{folder}/{status}.json", claims)
            for status, schema in operation.responses.items()
        }

    @staticmethod
    def _compile(
        schema: Mapping[str, Any] | None, path: str, claims: Mapping[str, Claim]
    ) -> CompiledSchema | None:
        return None if schema is None else CompiledSchema(schema, path, claims)
