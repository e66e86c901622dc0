"""Drifts in the members of a success."""

from datetime import UTC, datetime

from tests.drifts.drift import Drift, breaking
from tests.drifts.edits import (
    at,
    body,
    called,
    made,
    on,
    removed,
    set_to,
    told,
)
from tests.drifts.traits import Edit

_LONG_AGO = int(datetime(2023, 5, 1, tzinfo=UTC).timestamp())
_MISSING = "answer-field-missing"
_TYPE = "answer-field-type-differs"
_EMPTY = "answer-value-empty"
_STATUS = "answer-status-undocumented"
_DIFFERS = "answer-status-differs"


def _field(name: str, place: str, rule: str, edit: Edit) -> Drift:
    """Return a drift that changes the successes of the operation in the claim."""
    operation = place.partition("/")[2].partition(".")[0]
    return breaking(name, place, rule, edit=on(operation, edit))


ANSWERING: tuple[Drift, ...] = (
    _field(
        "created-renamed",
        "applerouter/edit-image-json.200.created#required",
        _MISSING,
        at("created", called("created_at")),
    ),
    _field(
        "data-renamed",
        "powertokens/edit-image-json.200.data#required",
        _MISSING,
        at("data", called("images")),
    ),
    _field(
        "url-renamed",
        "applerouter/generate-image.200.data[].url#required",
        _MISSING,
        at("data[].url", called("image_url")),
    ),
    _field(
        "metadata-removed",
        "powertokens/edit-image-form.200.metadata#required",
        _MISSING,
        at("metadata", removed),
    ),
    _field(
        "task-id-renamed",
        "mulerouter/create-generation.202.task_info.id#required",
        _MISSING,
        at("task_info.id", called("task_id")),
    ),
    _field(
        "task-info-unwrapped",
        "mulerouter/get-generation.200.task_info#required",
        _MISSING,
        body(lambda value: value["task_info"]),
    ),
    _field(
        "updated-at-removed",
        "mulerouter/get-generation.200.task_info.updated_at#required",
        _MISSING,
        at("task_info.updated_at", removed),
    ),
    _field(
        "revised-prompt-removed",
        "powertokens/edit-image-json.200.data[].revised_prompt#required",
        _MISSING,
        at("data[].revised_prompt", removed),
    ),
    _field(
        "created-is-text",
        "applerouter/edit-image-form.200.created#type",
        _TYPE,
        at("created", made(str)),
    ),
    _field(
        "created-is-fractional",
        "powertokens/edit-image-form.200.created#type",
        _TYPE,
        at("created", made(lambda value: value + 0.5)),
    ),
    _field(
        "metadata-is-list",
        "powertokens/edit-image-json.200.metadata#type",
        _TYPE,
        at("metadata", set_to([])),
    ),
    _field(
        "data-is-object",
        "applerouter/edit-image-json.200.data#type",
        _TYPE,
        at("data", made(lambda value: value[0])),
    ),
    _field(
        "revised-prompt-is-list",
        "powertokens/edit-image-form.200.data[].revised_prompt#type",
        _TYPE,
        at("data[].revised_prompt", made(lambda value: [value])),
    ),
    _field(
        "task-created-is-number",
        "mulerouter/create-generation.202.task_info.created_at#type",
        _TYPE,
        at("task_info.created_at", told(lambda call: int(call.now))),
    ),
    _field(
        "images-are-objects",
        "mulerouter/get-generation.200.images[]#type",
        _TYPE,
        at("images", made(lambda value: [{"url": each} for each in value])),
    ),
    _field(
        "data-is-empty",
        "applerouter/generate-image.200.data#minItems",
        _EMPTY,
        at("data", set_to([])),
    ),
    _field(
        "images-are-empty",
        "mulerouter/get-generation.200.images#minItems",
        _EMPTY,
        at("images", made(lambda _: [])),
    ),
    _field(
        "created-in-milliseconds",
        "applerouter/generate-image.200.created#x-promises/unix-time",
        "answer-time-stale",
        at("created", made(lambda value: value * 1000)),
    ),
    _field(
        "created-in-2023",
        "powertokens/edit-image-json.200.created#x-promises/unix-time",
        "answer-time-stale",
        at("created", set_to(_LONG_AGO)),
    ),
    breaking(
        "revised-prompt-not-given",
        "applerouter/generate-image.200.data[].revised_prompt#x-promises/present",
        "answer-promise-missing",
        edit=on("generate-image", at("data[].revised_prompt", removed)),
    ),
    breaking(
        "revised-prompt-is-empty",
        "applerouter/generate-image.200.data[].revised_prompt#minLength",
        "answer-value-empty",
        "answer-promise-missing",
        edit=on("generate-image", at("data[].revised_prompt", made(lambda _: ""))),
    ),
)
