"""The OpenAPI document of the admin API, for clients in any language."""

from collections.abc import Mapping
from typing import Any

from truecopy import __version__
from truecopy.contract.bodies import JSON_TYPE
from truecopy.mock.clock import FURTHEST_S
from truecopy.mock.journal_query import EXACT
from truecopy.serving.admin_surface import ROOT
from truecopy.serving.web import JSONResponse, Request, Response

_TEXT: Mapping[str, Any] = {"type": "string"}
_MAYBE_TEXT: Mapping[str, Any] = {"type": ["string", "null"]}
_COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 0}
_ACCOUNT: Mapping[str, Any] = {
    "type": ["string", "null"],
    "pattern": ".:[0-9a-f]{16}$",
    "description": "An id as the journal shows it; null is all accounts.",
}
_TIMES: Mapping[str, Any] = {"type": ["integer", "null"], "minimum": 1, "maximum": 1_000_000}
_COUNTED = {name: _MAYBE_TEXT for name in EXACT if name != "status"}
# Method, path -> what it does, parameters of the query, members of the body, of which some are required.
_TABLE: tuple[tuple[str, str, str, tuple[str, ...], Mapping[str, Any], tuple[str, ...]], ...] = (
    ("get", "/health", "Is the server alive?", (), {}, ()),
    ("get", "/ready", "Which contracts it plays.", (), {}, ()),
    ("get", "/openapi.json", "This document.", (), {}, ()),
    ("get", "/vendors", "The vendors that are played, with their operations.", (), {}, ()),
    (
        "get",
        "/account",
        "Which accounts the key in Authorization has, one with each vendor.",
        ("vendor",),
        {},
        (),
    ),
    (
        "get",
        "/requests",
        "The journal, newest first, as far as the filters choose.",
        (*EXACT, "header", "body", "note", "ms", "after", "limit"),
        {},
        (),
    ),
    (
        "get",
        "/requests/unmatched",
        "What was for no operation, each with the nearest one.",
        (*EXACT, "header", "body", "note", "ms", "after", "limit"),
        {},
        (),
    ),
    (
        "post",
        "/requests/count",
        "How many requests have all of this, and the nearest of the others with what differs.",
        (),
        {**_COUNTED, "status": {"type": ["integer", "null"]}, "body": {}},
        (),
    ),
    (
        "get",
        "/tasks",
        "Every task with its way.",
        ("id", "vendor", "account", "state", "limit"),
        {},
        (),
    ),
    ("get", "/charges", "What each account owes.", ("account", "operation"), {}, ()),
    ("get", "/clock", "What time it is, for all or for an account.", ("account",), {}, ()),
    (
        "post",
        "/clock",
        "Move the time forward.",
        (),
        {
            "advance_s": {"type": "number", "minimum": 0, "maximum": FURTHEST_S},
            "account": _ACCOUNT,
        },
        ("advance_s",),
    ),
    ("get", "/scenarios", "Which scenarios there are, and which are set.", (), {}, ()),
    (
        "put",
        "/scenarios",
        "Set a scenario; null takes one back.",
        (),
        {
            "scenario": _MAYBE_TEXT,
            "account": _ACCOUNT,
            "operation": _MAYBE_TEXT,
            "times": _TIMES,
        },
        ("scenario",),
    ),
    (
        "post",
        "/reset",
        "Forget tasks, requests, charges, scenarios and moved time.",
        (),
        {"account": _ACCOUNT},
        (),
    ),
)
# Members of the answers, by path; an answer may have more.
_ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "/health": {"status": _TEXT},
    "/ready": {"status": _TEXT, "contracts": {"type": "object"}},
    "/openapi.json": {"openapi": _TEXT, "paths": {"type": "object"}},
    "/vendors": {"vendors": {"type": "array", "items": {"type": "object"}}},
    "/account": {
        "account": _MAYBE_TEXT,
        "accounts": {"type": "object"},
        "problems": {"type": "object"},
        "good_keys": {"type": "object"},
    },
    "/requests": {"requests": {"type": "array", "items": {"type": "object"}}},
    "/requests/unmatched": {"requests": {"type": "array", "items": {"type": "object"}}},
    "/requests/count": {
        "count": _COUNT,
        "nearest": {"type": "array", "items": {"type": "object"}},
    },
    "/tasks": {"tasks": {"type": "array", "items": {"type": "object"}}},
    "/charges": {"charges": {"type": "array", "items": {"type": "object"}}},
    "/clock": {
        "now": _TEXT,
        "unix_s": {"type": "number"},
        "offset_s": {"type": "number"},
        "scale": {"type": "number"},
        "account": _MAYBE_TEXT,
    },
    "/scenarios": {},
    "/reset": {"status": _TEXT, "account": _MAYBE_TEXT},
}
_REFUSALS = {"400": "What was sent is not of the documented form.", "403": "Not for this client."}


async def openapi_page(_: Request) -> Response:
    """Show the document."""
    return JSONResponse(admin_openapi())


def admin_openapi() -> dict[str, Any]:
    """Return the document: OpenAPI 3.1."""
    paths: dict[str, dict[str, Any]] = {}
    for method, path, summary, query, members, required in _TABLE:
        paths.setdefault(ROOT + path, {})[method] = _operation(
            f"{method}{path.replace('/', '-').replace('.', '-')}",
            summary,
            query,
            _object(members, required) if members else None,
            _object(_ANSWERS[path], tuple(_ANSWERS[path])),
        )
    info = {"title": "Truecopy's admin API", "version": __version__}
    return {"openapi": "3.1.0", "info": info, "paths": paths}


def _operation(
    name: str,
    summary: str,
    query: tuple[str, ...],
    body: Mapping[str, Any] | None,
    answer: Mapping[str, Any],
) -> dict[str, Any]:
    told = _object({"error": _TEXT}, ("error",))
    responses = {"200": {"description": "Done.", **_content(answer)}}
    responses |= {
        status: {"description": why, **_content(told)} for status, why in _REFUSALS.items()
    }
    made: dict[str, Any] = {"operationId": name, "summary": summary, "responses": responses}
    if query:
        made["parameters"] = [{"name": each, "in": "query", "schema": _TEXT} for each in query]
    if body is not None:
        made["requestBody"] = {**_content({**body, "additionalProperties": False})}
    return made


def _object(members: Mapping[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(members), "required": list(required)}


def _content(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"content": {JSON_TYPE: {"schema": schema}}}
