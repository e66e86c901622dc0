"""Which sentence of a page became which when the page changed: by fingerprint first, then by neighbours."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from truecopy.derive.document import Document, fingerprint
from truecopy.derive.page_print import PagePrint, SentencePrint, normalised, words_of

# Places at which a sentence that was broken into lines otherwise is looked for between two neighbours; the longest
# paragraph seen has a hundredth of it, and what is longer was written anew.
_MOST_WINDOWS = 20_000
# Pairs that are weighed to find which sentence took the place of which; beyond, their order decides.
_MOST_PAIRS = 2_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Two states of one page; sentences are numbers into either.

    Attributes:
        same: Sentence before -> sentence after, wherever it stands and however its lines are broken.
        replaced: Sentence before -> the other sentence that stands in its place.
        gone: Sentences that nothing has taken the place of.
        added: Sentences that stand in the place of none.
    """

    same: Mapping[int, int]
    replaced: Mapping[int, int]
    gone: tuple[int, ...]
    added: tuple[int, ...]


def align(before: PagePrint, after: PagePrint, document: Document) -> Alignment:
    """Return which sentences of a page are the same, which were replaced, which went and came.

    Args:
        document: The page as it is after.
    """
    old, new = before.sentences, after.sentences
    same = _equal(old, new)
    replaced: dict[int, int] = {}
    gaps = list(_gaps(same, len(old), len(new)))
    taken = set(same.values())
    for olds, news in gaps:
        rejoined, used = _rejoined([(i, old[i]) for i in olds], news, after, document)
        same |= rejoined
        taken |= used
    for olds, news in gaps:
        left = [i for i in olds if i not in same]
        free = [j for j in news if j not in taken]
        pairs = _pairs(left, free, old, new)
        replaced |= pairs
        taken.update(pairs.values())
    return Alignment(
        same=same,
        replaced=replaced,
        gone=tuple(i for i in range(len(old)) if i not in same and i not in replaced),
        added=tuple(j for j in range(len(new)) if j not in taken),
    )


def _equal(old: Sequence[SentencePrint], new: Sequence[SentencePrint]) -> dict[int, int]:
    """Pair equal sentences: those that are there once, then their neighbours, then the rest in order."""
    before, after = _places(old), _places(new)
    same: dict[int, int] = {}
    for print_, places in before.items():
        if len(places) == 1 and len(after.get(print_, ())) == 1:
            same[places[0]] = after[print_][0]
    taken = set(same.values())
    for step in (1, -1):
        for i in sorted(same, reverse=step < 0):
            _extend(i, step, old, new, same, taken)
    for print_, places in before.items():
        left = [i for i in places if i not in same]
        free = [j for j in after.get(print_, ()) if j not in taken]
        pairs = dict(zip(left, free, strict=False))
        same |= pairs
        taken.update(pairs.values())
    return same


def _places(sentences: Iterable[SentencePrint]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(sentences):
        found[each.whole].append(number)
    return found


def _extend(
    i: int,
    step: int,
    old: Sequence[SentencePrint],
    new: Sequence[SentencePrint],
    same: dict[int, int],
    taken: set[int],
) -> None:
    """Pair the equal neighbours of a pair, on one side, until two differ."""
    j = same[i]
    while True:
        i, j = i + step, j + step
        if not (0 <= i < len(old) and 0 <= j < len(new)) or i in same or j in taken:
            return
        if old[i].whole != new[j].whole:
            return
        same[i] = j
        taken.add(j)


def _gaps(
    same: Mapping[int, int], old_count: int, new_count: int
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield runs of sentences without a pair, before and after, that stand between the same neighbours."""
    back = {j: i for i, j in same.items()}
    seen: set[int] = set()
    at = 0
    while at < old_count:
        if at in same:
            at += 1
            continue
        end = at
        while end < old_count and end not in same:
            end += 1
        start = same[at - 1] + 1 if at else 0
        news = _run(start, 1, back, new_count)
        if not news:
            start = same[end] - 1 if end < old_count else new_count - 1
            news = _run(start, -1, back, new_count)[::-1]
        news = [j for j in news if j not in seen]
        seen.update(news)
        yield list(range(at, end)), news
        at = end


def _run(start: int, step: int, back: Mapping[int, int], count: int) -> list[int]:
    """Return the sentences without a pair from `start` on."""
    found = []
    while 0 <= start < count and start not in back:
        found.append(start)
        start += step
    return found


def _rejoined(
    olds: Sequence[tuple[int, SentencePrint]],
    news: Sequence[int],
    after: PagePrint,
    document: Document,
) -> tuple[dict[int, int], set[int]]:
    """Find sentences whose lines are broken otherwise; return them, and the sentences after that they fill."""
    words: list[tuple[str, int]] = []
    for j in news:
        start, end = after.spans[j]
        words += [(word, j) for word in words_of(document.text[start:end])]
    lengths = {each.words for _, each in olds}
    found: dict[int, int] = {}
    if len(lengths) * len(words) > _MOST_WINDOWS:
        return found, set()
    wanted = {(each.words, each.whole): i for i, each in reversed(olds)}
    used: set[int] = set()
    reach: dict[int, tuple[int, int]] = {}
    for length in lengths:
        for at in range(len(words) - length + 1):
            text = normalised(" ".join(word for word, _ in words[at : at + length]))
            print_ = fingerprint(text)
            i = wanted.get((length, print_))
            if i is not None and i not in found:
                found[i], reach[i] = words[at][1], (at, at + length - 1)
                used.update(range(at, at + length))
    counts = Counter(j for _, j in words)
    covered = Counter(words[at][1] for at in used)
    full = {j for j in covered if covered[j] == counts[j]}
    # A sentence within a longer one was added to; of one whose lines are broken otherwise all is found.
    for i, (first, last) in reach.items():
        if words[first][1] == words[last][1] and words[first][1] not in full:
            del found[i]
    return found, full


def _pairs(
    olds: Sequence[int],
    news: Sequence[int],
    old: Sequence[SentencePrint],
    new: Sequence[SentencePrint],
) -> dict[int, int]:
    """Return which sentence after took the place of which before, in the same order on both sides."""
    if not olds or not news:
        return {}
    if len(olds) * len(news) > _MOST_PAIRS:
        return dict(zip(olds, news, strict=False))
    # best[i][j]: the least that pairing the first i with the first j costs, and whether the last two are a pair.
    best: list[list[tuple[float, bool]]] = [[(0.0, False)] * (len(news) + 1)]
    for i, before in enumerate(olds, start=1):
        row = [(0.0, False)]
        for j, after in enumerate(news, start=1):
            skip = min(best[i - 1][j][0], row[j - 1][0])
            pair = best[i - 1][j - 1][0] - _likeness(old[before], new[after])
            row.append((pair, True) if pair < skip else (skip, False))
        best.append(row)
    return dict(_walk_back(best, olds, news))


def _likeness(before: SentencePrint, after: SentencePrint) -> float:
    """Return how much speaks for one sentence in place of another: the same but for its values, else its length."""
    if after.rest == before.rest or after.whole == before.bare:
        return 3.0
    return 1.0 + min(before.words, after.words) / max(before.words, after.words, 1)


def _walk_back(
    best: Sequence[Sequence[tuple[float, bool]]], olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int, int]]:
    i, j = len(olds), len(news)
    while i and j:
        if best[i][j][1]:
            i, j = i - 1, j - 1
            yield olds[i], news[j]
        elif best[i - 1][j][0] <= best[i][j - 1][0]:
            i -= 1
        else:
            j -= 1
