"""Pages as fingerprints."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.page_print import PagePrint, normalised, print_page
from truecopy.derive.statements import Page
from truecopy.model import Reading


def make_page(text: str, *values: tuple[str, object]) -> Page:
    """Return a page on which each of the texts states a value of `request.n`."""
    page = Page(document=make_document(text))
    for part, value in values:
        start = text.index(part)
        page.say("request.n", "enum", value, (start, start + len(part)))
    return page


def printed(text: str, *values: tuple[str, object]) -> PagePrint:
    """Return the fingerprints of such a page."""
    return print_page(make_page(text, *values))


@pytest.mark.parametrize(
    "text",
    [
        "• Range: “1–6”",
        '- Range: "1-6"',
        "3. Range:\u00a0 „1—6”",
        "*\tRange: `“1-6”`",
        ' Range: \u200b"1-6"',
    ],
)
def test_ways_of_writing_are_one(text: str) -> None:
    """Quotes, dashes, bullets, white space and marks that show nothing do not count."""
    assert normalised(text) == 'Range: "1-6"'


def test_each_sentence_has_its_line_and_its_words() -> None:
    """A line may have several sentences; one of marks alone has none."""
    found = printed("One two. Three!\n\n{\n  four\n")

    assert [(each.line, each.words) for each in found.sentences] == [(1, 2), (1, 1), (4, 1)]
    assert found.within((1, 3)) == [0, 1]
    assert found.within((2, 3)) == []


def test_a_place_touches_sentences() -> None:
    """Evidence within a line belongs to the sentences that it overlaps, not to all of the line."""
    page = make_page("One two. Three four.\nFive.")
    found = print_page(page)

    def numbers(start: int, end: int) -> list[int]:
        return found.at(page.document.evidence(start, end, Reading.STATED))

    assert numbers(0, 3) == [0]
    assert numbers(9, 14) == [1]
    assert numbers(4, 25) == [0, 1, 2]


def test_values_that_claims_take_do_not_count_in_the_rest() -> None:
    """Two sentences that differ in what is claimed alone have one rest; other words are all in it."""
    one = printed("Between 1 and 6 copies of 3.", ("Between 1 and 6", [1, 6])).sentences[0]
    two = printed("Between 1 and 8 copies of 3.", ("Between 1 and 8", [1, 8])).sentences[0]
    more = printed("Between 1 and 6 copies of 4.", ("Between 1 and 6", [1, 6])).sentences[0]

    assert one.whole != two.whole
    assert one.rest == two.rest != more.rest


def test_a_list_may_grow_within_the_rest() -> None:
    """Choices count as one value, however many they are."""
    one = printed("One of: red, green.", ("red, green", ["red", "green"])).sentences[0]
    two = printed("One of: red, green or blue.", ("red, green or blue", ["red", "green", "blue"]))

    assert one.rest == two.sentences[0].rest


def test_words_beside_the_value_count() -> None:
    """What a statement cites without taking it as a value stays in the rest."""
    one = printed("pending: accepted", ("pending: accepted", ["pending"])).sentences[0]
    two = printed("pending: not accepted", ("pending: not accepted", ["pending"])).sentences[0]

    assert one.rest != two.rest


def test_what_an_example_shows_by_chance_does_not_count() -> None:
    """Numbers, times, ids and addresses of an example may differ; its words may not."""
    rests = set()
    for text in ('"at": "2024-01-01T00:00:00Z"', '"at": "2025-02-03T04:05:06Z"', '"at": "now"'):
        page = Page(document=make_document(text))
        place = page.document.evidence(0, len(text), Reading.EXAMPLE)
        page.say("200.at", "type", "string", place)
        rests.add(print_page(page).sentences[0].rest)

    assert len(rests) == 2
