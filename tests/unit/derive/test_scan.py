"""A page cut into its elements."""

import pytest
from tests.unit.derive.pages import make_document, read_page

from truecopy.derive.elements import Block, Elements
from truecopy.derive.scan import scan_page


def scan(text: str) -> Elements:
    """Return the elements of a page."""
    return scan_page(make_document(text))


def block(found: Elements, name: str, section: str = "request") -> Block:
    """Return the first block of a name in a section."""
    return next(each for each in found.blocks if (each.name, each.section) == (name, section))


def prose_of(text: str, found: Block) -> list[str]:
    """Return the pieces of a block's prose."""
    return [text[start:end].strip() for start, end in found.prose]


def test_address_is_put_together() -> None:
    """A method above single slashes and names is an address."""
    found = scan("GET\n/\nv1\n/\ncoins\n/\n{coin}\nRead Coin\n")

    ((method, path, _line, _place),) = found.addresses
    assert (method, path) == ("GET", "/v1/coins/{coin}")


@pytest.mark.parametrize(
    "text",
    ["GET /v1/coins", "GET\n/v1/coins", "`GET` `/v1/coins`", "GET https://a.example/v1/coins"],
)
def test_address_may_stand_on_fewer_lines(text: str) -> None:
    """Method and path may share a line, or stand on one each; the host may be there."""
    ((method, path, _line, _place),) = scan(f"{text}\n").addresses

    assert method == "GET"
    assert path.endswith("/v1/coins")


def test_method_without_a_path_is_a_word() -> None:
    """The name of a method alone is no address."""
    assert scan("GET\nyour coins\n").addresses == []


def test_path_cut_off_at_its_end() -> None:
    """A page that ends inside its address has what stands there."""
    ((_method, path, _line, place),) = scan("POST\n/\nv1\n/").addresses

    assert (path, place) == ("/v1/", (5, 9))


def test_example_before_a_command_is_a_request() -> None:
    """JSON under a section of requests is a request, JSON behind a command is an answer."""
    found = scan(
        'Overview\n\n{"a": 1}\n\ncurl https://a.example\n{"b": 1}\n\nBody\n\n{"c": 1}\n\n'
        'Response\n\n{"d": 1}\n'
    )

    assert [node.value for node in found.request_examples] == [{"a": 1}, {"c": 1}]
    assert [each.node.value for each in found.answers] == [{"b": 1}, {"d": 1}]


def test_answer_glued_to_a_command_is_an_answer() -> None:
    """An answer may follow the closing quote of the command directly."""
    found = scan('curl https://a.example -d \'{"a": 1}\'{"b": 1}\nText\n')

    assert [each.node.value for each in found.answers] == [{"b": 1}]


def test_status_and_media_type_of_the_answer() -> None:
    """The line `status - media type` is read as a whole."""
    found = scan("Response\n\n202 - application/json\n")

    assert [each[:2] for each in found.statuses] == [(202, "application/json")]


def test_typed_block_has_attributes_and_prose() -> None:
    """Below a name and its type stand attributes, then prose up to the next block."""
    text = "Body\n\napplication/json\ncopies\ninteger\ndefault:1\nrequired\n\nHow many.\n\nNot too many.\nface\nstring\n"

    found = scan(text)

    copies = block(found, "copies")
    assert copies.declared is not None
    assert copies.declared.text == "integer"
    assert [line.text for line in copies.attributes] == ["default:1", "required"]
    assert prose_of(text, copies) == ["How many.", "Not too many."]
    assert block(found, "face").prose == []
    assert [name for name, _ in found.media_types] == ["application/json"]


def test_default_among_the_prose_belongs_to_the_block() -> None:
    """A default may stand below the prose too."""
    found = scan("Body\n\ncopies\ninteger\n\nHow many.\n\ndefault:2\n")

    assert [line.text for line in block(found, "copies").attributes] == ["default:2"]


def test_default_without_a_block_is_text() -> None:
    """A default that belongs to no block is prose."""
    assert [line.text for _, line in scan("default:2\n").prose] == ["default:2"]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Body", "request"),
        ("Path Parameters", "path"),
        ("Authorizations", "auth"),
        ("Response", "answer"),
    ],
)
def test_heading_decides_what_a_block_is_about(heading: str, section: str) -> None:
    """Blocks belong to the section whose heading stands above them."""
    (found,) = scan(f"{heading}\n\nface\nstring\n").blocks

    assert (found.name, found.section) == ("face", section)


def test_heading_in_small_letters_is_text() -> None:
    """A word that only equals a heading but for its capital is text."""
    assert scan("body\n").layout == []


def test_bulleted_block_of_a_parameter_list() -> None:
    """Under `Parameters` a name above bullets is a block; elsewhere it is a title."""
    text = "Parameters\n\nface (Required)\n\n  • Type: String\n  • Max Length: 9 characters\n"

    found = scan(text)

    assert prose_of(text, block(found, "face")) == [
        "• Type: String",
        "• Max Length: 9 characters",
    ]
    assert scan(text.replace("Parameters", "Hints")).blocks == []


def test_name_without_bullets_is_no_block() -> None:
    """Under `Parameters` too a name needs bullets below it."""
    assert scan("Parameters\n\nface\n\nwords\n").blocks == []
    assert scan("Parameters\n\nface").blocks == []


def test_table_with_glued_columns() -> None:
    """A head of two glued words opens a table that ends at a blank line."""
    found = scan("Coin State\n\nStateMeaning\nmintedFresh\nFile SizeMax 3MB\n\nText below.\n")

    (table,) = found.tables
    assert (table.title, table.column) == ("Coin State", "State")
    assert [(left, right) for left, right, _ in table.rows] == [
        ("minted", "Fresh"),
        ("File Size", "Max 3MB"),
    ]


def test_table_head_alone_is_no_table() -> None:
    """A head without rows is text."""
    assert scan("StateMeaning\n\nText.\n").tables == []
    assert scan("StateMeaning").tables == []


def test_label_and_its_value_are_one_piece_of_prose() -> None:
    """A line that ends with a colon and the line below it are read together."""
    text = 'Body\n\nface\nstring\n\nExample:\n\n\n"heads"\nrim\nstring\n'

    found = scan(text)

    assert prose_of(text, block(found, "face")) == ['Example:\n\n\n"heads"']
    assert block(found, "rim").prose == []


def test_label_in_front_of_a_block_takes_nothing() -> None:
    """A label does not swallow the block that follows it, nor run over the end of the page."""
    text = "Body\n\nface\nstring\n\nLimits:\nrim\nstring\n\nLimits:"

    found = scan(text)

    assert prose_of(text, block(found, "face")) == ["Limits:"]
    assert prose_of(text, block(found, "rim")) == ["Limits:"]


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("Key Features", True),
        ("Ends with a stop.", False),
        ("small letters", False),
        ("Costs $5", False),
        ("One two three four five six seven eight", False),
        ("• Bullet", False),
    ],
)
def test_title_is_short_and_without_end_punctuation(text: str, *, is_title: bool) -> None:
    """A title is layout, everything else prose."""
    found = scan(text)

    assert bool(found.layout) is is_title
    assert bool(found.prose) is not is_title


def test_whole_page_is_cut() -> None:
    """A page of the invented vendor gives every element it has."""
    found = scan_page(read_page("order-stamps"))

    assert [each.title for each in found.tables] == ["Photo Requirements"]
    assert len(found.request_examples) == 2
    assert len(found.answers) == 1
    assert [each.name for each in found.blocks if each.declared is None] == [
        "photos",
        "motto",
        "avoid",
        "format",
        "copies",
        "gummed",
        "serial",
    ]
