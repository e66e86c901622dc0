"""Fields that one part of a page still calls required, and another does not any more."""

from collections.abc import Iterator, Mapping

from truecopy.derive.page_changes import PageChanges
from truecopy.derive.vendor_statements import VendorStatements
from truecopy.drift.sentences import Sentences
from truecopy.model import RULES, Change, ChangeKind, Claim, Evidence, Reading

CONTRADICTED = RULES["document-claim-contradicted"]
# Lines from the name of a field to its mark: type, format, default and mark stand below each other.
_FARTHEST_LINES = 4


def lost_marks(
    said: VendorStatements, old: Mapping[str, Claim], sentences: Sentences
) -> Iterator[Change]:
    """Yield a contradiction for each field that is required where it was, and described without its mark elsewhere.

    That a field need not be sent is said by no sentence, but by the mark that is not there: so it is known only
    where there was one.

    Args:
        old: Claims of the contract that the pages as they were gave.
    """
    told: set[str] = set()
    for subject, head in said.pages.unmarked():
        name = f"{subject}#required"
        before, after = old.get(name), said.folded.claims.get(name)
        changes = said.changes.get(head.document)
        if before is None or after is None or after.decision or changes is None:
            continue
        was, now = (_marks(each, head.document) for each in (before, after))
        is_lost = now and len(now) < len(was) and _is_of_mark(changes, head, was)
        if is_lost and name not in told:
            told.add(name)
            yield Change(
                claim=name,
                kind=ChangeKind.CONTRADICTED,
                rule=CONTRADICTED.slug,
                severity=CONTRADICTED.severity,
                old=before.value,
                new=None,
                old_source=str(now[0]),
                new_source=str(head),
                old_sentence=sentences.text(now[0]),
                new_sentence=sentences.text(head),
            )


def _marks(claim: Claim, document: str) -> list[Evidence]:
    """Return the places of a page that state a claim."""
    stated = (each for each in claim.evidence if each.reading is Reading.STATED)
    return [each for each in stated if each.document == document]


def _is_of_mark(changes: PageChanges, head: Evidence, marks: list[Evidence]) -> bool:
    """Whether a mark stood at or below a field's name; so it is taken for a name that was not there."""
    back = {j: i for i, j in (*changes.alignment.same.items(), *changes.alignment.replaced.items())}
    names = [back[number] for number in changes.after.at(head) if number in back]
    if not names:
        return True
    line = changes.before.sentences[names[0]].line
    return any(line <= each.lines[0] <= line + _FARTHEST_LINES for each in marks)
