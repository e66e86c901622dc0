"""Drifts in statuses, media types and errors."""

from typing import Any

from tests.drifts.drift import Drift, breaking
from tests.drifts.edits import (
    at,
    body,
    called,
    cut_off,
    made,
    media_type,
    on,
    on_error,
    on_success,
    set_to,
    status,
)

_MISSING = "answer-field-missing"
_TYPE = "answer-field-type-differs"
_STATUS = "answer-status-undocumented"
_DIFFERS = "answer-status-differs"
_MEDIA = "answer-media-type-differs"
_UNREADABLE = "answer-body-unreadable"


def _refusal(name: str, vendor: str, rules: tuple[str, ...], **statuses: int) -> Drift:
    """Return a drift in which refusals have other statuses."""
    traits: dict[str, Any] = {
        "statuses": {cause.replace("_", "-"): code for cause, code in statuses.items()}
    }
    return Drift(
        name=name, vendor=vendor, kind="behavioural", rules=frozenset(rules), traits=traits
    )


STATUSES: tuple[Drift, ...] = (
    breaking(
        "generate-201",
        "applerouter/generate-image.200#status",
        _STATUS,
        edit=on("generate-image", status(201)),
    ),
    breaking(
        "form-201",
        "powertokens/edit-image-form.200#status",
        _STATUS,
        edit=on("edit-image-form", status(201)),
    ),
    breaking(
        "create-200",
        "mulerouter/create-generation.202#status",
        _STATUS,
        edit=on("create-generation", status(200)),
    ),
    breaking(
        "poll-202",
        "mulerouter/get-generation.200#status",
        _STATUS,
        edit=on("get-generation", status(202)),
    ),
    breaking(
        "answers-as-page",
        "applerouter/generate-image.200#media-type",
        _MEDIA,
        edit=on("generate-image", media_type("text/html")),
    ),
    breaking(
        "answers-as-text",
        "applerouter/edit-image-form.200#media-type",
        _MEDIA,
        edit=on("edit-image-form", media_type("text/plain")),
    ),
    breaking(
        "answers-as-problem",
        "mulerouter/get-generation.200#media-type",
        _MEDIA,
        edit=on("get-generation", media_type("application/problem+json")),
    ),
    breaking(
        "answer-cut-off",
        "powertokens",
        _UNREADABLE,
        edit=on("edit-image-json", body(cut_off)),
    ),
    breaking(
        "answer-is-page",
        "mulerouter",
        _UNREADABLE,
        _MEDIA,
        edit=on("create-generation", body(lambda _: b"<p>Welcome</p>"), media_type("text/html")),
    ),
    breaking(
        "answer-is-list",
        "applerouter/edit-image-json.200#type",
        _TYPE,
        edit=on("edit-image-json", body(lambda value: value["data"])),
    ),
    breaking(
        "error-is-text",
        "applerouter/generate-image.400.error#type",
        _TYPE,
        edit=on_error(at("error", made(lambda value: value["message"]))),
    ),
    breaking(
        "error-message-renamed",
        "powertokens/edit-image-json.400.error.message#required",
        _MISSING,
        edit=on_error(at("error.message", called("detail"))),
    ),
    breaking(
        "error-code-is-number",
        "applerouter/edit-image-json.400.error.code#type",
        _TYPE,
        edit=on_error(at("error.code", set_to(400))),
    ),
    breaking(
        "error-unwrapped",
        "powertokens/edit-image-form.400.error#required",
        _MISSING,
        edit=on_error(body(lambda value: value["error"])),
    ),
    breaking(
        "error-is-plain",
        "applerouter",
        _UNREADABLE,
        _MEDIA,
        edit=on_error(body(lambda _: b"Bad Request"), media_type("text/plain")),
    ),
    breaking(
        "error-inside-200",
        "applerouter",
        "request-invalid-accepted",
        "request-auth-ignored",
        _MISSING,
        _DIFFERS,
        edit=on_error(status(200)),
    ),
    _refusal("invalid-422", "applerouter", (_STATUS,), value=422, picture=422),
    _refusal("unreadable-422", "powertokens", (_STATUS,), body=422),
    _refusal("picture-413", "mulerouter", (_STATUS,), picture=413),
    _refusal("key-403", "applerouter", (_STATUS,), key_missing=403, key_scheme=403, key_bad=403),
    _refusal(
        "key-403-documented",
        "mulerouter",
        (_DIFFERS,),
        key_missing=403,
        key_scheme=403,
        key_bad=403,
    ),
    _refusal("invalid-404", "mulerouter", (_DIFFERS,), value=404),
    _refusal("unknown-task-410", "mulerouter", (_STATUS, _DIFFERS), task_unknown=410),
    _refusal("wrong-method-404", "mulerouter", (_DIFFERS,), method=404),
    _refusal("unreadable-500", "mulerouter", ("answer-server-failed", _DIFFERS), body=500),
    _refusal("invalid-500", "powertokens", ("answer-server-failed",), value=500),
    Drift(
        name="server-at-work",
        vendor="powertokens",
        kind="breaking",
        rules=frozenset({"answer-server-failed"}),
        traits={"edit": on_success(body(lambda _: {"error": {"message": "later"}}), status(503))},
    ),
)
