"""What no contract can say yet."""

from typing import Any

import pytest
import yaml
from tests.unit.derive.pages import make_document

from truecopy.derive.refusals import refuse, require_places
from truecopy.errors import DeriveError
from truecopy.model import Claim, Layer, Reading


def make_claim(name: str, value: Any, decision: str | None = None) -> Claim:
    """Return a claim that a page states, or a decision."""
    document = make_document("first\nsecond\n")
    evidence = () if decision else (document.evidence(6, 12, Reading.STATED),)
    return Claim(id=name, layer=Layer.ASSERTION, value=value, evidence=evidence, decision=decision)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("list-coins.query.limit#maximum", 9, "list-coins: the query parameter limit (page:2)"),
        ("list-coins.header.x-mint#type", "string", "the header x-mint"),
        ("list-coins.cookie.mint#type", "string", "the cookie mint"),
        ("list-coins.side.a#type", "string", "'side', which is no part"),
        ("list-coins#auth", "header x-key", "the key as header x-key"),
        ("list-coins#media-type", "application/xml", "a body of application/xml"),
        ("list-coins.200#media-type", "image/png", "an answer of image/png"),
        ("list-coins.204#status", 204, "the empty answer 204"),
    ],
)
def test_each_is_refused_by_name(name: str, value: Any, reason: str) -> None:
    """The message names what cannot be said, where it stands, and the claims to withdraw."""
    with pytest.raises(DeriveError) as caught:
        refuse([make_claim(name, value)])

    assert reason in str(caught.value)
    assert f"withdraws: [{name}]" in str(caught.value)


def test_the_way_out_can_be_pasted() -> None:
    """The message ends with an entry of `decisions.yaml`, which names the claims and where they stand."""
    with pytest.raises(DeriveError) as caught:
        refuse([make_claim("list-coins.query.limit#maximum", 9)])

    _, _, entry = str(caught.value).partition("knowingly:\n")
    (decision,) = yaml.safe_load(entry)
    assert decision["withdraws"] == ["list-coins.query.limit#maximum"]
    assert all(":" in each for each in decision["sees"])
    assert {"id", "kind", "why"} <= decision.keys()


def test_decision_is_refused_too() -> None:
    """A decision that nothing would enforce is named."""
    with pytest.raises(DeriveError, match="decision page-size"):
        refuse([make_claim("list-coins.query.limit#maximum", 9, "page-size")])


def test_what_can_be_said_passes() -> None:
    """Bodies, paths, statuses, bearer tokens and JSON answers are said by contracts."""
    refuse(
        [
            make_claim("mint.request.n#maximum", 9),
            make_claim("mint.path.coin#type", "string"),
            make_claim("mint#auth", "bearer"),
            make_claim("mint#media-type", "application/json"),
            make_claim("mint.200#media-type", "application/json"),
            make_claim("mint.500#media-type", "text/html"),
            make_claim("vendor.204#status", 204),
            make_claim("lifecycle.done#shows", ["/coins"]),
        ]
    )


@pytest.mark.parametrize(
    "name",
    [
        "mint#maximum",
        "mint#required",
        "mint.request#media-type",
        "mint.request.n#auth",
        "mint.200#path",
        "mint.200.id#status",
        "mint.request#x-promises/count",
        "mint.200#advice/interval",
        "vendor.200.id#type",
    ],
)
def test_a_keyword_said_of_the_wrong_thing_is_refused(name: str) -> None:
    """It would land nowhere, and nothing would keep it."""
    with pytest.raises(DeriveError, match=name):
        require_places([make_claim(name, 1, "page-size")])


def test_each_keyword_is_said_of_what_has_it() -> None:
    """Of an operation, of a status, of a field, of the vendor or of a state."""
    require_places(
        [
            make_claim("mint#auth", "bearer"),
            make_claim("mint#description", "Mints"),
            make_claim("mint#advice/interval", {}),
            make_claim("mint.200#media-type", "application/json"),
            make_claim("mint.200.coins#x-promises/count", {}),
            make_claim("mint.request.n#maximum", 9),
            make_claim("vendor#base-url", "https://a.example"),
            make_claim("vendor.204#status", 204),
            make_claim("lifecycle.done#shows", ["/coins"]),
        ]
    )


def test_media_type_of_a_request_is_no_status() -> None:
    """A decision that says so is told where it belongs, and is no failure of ours."""
    refuse([make_claim("mint.request#media-type", "text/plain", "page-size")])
