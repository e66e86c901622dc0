"""What everything that describes a field says of it together."""

from tests.unit.derive.pages import make_document

from truecopy.derive.described_subject import DescribedSubject
from truecopy.derive.document import Line
from truecopy.derive.elements import Block
from truecopy.derive.statements import Page

NAME = "request.photo"
TEXT = "URL or base64 data of the picture."


def described(text: str = TEXT) -> tuple[Page, DescribedSubject]:
    """Return a page that says nothing yet, and a field of it."""
    page = Page(document=make_document("photo\nstring"))
    return page, DescribedSubject(page, NAME, text)


def test_types_are_those_stated_so_far() -> None:
    """What the page says later counts from then on; whoever asked before keeps what was so then."""
    page, subject = described()
    page.say(NAME, "type", "string", (0, 5))
    before = subject.types()
    page.say(NAME, "type", ["array", "null"], (6, 12))

    assert before == {"string"}
    assert subject.types() == {"string", "array", "null"}


def test_the_field_is_what_all_its_text_says() -> None:
    """A block that says nothing of pictures is of a picture where another block does."""
    page, subject = described()
    page.say(NAME, "type", "string", (0, 5))
    block = Block(section="request", name="photo", head=Line(number=1, start=0, text="photo"))

    field = subject.field(block, ())

    assert field.is_picture
    assert set(field.sources) == {"url", "base64"}
    assert not field.is_size


def test_an_answers_field_takes_no_picture() -> None:
    """What an answer shows is sent by nobody."""
    page = Page(document=make_document("photo"))

    assert not DescribedSubject(page, "200.photo", TEXT).is_picture({"string"})
