"""Which lines of a page begin a section."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.elements import Elements
from truecopy.derive.scan import scan_page

FIELD = "face\nstring\n"


def scan(text: str) -> Elements:
    """Return the elements of a page."""
    return scan_page(make_document(text))


def sections(text: str) -> list[tuple[str, str]]:
    """Return the name and the section of each field of a page."""
    return [(each.name, each.section) for each in scan(text).blocks]


@pytest.mark.parametrize(
    "heading", ["Mint Payload", "Embossing Parameters", "回执参数", "## Seals"]
)
def test_unknown_heading_is_not_read_as_the_one_before(heading: str) -> None:
    """The fields below a heading that nobody knows are of no section, and the heading is told."""
    found = scan(f"Body\n\nrim\nstring\n\nThe rim.\n\n{heading}\n\n{FIELD}")

    assert [(each.name, each.section) for each in found.blocks] == [
        ("rim", "request"),
        ("face", "unread"),
    ]
    assert [each.line.text for each in found.unread] == [heading]


def test_unknown_heading_directly_below_a_field() -> None:
    """A field without a description may stand above a heading too."""
    assert sections(f"Body\n\nrim\nstring\n\nMint Payload\n\n{FIELD}")[1] == ("face", "unread")


@pytest.mark.parametrize("text", ["Random seed", "Rim", "Negative prompt", "A coin.", "随机种子"])
def test_short_description_is_no_heading(text: str) -> None:
    """The first line below a field describes it, unless it is written as headings are."""
    found = scan(f"Body\n\nrim\nstring\n\n{text}\n\n{FIELD}")

    assert [each.section for each in found.blocks] == ["request", "request"]
    assert found.unread == []


def test_title_of_an_answer_is_no_heading() -> None:
    """What stands below a status describes the answer."""
    text = f"Response\n\n200 - application/json\n\nMinted Well\n\n{FIELD}"

    assert sections(text) == [("face", "answer")]


def test_group_goes_on_with_its_section() -> None:
    """A heading that only groups fields begins no section."""
    text = f"Path Parameters\n\nrim\nstring\n\nThe rim.\n\nAdvanced options\n\n{FIELD}"

    assert sections(text) == [("rim", "path"), ("face", "path")]


def test_heading_that_is_known_to_be_about_something_else() -> None:
    """A webhook's payload is told as unread."""
    found = scan(f"Webhook\n\n{FIELD}")

    assert [each.section for each in found.blocks] == ["unread"]
    assert "not about the request" in found.unread[0].what


@pytest.mark.parametrize(
    "heading",
    [
        "Things you send",
        "What to put in",
        "what comes back",
        "Optional extras",
        "Was zurückkommt",
        "服务器返回的内容",
        "**Optional extras**",
        "OPTIONAL EXTRAS",
        "Optional extras\n---------------",
        "What comes back?",
    ],
)
@pytest.mark.parametrize(
    "field",
    ["face\nstring\n", "- `face` (string): It.\n", "| Name | Type |\n|--|--|\n|face|string|\n"],
)
def test_heading_in_any_words_above_any_kind_of_field(heading: str, field: str) -> None:
    """What stands apart behind a description and above a field describes no more, whatever its words are."""
    found = scan(f"Body\n\nrim\nstring\n\nThe rim\n\n{heading}\n\n{field}")

    assert [(each.name, each.section) for each in found.blocks][:1] == [("rim", "request")]
    assert all(each.section == "unread" for each in found.blocks[1:])
    assert [each.line.text for each in found.unread] == [heading.partition("\n")[0]]


@pytest.mark.parametrize(
    "text",
    [
        "Must be unique",
        "Max 4",
        "matte",
        "- gloss",
        "Between one and four of them.",
        "Not for coins that are struck in more than one of the houses",
    ],
)
def test_second_line_about_the_field_is_no_heading(text: str) -> None:
    """A sentence, a figure, a choice, and what has the field for its subject head nothing."""
    found = scan(f"Body\n\nrim\nstring\n\nThe rim.\n\n{text}\n\n{FIELD}")

    assert [each.section for each in found.blocks] == ["request", "request"]


def test_lines_of_a_dense_page() -> None:
    """Without blank lines a line that ends no sentence goes on with one; behind a sentence it heads what follows."""
    assert sections(f"Body\nrim\nstring\nThe rim\nof the coin\n{FIELD}")[1] == ("face", "request")
    assert sections(f"Body\nrim\nstring\nThe rim.\nWhat comes back\n{FIELD}")[1] == (
        "face",
        "unread",
    )


def test_introduction_of_members_is_no_heading() -> None:
    """What stands above members of an object, further right, is about the object."""
    text = "Body\n\ncoin\nobject\n\nThe coin\n\nWhat it has\n\n  face\n  string\n"

    assert sections(text) == [("coin", "request"), ("face", "request")]


