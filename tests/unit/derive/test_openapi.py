"""OpenAPI over the schemas."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from openapi_spec_validator import validate
from schemathesis.core.result import Ok
from tests.unit.derive.pages import derive_copy

from truecopy.contract.vendorfile import VendorFile
from truecopy.derive.openapi import build_openapi
from truecopy.derive.schemas import SchemaFile
from truecopy.derive.statements import layer_of
from truecopy.errors import DeriveError
from truecopy.model import Claim

MINT = VendorFile(slug="mint", title="Mint", base_url="https://api.example.com", documents={})


def make_claim(subject: str, keyword: str, value: Any) -> Claim:
    """Return a claim about an operation."""
    return Claim(id=f"{subject}#{keyword}", layer=layer_of(subject, keyword), value=value)


def claims_of(name: str, **others: Any) -> list[Claim]:
    """Return the claims that make an operation: method, path, status 200, and others."""
    parts = {"method": "POST", "path": "/v1/coins", **others}
    found = [make_claim(name, key.replace("_", "-"), value) for key, value in parts.items()]
    return [*found, make_claim(f"{name}.200", "status", 200)]


def make_schema(operation: str, part: str, content: dict[str, Any]) -> SchemaFile:
    """Return a schema file."""
    schema = {"$id": f"urn:{operation}:{part}", **content}
    return SchemaFile(path=f"schemas/{operation}/{part}.json", schema=schema, claims=())


def build(claims: list[Claim], *schemas: SchemaFile) -> dict[str, Any]:
    """Return the document that claims and schemas make."""
    return build_openapi(MINT, claims, schemas, None)[0]


def test_document_of_the_invented_vendor_is_valid(tmp_path: Path) -> None:
    """The document is valid OpenAPI 3.1, and Schemathesis finds each operation in it."""
    _, derivation = derive_copy(tmp_path)
    document = json.loads(derivation.files["openapi.json"])

    validate(document)
    loaded = schemathesis.openapi.from_dict(document)

    results = list(loaded.get_all_operations())
    assert all(isinstance(each, Ok) for each in results)
    found = {(it.ok().method.upper(), it.ok().path) for it in results if isinstance(it, Ok)}
    assert found == {
        ("POST", "/atelier/v2/stamps"),
        ("GET", "/atelier/v2/stamps/{ref}"),
        ("POST", "/atelier/v2/prints"),
        ("POST", "/atelier/v2/perforate"),
    }


def test_creation_links_to_the_look_up(tmp_path: Path) -> None:
    """The answer that creates a task links to the operation that reads it back."""
    _, derivation = derive_copy(tmp_path)
    document = json.loads(derivation.files["openapi.json"])

    answer = document["paths"]["/atelier/v2/stamps"]["post"]["responses"]["201"]
    assert answer["links"] == {
        "read-ticket": {
            "operationId": "read-ticket",
            "parameters": {"ref": "$response.body#/ticket/ref"},
        }
    }


def test_media_types_of_one_path_share_an_operation() -> None:
    """Two operations that differ in their media type are one in OpenAPI, under what their ids share."""
    document = build(
        [
            *claims_of("mint-json", media_type="application/json", example={"a": 1}),
            *claims_of("mint-form", media_type="multipart/form-data", example={"a": "1"}),
        ],
        make_schema("mint-json", "request", {"type": "object"}),
        make_schema("mint-json", "200", {"type": "object"}),
        make_schema("mint-form", "200", {"type": "object"}),
    )

    operation = document["paths"]["/v1/coins"]["post"]
    assert operation["operationId"] == "mint"
    assert operation["requestBody"]["content"]["application/json"]["example"] == {"a": 1}
    assert operation["requestBody"]["content"]["multipart/form-data"] == {"schema": {}}
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$id": "urn:mint-json:200", "type": "object"}


def test_answers_that_differ_are_alternatives() -> None:
    """Where two operations of one path answer differently, either answer is possible."""
    names = ["coin-a", "coin-b", "coin-c"]
    document = build(
        [claim for name in names for claim in claims_of(name)],
        *(make_schema(name, "200", {"title": name}) for name in names),
    )

    schema = document["paths"]["/v1/coins"]["post"]["responses"]["200"]["content"]
    titles = [each["title"] for each in schema["application/json"]["schema"]["anyOf"]]
    assert titles == names


def test_operations_that_share_no_letters_keep_the_first_name() -> None:
    """Where ids share nothing, the operation has the first one."""
    document = build([*claims_of("mint"), *claims_of("press")])

    assert document["paths"]["/v1/coins"]["post"]["operationId"] == "mint"


def test_path_parameters_are_required() -> None:
    """Each member of the path's schema is a required parameter."""
    document = build(
        claims_of("read", path="/v1/coins/{coin}", method="GET", description="Reads a coin"),
        make_schema("read", "path", {"properties": {"coin": {"type": "string"}}}),
    )

    operation = document["paths"]["/v1/coins/{coin}"]["get"]
    assert operation["summary"] == "Reads a coin"
    assert operation["parameters"] == [
        {"name": "coin", "in": "path", "required": True, "schema": {"type": "string"}}
    ]


@pytest.mark.parametrize("missing", ["method", "path", "status"])
def test_incomplete_operation_is_refused(missing: str) -> None:
    """An operation needs a method, a path and a status of success."""
    claims = [claim for claim in claims_of("mint") if claim.keyword != missing]
    claims.append(make_claim("mint.404", "status", 404))

    with pytest.raises(DeriveError, match=f"mint: no document states .*{missing}"):
        build(claims)


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        ("mint.099", "mint: 099: no status of an answer"),
        ("mint.777", "mint: 777: no status of an answer"),
        ("mint.request", "mint: request: no status of an answer"),
        ("vendor", "vendor#status: of the vendor itself only the base URL"),
    ],
)
def test_status_that_is_none_is_refused(subject: str, reason: str) -> None:
    """A status has three digits and a class that HTTP knows."""
    with pytest.raises(DeriveError, match=reason):
        build([*claims_of("mint"), make_claim(subject, "status", 1)])


def test_status_without_a_reason_has_its_number() -> None:
    """A status that HTTP gives no reason for is described by its number."""
    document = build([*claims_of("mint"), make_claim("mint.299", "status", 299)])

    answers = document["paths"]["/v1/coins"]["post"]["responses"]
    assert {key: each["description"] for key, each in answers.items()} == {
        "200": "OK",
        "299": "Status 299",
    }


def test_pointers_lead_to_what_claims_say(tmp_path: Path) -> None:
    """Claims about operations, statuses, advice and the base URL lead to their values."""
    _, derivation = derive_copy(tmp_path)
    pointers = {claim.id: claim.pointer for claim in derivation.claims}

    assert pointers["vendor#base-url"] == "openapi.json#/servers/0/url"
    assert pointers["vendor.200#status"] == "openapi.json#/x-statuses/200"
    assert pointers["read-ticket#advice/interval"].endswith("/read-ticket/advice/interval")
    assert pointers["read-ticket.200#status"].endswith("/read-ticket/statuses/200/status")
