"""The document of the admin API against the API itself."""

from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate
from tests.play import Play

from truecopy.mock.admin_openapi import admin_openapi
from truecopy.serving.admin_surface import ROOT
from truecopy.serving.web import Route

OPERATIONS = [
    (method, path, operation)
    for path, methods in admin_openapi()["paths"].items()
    for method, operation in methods.items()
]


def schema_of(part: Any) -> Any:
    """Return the schema of a body."""
    return part["content"]["application/json"]["schema"]


def test_the_document_is_one_of_openapi() -> None:
    """Generators of clients can read it."""
    validate(admin_openapi())


def test_every_page_is_in_it(play: Play) -> None:
    """No route is left out, and none is made up; it is served."""
    routes = {
        (method.lower(), route.path)
        for route in play.app.routes
        if isinstance(route, Route)
        and route.methods
        and route.path.startswith(ROOT)
        and "{" not in route.path
        for method in route.methods - {"HEAD"}
    }

    # The page for people is no part of it.
    pages = {path for _, path in routes if path.removeprefix("/_truecopy") in ("", "/")}
    assert {(method, path) for method, path, _ in OPERATIONS} == {
        each for each in routes if each[1] not in pages
    }
    assert play.client.get("/_truecopy/openapi.json").json() == admin_openapi()


@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=[each[2]["operationId"] for each in OPERATIONS]
)
def test_what_it_says_is_so(play: Play, method: str, path: str, operation: Any) -> None:
    """Documented filters and members are taken, others refused, and answers have what they are said to have."""
    values = {"limit": "1", "body": "{}", "header": "a:b", "ms": "0", "vendor": "mulerouter"}
    values |= {"status": "200", "operation": "create-generation"}
    account = "mulerouter:0123456789abcdef"
    query = {
        each["name"]: account if each["name"] == "account" else values.get(each["name"], "x")
        for each in operation.get("parameters", ())
    }
    members: dict[str, Any] = {}
    if "requestBody" in operation:
        members = dict.fromkeys(schema_of(operation["requestBody"])["properties"])
        members |= {"advance_s": 1} if "advance_s" in members else {}
        members |= {"account": account} if "account" in members else {}
    headers = {"authorization": "Bearer sk-test"}

    def ask(**more: Any) -> Any:
        body = {**members, **more} if "requestBody" in operation else None
        return play.client.request(method, path, params=query, json=body, headers=headers)

    answer = ask()
    assert answer.status_code == 200, answer.text
    jsonschema.validate(answer.json(), schema_of(operation["responses"]["200"]))
    if "requestBody" in operation:
        jsonschema.validate(members, schema_of(operation["requestBody"]))
        assert ask(misspelt=1).status_code == 400
    elif query:
        query["misspelt"] = "x"
        assert ask().status_code == 400
