"""What described fields say."""

import pytest
from tests.unit.derive.pages import make_document, said

from truecopy.derive import reference
from truecopy.derive.statements import Page

CURL = "curl https://api.example.com/v1/coins -d '{\"n\": 1}'\n"


def read(body: str, answer: str = "") -> Page:
    """Return what a page with these fields says."""
    return reference.read(make_document(f"{CURL}{answer}\nBody\n\n{body}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Base64 data of the image.", True),
        ("URL of the picture.", True),
        ("How the image is framed.", False),
    ],
)
def test_picture_is_what_is_said_to_be_one(text: str, *, expected: bool) -> None:
    """Its name makes no field a picture; words on its data or address do."""
    page = read(f"image\nstring\n\n{text} At most 2 MB\n")

    assert bool(said(page, "request.image", "x-image/bytes")) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A PNG or JPEG.", True), ("Formats: mp3, wav", False), ("The recording.", False)],
)
def test_file_is_a_picture_by_its_formats(text: str, *, expected: bool) -> None:
    """A file of unknown kind may be anything."""
    page = read(f"upload\nfile\n\n{text}\n")

    assert said(page, "request.upload", "format") == ["binary"]
    assert bool(said(page, "request.upload", "x-image/sources")) is expected


def test_marked_fields_make_the_others_optional() -> None:
    """Where some fields of an answer are marked, what its example shows of the others is no promise."""
    page = reference.read(
        make_document(
            f'{CURL}{{"id": "a", "note": "b", "more": 1}}\n\nResponse\n\nid\nstring\nrequired\nnote\nstring\n'
        )
    )

    assert said(page, "200.id", "required")
    assert not said(page, "200.note", "required")
    assert said(page, "200.more", "required")


def test_nothing_marked_leaves_the_example_its_word() -> None:
    """Without any mark the example tells what is always there."""
    page = reference.read(
        make_document(f'{CURL}{{"id": "a"}}\n\nResponse\n\nid\nstring\n\nnote\nstring\noptional\n')
    )

    assert said(page, "200.id", "required")


def test_choices_of_the_elements() -> None:
    """The choices of a list bound its elements."""
    page = read("faces\nenum<string>[]\n\nAvailable options:\nking,\nqueen\n")

    found = said(page, "request.faces[]", "enum")
    assert found
    assert all(each == ["king", "queen"] for each in found)


def test_key_in_another_header() -> None:
    """What the section on keys names is stated as the way to carry a key."""
    page = reference.read(
        make_document(
            f"{CURL}\nAuthorizations\n\nx-key\nstring\nheader\nrequired\n\nBody\n\nn\ninteger\n"
        )
    )

    assert said(page, "", "auth") == ["header x-key"]
    assert said(page, "request.n", "type") == ["integer", "integer"]


def test_a_command_behind_a_description_is_no_part_of_it() -> None:
    """A description without an end mark does not go on in a curl command, whose answer is an answer."""
    page = read(f'reply\nstring\nHow prints are returned: link or file\n{CURL}{{"made": 3}}\n')

    assert said(page, "200.made", "type") == ["integer"]
    assert said(page, "request.made", "type") == []
