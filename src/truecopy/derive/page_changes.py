"""What became of the sentences of a vendor's pages since its contract was derived."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from truecopy.derive.alignment import Alignment, align
from truecopy.derive.coverage import CitedParts, cited_parts, is_normative
from truecopy.derive.document import fingerprint
from truecopy.derive.page_memory import Remembered
from truecopy.derive.page_print import PagePrint, normalised, print_page
from truecopy.derive.statements import Page
from truecopy.model import Evidence, Reading

# A sentence that is longer is compared as a whole: what was put into it is looked for word by word.
_MOST_WORDS = 400


class SeenStanding(IntEnum):
    """What became of a text that somebody looked at, the least first."""

    SAME = 0
    VALUES = 1  # only values differ that claims take from it
    EXTENDED = 2  # something was added that limits nothing, or that claims cite
    REWORDED = 3
    GONE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """One sentence that is not what it was.

    Attributes:
        before: Its number on the page as it was; None for one that was added.
        after: The number of the one in its place; None where there is none.
    """

    standing: SeenStanding
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class PageChanges:
    """One page as it was and as it is, sentence by sentence."""

    page: Page
    before: PagePrint
    after: PagePrint
    alignment: Alignment

    def text(self, number: int) -> str:
        """Return the sentence of this number on the page as it is."""
        return self.page.document.text[slice(*self.after.spans[number])]

    def is_read(self, number: int) -> bool:
        """Whether layout and statements account for a sentence of the page as it is, every word of a list included."""
        return number not in self.after.foreign and self._cited.account_for(
            self.page.document, self.after.spans[number]
        )

    @cached_property
    def _cited(self) -> CitedParts:
        return cited_parts(self.page)

    @property
    def kept_share(self) -> float:
        """The share of the sentences that are there still, 1.0 of a page that had none."""
        count = len(self.before.sentences)
        return len(self.alignment.same) / count if count else 1.0

    @property
    def lost_end(self) -> range:
        """The sentences after which the page ends now, of those that it had; none where others end it."""
        kept = {**self.alignment.same, **self.alignment.replaced}
        last = max(kept, default=-1)
        is_end = bool(kept) and kept[last] == len(self.after.sentences) - 1
        return range(last + 1, len(self.before.sentences)) if is_end else range(0)

    @cached_property
    def new(self) -> frozenset[int]:
        """The sentences that are not what they were, or were not there."""
        return frozenset((*self.alignment.replaced.values(), *self.alignment.added))

    def follow(self, lines: tuple[int, int]) -> tuple[tuple[int, int] | None, list[SentenceChange]]:
        """Return where the sentences of these lines stand now, None where nowhere, and which have changed."""
        olds = self.before.within(lines)
        changes = [each for i in olds if (each := self._change(i)) is not None]
        to = [self.alignment.same.get(i, self.alignment.replaced.get(i)) for i in olds]
        news = sorted({j for j in to if j is not None})
        changes += self._additions(news)
        return self._lines(olds, news, lines), changes

    def is_own(self, lines: tuple[int, int], now: tuple[int, int]) -> bool:
        """Whether no sentence of the lines `now` stood elsewhere than on `lines` before."""
        elsewhere = self.alignment.same.keys() - set(self.before.within(lines))
        taken = {self.alignment.same[i] for i in elsewhere}
        return taken.isdisjoint(self.after.within(now))

    def _change(self, before: int) -> SentenceChange | None:
        if before in self.alignment.same:
            return None
        after = self.alignment.replaced.get(before)
        standing = SeenStanding.GONE if after is None else self.standing(before, after)
        return SentenceChange(standing=standing, before=before, after=after)

    def standing(self, before: int, after: int) -> SeenStanding:
        """Return how one sentence differs from another that stands in its place."""
        old, new = self.before.sentences[before], self.after.sentences[after]
        if old.rest == new.rest or old.bare == new.whole:
            return SeenStanding.VALUES
        extra = self.added_words(before, after)
        if extra is not None and not is_normative(extra):
            return SeenStanding.EXTENDED
        return SeenStanding.REWORDED

    def added_words(self, before: int, after: int) -> str | None:
        """Return the words in a row that were put into a sentence, None where it is not the same without them."""
        words = normalised(self.text(after)).split()
        old = self.before.sentences[before]
        count = len(words) - old.words
        if not 0 < count <= len(words) <= _MOST_WORDS:
            return None
        for at in range(old.words + 1):
            rest = " ".join([*words[:at], *words[at + count :]])
            if fingerprint(normalised(rest)) == old.whole:
                return " ".join(words[at : at + count])
        return None

    def _additions(self, news: list[int]) -> Iterator[SentenceChange]:
        """Yield the sentences that were put between or beside others, on their lines."""
        if not news:
            return
        sentences = self.after.sentences
        first, last = sentences[news[0]].line, sentences[news[-1]].line
        within = set(self.after.within((first, last))) if last - first <= 2 * len(news) else set()
        for j in sorted(within & set(self.alignment.added)):
            is_told = self.is_read(j) or not is_normative(self.text(j))
            standing = SeenStanding.EXTENDED if is_told else SeenStanding.REWORDED
            yield SentenceChange(standing=standing, before=None, after=j)

    def _lines(
        self, olds: list[int], news: list[int], lines: tuple[int, int]
    ) -> tuple[int, int] | None:
        if not news:
            return None
        old, new = self.before.sentences, self.after.sentences
        first = new[news[0]].line - (old[olds[0]].line - lines[0])
        last = new[news[-1]].line + (lines[1] - old[olds[-1]].line)
        if last - first > 2 * (lines[1] - lines[0]) + len(news):
            first = last = new[news[0]].line  # torn apart: where it begins
        return max(1, first), min(max(first, last), len(self.page.document.lines))

    def place(self, number: int) -> Evidence:
        """Return a sentence of the page as it is as a piece of evidence."""
        return self.page.document.evidence(*self.after.spans[number], Reading.STATED)


def compare_pages(
    remembered: Remembered | None, pages: Mapping[str, Page]
) -> dict[str, PageChanges]:
    """Return for each page that a contract remembers what became of it."""
    found = {}
    for name, page in pages.items():
        if remembered is not None and name in remembered.pages:
            before, after = remembered.pages[name], print_page(page)
            found[name] = PageChanges(
                page=page,
                before=before,
                after=after,
                alignment=align(before, after, page.document),
            )
    return found
