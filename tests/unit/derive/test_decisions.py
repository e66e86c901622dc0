"""`decisions.yaml`: what is decided, and why."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.unit.derive.pages import cited_text, make_document

from truecopy.derive.decisions import Rulings, read_decisions
from truecopy.derive.document import Document
from truecopy.errors import DeriveError, TruecopyError, WorkspaceError

PAGE = make_document("one\ntwo\nthree\nfour\ntwo\n\n ", "page-1")
PAGES: Mapping[str, Document] = {"page-1": PAGE}
DECISION = "{id: a, kind: reading, why: because, claim: 'x.request#type', value: 1}"


def read(tmp_path: Path, text: str) -> Rulings:
    """Return the decisions in a file with the given text."""
    (tmp_path / "decisions.yaml").write_text(text, encoding="utf-8")
    return read_decisions(tmp_path, PAGES)


def test_missing_file_decides_nothing(tmp_path: Path) -> None:
    """A contract needs no decisions."""
    assert read_decisions(tmp_path, PAGES) == Rulings(rulings=(), remarks=(), descriptions={})


def test_everything_in_the_file_is_read(tmp_path: Path) -> None:
    """Claims, withdrawals, anchors, remarks and descriptions are kept, reasons on one line."""
    found = read(
        tmp_path,
        """
decisions:
- id: a
  kind: resolution
  claim: x.request.n#type
  value: integer
  claims: {x.request.n#maximum: 3}
  withdraws: ['x.200.y#required']
  sees: [page-1:2]
  why: >
    one
    reason
remarks:
- {at: page-1:1, why: words}
- {at: [page-1:3, page-1:4], why: more}
descriptions: {x.request.n: How many}
""",
    )

    (ruling,) = found.rulings
    assert ruling.sets == {"x.request.n#maximum": 3, "x.request.n#type": "integer"}
    assert ruling.withdraws == ("x.200.y#required",)
    assert ruling.decision.why == "one reason"
    assert [place.lines for place in ruling.decision.sees] == [(2, 2)]
    assert [each.place.lines for each in found.remarks] == [(1, 1), (3, 3), (4, 4)]
    assert found.anchors() == {
        "page-1:2": (2, 2),
        "page-1:1": (1, 1),
        "page-1:3": (3, 3),
        "page-1:4": (4, 4),
    }
    assert found.descriptions == {"x.request.n": "How many"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("rulings: []", "unknown key rulings"),
        ("decisions: {a: 1}", "a list was expected"),
        ("remarks: {a: 1}", "a list was expected"),
        ("decisions: [5]", "a mapping was expected"),
        ("decisions: [{id: a, kind: reading}]", "a: why is missing"),
        ("decisions: [{kind: reading, why: b}]", "decision 1: id is missing"),
        ("decisions: [{id: a, kind: reading, wyh: b}]", "a: unknown key wyh"),
        ("decisions: [a]", "decision 1: a mapping was expected, found 'a'"),
        ("decisions: [{id: a, kind: guess, why: b}]", "kind 'guess' is none of"),
        ("decisions: [{id: a, kind: reading, why: ' '}]", "needs a reason"),
        ("decisions: [{id: a, kind: reading, why: null}]", "needs a reason"),
        ("decisions: [{id: a, kind: reading, why: b, note: c}]", "unknown key note"),
        ("decisions: [{id: a, kind: reading, why: b, claim: 'x#y'}]", "value is missing"),
        ("decisions: [{id: a, kind: reading, why: b, claim: x, value: 1}]", "is no claim id"),
        ("decisions: [{id: a, kind: reading, why: b, claim: 5, value: 1}]", "is no claim id"),
        ("decisions: [{id: a, kind: reading, why: b, claims: [x#y]}]", "a mapping was expected"),
        ("decisions: [{id: a, kind: reading, why: b, claims: {5: 1}}]", "is no claim id"),
        ("decisions: [{id: a, kind: reading, why: b, withdraws: [x]}]", "is no claim id"),
        ("decisions: [{id: a, kind: reading, why: b, withdraws: 5}]", "a list of texts"),
        ("decisions: [{id: a, kind: reading, why: b, sees: [5]}]", "a list of texts"),
        (f"decisions: [{DECISION}, {DECISION}]", "'a' stands there twice"),
        ("remarks: [{at: page-1:1}]", "why is missing"),
        ("remarks: [{at: page-1:1, wyh: b}]", "unknown key wyh"),
        ("remarks: [{at: 5, why: b}]", "a list of texts"),
        ("remarks: [{at: page-1:9, why: b}]", "the page has 7 lines"),
        ("remarks: [{at: page-1:1, why: b, note: c}]", "unknown key note"),
        ("descriptions: [a]", "a mapping was expected"),
        ("descriptions: {a: 5}", "a text was expected"),
        ("decisions: [{id: a, id: b}]", "stands here twice"),
    ],
)
def test_damaged_file_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    """Whatever is wrong with the file is an error that names it and says what was expected."""
    with pytest.raises(TruecopyError, match=reason) as caught:
        read(tmp_path, text)
    assert isinstance(caught.value, WorkspaceError | DeriveError)
    assert "decisions.yaml" in str(caught.value)


LIMITED = """
decisions:
- id: a
  kind: {kind}
  claim: {claim}
  value: 6
  sees: [page-2:1]
  limit: {limit}
  why: because
"""
RULES_PAGE = make_document("At most 6 kites fly.\nKites fly.", "page-2")


def read_limit(
    tmp_path: Path, *, kind: str = "reading", claim: str = "x.request.n#maximum", limit: str
) -> Rulings:
    """Return a decision that cites a sentence which limits."""
    text = LIMITED.format(kind=kind, claim=claim, limit=limit)
    (tmp_path / "decisions.yaml").write_text(text, encoding="utf-8")
    return read_decisions(tmp_path, {"page-2": RULES_PAGE})


def test_a_decision_marks_the_sentence_that_limits(tmp_path: Path) -> None:
    """It is one of those that the decision sees."""
    (ruling,) = read_limit(tmp_path, limit="page-2:1").rulings

    assert ruling.decision.limit == ruling.decision.sees
    assert cited_text(RULES_PAGE, ruling.decision.limit[0]) == "At most 6 kites fly."


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"kind": "assumption"}, "an assumption cites no sentence that limits"),
        ({"claim": "x.200.n#maximum"}, "sets no claim about requests"),
        ({"limit": "page-2:2"}, "'page-2:2' is none of what the decision `sees`"),
    ],
)
def test_a_limit_that_limits_nothing_is_an_error(
    tmp_path: Path, more: dict[str, str], reason: str
) -> None:
    """What is assumed, what is no request's, and what the decision did not see limits nothing."""
    with pytest.raises(WorkspaceError, match=reason):
        read_limit(tmp_path, **{"limit": "page-2:1", **more})


def test_a_limit_is_a_sentence_by_which_a_rule_is_made(tmp_path: Path) -> None:
    """Without a figure or a word such as must or only, a sentence describes."""
    text = LIMITED.format(kind="reading", claim="x.request.n#maximum", limit="page-2:2")
    (tmp_path / "decisions.yaml").write_text(text.replace("sees: [page-2:1]", "sees: [page-2:2]"))

    with pytest.raises(WorkspaceError, match="no figure stands there, and no word"):
        read_decisions(tmp_path, {"page-2": RULES_PAGE})
