"""The vendor's own error bodies."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.examining import load

from truecopy.mock.envelopes import Envelopes
from truecopy.mock.mockfile import MockFile, read_mock_file

SETTINGS = read_mock_file(Path("no/such/file.yaml"), load("powertokens"))


def envelopes(body: Any, **fields: Any) -> Envelopes:
    """Return the envelopes of a vendor with a template."""
    causes = {
        name: replace(each, fields={**each.fields, **fields})
        for name, each in SETTINGS.causes.items()
    }
    settings: MockFile = replace(SETTINGS, error_body=body, causes=causes)
    return Envelopes(settings, {("", 0): {}})


def body_of(made: Envelopes, cause: str = "invalid", **values: Any) -> Any:
    """Return the decoded body of an answer."""
    return json.loads(made.answer(cause, values).body)


def test_a_template_is_filled() -> None:
    """Placeholders in texts, lists and objects; what has none stays as it is."""
    made = envelopes({"error": {"m": "{message}!", "list": ["{field}", 5]}}, message="bad {field}")

    assert body_of(made, field="n") == {"error": {"m": "bad n!", "list": ["n", 5]}}


def test_a_text_that_is_one_placeholder_keeps_the_type() -> None:
    """A status stays a number, an unknown name is empty."""
    made = envelopes({"status": "{status}", "code": "{code}", "other": "{other}"}, code=2001)

    found = body_of(made)

    assert found == {"status": SETTINGS.causes["invalid"].status, "code": 2001, "other": ""}


def test_a_status_may_be_overridden() -> None:
    """The body says the status that is sent."""
    answer = envelopes({"status": "{status}"}).answer("invalid", {}, 418)

    assert (answer.status, json.loads(answer.body)) == (418, {"status": 418})


def test_what_a_client_sent_is_no_template() -> None:
    """A field that is called like a placeholder is shown as it is."""
    made = envelopes({"m": "{message}"}, message="bad {field}")

    assert body_of(made, field="{request_id}") == {"m": "bad {request_id}"}
