"""What an answer shows in which state, as conditions in its schema.

They are a projection of `lifecycle.json`, and of promises of the kind `shown-in`, for tools that know JSON Schema only;
`derive` writes them, and a contract with other conditions does not load.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from truecopy.contract.promises import UNFILLED

_ANYTHING: dict[str, Any] = {}
_THERE = {"not": {"type": "null"}}
_FILLED = {"not": {"enum": list(UNFILLED)}}


def promise_conditions(promises: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what promises of the kind `shown-in` ask for, but for fields of elements, of which no schema can say it."""
    for promise in promises:
        if promise["kind"] == "shown-in" and "*" not in f"{promise['at']}{promise['state']}":
            state, at = promise["state"], promise["at"]
            yield {"if": _at(state, {"enum": promise["states"]}), "then": _at(at, _THERE)}
            yield {
                "if": _at(state, {"type": "string", "not": {"enum": promise["states"]}}),
                "then": {"not": _at(at, _FILLED)},
            }


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
