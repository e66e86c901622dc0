"""Requests put into the documented form."""

import copy
from typing import Any

import pytest

from truecopy.mock.translation import Translation, TranslationRule, read_rules

PROMPT = TranslationRule(
    member="/prompt",
    place="/input/messages/0/content/0/text",
    beside={"/input/messages/0/role": "user"},
)
SIZE = TranslationRule(member="/size", place="/parameters/size", replace={"x": "*"})
SPELLING = TranslationRule(member="/parameters/size", place="/parameters/size", replace={"x": "*"})
MESSAGES = {"messages": [{"role": "user", "content": [{"text": "A kite"}]}]}


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ({"prompt": "A kite"}, {"input": MESSAGES}),
        ({"prompt": "A dog", "input": MESSAGES}, {"prompt": "A dog", "input": MESSAGES}),
        ({"size": "5x6"}, {"parameters": {"size": "5*6"}}),
        ({"size": "5x6", "parameters": {"n": 1}}, {"parameters": {"n": 1, "size": "5*6"}}),
        ({"parameters": {"size": "5x6"}}, {"parameters": {"size": "5*6"}}),
        ({"parameters": {"size": "5*6"}}, {"parameters": {"size": "5*6"}}),
        ({"size": 5}, {"parameters": {"size": 5}}),
        ({"size": "5x6", "parameters": "all"}, {"parameters": "all"}),
        ({}, {}),
        ([], []),
        (None, None),
    ],
)
def test_a_body_is_put_into_the_documented_form(sent: Any, taken: Any) -> None:
    """What stands where the documents have it stays; the body that was sent is not changed."""
    before = copy.deepcopy(sent)

    assert Translation([PROMPT, SIZE, SPELLING]).apply(sent)[0] == taken
    assert sent == before


def test_what_was_taken_for_what_is_told() -> None:
    """A reader of the journal learns why the request passed; nothing is told where nothing was done."""
    made = Translation([SIZE])

    assert made.apply({"size": "5x6"})[1] == [
        "/size is taken for /parameters/size, which the documents have"
    ]
    assert made.apply({"parameters": {"size": "5x6"}})[1] == []
    assert not Translation([])
    assert made


def test_a_member_within_a_list_stays() -> None:
    """Others would move up to its place."""
    rule = TranslationRule(member="/a/0/b", place="/c")

    assert Translation([rule]).apply({"a": [{"b": 1}]})[0] == {"a": [{"b": 1}], "c": 1}


def test_rules_are_read() -> None:
    """Without a place of its own a member is another spelling of itself."""
    (moved, spelled) = read_rules(
        [
            {"member": "/a", "as": "/b", "with": {"/c": 1}},
            {"member": "/a", "replace": {"x": "*"}},
        ],
        "file",
    )

    assert moved == TranslationRule(member="/a", place="/b", beside={"/c": 1})
    assert spelled == TranslationRule(member="/a", place="/a", replace={"x": "*"})
