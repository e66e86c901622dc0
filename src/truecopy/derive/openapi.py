"""OpenAPI 3.1 over the schemas, with the table of operations that the engine itself loads."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from truecopy.contract.bodies import JSON_TYPE
from truecopy.contract.vendorfile import VendorFile
from truecopy.derive.paths import steps
from truecopy.derive.schemas import SchemaFile
from truecopy.errors import DeriveError
from truecopy.model import Claim

_KNOWN = frozenset(status.value for status in HTTPStatus)
_NEEDED = ("method", "path")


def build_openapi(
    vendor: VendorFile,
    claims: Iterable[Claim],
    schemas: Iterable[SchemaFile],
    lifecycle: Mapping[str, Any] | None,
) -> tuple[dict[str, Any], list[Claim]]:
    """Return the document, and the claims about operations with their pointers into it.

    Raises:
        DeriveError: An operation lacks its method, path or status of success.
    """
    table: dict[str, dict[str, Any]] = {}
    statuses: dict[str, int] = {}
    landed = [_land(claim, table, statuses) for claim in claims]
    for name, entry in table.items():
        _complete(name, entry)
    by_path = {each.path: each.schema for each in schemas}
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": f"{vendor.title}, as documented", "version": "1"},
        "servers": [{"url": vendor.base_url}],
        "security": [{"bearer": []}],
        "paths": {},
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "x-operations": table,
    }
    if statuses:
        document["x-statuses"] = statuses
    shared = _shared_names(table)
    for name, entry in table.items():
        _add_path(document["paths"], (name, shared[entry["path"], entry["method"]]), entry, by_path)
    if lifecycle:
        _link(document["paths"], table, lifecycle)
    return document, landed


def _land(claim: Claim, table: dict[str, dict[str, Any]], statuses: dict[str, int]) -> Claim:
    first, *rest = steps(claim.subject)
    pointer = f"/x-operations/{first}"
    if first == "vendor":
        if claim.keyword == "base-url":
            return replace(claim, pointer="openapi.json#/servers/0/url")
        if not rest:
            raise DeriveError(f"{claim.id}: of the vendor itself only the base URL can be said")
        statuses[str(rest[0])] = claim.value
        return replace(claim, pointer=f"openapi.json#/x-statuses/{rest[0]}")
    entry = table.setdefault(str(first), {})
    if rest:
        entry = entry.setdefault("statuses", {}).setdefault(str(rest[0]), {})
        pointer += f"/statuses/{rest[0]}"
    key, _, inner = claim.keyword.partition("/")
    if inner:
        entry.setdefault(key, {})[inner] = claim.value
        return replace(claim, pointer=f"openapi.json#{pointer}/{key}/{inner}")
    entry[key] = claim.value
    return replace(claim, pointer=f"openapi.json#{pointer}/{key}")


def _complete(name: str, entry: dict[str, Any]) -> None:
    missing = [key for key in _NEEDED if key not in entry]
    if missing:
        raise DeriveError(f"{name}: no document states its {' and '.join(missing)}")
    statuses = entry.get("statuses", {})
    wrong = [status for status in statuses if not re.fullmatch("[1-5][0-9]{2}", status)]
    if wrong:
        raise DeriveError(f"{name}: {', '.join(wrong)}: no status of an answer")
    if not any(int(status) < 300 for status in statuses):
        raise DeriveError(f"{name}: no document states the status of success")
    entry["statuses"] = {key: statuses[key] for key in sorted(statuses)}


def _shared_names(table: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Return an operationId for each path and method: what the ids of its operations share."""
    groups: dict[tuple[str, str], list[str]] = {}
    for name, entry in table.items():
        groups.setdefault((entry["path"], entry["method"]), []).append(name)
    return {key: _common(names) for key, names in groups.items()}


def _common(names: list[str]) -> str:
    prefix = names[0]
    for name in names[1:]:
        while not name.startswith(prefix):
            prefix = prefix[:-1]
    return prefix.rstrip("-") or names[0]


def _add_path(
    paths: dict[str, Any],
    names: tuple[str, str],
    entry: Mapping[str, Any],
    schemas: Mapping[str, Mapping[str, Any]],
) -> None:
    name, operation_id = names
    item = paths.setdefault(entry["path"], {})
    operation = item.setdefault(entry["method"].lower(), {"operationId": operation_id})
    if "description" in entry:
        operation.setdefault("summary", entry["description"])
    parameters = schemas.get(f"schemas/{name}/path.json")
    if parameters:
        operation["parameters"] = [
            {"name": key, "in": "path", "required": True, "schema": value}
            for key, value in parameters.get("properties", {}).items()
        ]
    media_type = entry.get("media-type")
    if media_type:
        body = operation.setdefault("requestBody", {"required": True, "content": {}})
        content: dict[str, Any] = {"schema": schemas.get(f"schemas/{name}/request.json", {})}
        if "example" in entry and media_type == JSON_TYPE:
            content["example"] = entry["example"]
        body["content"][media_type] = content
    responses = operation.setdefault("responses", {})
    for status, answer in entry["statuses"].items():
        _add_response(responses, status, answer, schemas.get(f"schemas/{name}/{status}.json"))


def _add_response(
    responses: dict[str, Any],
    status: str,
    answer: Mapping[str, Any],
    schema: Mapping[str, Any] | None,
) -> None:
    known = responses.setdefault(status, {"description": _phrase(int(status))})
    if schema is None:
        return
    content = known.setdefault("content", {}).setdefault(answer.get("media-type", JSON_TYPE), {})
    if "schema" not in content:
        content["schema"] = schema
    elif _bare(content["schema"]) != _bare(schema):
        branches = content["schema"].get("anyOf", [content["schema"]])
        content["schema"] = {"anyOf": [*branches, schema]}


def _phrase(status: int) -> str:
    """Return the reason of a status; one that HTTP does not know has its number."""
    return HTTPStatus(status).phrase if status in _KNOWN else f"Status {status}"


def _bare(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "$id"}


def _operation(
    table: Mapping[str, Mapping[str, Any]], keyword: str, name: str
) -> Mapping[str, Any]:
    """Return an operation that the lifecycle names.

    Raises:
        DeriveError: There is none.
    """
    if name not in table:
        raise DeriveError(
            f"lifecycle#{keyword}: there is no operation {name!r}; expected was one of {', '.join(table)}"
        )
    return table[name]


def _link(paths: Mapping[str, Any], table: Mapping[str, Any], lifecycle: Mapping[str, Any]) -> None:
    """Add the OpenAPI link from the answer that creates a task to the operation that reads it."""
    create, poll = _operation(table, "create", lifecycle["create"]), lifecycle["poll"]
    path = _operation(table, "poll", poll["operation"])["path"]
    if poll["operation"] == lifecycle["create"]:
        raise DeriveError(
            "lifecycle#create and lifecycle#poll name one operation; two were expected"
        )
    if f"{{{poll['parameter']}}}" not in path:
        raise DeriveError(f"lifecycle#poll: the path {path} has no parameter {poll['parameter']!r}")
    operation = paths[create["path"]][create["method"].lower()]
    success = min(operation["responses"])
    operation["responses"][success]["links"] = {
        poll["operation"]: {
            "operationId": poll["operation"],
            "parameters": {poll["parameter"]: f"$response.body#{lifecycle['id']}"},
        }
    }
