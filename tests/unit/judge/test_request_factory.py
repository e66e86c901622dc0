"""Good requests."""

import pytest
from tests.examining import VENDORS, load
from tests.unit.judge.operations import make_factory

from truecopy.contract import CompiledSchema, compile_operations
from truecopy.errors import UsageError
from truecopy.judge.request_factory import RequestFactory, plain_value
from truecopy.model.pointers import first

SCHEMA = {
    "type": "object",
    "required": ["model", "prompt"],
    "properties": {
        "model": {"type": "string", "enum": ["kite-1"]},
        "prompt": {"type": "string"},
        "n": {"type": "integer", "minimum": 1},
    },
}
PICTURED = {
    "type": "object",
    "required": ["image"],
    "properties": {"image": {"type": "string", "x-image": {"sources": ["url"]}}},
}


def test_the_plainest_has_what_is_required_and_nothing_else() -> None:
    """What the documents show comes after it, for a target that refuses the plainest."""
    made = make_factory(SCHEMA, example={"model": "kite-1", "prompt": "A red kite", "n": 3})

    plain, shown = made.good_requests()

    assert plain.instance.keys() == {"model", "prompt"}
    assert shown.instance == {"model": "kite-1", "prompt": "A red kite", "n": 3}
    assert made.shown() == shown


def test_without_an_example_values_are_made() -> None:
    """A choice is one of the documented ones, a text is a text."""
    (plain,) = make_factory(SCHEMA).good_requests()

    assert plain.instance["model"] == "kite-1"
    assert plain.instance["prompt"]
    assert make_factory(SCHEMA).shown() is None


def test_a_picture_goes_by_an_address_where_one_is_known() -> None:
    """Where only addresses are taken and none is known, the user is asked for one."""
    url = "https://x.example/a.png"

    (plain,) = make_factory(PICTURED, image_url=url).good_requests()

    assert plain.instance == {"image": url}
    with pytest.raises(UsageError, match="--image-url"):
        make_factory(PICTURED).good_requests()


def test_where_no_document_says_how_pictures_go_they_go_by_address() -> None:
    """Without an address the user is told what is missing."""
    schema = {
        "type": "object",
        "properties": {"image": {"type": "string", "x-image": {"formats": ["png"]}}},
        "required": ["image"],
    }
    url = "https://x.example/a.png"

    (plain,) = make_factory(schema, image_url=url).good_requests()

    assert plain.instance == {"image": url}
    with pytest.raises(UsageError, match="no document says how"):
        make_factory(schema).good_requests()


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_first_good_request_asks_for_one_picture(vendor: str) -> None:
    """Where the contract says where the number stands, no good request costs more than it has to."""
    contract = load(vendor)
    for compiled in compile_operations(contract).values():
        made = RequestFactory(contract, compiled, None)
        if compiled.request is None or not made.count_at:
            continue
        requests = made.good_requests()
        assert first(requests[0].instance, made.count_at) == 1
        assert len({str(each) for each in requests}) == len(requests)


def test_a_form_has_its_pictures_as_files() -> None:
    """The bytes stand beside the form, their name in it."""
    contract = load("applerouter")
    made = RequestFactory(contract, compile_operations(contract)["edit-image-form"], None)

    plain = made.good_requests()[0]

    assert made.is_form
    assert plain.files["/image"].startswith(b"\x89PNG")
    assert isinstance(plain.instance["image"], str)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "uri"},
        {"type": "string", "format": "uuid"},
        {"type": "string", "format": "date-time"},
        {"type": "string", "minLength": 40},
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        {"type": "integer", "exclusiveMinimum": 3},
        {"type": "integer", "minimum": 10, "multipleOf": 8},
        {"type": "number", "maximum": 0.5},
    ],
)
def test_a_plain_value_is_one_that_its_schema_takes(schema: dict[str, object]) -> None:
    """A value of our own is never the reason of a refusal."""
    assert list(CompiledSchema(schema).problems(plain_value(schema))) == []
