"""What has to be known to judge the promises of an answer."""

from base64 import b64encode

import pytest
from tests.cassettes import make_interaction
from tests.examining import load

from truecopy.contract import compile_operations
from truecopy.judge.answer_promises import AnswerPromises
from truecopy.model import Payload
from truecopy.picture import sample_picture

WIDE = b64encode(sample_picture(width=640, height=480)).decode()
DONE = {"images": ["https://x.example/1.png", "https://x.example/2.png", "no address"]}


def promises(vendor: str) -> AnswerPromises:
    """Return the promises of a vendor."""
    contract = load(vendor)
    return AnswerPromises(contract, compile_operations(contract))


def test_addresses_of_pictures_are_found() -> None:
    """Whatever stands where a picture should be and is an address, in order."""
    assert promises("mulerouter").addresses("get-generation", DONE) == DONE["images"][:2]
    assert promises("mulerouter").addresses("get-generation", {"images": "x"}) == []
    body = {"data": [{"url": "https://x.example/a.png"}, {"b64_json": "QQ=="}]}
    assert promises("powertokens").addresses("edit-image-json", body) == ["https://x.example/a.png"]


@pytest.mark.parametrize(
    ("request_body", "wants"),
    [
        ({"images": [WIDE], "prompt": "x"}, True),
        ({"images": ["https://x.example/a.png"], "prompt": "x"}, False),
        ({"images": [WIDE], "prompt": "x", "size": "512*512"}, True),
    ],
    ids=["ratio of the input", "input that nobody saw", "size asked for"],
)
def test_a_size_is_wanted_where_one_is_promised(
    request_body: dict[str, object], *, wants: bool
) -> None:
    """Pictures have to be fetched only where something is said of their size."""
    request = Payload(instance=request_body)

    assert promises("mulerouter").wants_size("get-generation", request, DONE) is wants


def test_a_look_up_is_judged_by_the_request_that_made_the_task() -> None:
    """The inputs of a task are those of its creation, the last of which gives the ratio."""
    contract = load("mulerouter")
    request = Payload(instance={"images": [WIDE], "prompt": "x"})
    answer = make_interaction(sent_at=5.0)

    context = promises("mulerouter").context(
        contract.operations["get-generation"], answer, DONE, request, lambda _: None
    )

    assert context.inputs == ((640, 480),)
    assert (context.request, context.answer, context.sent_at) == (request.instance, DONE, 5.0)
