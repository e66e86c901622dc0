"""Parameters in paths."""

from collections.abc import Mapping
from typing import Any

import pytest

from truecopy.contract import CompiledOperation
from truecopy.mock.context import Refusal
from truecopy.mock.path_reader import PathReader
from truecopy.model import Operation

RULES = {
    "properties": {"number": {"type": "integer", "maximum": 9}, "name": {"pattern": "^[a-z]+$"}},
    "required": ["number", "name"],
}


def reader(rules: Mapping[str, Any] | None) -> PathReader:
    """Return the reader of an operation whose paths have rules."""
    operation = Operation(
        id="look", method="GET", path="/boats/{number}/{name}", path_parameters=rules, responses={}
    )
    return PathReader(CompiledOperation(operation, {}))


def test_numbers_are_judged_as_numbers() -> None:
    """Each parameter has the type that the documents give it."""
    reader(RULES).judge({"number": "9", "name": "kite"})


@pytest.mark.parametrize(("number", "name"), [("10", "kite"), ("a", "kite"), ("1", "9")])
def test_what_breaks_a_claim_is_refused(number: str, name: str) -> None:
    """With the cause that is for paths."""
    with pytest.raises(Refusal) as refused:
        reader(RULES).judge({"number": number, "name": name})

    assert refused.value.cause == "path"


def test_paths_of_which_nothing_is_said_pass() -> None:
    """Whatever is in them."""
    reader(None).judge({"number": "", "name": ""})
