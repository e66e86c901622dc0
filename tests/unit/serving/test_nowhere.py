"""Requests that are for no vendor."""

import json

from starlette.types import Message

from truecopy.serving import Call, VendorSite, VendorSites
from truecopy.serving.nowhere import Nowhere


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def make_call(path: str) -> Call:
    """Return a call that reached a server."""
    call = Call({"method": "GET", "path": path, "headers": [], "scheme": "http"}, _nothing)
    call.origin = "http://127.0.0.1:4747"
    return call


SITES = VendorSites(
    [VendorSite(slug=slug, host="", handler=None) for slug in ("kites", "tails")]  # type: ignore[arg-type] # nobody is asked
)


def test_clients_find_an_error_object_with_the_addresses() -> None:
    """SDKs show the message of `error`, others `detail`; people read the header."""
    answer = Nowhere(SITES).answer(make_call("/v1/make"))

    body = json.loads(answer.body)
    assert answer.status == 404
    assert body["vendors"] == ["http://127.0.0.1:4747/kites/", "http://127.0.0.1:4747/tails/"]
    assert body["detail"] == body["error"]["message"] == answer.remark
    assert "such as http://127.0.0.1:4747/kites/" in answer.remark
    assert dict(answer.headers)[b"x-truecopy-explain"].decode() == answer.remark


def test_the_vendors_that_have_the_path_are_named() -> None:
    """Whoever forgot the name in front learns which address was meant."""
    answer = Nowhere(SITES).answer(make_call("/v1/make"), ["tails"])

    assert "perhaps http://127.0.0.1:4747/tails/v1/make" in answer.remark


def test_a_misspelt_vendor_is_corrected() -> None:
    """The rest of the path stays; a first part that is like no vendor's name is no misspelling."""
    sites = Nowhere(SITES)

    assert (
        "perhaps http://127.0.0.1:4747/kites/v1/make"
        in sites.answer(make_call("/kitse/v1/make")).remark
    )
    doubled = sites.answer(make_call("//kites/v1/make")).remark
    assert "perhaps http://127.0.0.1:4747/kites/v1/make" in doubled
    assert "such as http://127.0.0.1:4747/kites/" in sites.answer(make_call("/")).remark
