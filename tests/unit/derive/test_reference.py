"""The full reference page."""

from typing import Any

import pytest
from tests.unit.derive.pages import make_document, misplaced, read_page, said

from truecopy.derive import reference
from truecopy.derive.statements import Page

COMMAND = "curl https://api.example.com/v1/coins\n"


def read(text: str) -> Page:
    """Return what a page says."""
    return reference.read(make_document(text))


def distinct(values: list[Any]) -> list[str]:
    """Return the different ones among values, in order of appearance."""
    return list(dict.fromkeys(map(str, values)))


@pytest.mark.parametrize("heading", ["Authorizations", "Body", "Path Parameters"])
def test_page_is_recognised_by_its_sections(heading: str) -> None:
    """One of the sections of the layout is enough, as a line of its own."""
    assert reference.recognises(make_document(f"Coins\n{heading}\n"))
    assert not reference.recognises(make_document(f"Coins: {heading} of water\n"))


@pytest.mark.parametrize(
    "text",
    [
        "GET /v1/coins/{coin}\n",
        "GET\n/\nv1\n/\ncoins\n",
        "URL Parameters\n",
        f"curl https://a.example/v1/coins -H 'X-Long: {'a' * 80}'\n",
    ],
)
def test_page_is_recognised_by_its_address(text: str) -> None:
    """An address, or a command of any length, is enough: what stands below has any headings."""
    assert reference.recognises(make_document(f"Coins\n\n{text}"))


@pytest.mark.parametrize("name", ["order-stamps", "read-ticket", "press-form"])
def test_everything_said_of_a_page_stands_on_it(name: str) -> None:
    """The evidence of each statement is text of the page."""
    document = read_page(name)

    assert misplaced(document, reference.read(document).statements) == []


ORDER: list[tuple[str, str, list[Any]]] = [
    ("", "method", ["POST"]),
    ("", "price", [{"usd": 0.0125, "per": "image"}]),
    ("", "media-type", ["application/json"]),
    ("", "auth", ["bearer", "bearer"]),
    ("201", "status", [201]),
    ("201", "media-type", ["application/json"]),
    ("request.photos[]", "x-image/bytes", [{"accepted": 3_000_000, "refused": 3_145_729}]),
    ("request.photos[]", "x-image/side", [{"minimum": 96, "maximum": 2400}]),
    ("request.photos", "maxItems", [5]),
    ("request.photos", "required", [True, True]),
    ("request.motto", "maxLength", [320]),
    ("request.avoid", "type", ["string", ["string", "null"]]),
    ("request.avoid", "default", [None]),
    ("request.format", "x-dimensions/separator", ["x"]),
    ("request.copies", "default", [1, 1]),
    ("request.gummed", "type", ["boolean"]),
    ("201.ticket.ref", "format", ["uuid"]),
]


@pytest.mark.parametrize(("subject", "keyword", "expected"), ORDER)
def test_page_of_an_order(subject: str, keyword: str, expected: list[Any]) -> None:
    """The page that creates a task gives address, limits, prices and the answer's shape."""
    found = said(reference.read(read_page("order-stamps")), subject, keyword)

    assert distinct(found) == distinct(expected)


LOOK_UP: list[tuple[str, str, list[Any]]] = [
    ("", "method", ["GET"]),
    ("", "path", ["/atelier/v2/stamps/{ref}"]),
    ("path.ref", "format", ["uuid"]),
    ("path.ref", "required", [True]),
    ("200.ticket.state", "enum", [["waiting", "engraving", "printed", "spoiled"]]),
    ("lifecycle.printed", "shows", [["/sheets"]]),
    ("lifecycle.spoiled", "shows", [["/ticket/fault"]]),
    ("200.ticket.fault.number", "type", ["integer", "integer"]),
    ("200.ticket.fault.name", "property", [True]),
    ("200.sheets[]", "x-promises/lifetime", [{"seconds": 259_200}]),
    ("200.sheets[]", "format", ["uri"]),
    ("", "advice/first-look", [{"seconds": [4, 6]}]),
    ("", "advice/interval", [{"seconds": [5, 5]}]),
    ("", "advice/give-up", [{"seconds": [600, 600]}]),
]


