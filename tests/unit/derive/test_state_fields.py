"""Which field of an answer shows the state of a task."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.located_json import read_json
from truecopy.derive.state_fields import STATE_NAMES, StateFields
from truecopy.derive.statements import Page

EXAMPLE = '{"ticket": {"status": "done", "phase": 3}, "rows": [{"state": "x"}]}'


def make_page(**enums: list[str]) -> Page:
    """Return a page that lists values of fields: name, `__` for a dot -> values."""
    document = make_document(EXAMPLE)
    page = Page(document=document)
    for name, values in enums.items():
        page.say(f"200.{name.replace('__', '.')}", "enum", values, (0, 1))
    return page


def make_fields(**enums: list[str]) -> StateFields:
    """Return the fields of such a page, which has an example, too."""
    page = make_page(**enums)
    return StateFields(page, 200, [read_json(page.document, 0)])


@pytest.mark.parametrize(
    ("enums", "states", "place"),
    [
        ({"ticket__status": ["done"]}, [], "/ticket/status"),
        ({"ticket__status": ["done"], "state": ["on"]}, [], ""),
        ({"ticket__status": ["done"], "state": ["on"]}, ["on"], "/state"),
        ({"rows[]__state": ["x"]}, [], ""),
        ({"colour": ["red"]}, [], ""),
    ],
)
def test_the_state_has_one_place(
    enums: dict[str, list[str]], states: list[str], place: str
) -> None:
    """That of the field with a usual name, or the one of several that lists the page's states; never of an element."""
    assert make_fields(**enums).place(states) == place


def test_fields_that_are_stated_later_are_found() -> None:
    """They come in the order in which the page states them."""
    page = make_page(ticket__status=["done"])
    fields = StateFields(page, 200, [])

    assert fields.called(STATE_NAMES) == ["200.ticket.status"]
    page.say("200.phase", "type", "string", (0, 1))
    assert fields.called(STATE_NAMES) == ["200.ticket.status", "200.phase"]


def test_states_are_listed_or_shown() -> None:
    """By the choices of the field, else by what examples have there."""
    fields = make_fields(ticket__status=["done", "failed"])

    assert fields.listed("/ticket/status") == ["done", "failed"]
    assert fields.shown("/ticket/status") == ["done"]
    assert fields.shown("/ticket/phase") == []
    assert fields.shown("/ticket/none") == []
    assert fields.subject("/ticket/status") == "200.ticket.status"
