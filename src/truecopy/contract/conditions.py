"""What each state of a task shows, as conditions in the schema of the poll's answer.

They are a projection of `lifecycle.json` for tools that know JSON Schema only; `derive` writes them, and a
contract whose conditions are not those of its lifecycle does not load.
"""

from collections.abc import Mapping
from typing import Any

_ANYTHING: dict[str, Any] = {}


def state_conditions(lifecycle: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what each state's answer shows, as `if` and `then` for the schema of the poll's answer.

    What a state shows is required in that state and refused in every other.
    """
    conditions = []
    for state, pointers in lifecycle["shows"].items():
        branch = {
            "if": _at(lifecycle["state"], {"const": state}),
            "then": {"allOf": [_at(pointer, _ANYTHING) for pointer in pointers]},
            "else": {"allOf": [{"not": _at(pointer, _ANYTHING)} for pointer in pointers]},
        }
        conditions.append(branch)
    return conditions


def _at(pointer: str, schema: Any) -> dict[str, Any]:
    """Return a schema that holds when `pointer` is there and its value is valid under `schema`."""
    first, _, rest = pointer[1:].partition("/")
    inner = _at(f"/{rest}", schema) if rest else schema
    return {"required": [first], "properties": {first: inner}}
