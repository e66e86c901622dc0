"""Operations made up, for tests of what is planned for them."""

from typing import Any

from truecopy.contract import CompiledOperation, CompiledSchema
from truecopy.judge.request_factory import RequestFactory
from truecopy.judge.request_fields import RequestField, fields_of
from truecopy.model import Contract, Operation


def make_operation(request: Any, **changes: Any) -> Operation:
    """Return an operation that takes JSON of a schema."""
    return Operation(
        **{
            "id": "make",
            "method": "POST",
            "path": "/kites",
            "media_type": "application/json",
            "responses": {200: None, 400: None},
            "request": request,
            **changes,
        }
    )


def make_contract(*operations: Operation, **changes: Any) -> Contract:
    """Return a contract of some operations, without claims."""
    return Contract(
        **{
            "vendor": "kites",
            "title": "Kites",
            "base_url": "https://api.kites.example",
            "fingerprint": "0123456789ab",
            "operations": {each.id: each for each in operations},
            "lifecycle": None,
            "claims": {},
            "decisions": {},
            "documents": {},
            **changes,
        }
    )


def make_factory(request: Any, *, image_url: str | None = None, **changes: Any) -> RequestFactory:
    """Return the maker of an operation's requests."""
    operation = make_operation(request, **changes)
    return RequestFactory(make_contract(operation), CompiledOperation(operation, {}), image_url)


def field(schema: Any, name: str = "n", instance: Any = None) -> RequestField:
    """Return a field of a request."""
    compiled = CompiledSchema({"type": "object", "properties": {name: schema}})
    return next(each for each in fields_of(compiled, instance or {}) if each.at == f"/{name}")
