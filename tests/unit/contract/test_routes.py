"""Paths and what they lead to."""

from typing import Any

from truecopy.contract.routes import Routes
from truecopy.model import Operation


def operation(
    name: str, method: str, path: str, media_type: str | None = None, **more: Any
) -> Operation:
    """Return an operation without schemas."""
    return Operation(
        id=name, method=method, path=path, media_type=media_type, responses={200: None}, **more
    )


def test_routes_tell_method_media_type_and_parameters_apart() -> None:
    """A plain path wins over a template; aliases lead to the same operation."""
    routes = Routes(
        [
            operation("a", "POST", "/v1/x", "application/json", aliases=("/v1/x/",)),
            operation("b", "POST", "/v1/x", "multipart/form-data"),
            operation("c", "GET", "/v1/{id}"),
            operation("d", "GET", "/v1/{id}/parts/{part}"),
        ]
    )

    plain = routes.find("/v1/x")
    assert plain is not None
    assert plain.operations["POST"] == {"application/json": "a", "multipart/form-data": "b"}
    alias, template, deep = (routes.find(path) for path in ("/v1/x/", "/v1/7", "/v1/7/parts/8"))
    assert alias is not None
    assert alias.operations["POST"] == {"application/json": "a"}
    assert template is not None
    assert template.parameters == {"id": "7"}
    assert deep is not None
    assert deep.parameters == {"id": "7", "part": "8"}
    for path in ("/v1", "/v1/", "/v2/7", "/v1/7/8", "/v1/7/parts/8/9", ""):
        assert routes.find(path) is None


def test_a_slash_within_a_value_is_encoded() -> None:
    """It belongs to the value, and is none that parts names; what else is encoded means what it stands for."""
    routes = Routes(
        [
            operation("a", "GET", "/v1/models/{model}"),
            operation("b", "GET", "/v1/models/{owner}/{model}"),
            operation("c", "GET", "/v1/x"),
        ]
    )

    one, two = routes.find_encoded("/v1/models/q%2Fe%2fm"), routes.find_encoded("/v1/models/q/e")
    plain, nowhere = routes.find_encoded("/v%31/x"), routes.find_encoded("/v1%2Fx")

    assert one is not None
    assert one.parameters == {"model": "q/e/m"}
    assert two is not None
    assert two.parameters == {"owner": "q", "model": "e"}
    assert plain is not None
    assert plain.operations["GET"] == {None: "c"}
    assert nowhere is None
