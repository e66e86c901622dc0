"""The described fields of a page."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.elements import Elements
from truecopy.derive.scan import scan_page


def scan(text: str) -> Elements:
    """Return the elements of a page."""
    return scan_page(make_document(text))


def described(text: str) -> list[tuple[str, list[str], list[str]]]:
    """Return the name, the attributes and the pieces of prose of each field below `Body`."""
    page = f"Body\n\n{text}"
    return [
        (
            each.name,
            [line.text.strip() for line in each.attributes],
            [page[start:end].strip() for start, end in each.prose],
        )
        for each in scan(page).blocks
    ]


@pytest.mark.parametrize(
    "text",
    [
        "face\nstring\nrequired\n\nThe face.\n",
        "face  \nstring  \nrequired\t\n\n\nThe face.\n",
        "face\n\nstring\n\nrequired\n\nThe face.\n",
        "`face`\nString\nrequired\nThe face.\n",
        "face string required\nThe face.\n",
        "- face (string, required): The face.\n",
    ],
)
def test_head_in_any_shape(text: str) -> None:
    """Blanks, marks and lines around a head change nothing."""
    assert described(text) == [("face", ["required"], ["The face."])]


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Available options:\nred,\nblue\nrim\nstring\n", "Available options:\nred,\nblue"),
        ("Available options:\nred\nblue\n\nMore.\n", "Available options:\nred\nblue"),
        ("Allowed values:\n- red\n- blue\n\nMore.\n", "Allowed values:\n- red\n- blue"),
        ("Available options:\nred,\n\nblue\n\nMore.\n", "Available options:\nred,\n\nblue"),
        ("Available options:\nred\n\nMore.\n", "Available options:\nred"),
    ],
)
def test_choices_go_over_lines(text: str, choices: str) -> None:
    """A list of choices ends where its lines do, with commas and without."""
    assert described(f"face\nstring\n\n{text}")[0][2][0] == choices


def test_example_of_a_field_is_no_request() -> None:
    """JSON behind the label of an example belongs to the field."""
    found = scan('Body\n\ncoin\nobject\n\nExample:\n\n{\n  "face": 1\n}\n\nrim\nstring\n')

    assert [node.value for node in found.blocks[0].examples] == [{"face": 1}]
    assert found.request_examples == []
    assert [each.name for each in found.blocks] == ["coin", "rim"]


def test_members_by_indentation_and_by_button() -> None:
    """What stands further right, or below the button of an object's members, is a member."""
    indented = scan("Body\n\ncoin\nobject\n\n  face\n  string\n\n  rim\n  string\n\nn\ninteger\n")
    opened = scan("Body\n\ncoin\nobject\n\nShow child attributes\n\nface\nstring\n")

    assert [each.parent and each.parent.name for each in indented.blocks] == [
        None,
        "coin",
        "coin",
        None,
    ]
    assert [each.parent and each.parent.name for each in opened.blocks] == [None, "coin"]


def test_members_end_where_the_text_stands_further_left() -> None:
    """What stands left of two objects at once is a member of neither."""
    found = scan(
        "Body\n\ncoin\nobject\n\n  rims\n  object[]\n\n    kind\n    string\n\n  face\n  string\n\nn\ninteger\n"
    )

    assert [each.parent and each.parent.name for each in found.blocks] == [
        None,
        "coin",
        "rims",
        "coin",
        None,
    ]


def test_command_below_a_description_is_no_part_of_it() -> None:
    """A sentence that was wrapped goes on; a command that stands below a description does not."""
    found = scan("Body\n\nface\nstring\nWhose face: kings\nor queens\ncurl https://a.example/v1\n")

    assert len(found.curls) == 1
    assert len(found.blocks[0].prose) == 1


def test_list_below_an_object_has_its_members() -> None:
    """The entries of a list are members of an object that is none itself; the next field is not."""
    text = (
        "Body\n\ncoin\nobject\n\nIt has:\n\n- face (string): A.\n- rim (string): B.\n\nn\ninteger\n"
    )
    listed = "Body\n\n- coin (object): It.\n- n (integer): How many.\n"

    assert [(each.name, each.parent and each.parent.name) for each in scan(text).blocks] == [
        ("coin", None),
        ("face", "coin"),
        ("rim", "coin"),
        ("n", None),
    ]
    assert [each.parent for each in scan(listed).blocks] == [None, None]


def test_choices_with_blank_lines_between() -> None:
    """They go on behind their label until a field begins."""
    assert described("face\nstring\n\nAllowed:\n\nred\n\nblue\n\nrim\nstring\n") == [
        ("face", [], ["Allowed:\n\nred\n\nblue"]),
        ("rim", [], []),
    ]


def test_other_entry_of_a_list_of_fields() -> None:
    """It does not describe the field before it; what is set in below a field does."""
    found = scan("Body\n\n- n (integer): How many.\n  - 1: one\n- `rim` (`a` | `b`): At most 3.\n")

    assert [(each.name, len(each.prose)) for each in found.blocks] == [("n", 2)]
    assert "whose name or type" in found.unread[0].what


def test_word_for_a_type_in_its_place() -> None:
    """Below a name that stands apart, a word that prose has too is a type."""
    text = "Body\n\nn\ninteger\n\nkeys\nmap\n\nlink\nurl\n\nowner\nOwner · object\n\nrim\nRimKind\n"

    assert [(each.name, each.type.types) for each in scan(text).blocks] == [
        ("n", ("integer",)),
        ("keys", ("object",)),
        ("link", ("string",)),
        ("owner", ("object",)),
        ("rim", ()),
    ]
    assert [each.line.text for each in scan(text).unread] == ["RimKind"]


def test_members_set_in_below_an_entry() -> None:
    """An entry that stands further right than an object's is its member."""
    found = scan("Body\n\n* coin (object)\n    * face (string) - It.\n* n (integer): How many.\n")

    assert [(each.name, each.parent and each.parent.name) for each in found.blocks] == [
        ("coin", None),
        ("face", "coin"),
        ("n", None),
    ]


def test_field_without_a_type() -> None:
    """A name that stands apart with nothing but a mark below is a field."""
    found = scan("Body\n\nn\ninteger\n\nHow many.\n\nface\nrequired\n\nThe face.\n")

    assert [(each.name, each.declared is None) for each in found.blocks] == [
        ("n", False),
        ("face", True),
    ]
