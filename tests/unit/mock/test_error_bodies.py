"""Error bodies where the mock file has no template."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.examining import load

from truecopy.contract.validate import compile_test
from truecopy.mock.envelopes import Envelopes
from truecopy.mock.error_bodies import documented_templates
from truecopy.mock.mockfile import read_mock_file
from truecopy.model import Contract

CONTRACT = load("powertokens")


def with_error(schema: dict[str, Any] | None) -> Contract:
    """Return a contract whose 400 has a body of its own, the only error that has one."""
    operations = {
        name: replace(each, responses={each.success: {}, 400: schema, 401: None})
        for name, each in CONTRACT.operations.items()
    }
    return replace(CONTRACT, operations=operations)


def body(contract: Contract, cause: str, operation: str = "") -> Any:
    """Return the decoded error body of a vendor without a mock file."""
    settings = read_mock_file(Path("no/such/file.yaml"), CONTRACT)
    envelopes = Envelopes(settings, documented_templates(contract))
    return json.loads(envelopes.answer(cause, {}, operation=operation).body)


def test_a_documented_body_is_kept_with_a_message_in_it() -> None:
    """Words go where words are expected, the status where a number repeats it, the rest is the plainest."""
    text = {"type": "string", "minLength": 1}
    fault = {
        "number": {"type": "integer"},
        "text": text,
        "kind": {"enum": ["fault"]},
        "hints": {"type": "array", "items": text, "minItems": 2},
        "name": text,
    }
    schema = {"properties": {"fault": {"properties": fault, "required": list(fault)}}}

    found = body(with_error(schema), "invalid")

    assert compile_test(schema)(found)
    assert found == {
        "fault": {
            "number": 400,
            "text": "invalid",
            "kind": "fault",
            "hints": ["invalid", "invalid"],
            "name": "invalid",
        }
    }


def test_another_status_has_a_body_of_the_same_form() -> None:
    """Where a body is documented for one status only, errors look alike."""
    schema = {"properties": {"status": {"type": "integer"}, "detail": {"type": "string"}}}

    assert body(with_error(schema), "unauthorized") == {"status": 401, "detail": "unauthorized"}


def test_operations_have_bodies_of_their_own_where_they_are_documented_so() -> None:
    """The other operations, and what is for none, have the body that is documented first."""
    contract = with_error({"properties": {"detail": {"type": "string"}}})
    form = contract.operations["edit-image-form"]
    fault = {"properties": {"fault": {"properties": {"text": {"type": "string"}}}}}
    odd = replace(form, responses={**form.responses, 400: fault})
    contract = replace(contract, operations={**contract.operations, form.id: odd})

    assert body(contract, "invalid", form.id) == {"fault": {"text": "invalid"}}
    assert body(contract, "invalid", "edit-image-json") == {"detail": "invalid"}
    assert body(contract, "invalid") == {"detail": "invalid"}


def test_without_documents_the_usual_body_is_shown() -> None:
    """An error object with a message."""
    assert body(with_error(None), "route") == {"error": {"message": "route"}}


@pytest.mark.parametrize(
    "schema", [{"type": "string", "minLength": 2, "maxLength": 1}, {"enum": []}]
)
def test_a_place_without_a_value_is_null(schema: dict[str, Any]) -> None:
    """An error is never kept from being told."""
    assert body(with_error({"properties": {"odd": schema}}), "invalid") == {"odd": None}
