"""Statements and decisions about one subject, folded."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.unit.derive.pages import make_document

from truecopy.derive.contradictions import require_agreement
from truecopy.derive.decisions import Ruling, Rulings
from truecopy.derive.fold import Folded, fold
from truecopy.derive.statements import Statement
from truecopy.model import Decision, Ground, Reading

PAGE = make_document("\n".join(f"sentence {number}" for number in range(1, 9)))


def make_statement(
    value: Any, line: int = 1, *, keyword: str = "maximum", reading: Reading = Reading.STATED
) -> Statement:
    """Return a statement about `request.n` at a line of the page."""
    place = PAGE.lines[line - 1]
    return Statement(
        subject="request.n",
        keyword=keyword,
        value=value,
        evidence=PAGE.evidence(place.start, place.end, reading),
    )


def make_ruling(
    name: str = "d", sets: Mapping[str, Any] | None = None, withdraws: Iterable[str] = ()
) -> Ruling:
    """Return a decision that saw the last line of the page."""
    place = PAGE.lines[-1]
    seen = PAGE.evidence(place.start, place.end, Reading.DECISION)
    decision = Decision(id=name, kind=Ground.RESOLUTION, why="because", sees=(seen,))
    return Ruling(decision=decision, sets=sets or {}, withdraws=tuple(withdraws))


def fold_all(
    statements: Iterable[Statement],
    *rulings: Ruling,
    subject: str = "a.request.n",
    operations: Iterable[str] = ("a", "b"),
) -> Folded:
    """Fold statements about one subject with decisions."""
    folded = fold(
        [(subject, each) for each in statements],
        Rulings(rulings=rulings, remarks=(), descriptions={}),
        operations,
    )
    require_agreement(folded.contradictions, {"page": PAGE})
    return folded