@pytest.mark.parametrize(("subject", "keyword", "expected"), LOOK_UP)
def test_page_of_a_look_up(subject: str, keyword: str, expected: list[Any]) -> None:
    """The page that reads a task back gives its states, what each shows, and how often to look."""
    found = said(reference.read(read_page("read-ticket")), subject, keyword)

    assert distinct(found) == distinct(expected)


FORM: list[tuple[str, str, list[Any]]] = [
    ("", "alias", ["/atelier/v2/prints/"]),
    ("", "key-prefix", ["ink-", "ink-"]),
    ("request.picture", "type", ["string", "string"]),
    ("request.picture", "format", ["binary", "binary"]),
    ("request.picture", "x-image/formats", [["webp"], ["webp"]]),
    ("request.picture", "x-image/square", [True, True]),
    ("request.picture", "x-image/transparency", [{"unless": "stencil"}]),
    (
        "request.picture",
        "x-image/bytes",
        [{"accepted": 1_999_999, "refused": 2_097_152}],
    ),
    ("request.stencil", "x-image/same_size_as", ["picture"]),
    ("request.caption", "maxLength", [240, 240]),
    ("request.copies", "type", ["integer", "string"]),
    ("request.copies", "maximum", [9, 9]),
    ("request.area", "enum", [["300x300", "600x600", "900x900"]]),
    ("request.delivery", "enum", [["link", "inline"]]),
    ("request.press", "examples", [["press-3"], ["press-3"]]),
    ("200.pressed_at", "x-promises/unix-time", [{}]),
]


@pytest.mark.parametrize(("subject", "keyword", "expected"), FORM)
def test_page_of_a_form(subject: str, keyword: str, expected: list[Any]) -> None:
    """The page of a form says the same in two languages."""
    found = said(reference.read(read_page("press-form")), subject, keyword)

    assert distinct(found) == distinct(expected)


def test_page_without_a_method_posts() -> None:
    """A command with neither method nor address above it is a POST."""
    page = read(COMMAND + "Body\n")

    assert said(page, "", "method") == ["POST"]
    assert said(page, "", "path") == ["/v1/coins"]


def test_answer_without_a_status_line_is_success() -> None:
    """An example answer alone states status 200, by example."""
    assert said(read(COMMAND + '{"a": 1}\n'), "200", "status") == [200]
    assert said(read("Body\n"), "200", "status") == []


def test_nested_members_of_an_object() -> None:
    """A description that lists `- name: text` describes the members of an object."""
    page = read(
        COMMAND
        + "Body\n\nsettings\nobject\n\nAll of them: - face: Heads (e.g. king) - edge: Reeded or not\n"
    )

    assert said(page, "request.settings.face", "property") == [True]
    assert said(page, "request.settings.edge", "property") == [True]
    assert said(page, "request.settings.face", "examples") == [["king"]]


def test_single_dash_is_no_list_of_members() -> None:
    """One dash in the description of an object is punctuation."""
    page = read(COMMAND + "Body\n\nsettings\nobject\n\nFine - face: heads\n")

    assert said(page, "request.settings.face", "property") == []


def test_list_type_in_a_bullet() -> None:
    """A type in words states the type of the elements too."""
    page = read("Parameters\n\nfaces (Required)\n\n  • Type: Array of strings\n")

    assert said(page, "request.faces", "type") == ["array"]
    assert said(page, "request.faces[]", "type") == ["string"]
    assert said(page, "request.faces", "required") == [True]


