"""Pages that could not be read: another page, one without its layout, or one whose end is not there."""

from collections.abc import Iterator

from truecopy.derive.page_changes import PageChanges
from truecopy.derive.vendor_statements import VendorStatements
from truecopy.model import Reading

# Of a page that keeps less of its sentences nobody can say what has changed: it is another page, or lost its layout.
_LEAST_KEPT = 0.2
# A page whose last fifth is not there, and nothing in its place, was not copied or sent whole.
_MOST_END = 0.2
# One field at the end of a page, which its vendor may take out, has fewer sentences.
_LEAST_END = 4


def unreadable_pages(said: VendorStatements) -> Iterator[tuple[str, str]]:
    """Yield the pages that could not be read, each with what was expected and where it stopped."""
    for name, error in said.pages.errors.items():
        yield name, str(error)
    for name, changes in said.changes.items():
        if changes.kept_share < _LEAST_KEPT:
            kept, count = len(changes.alignment.same), len(changes.before.sentences)
            yield (
                name,
                f"{name}: another page stands there, or its layout is gone: {kept} of its {count} sentences "
                f"are on it, and it begins with {_beginning(changes.page.document.text)!r}",
            )
        elif _is_cut_off(said, changes):
            yield (
                name,
                f"{name}: it ends before its end: {len(changes.lost_end)} of its {len(changes.before.sentences)} "
                f"sentences stood after {_ending(changes.page.document.text)!r}, and nothing does now; is it copied whole?",
            )


def _is_cut_off(said: VendorStatements, changes: PageChanges) -> bool:
    """Whether a page ends before its end: a large part is not there, or all that stated how its operation answers."""
    lost = changes.lost_end
    if len(lost) < _LEAST_END:
        return False
    if len(lost) > _MOST_END * len(changes.before.sentences):
        return True
    document = changes.page.document.id
    for claim in said.old.values():
        stated = [each for each in claim.evidence if each.reading is Reading.STATED]
        if claim.keyword == "status" and {each.document for each in stated} == {document}:
            numbers = (number for each in stated for number in changes.before.at(each))
            if _is_success(claim.subject) and all(number in lost for number in numbers):
                return True
    return False


def _is_success(subject: str) -> bool:
    return subject.rpartition(".")[2].startswith("2")


def _beginning(text: str) -> str:
    """Return the first words of a page."""
    return " ".join(text[:200].split())[:60]


def _ending(text: str) -> str:
    """Return the last words of a page."""
    return " ".join(text[-200:].split())[-60:]
