"""The text that states a claim, before and after its page changed."""

from collections.abc import Iterable, Iterator

from truecopy.derive.page_changes import PageChanges
from truecopy.derive.vendor_statements import VendorStatements
from truecopy.drift.old_pages import OldPages
from truecopy.model import Claim, Evidence, Reading

# What is shown of a sentence: more is no sentence, but a page without line breaks.
_LONGEST_CHARACTERS = 600


class Sentences:
    """Finds sentences on the pages as they are, and as they were where that can be known."""

    def __init__(self, said: VendorStatements, old_pages: OldPages | None) -> None:
        """Look on the pages of a vendor.

        Args:
            old_pages: The pages as they were, None where they are not at hand; a sentence that has not changed needs
                none.
        """
        self._said = said
        self._old_pages = old_pages

    def old(self, claim: Claim) -> str:
        """Return the sentence that stated a claim, empty where the page as it was is not at hand."""
        return next(filter(None, map(self._old_sentence, _firm(claim.evidence))), "")

    def new(self, claim: Claim) -> str:
        """Return the sentence that states a claim now: one that has changed before one that has not."""
        firm = list(_firm(claim.evidence))
        changed = (text for each in firm if (text := self.changed(each)))
        return next(changed, "") or next(filter(None, map(self.text, firm)), "")

    def text(self, place: Evidence) -> str:
        """Return the sentence of the page as it is at a place."""
        page = self._said.pages.pages.get(place.document)
        if page is None:
            return ""
        changes = self._said.changes.get(place.document)
        if changes is not None:
            numbers = changes.after.at(place)
            return _cut(changes.text(numbers[0])) if numbers else ""
        return _cut(page.document.lines[place.lines[0] - 1].text.strip())

    def numbered(self, place: Evidence | None, number: int | None) -> str:
        """Return a sentence of the page of a place by its number; of none that which stands there."""
        changes = None if place is None else self._said.changes.get(place.document)
        if changes is not None and number is not None:
            return _cut(changes.text(number))
        return "" if place is None else self.text(place)

    def replaced(self, document: str, number: int | None) -> str:
        """Return a sentence of a page as it was by its number, empty where that page is not at hand."""
        changes = self._said.changes.get(document)
        if self._old_pages is None or changes is None or number is None:
            return ""
        return _cut(self._old_pages.sentence(document, changes.before.sentences[number]) or "")

    def changed(self, place: Evidence) -> str:
        """Return the sentence at a place if it is not what it was."""
        changes = self._said.changes.get(place.document)
        return "" if changes is None else next(_changed_at(changes, place), "")

    def _old_sentence(self, place: Evidence) -> str:
        text = self._old_pages.text(place) if self._old_pages else None
        if text is not None:
            return _cut(text)
        changes = self._said.changes.get(place.document)
        if changes is None:
            return ""
        now = (changes.alignment.same.get(number) for number in changes.before.at(place))
        return next((_cut(changes.text(each)) for each in now if each is not None), "")


def _changed_at(changes: PageChanges, place: Evidence) -> Iterator[str]:
    for number in changes.after.at(place):
        if number in changes.new:
            yield _cut(changes.text(number))


def _firm(places: Iterable[Evidence]) -> Iterator[Evidence]:
    """Yield the places that state something, then those that show it, then what a decision saw."""
    order = list(Reading)
    yield from sorted(places, key=lambda each: order.index(each.reading))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_CHARACTERS else text[:_LONGEST_CHARACTERS] + " ..."
