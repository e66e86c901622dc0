"""Templates of error bodies as the documents show them, for a vendor whose mock file has none."""

import re
from collections.abc import Mapping
from typing import Any

from truecopy.contract.validate import compile_test
from truecopy.mock.plain_values import NoPlainValueError, plain_value
from truecopy.model import Contract

_USUAL: Mapping[str, Any] = {"error": {"message": "{message}"}}
# Names under which vendors say what was wrong in words, and those under which they repeat the status.
_WORDS = re.compile(r"message|msg|detail|description|text|reason|title", re.IGNORECASE)
# Members of an error that hold its status, by their names.
_STATUS = re.compile(r"status|code|number", re.IGNORECASE)
# A refusal in words has about so many characters; a shorter text is none.
_WORDY = 60


def documented_templates(contract: Contract) -> dict[tuple[str, int], Any]:
    """Return templates of the error bodies that are documented.

    Returns:
        (operation, status) -> template; an empty operation stands for all others, 0 for all other statuses.
    """
    found: dict[tuple[str, int], Any] = {}
    for operation in contract.operations.values():
        for status, schema in operation.responses.items():
            if status >= 400 and schema is not None:
                template = _template("", schema, status)
                # Most vendors have one body for all operations.
                if found.setdefault(("", status), template) != template:
                    found[operation.id, status] = template
    return {("", 0): next(iter(found.values()), _USUAL), **found}


def _template(name: str, schema: Mapping[str, Any], status: int) -> Any:
    """Return the template of one place of a body, whose name is the last on the way to it."""
    if "properties" in schema:
        members = schema["properties"].items()
        return {key: _template(key, inner, status) for key, inner in members}
    if "items" in schema and schema.get("minItems"):
        return [_template(name, schema["items"], status)] * schema["minItems"]
    is_valid = compile_test(schema)
    if is_valid("x" * _WORDY) and is_valid("x"):
        return "{message}" if _WORDS.search(name) else "{cause}"
    if _STATUS.search(name) and is_valid(status) and not is_valid("x"):
        return "{status}"
    try:
        return plain_value(schema)
    except NoPlainValueError:
        return None
