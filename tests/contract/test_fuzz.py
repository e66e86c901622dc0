"""Schemathesis against the mock in process: no 5xx, no undocumented status, answers conform."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from starlette.testclient import TestClient
from tests.play import HOST, make_play, square

from truecopy.contract import compile_operations
from truecopy.contract.bodies import media_type_of

PLAY = make_play()
CLIENT = TestClient(PLAY.app, base_url=HOST, client=("127.0.0.1", 1))

schemathesis.openapi.format("binary", st.sampled_from([square(), square(65), b"none", b""]))


def operations() -> Iterator[tuple[str, str, str]]:
    """Yield vendor, path and method of everything that the OpenAPI documents describe."""
    for vendor, document in DOCUMENTS.items():
        for path, item in document["paths"].items():
            for method in item:
                yield vendor, path, method


def documents() -> dict[str, Any]:
    """Return the OpenAPI document of each vendor."""
    import json

    from truecopy.contract.workspace import built_in_root

    root = built_in_root() / "contracts"
    return {
        vendor: json.loads((root / vendor / "openapi.json").read_text(encoding="utf-8"))
        for vendor in PLAY.app.contracts
    }


DOCUMENTS = documents()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("vendor", "path", "method"), list(operations()))
def test_whatever_is_sent_gets_a_documented_answer(
    vendor: str, path: str, method: str, mode: GenerationMode
) -> None:
    """No server error, no status that the contract does not have, and bodies that match their schema."""
    contract = PLAY.app.contracts[vendor]
    compiled = compile_operations(contract)
    schema = schemathesis.openapi.from_dict(DOCUMENTS[vendor])
    strategy = schema[path][method].as_strategy(generation_mode=mode)

    @given(case=strategy)
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def answered(case: Any) -> None:
        response = send(case, vendor)
        statuses = {
            status: each.responses[status]
            for each in compiled.values()
            if each.operation.method.lower() == method and each.operation.path == path
            for status in each.operation.responses
        }
        assert response.status_code < 500
        assert response.status_code in statuses, response.text
        assert media_type_of(response.headers["content-type"]) == "application/json"
        body = statuses[response.status_code]
        if response.status_code >= 400 and body is not None:
            assert body.problems(response.json()) == []
        if response.status_code < 300:
            fitting = [
                each.responses[response.status_code]
                for each in compiled.values()
                if response.status_code in each.operation.responses and each.operation.path == path
            ]
            assert any(each and not each.problems(response.json()) for each in fitting)

    answered()


def send(case: Any, vendor: str) -> Response:
    """Send a generated case to the mock as the bytes that it would be on the wire."""
    wanted = requests.Request(**case.as_transport_kwargs(base_url=f"{HOST}/{vendor}"))
    prepared = wanted.prepare()
    headers = {
        name: value
        for name, value in prepared.headers.items()
        if value.isascii() and value.isprintable() and name.isascii()
    }
    return CLIENT.request(
        str(prepared.method),
        str(prepared.url),
        content=prepared.body,
        headers={**headers, "authorization": "Bearer sk-fuzz"},
    )
