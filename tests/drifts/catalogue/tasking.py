"""Drifts in the life of a task."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from tests.drifts.answers import Call
from tests.drifts.drift import Drift
from tests.drifts.edits import (
    at,
    body,
    called,
    made,
    on,
    on_state,
    on_success,
    removed,
    set_to,
    status,
    told,
    where,
)
from tests.drifts.traits import Edit

_STATUS = "task_info.status"
_OTHER_WORDS = {"pending": "queued", "processing": "running", "completed": "succeeded"}
_EARLY = at("images", told(lambda call: [f"{call.origin}/files/1024x1024-0.png"]))
_ERROR = {"code": 1, "title": "Odd", "detail": "Nothing went wrong"}
_LONG_AGO = "2020-01-01T00:00:00.000Z"
_FAILING = {"prefer": "scenario=task-fails"}
# Long enough for two look-ups of a client that takes its time.
_SLOW = ((0, "pending"), (0.15, "processing"), (1.0, "completed"))


def _task(
    name: str,
    *rules: str,
    claim: str = "",
    headers: Mapping[str, str] | None = None,
    **traits: Any,
) -> Drift:
    """Return a drift in the life of a task."""
    return Drift(
        name=name,
        vendor="mulerouter",
        kind="breaking",
        rules=frozenset(rules),
        claim=claim,
        headers=headers or {},
        traits=traits,
    )


def _word(only: str | None = None) -> Edit:
    """Return an edit to the vocabulary of another page, of one state or of all."""
    return at(
        _STATUS,
        made(lambda state: _OTHER_WORDS.get(state, state) if only in (None, state) else state),
    )


def _poll(changed: Callable[[int], bool], *edits: Edit) -> Edit:
    """Return an edit of the look-ups whose number is so."""
    return on("get-generation", where(lambda _, call: changed(call.poll), *edits))


def _is_even(number: int) -> bool:
    return number % 2 == 0


def _renewed(holder: dict[str, Any], name: str, call: Call) -> None:
    """Give every look-up other addresses."""
    holder[name] = [address.replace(".png", f"-{call.poll}.png") for address in holder[name]]


TASKING: tuple[Drift, ...] = (
    _task(
        "created-processing",
        "answer-value-undocumented",
        "lifecycle-initial-differs",
        claim="create-generation.202.task_info.status#enum",
        edit=on("create-generation", at(_STATUS, set_to("processing"))),
    ),
    _task(
        "one-id",
        "lifecycle-id-repeated",
        claim="lifecycle#id",
        make_id=lambda: "00000000-0000-4000-8000-000000000001",
    ),
    _task(
        "created-queued",
        "answer-value-undocumented",
        "lifecycle-initial-differs",
        claim="create-generation.202.task_info.status#enum",
        edit=on_success(_word()),
    ),
    _task(
        "processing-called-running",
        "answer-value-undocumented",
        claim="get-generation.200.task_info.status#enum",
        edit=on("get-generation", _word("processing")),
    ),
    _task(
        "completed-called-succeeded",
        "answer-value-undocumented",
        claim="get-generation.200.task_info.status#enum",
        edit=on("get-generation", _word("completed")),
    ),
    _task(
        "completed-then-processing",
        "lifecycle-transition-illegal",
        "lifecycle-terminal-changed",
        edit=on_state(
            "completed", _poll(_is_even, at(_STATUS, set_to("processing")), at("images", removed))
        ),
    ),
    _task(
        "processing-then-pending",
        "lifecycle-transition-illegal",
        timeline=_SLOW,
        edit=on_state("processing", _poll(_is_even, at(_STATUS, set_to("pending")))),
    ),
    _task(
        "id-changes",
        "lifecycle-id-differs",
        edit=on("get-generation", at("task_info.id", told(lambda _: str(uuid4())))),
    ),
    _task(
        "created-at-changes",
        "lifecycle-created-changed",
        edit=on("get-generation", at("task_info.created_at", set_to(_LONG_AGO))),
    ),
    _task(
        "images-renamed",
        "lifecycle-result-missing",
        claim="lifecycle.completed#shows",
        edit=on_state("completed", at("images", called("image_urls"))),
    ),
    _task(
        "updated-before-created",
        "lifecycle-updated-early",
        claim="lifecycle#updated",
        edit=on_success(at("task_info.updated_at", set_to(_LONG_AGO))),
    ),
    _task(
        "updated-at-goes-back",
        "lifecycle-updated-reversed",
        edit=on_state("completed", at("task_info.updated_at", set_to(_LONG_AGO))),
    ),
    _task(
        "images-change",
        "lifecycle-terminal-changed",
        edit=on_state("completed", at("images", _renewed)),
    ),
    _task(
        "completed-without-images",
        "lifecycle-result-missing",
        "answer-field-missing",
        claim="lifecycle.completed#shows",
        edit=on_state("completed", at("images", removed)),
    ),
    _task(
        "images-too-early",
        "lifecycle-result-early",
        claim="lifecycle.completed#shows",
        edit=on("get-generation", on_state("pending", _EARLY), on_state("processing", _EARLY)),
    ),
    _task(
        "failed-without-error",
        "lifecycle-result-missing",
        "answer-field-missing",
        claim="lifecycle.failed#shows",
        headers=_FAILING,
        edit=on_state("failed", at("task_info.error", removed)),
    ),
    _task(
        "error-title-is-empty",
        "answer-value-empty",
        claim="get-generation.200.task_info.error.title#minLength",
        headers=_FAILING,
        edit=on_state("failed", at("task_info.error.title", set_to(""))),
    ),
    _task(
        "error-on-completed",
        "lifecycle-result-early",
        claim="lifecycle.failed#shows",
        edit=on_state("completed", at("task_info.error", set_to(_ERROR))),
    ),
    _task(
        "first-poll-404",
        "lifecycle-task-unknown",
        edit=_poll(lambda number: number == 1, body(lambda _: {"title": "Not Found"}), status(404)),
    ),
    _task("never-found", "lifecycle-task-unknown", edit=on("get-generation", status(404))),
    _task(
        "never-ends",
        "lifecycle-task-unfinished",
        timeline=((0, "pending"), (0.15, "processing")),
    ),
    _task(
        "always-fails",
        "lifecycle-task-failed",
        timeline=((0, "pending"), (0.15, "processing"), (0.4, "failed")),
    ),
    _task(
        "times-without-offset",
        "answer-value-malformed",
        claim="create-generation.202.task_info.created_at#format",
        edit=on_success(
            at("task_info.created_at", made(lambda text: text.removesuffix("Z"))),
            at("task_info.updated_at", made(lambda text: text.removesuffix("Z"))),
        ),
    ),
    _task(
        "ids-not-uuid",
        "answer-value-malformed",
        claim="create-generation.202.task_info.id#format",
        make_id=lambda: f"task-{uuid4().hex}",
    ),
)
