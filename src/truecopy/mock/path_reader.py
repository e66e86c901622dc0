"""The parameters in the paths of one operation, judged by what the documents say of them."""

from collections.abc import Mapping
from typing import Any

from truecopy.contract import CompiledOperation
from truecopy.contract.form_values import text_value, types_of
from truecopy.mock.context import refuse


class PathReader:
    """Judges the paths of one operation; compiled once."""

    def __init__(self, compiled: CompiledOperation) -> None:
        """Find out which parameters are no texts."""
        self._schema = compiled.path
        rules = (compiled.operation.path_parameters or {}).get("properties", {})
        types = {name: types_of(rule) for name, rule in rules.items()}
        self._types = {name: each for name, each in types.items() if each - {"string"}}

    def judge(self, parameters: Mapping[str, str]) -> None:
        """Let the parameters of a path pass.

        Args:
            parameters: Name -> text.

        Raises:
            Refusal: One breaks a claim.
        """
        if self._schema is None:
            return
        values: dict[str, Any] = dict(parameters)
        for name in self._types.keys() & parameters.keys():
            values[name] = text_value(parameters[name], self._types[name])
        if not self._schema.is_valid(values):
            raise refuse("path", self._schema.problems(values))
