"""Keys of which no page says how they are carried."""

from pathlib import Path

import pytest
from tests.unit.derive.test_pages_corpus import write_page

from truecopy.derive import Derivation, derive_vendor
from truecopy.errors import DeriveError
from truecopy.model import Ground

PAGE = 'POST /v1/coins\n\n{said}\n\nBody\n\nn\ninteger\n\nResponse\n\n{{"id": "c1"}}\n'
DESCRIBED = "Authorization\n\nAuthorization\nstring\nheader\nrequired\n\n"


def derived(root: Path, said: str) -> Derivation:
    """Return what is derived of a page that says something of the key."""
    return derive_vendor(*write_page(root, PAGE.format(said=said)))


@pytest.mark.parametrize(
    ("said", "where"), [("Mints coins.", "mint"), (f"{DESCRIBED}Your key.", "page:5")]
)
def test_key_that_is_assumed_is_told(said: str, where: str, tmp_path: Path) -> None:
    """A bearer token is assumed, and the claim says that nobody stated it."""
    found = derived(tmp_path, said)

    [claim] = [each for each in found.claims if each.keyword == "auth"]
    assert (claim.value, claim.ground, claim.decision) == (
        "bearer",
        Ground.ASSUMPTION,
        "key-assumed",
    )
    assert [
        each.where.partition("@")[0]
        for each in found.findings
        if each.rule == "document-key-unsaid"
    ] == [where]


@pytest.mark.parametrize(
    "said",
    [
        f"{DESCRIBED}Bearer token of your account.",
        'Python\n\nrequests.post("https://x.example/v1/coins", headers={"Authorization": f"Bearer {k}"})',
    ],
)
def test_key_that_is_said_is_not_assumed(said: str, tmp_path: Path) -> None:
    """A description or a sample that names the scheme is enough."""
    found = derived(tmp_path, said)

    assert [each.ground for each in found.claims if each.keyword == "auth"] != [Ground.ASSUMPTION]
    assert "document-key-unsaid" not in {each.rule for each in found.findings}


def test_scheme_of_a_placeholder_is_read(tmp_path: Path) -> None:
    """`Token <key>` is no bearer token, and is refused as one that cannot be said."""
    with pytest.raises(DeriveError, match=r"the key as header authorization \(token\)"):
        derived(tmp_path, f"{DESCRIBED}In the form `Token <key>`.")
