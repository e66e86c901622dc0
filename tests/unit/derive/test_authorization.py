"""What described headers say of keys."""

import pytest
from tests.unit.derive.pages import make_document, said

from truecopy.derive.authorization import is_of_key, state_authorization
from truecopy.derive.scan import scan_page
from truecopy.derive.statements import Page


@pytest.mark.parametrize(
    ("text", "auth"),
    [
        ("Authorizations\n\nX-Key\nstring\nheader\n", "header x-key"),
        ("Authorizations\n\nAuthorization\nstring\n\nBasic, with name and key.\n", "basic"),
        ("Headers\n\nAuthorization\nstring\nheader\n\nBearer token of the account.\n", "bearer"),
    ],
)
def test_key_of_a_section_or_a_header(text: str, auth: str) -> None:
    """Where a key travels is said by the section, by the place, or by the prose."""
    document = make_document(text)
    (block,) = scan_page(document).blocks
    page = Page(document=document)

    state_authorization(page, block)

    assert is_of_key(block)
    assert said(page, "", "auth") == [auth]


def test_other_fields_carry_no_key() -> None:
    """A field of a body may be called so."""
    (block,) = scan_page(make_document("Body\n\napi_key\nstring\n")).blocks

    assert not is_of_key(block)
