"""Which side is stale."""

from itertools import product

import pytest

from truecopy.drift.diagnosis import DIAGNOSES, Party, Standpoint, diagnose, standpoints

_MARKS = {
    "=": Standpoint.AGREES,
    "x": Standpoint.DIFFERS,
    "?": Standpoint.UNSEEN,
    "m": Standpoint.MISREAD,
}


def slugs(marks: str) -> list[str]:
    """Return what is diagnosed where documents, wire, recordings and mock say so."""
    sides = {party: {"a": _MARKS[mark]} for party, mark in zip(Party, marks, strict=True)}
    return [row.slug for each in diagnose(sides) for row in each.rows]


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ("====", []),
        ("x===", ["announced"]),
        ("=x==", ["silent-change", "recording-older"]),
        ("xx==", ["contract-stale", "recording-older"]),
        ("==x=", ["recording-stale"]),
        ("===x", ["mock-differs"]),
        ("=xx=", ["silent-change"]),
        ("=xxx", ["silent-change", "mock-differs"]),
        ("x=xx", ["announced", "recording-stale", "mock-differs"]),
        ("?x??", ["wire-changed"]),
        ("x???", ["documents-changed"]),
        ("?=x?", ["recording-stale"]),
        ("??x?", ["recording-differs"]),
        ("???x", ["mock-differs"]),
        ("m===", ["reading-stale"]),
        ("mx==", ["reading-stale", "recording-older"]),
        ("????", []),
        ("?===", []),
    ],
)
def test_every_row_of_the_table(marks: str, found: list[str]) -> None:
    """Documents, wire, recordings, mock: what is wrong, the worst first."""
    assert slugs(marks) == found


def test_whatever_differs_is_diagnosed() -> None:
    """No combination in which a side differs goes without a word."""
    for marks in map("".join, product("=x?", repeat=4)):
        assert bool(slugs(marks)) == ("x" in marks), marks


def test_each_row_is_reached() -> None:
    """None stands there for nothing."""
    reached = {slug for marks in map("".join, product("=x?m", repeat=4)) for slug in slugs(marks)}

    assert reached == {each.slug for each in DIAGNOSES}


def test_what_was_not_looked_at_is_said() -> None:
    """A side that is missing, and one that has no word on a claim."""
    (found,) = diagnose(
        {Party.WIRE: {"a": Standpoint.DIFFERS}, Party.DOCUMENTS: {"b": Standpoint.AGREES}}
    )

    assert found.claim == "a"
    assert found.unseen == (Party.DOCUMENTS, Party.RECORDINGS, Party.MOCK)
    assert "Not looked at: documents, recordings, mock." in found.text


def test_several_things_at_once_are_said_so() -> None:
    """And the worst claim comes first."""
    sides = {
        Party.DOCUMENTS: {"a": Standpoint.DIFFERS, "z": Standpoint.AGREES},
        Party.WIRE: {"a": Standpoint.AGREES, "z": Standpoint.DIFFERS},
        Party.MOCK: {"z": Standpoint.DIFFERS},
    }

    first, second = diagnose(sides)

    assert (first.claim, second.claim) == ("z", "a")
    assert first.text.startswith("2 things at once: ")


def test_a_side_says_what_it_was_examined_for() -> None:
    """What it breaks it was examined for."""
    assert standpoints(["a", ""], ["b", "a"]) == {
        "a": Standpoint.DIFFERS,
        "b": Standpoint.AGREES,
    }


def test_the_stale_sides_of_a_claim_are_named_once_each() -> None:
    """The worst first; nothing where nobody can tell."""
    for marks, stale in (
        ("=x==", "documents, recordings"),
        ("x=x=", "contract, recordings"),
        ("?x??", ""),
    ):
        sides = {party: {"a": _MARKS[mark]} for party, mark in zip(Party, marks, strict=True)}
        (found,) = diagnose(sides)

        assert found.stale == stale
