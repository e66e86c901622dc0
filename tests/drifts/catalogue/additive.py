"""Changes that break nothing, which a check must pass over."""

from typing import Any

from tests.drifts.drift import Drift
from tests.drifts.edits import (
    at,
    body,
    header,
    made,
    media_type,
    on,
    on_error,
    on_success,
    set_to,
    told,
    where,
)
from tests.drifts.rules import ANY_KIND


def _additive(name: str, vendor: str, **changes: Any) -> Drift:
    """Return a change that breaks nothing: its limits, or its traits."""
    limits = changes.pop("limits", {})
    return Drift(name=name, vendor=vendor, kind="additive", limits=limits, traits=changes)


def _shuffled(value: Any) -> Any:
    """Return a body whose members stand in reverse order, at every depth."""
    if isinstance(value, dict):
        return {name: _shuffled(value[name]) for name in reversed(value)}
    return [_shuffled(each) for each in value] if isinstance(value, list) else value


def _with_usage(value: Any) -> Any:
    return {**value, "usage": {"images": len(value["data"]), "tokens": None}}


_ASKS_URL = {None, "url"}
_UNFILLED = where(
    lambda _, call: call.request.get("response_format") in _ASKS_URL,
    at("data[].b64_json", set_to("")),
)
_NULL = where(
    lambda _, call: call.request.get("response_format") in _ASKS_URL,
    at("data[].b64_json", set_to(None)),
)
_PRECISE = made(lambda text: text.replace("Z", "000+00:00"))

ADDITIVE: tuple[Drift, ...] = (
    _additive("usage-added", "applerouter", edit=on_success(body(_with_usage))),
    _additive("entry-seed-added", "powertokens", edit=on_success(at("data[].seed", set_to(42)))),
    _additive(
        "task-progress-added", "mulerouter", edit=on_success(at("task_info.progress", set_to(0)))
    ),
    _additive(
        "task-trace-added", "mulerouter", edit=on_success(at("trace", set_to({"span": ["a", "b"]})))
    ),
    _additive(
        "metadata-filled",
        "powertokens",
        edit=on_success(at("metadata.model", told(lambda call: call.request.get("model")))),
    ),
    _additive("members-shuffled", "applerouter", edit=on_success(body(_shuffled))),
    _additive(
        "charset-told", "mulerouter", edit=on_success(media_type("application/json; charset=utf-8"))
    ),
    _additive("media-type-capital", "powertokens", edit=on_success(media_type("Application/JSON"))),
    _additive("request-id-told", "applerouter", edit=header("x-oneapi-request-id", "20260101")),
    _additive("trace-told", "mulerouter", edit=header("traceparent", "00-0123-4567-01")),
    _additive("unfilled-is-empty", "applerouter", edit=on("edit-image-form", _UNFILLED)),
    _additive("unfilled-is-null", "powertokens", edit=on_success(_NULL)),
    _additive(
        "times-in-microseconds",
        "mulerouter",
        edit=on_success(at("task_info.created_at", _PRECISE), at("task_info.updated_at", _PRECISE)),
    ),
    _additive(
        "another-json-type",
        "applerouter",
        media_types={"application/merge-patch+json": "application/json"},
    ),
    _additive(
        "style-understood", "powertokens", limits={"edit-image-json/style": {"kinds": ANY_KIND}}
    ),
    _additive(
        "error-hint-added", "powertokens", edit=on_error(at("error.hint", set_to("Read the page")))
    ),
    _additive(
        "error-instance-added",
        "mulerouter",
        edit=on_error(at("instance", told(lambda call: call.path))),
    ),
    _additive(
        "revised-prompt-unasked",
        "applerouter",
        edit=on("generate-image", at("data[].revised_prompt", set_to("A boat"))),
    ),
    _additive(
        "slower-task",
        "mulerouter",
        timeline=((0, "pending"), (0.3, "processing"), (0.8, "completed")),
    ),
)
