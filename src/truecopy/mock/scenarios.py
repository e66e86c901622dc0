"""Scenarios of a mock file: named behaviours beyond the contract's happy path."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from truecopy.contract.yamlfile import only_keys, positive_number, require_keys
from truecopy.errors import WorkspaceError
from truecopy.model import Contract

STAGES = ("edge", "after-validation", "behaviour")
# Some vendors put an error under the status of success.
_OK = 200
# Every vendor can be asked for them; a file may have others under these names.
_SCENARIOS: Mapping[str, Any] = {
    "rate-limited": {
        "at": "edge",
        "times": 2,
        "answer": {"error": "rate-limit", "headers": {"Retry-After": "1"}},
    },
    "overloaded": {"at": "edge", "answer": {"error": "overloaded"}},
    "no-balance": {"at": "edge", "answer": {"error": "balance"}},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named behaviour.

    Attributes:
        at: Where it steps in: `edge`, `after-validation` or `behaviour`.
        times: How often it happens for one account before it heals; None for always.
        cause: Name of the error that it answers; None lets the request through.
        status: Overrides the status of that error.
        task_state: Terminal state that tasks end in; None for success.
        task_shows: What the terminal state shows there, by pointer.
        complete_s: Seconds from creation to the end of a task; None for the file's own.
    """

    name: str
    at: str = "behaviour"
    times: int | None = None
    cause: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    task_state: str | None = None
    task_shows: Mapping[str, Any] = field(default_factory=dict)
    complete_s: float | None = None


def read_scenarios(
    content: Mapping[str, Any], causes: Collection[str], contract: Contract, where: str
) -> dict[str, Scenario]:
    """Return the scenarios of a vendor: those of its file, and those that every vendor has.

    Args:
        content: The section `scenarios`.
        causes: Names of the errors that the file has.

    Raises:
        WorkspaceError: A name, a key, a stage, an error or a state is unknown, or a value is of the wrong kind.
    """
    scenarios = {"success": Scenario(name="success")}
    for name, value in {**_SCENARIOS, **content}.items():
        entry = require_keys(value or {}, set(), f"{where}: scenarios.{name}")
        at = f"{where}: scenarios.{name}"
        only_keys(entry, {"at", "times", "answer", "task"}, at)
        if not re.fullmatch(r"[a-z0-9-]+", name):
            raise WorkspaceError(f"{at}: a name has small letters, digits and hyphens only")
        scenarios[name] = _scenario(name, entry, causes, contract, at)
    return scenarios


def _scenario(
    name: str,
    entry: Mapping[str, Any],
    causes: Collection[str],
    contract: Contract,
    where: str,
) -> Scenario:
    stage = entry.get("at", "behaviour")
    if stage not in STAGES:
        raise WorkspaceError(f"{where}: at: {stage!r} is none of {', '.join(STAGES)}")
    _whole_number(entry, "times", None, where)
    answer = _answer(entry, stage, causes, where)
    task = _task(entry, contract, where)
    return Scenario(
        name=name,
        at=stage,
        times=entry.get("times"),
        cause=answer.get("error"),
        status=_OK if answer.get("as_success") else answer.get("status"),
        headers={str(key): str(value) for key, value in (answer.get("headers") or {}).items()},
        task_state=task.get("state"),
        task_shows=task.get("shows") or {},
        complete_s=positive_number(task, "complete_s", 1.0, where)
        if "complete_s" in task
        else None,
    )


def _answer(
    entry: Mapping[str, Any], stage: str, causes: Collection[str], where: str
) -> dict[str, Any]:
    """Return the error that a scenario answers; empty where it answers none."""
    answer = require_keys(entry.get("answer") or {}, set(), f"{where}.answer")
    only_keys(answer, {"status", "as_success", "error", "headers"}, f"{where}.answer")
    if answer and answer.get("error") not in causes:
        raise WorkspaceError(f"{where}: error {answer.get('error')!r} is no cause of this file")
    if not answer and entry.keys() & {"at", "times"}:
        raise WorkspaceError(
            f"{where}: `at` and `times` are those of an `answer`, and there is none"
        )
    if answer and stage == "behaviour":
        raise WorkspaceError(f"{where}: an answer needs `at: edge` or `at: after-validation`")
    _whole_number(answer, "status", 599, where)
    is_success = answer.get("as_success", False)
    if type(is_success) is not bool or (is_success and "status" in answer):
        raise WorkspaceError(
            f"{where}: as_success: true or false was expected, and no status beside it"
        )
    return answer


def _task(entry: Mapping[str, Any], contract: Contract, where: str) -> dict[str, Any]:
    """Return how tasks of a scenario end; empty where they end as ever."""
    task = require_keys(entry.get("task") or {}, set(), f"{where}.task")
    only_keys(task, {"state", "shows", "complete_s"}, f"{where}.task")
    terminal_state(task.get("state"), contract, where)
    return task


def terminal_state(state: Any, contract: Contract, where: str) -> str | None:
    """Return the state that tasks end in, None where none is named.

    Raises:
        WorkspaceError: Tasks of the contract do not end in it.
    """
    terminal = contract.lifecycle.terminal if contract.lifecycle else ()
    if state is not None and state not in terminal:
        known = (
            f"; there are: {', '.join(terminal)}" if terminal else ", which the contract has not"
        )
        raise WorkspaceError(f"{where}: {state!r} is no terminal state of the lifecycle{known}")
    return None if state is None else str(state)


def _whole_number(section: Mapping[str, Any], name: str, most: int | None, where: str) -> None:
    value = section.get(name)
    least = 1 if most is None else 400
    if value is None or (type(value) is int and least <= value <= (most or value)):
        return
    wanted = f"a whole number from {least}" + (f" to {most}" if most else "")
    raise WorkspaceError(f"{where}: {name}: {wanted} was expected, found {value!r}")
