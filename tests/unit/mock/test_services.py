"""What all vendors of one server share."""

from dataclasses import replace

from truecopy.mock.clock import Clock
from truecopy.mock.image_spec import ImageSettings, ImageSpec
from truecopy.mock.services import SharedServices
from truecopy.mock.store import MemoryStore

SPEC = ImageSpec(ImageSettings(2, 8, 8), seed=1)


def services() -> SharedServices:
    """Return the services of a server."""
    return SharedServices(store=MemoryStore(), clock=Clock())


def test_ids_of_requests_are_fresh() -> None:
    """32 hex digits each, and none twice."""
    made = services()
    ids = [made.request_id() for _ in range(100)]

    assert len(set(ids)) == 100
    assert {len(each) for each in ids} == {32}


def test_each_picture_has_an_address_below_the_origin() -> None:
    """Its token is read by the same server."""
    made, spec = services(), replace(SPEC)

    addresses = made.addresses("https://mock.example", spec, 100.0)

    assert len(set(addresses)) == 2
    for each in addresses:
        token = each.removeprefix("https://mock.example/_pictures/").removesuffix(".png")
        assert made.signer.read(token, 120.0).width == 8


def test_addresses_of_one_minute_are_the_same() -> None:
    """A client that asks twice sees the same picture under the same name; a minute later under another."""
    made, spec = services(), replace(SPEC)

    first, again, later = (
        made.addresses("http://x.example", spec, at) for at in (61.0, 119.0, 121.0)
    )

    assert first == again
    assert first != later