@pytest.mark.parametrize("default", ["default:heads", "default:[1,"])
def test_default_that_is_no_value_is_not_read(default: str) -> None:
    """A default that the field cannot have states nothing, and is left to the report of what nothing cites."""
    page = read(f"{COMMAND}Body\ncopies\ninteger\n{default}\n")

    assert said(page, "request.copies", "default") == []
    assert not any(
        page.document.text[start:end].startswith("default") for start, end in page.layout
    )


@pytest.mark.parametrize("label", ["string or null", "string | null"])
def test_declared_type_may_be_one_of_several(label: str) -> None:
    """A type label that names several types states all of them."""
    page = read(f"{COMMAND}Body\n\nface\n{label}\n")

    assert said(page, "request.face", "type") == [["string", "null"]]


def test_optional_and_locations_are_layout() -> None:
    """`optional` states nothing; where a parameter travels says what it is a parameter of."""
    page = read(COMMAND + "Body\n\nface\nstring\noptional\n\nrim\nstring\nheader\n")

    assert [each.keyword for each in page.statements if each.subject == "request.face"] == ["type"]
    assert said(page, "header.rim", "type") == ["string"]


def test_table_of_requirements_needs_a_field_of_its_name() -> None:
    """The title's first word names the field; without such a field the table says nothing."""
    table = "Coin Requirements\n\nPropertyRequirement\nInput Count2-4 coins\n"

    page = read(table + "\nBody\n\ncoins\nstring[]\n")

    assert said(page, "request.coins", "maxItems") == [4]
    assert said(read(table), "request.coins", "maxItems") == []
    assert read(table.replace("Coin Requirements\n\n", "")).statements == []


def test_states_without_such_a_field_say_nothing() -> None:
    """A table of states is about the field that its first column names."""
    page = read(COMMAND + '{"phase": "minted"}\n\nStateMeaning\nmintedFresh\n')

    assert [each for each in page.statements if each.keyword == "enum"] == []


def test_members_end_with_their_list() -> None:
    """The list of members ends at the first line that is no member."""
    page = read(
        COMMAND
        + "A failed task carries error in result:\n  • code: integer, its kind\nwords between\n"
        "  • note: string, a note\n"
    )

    assert said(page, "200.result.error.code", "type") == ["integer"]
    assert said(page, "200.result.error.note", "type") == []


def test_advice_without_a_figure_is_not_kept() -> None:
    """Of the advice on polling only what has a figure and a unit is kept."""
    page = read("Polling\n\n  • Wait: some seconds\n  • Interval: 2 seconds\nNote well\n")

    assert {each.keyword for each in page.statements} == {"advice/interval"}


def test_authorization_is_no_field() -> None:
    """The block of the authorization states the scheme, not a field of the body."""
    page = read(
        "Authorizations\n\nAuthorization\nstring\nheader\nrequired\n\nBearer token, please.\n"
    )

    assert [(each.subject, each.keyword) for each in page.statements] == [("", "auth")]


def test_type_that_no_label_names_is_not_stated() -> None:
    """A type that no label names leaves the field without one."""
    page = read("Parameters\n\nface\n\n  • Type: Whatever\n")

    assert said(page, "request.face", "type") == []


def test_options_over_several_lines_are_one_list() -> None:
    """A list whose lines end with a comma goes on until one does not, or another field begins."""
    page = read(
        "Body\n\napplication/json\nmode\nenum<string>\n\nAvailable options: fast, \ngood, \nbest \n"
        "kind\nstring\n\nAvailable options: a, \nb, \nend\nstring\n\nThe end.\n"
    )

    assert set(map(tuple, page.values("request.mode", "enum"))) == {("fast", "good", "best")}
    assert set(map(tuple, page.values("request.kind", "enum"))) == {("a", "b")}
    assert list(page.values("request.end", "type")) == ["string"]


def test_host_that_is_none_ends_in_no_traceback() -> None:
    """The path of an address is what stands behind its host, whatever that is."""
    page = read("POST https://[x/v1/coins?a=b#c\n\nBody\n\nn\ninteger\n")

    assert list(page.values("", "path")) == ["/v1/coins"]
