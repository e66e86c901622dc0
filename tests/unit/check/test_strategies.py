"""Strategies for requests."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from tests.examining import load_lighter

from truecopy.check.strategies import (
    case_strategy,
    draft_of,
    limit_edits,
    picture_edits,
    size_edits,
)
from truecopy.contract import compile_operations
from truecopy.contract.encode import apply_edits
from truecopy.judge.request_factory import RequestFactory
from truecopy.judge.requests import RequestJudge
from truecopy.model import Draft, Edit
from truecopy.wire.target import wire_format

FEW = settings(
    max_examples=15,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def factory(vendor: str, operation: str) -> RequestFactory:
    """Return the maker of an operation's requests."""
    contract = load_lighter(vendor)
    return RequestFactory(contract, compile_operations(contract)[operation], None)


JSON, FORM, TASK = (
    factory("powertokens", "edit-image-json"),
    factory("powertokens", "edit-image-form"),
    factory("mulerouter", "create-generation"),
)


def is_good(made: RequestFactory, edits: tuple[Edit, ...]) -> bool:
    """Whether the contract accepts a good request with some places changed."""
    draft = Draft(
        operation=made.operation.id,
        method=made.operation.method,
        path=made.operation.path,
        media_type=made.operation.media_type,
        body=apply_edits(made.good_requests()[0], edits),
    )
    headers, data = wire_format(draft)
    return not RequestJudge(made.compiled).problems(headers["content-type"], data or b"")[1]


# A body may be long; the check passes over the same warning.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.slow
@pytest.mark.parametrize("made", [JSON, FORM, TASK], ids=["json", "form", "task"])
def test_edits_lead_to_both_sides_of_a_limit(made: RequestFactory) -> None:
    """Values at limits, sizes and pictures are good ones and bad ones."""
    base = made.good_requests()[0]
    enough = settings(FEW, max_examples=300)
    for strategy in (limit_edits(made, base), size_edits(made), picture_edits(made)):
        assert find(strategy, lambda edits: is_good(made, edits), settings=enough)
        assert find(strategy, lambda edits: not is_good(made, edits), settings=enough)


def test_an_operation_without_pictures_or_sizes_has_none() -> None:
    """There is nothing to put, and so nothing is generated."""
    made = factory("applerouter", "generate-image")
    found: list[Any] = []

    @FEW
    @given(st.one_of(st.none(), picture_edits(made)))
    def collect(edits: Any) -> None:
        found.append(edits)

    collect()

    assert {each for each in found if each} == set()


@pytest.mark.parametrize(
    ("mode", "are_good"), [(GenerationMode.POSITIVE, True), (GenerationMode.NEGATIVE, False)]
)
def test_cases_are_what_their_mode_says(mode: GenerationMode, *, are_good: bool) -> None:
    """Good cases keep the schema, others break it, and each is read from the bytes that are sent."""
    drafts: list[Any] = []

    @FEW
    @given(case_strategy(JSON, JSON.schema, mode))
    def collect(case: Any) -> None:
        drafts.append(draft_of(case, JSON.operation))

    collect()

    assert drafts
    judge = RequestJudge(JSON.compiled)
    for draft in drafts:
        assert (draft.method, draft.path) == (JSON.operation.method, JSON.operation.path)
        if are_good and draft.body:
            assert judge.problems(draft.content_type, draft.body)[1] == []
            json.loads(draft.body)
    if not are_good:
        assert any(judge.problems(each.content_type, each.body)[1] for each in drafts)
