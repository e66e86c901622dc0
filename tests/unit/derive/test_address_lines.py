"""Addresses of operations, in the shapes that pages have."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.address_lines import bare_path, query_names, read_address


@pytest.mark.parametrize(
    ("text", "path", "count"),
    [
        ("POST /v1/coins", "/v1/coins", 1),
        ("`POST` `/v1/coins`", "/v1/coins", 1),
        ("<mark>`POST`</mark> `/v1/coins`", "/v1/coins", 1),
        ("post/v1/coins", "/v1/coins", 1),
        ("## POST /v1/coins", "/v1/coins", 1),
        ("**POST** `https://a.example/v1/coins`", "https://a.example/v1/coins", 1),
        ("https://a.example/v1/coins\nPOST", "https://a.example/v1/coins", 2),
        ("接口地址：POST https://a.example/v1/coins", "https://a.example/v1/coins", 1),
        ("Endpoint: POST /v1/coins", "/v1/coins", 1),
        ("post https://a.example/v1/coins", "https://a.example/v1/coins", 1),
        ("POST\n/v1/coins", "/v1/coins", 2),
        ("post\nhttps://a.example/v1/coins", "https://a.example/v1/coins", 2),
        ("POST\nhttps://a.example\n/v1/coins", "/v1/coins", 3),
        ("POST\n/\nv1\n/\ncoins\nMint coins", "/v1/coins", 5),
    ],
)
def test_address_on_lines(text: str, path: str, count: int) -> None:
    """Method and path stand on one line or on several, the host between them perhaps."""
    found = read_address(make_document(text).lines, 0)

    assert found is not None
    assert (found.method, found.path, found.count) == ("POST", path, count)
    assert found.end <= len(text)


@pytest.mark.parametrize(
    "text", ["POST", "post office", "POST\nyour coins", "see POST /v1/coins", "post\n/"]
)
def test_other_lines_are_no_address(text: str) -> None:
    """A method alone, and a sentence that names one, are words."""
    assert read_address(make_document(text).lines, 0) is None


@pytest.mark.parametrize(
    ("written", "path", "names"),
    [
        ("https://a.example/v1/coins?limit=2&after=#top", "/v1/coins", ["limit", "after"]),
        ("/v1/coins{?limit,after}", "/v1/coins", ["limit", "after"]),
        ("/v1/coins/{id}", "/v1/coins/{id}", []),
    ],
)
def test_path_and_parameters_of_an_address(written: str, path: str, names: list[str]) -> None:
    """Behind the path stand parameters, as they are sent or as templates write them."""
    assert (bare_path(written), query_names(written)) == (path, names)
