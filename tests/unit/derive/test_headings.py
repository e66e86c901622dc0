"""Headings, in the wordings and languages that pages have."""

import pytest

from truecopy.derive import headings


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Body", headings.REQUEST),
        ("Request Body", headings.REQUEST),
        ("Body Parameters", headings.REQUEST),
        ("BODY PARAMS", headings.REQUEST),
        ("## Request body", headings.REQUEST),
        ("**Body**", headings.REQUEST),
        ("Body (application/json)", headings.REQUEST),
        ("2. Request Parameters", headings.REQUEST),
        ("请求体", headings.REQUEST),
        ("请求参数", headings.REQUEST),
        ("Corps de la requête", headings.REQUEST),
        ("Anfragekörper", headings.REQUEST),
        ("リクエストボディ", headings.REQUEST),
        ("Path Parameters", headings.PATH),
        ("路径参数", headings.PATH),
        ("Query Parameters", headings.QUERY),
        ("Query String", headings.QUERY),
        ("查询参数", headings.QUERY),
        ("URL Parameters", headings.ADDRESS),
        ("Headers", headings.HEADER),
        ("Request Headers", headings.HEADER),
        ("En-têtes", headings.HEADER),
        ("Cookie Parameters", headings.COOKIE),
        ("Authorizations", headings.AUTH),
        ("Authentication", headings.AUTH),
        ("Response", headings.ANSWER),
        ("Response Body", headings.ANSWER),
        ("Returns", headings.ANSWER),
        ("响应参数", headings.ANSWER),
        ("Antwort", headings.ANSWER),
        ("Errors", headings.ERROR),
        ("Error Codes", headings.ERROR),
        ("错误码", headings.ERROR),
        ("Response Headers", headings.UNREAD),
        ("Webhook Payload", headings.UNREAD),
        ("回调", headings.UNREAD),
    ],
)
def test_heading_begins_its_section(text: str, section: str) -> None:
    """What a heading is called differs from page to page; what it begins does not."""
    assert headings.section_of(text) == section


@pytest.mark.parametrize(
    "text", ["body", "Embossing Options", "How many coins", "Body of water", "", "B" * 200]
)
def test_other_lines_begin_no_known_section(text: str) -> None:
    """A line in small letters, a title of the page's own and a sentence are no known headings."""
    assert headings.section_of(text) is None


def test_what_a_heading_adds() -> None:
    """A heading may name the media type, and says whether it is about a body."""
    assert headings.media_type_in("Body application/json") == "application/json"
    assert headings.media_type_in("Body") is None
    assert headings.names_body("Request Body")
    assert not headings.names_body("Parameters")


def test_shapes_of_headings() -> None:
    """Marks, capitals and the last word tell a heading that is not known."""
    assert headings.is_marked("### Coins")
    assert not headings.is_marked("#coins")
    assert headings.is_group("Advanced options")
    assert headings.names_part("Mint Payload")
    assert headings.names_part("回执参数")
    assert not headings.names_part("Random seed")
    assert headings.is_title_case("Faces of the Coin")
    assert not headings.is_title_case("Random seed")
