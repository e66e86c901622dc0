"""The page for people, as it is served."""

import re

import pytest
from tests.play import Play

from truecopy.mock.page import MockPage


@pytest.mark.parametrize("path", ["/", "/_truecopy", "/_truecopy/"])
def test_the_page_is_whole_and_closed(play: Play, path: str) -> None:
    """Its style and script are in it, under a number that its policy names."""
    answer = play.client.get(path)

    policy = answer.headers["content-security-policy"]
    (nonce,) = set(re.findall(r"nonce-([\w-]+)'", policy))
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.count(f'nonce="{nonce}"') == 2
    assert not re.search(r"\{(nonce|style|script)\}", answer.text)
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert play.journal() == []


def test_each_page_has_a_number_of_its_own() -> None:
    """Whoever saw one page knows nothing of another."""
    page = MockPage()

    assert page.written()[1] != page.written()[1]


def test_nothing_in_the_page_is_markup_from_a_server() -> None:
    """Text is put in as text."""
    text = MockPage().written()[1].decode()

    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", text)
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