@pytest.mark.parametrize("heading", ["Things we send", "## Things we send"])
def test_prose_between_a_heading_and_its_fields(heading: str) -> None:
    """The fields are of the heading still; of a list the heading is no more than the label."""
    apart = f"Body\n\nrim\nstring\n\nThe rim.\n\n{heading}\n\nWe call you.\n\n{FIELD}"
    label = f"Body\n\nrim\nstring\n\nThe rim.\n\nSome kinds\n\n- flat\n- round\n\n{FIELD}"

    assert sections(apart)[1] == ("face", "unread")
    assert [each.line.text for each in scan(apart).unread] == [heading]
    assert sections(label)[1] == ("face", "request")


def test_field_that_comes_again_or_that_only_answers_show() -> None:
    """The first line below a field heads what follows where that cannot be of the same section."""
    again = f"Body\n\nface\nstring\n\nIt.\n\nrim\nstring\n\nThings we send\n\n{FIELD}"
    shown = f'curl https://a.example/b -d \'{{"rim": "x"}}\'\n{{"face": "x"}}\n\nBody\n\nrim\nstring\n\nWhat you get\n\n{FIELD}'

    assert sections(again)[2] == ("face", "unread")
    assert sections(shown)[1] == ("face", "unread")


def test_example_below_an_unknown_heading_is_told() -> None:
    """It is no request, unless the heading says so or stands within the section."""
    page = f"## Body\n\n{FIELD}\nIt.\n\nTITLE\n\n" + '{"rim": 1}'
    titles = ["## What we send", "## Another example", "### Two coins", "What we send"]
    found = [scan(page.replace("TITLE", title)) for title in titles]

    assert [len(each.request_examples) for each in found] == [0, 1, 1, 0]
    assert ["example below it" in each.unread[0].what for each in found if each.unread] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        (f"Response\n\nProperties\n\n{FIELD}", "answer"),
        (f"## Response\n\nA coin.\n\n### Parameters\n\n{FIELD}", "answer"),
        (f"Response\n\nrim\nstring\n\nThe rim.\n\nOptional fields\n\n{FIELD}", "answer"),
        (f"Response\n\nrim\nstring\n\nThe rim.\n\nProperties\n\n{FIELD}", "unread"),
        (f"Response\n\nrim\nstring\n\nThe rim.\n\nParameters\n\n{FIELD}", "request"),
        (f"Webhook\n\nWe call you.\n\nFields\n\n{FIELD}", "unread"),
        (f"## Response\n\nrim\nstring\n\n## Parameters\n\n{FIELD}", "request"),
    ],
)
def test_heading_that_any_body_may_have(text: str, section: str) -> None:
    """`Properties` below an answer are the answer's, where it has none yet; else nobody knows whose they are."""
    assert sections(text)[-1] == ("face", section)


@pytest.mark.parametrize(
    ("text", "section"),
    [
        (f"Response\n\nA coin.\n\nExample (from schema)\n\n{FIELD}", "answer"),
        (f"Body\n\nrim\nstring\n\nResponses\n200\nBody\napplication/json\n{FIELD}", "answer"),
        (f"200\n{{}}\n\nBody\n\n{FIELD}", "request"),
        (f"Body\nrim\nstring\nrequired\nResponses\n200\n{FIELD}", "answer"),
    ],
)
def test_body_and_example_of_an_answer(text: str, section: str) -> None:
    """Below an answer they are of it, once the request's body was named."""
    assert sections(text)[-1] == ("face", section)


def test_field_that_stands_in_a_list_of_the_same_page_before() -> None:
    """Fields that come again below another heading of the same kind are no sign of a heading."""
    text = f"Body\n\nface\nstring\n\nIt.\n\nBody\n\nrim\nstring\n\n边缘\n\n{FIELD}"

    assert [section for _, section in sections(text)] == ["request", "request", "request"]


def test_sentence_below_a_heading_introduces_its_fields() -> None:
    """Right below a known heading it heads nothing."""
    assert sections(f"Body\n\nThe request body\n\n{FIELD}") == [("face", "request")]


def test_prose_below_a_title_describes_the_field_above_no_more() -> None:
    """A limit that stands there is of something else."""
    text = "Body\n\nn\ninteger\n\nHow many.\n\nRate limits\n\nAt most 10.\n"
    (block,) = scan(text).blocks

    assert [text[start:end] for start, end in block.prose] == ["How many."]


@pytest.mark.parametrize(
    "text", ["Default: fast", "Example: red", 'Allowed values: "x" "y"', "Format: widthxheight"]
)
def test_label_with_a_value_is_no_heading(text: str) -> None:
    """What is said of a field behind a label, apart from its description, begins no section."""
    found = scan(f"Body\n\nrim\nstring\n\nThe rim.\n\n{text}\n\n{FIELD}")

    assert [each.section for each in found.blocks] == ["request", "request"]


def test_title_of_an_example_is_a_heading() -> None:
    """Of what the example below is one, is not known: it is none of the field above."""
    text = 'Body\n\nrim\nstring\n\nThe rim.\n\nExample: Error response\n\n{"error": 1}\n'

    assert scan(text).blocks[0].examples == []
