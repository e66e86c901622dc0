"""Claims and the places that they are read from."""

from typing import Any

from truecopy.model import Claim, Evidence, Layer, Reading


def evidence(document: str, first: int, last: int | None = None, **more: Any) -> Evidence:
    """Return some lines of a document."""
    return Evidence(
        **{
            "document": document,
            "lines": (first, last or first),
            "span": (0, 1),
            "fingerprint": "0123456789ab",
            "reading": Reading.STATED,
            **more,
        }
    )


def claim(*places: Evidence, **more: Any) -> Claim:
    """Return a claim with its evidence."""
    return Claim(
        **{
            "id": "make-kite.request.n#maximum",
            "layer": Layer.ASSERTION,
            "value": 6,
            "evidence": places,
            **more,
        }
    )


def test_a_place_is_a_line_or_several() -> None:
    """One line has one number."""
    assert str(evidence("kites", 12)) == "kites:12"
    assert str(evidence("kites", 12, 15)) == "kites:12-15"


def test_an_id_says_what_a_claim_is_about() -> None:
    """Before the mark stands the subject, behind it the keyword; the subject begins with its owner."""
    made = claim()

    assert (made.subject, made.keyword, made.owner) == (
        "make-kite.request.n",
        "maximum",
        "make-kite",
    )
    assert claim(id="lifecycle#state").owner == "lifecycle"


def test_a_source_names_each_document_once() -> None:
    """Lines of one document are told together, each once, and the decision behind them."""
    made = claim(
        evidence("kites", 3),
        evidence("tails", 4, 5),
        evidence("kites", 9),
        evidence("kites", 3),
        decision="n-at-most-six",
    )

    assert made.source == "kites:3,9, tails:4-5, decision n-at-most-six"


def test_an_example_is_told_where_nothing_firmer_is() -> None:
    """What the documents state counts more than what they show."""
    shown, stated = evidence("kites", 3, reading=Reading.EXAMPLE), evidence("kites", 9)

    assert claim(shown, stated).source == "kites:9"
    assert claim(shown).source == "kites:3"
    assert claim(decision="as-assumed").source == "decision as-assumed"
