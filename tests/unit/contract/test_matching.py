"""Which operation a request is for, wherever its vendor was reached."""

from collections.abc import Callable

import pytest
from tests.examining import VENDORS, load
from tests.growth import growth

from truecopy.contract.matching import Match, Matcher

MULEROUTER = "https://api.mulerouter.ai"
TASKS = "/vendors/alibaba/v1/qwen-image-edit-max/generation"
JSON = "application/json"
FORM = "multipart/form-data; boundary=cut"


def find(
    method: str, url: str, content_type: str = "", vendor: str = "mulerouter", *bases: str
) -> Match | None:
    """Return what a request to a vendor is for."""
    return Matcher(load(vendor), bases).find(method, url, content_type)


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_operation_is_found_at_its_own_address(vendor: str) -> None:
    """Method, documented path and media type lead to the operation, at the vendor's own address."""
    contract = load(vendor)
    matcher = Matcher(contract)

    for operation in contract.operations.values():
        for path in (operation.path, *operation.aliases):
            shown = path.replace("{", "").replace("}", "")
            match = matcher.find(
                operation.method, contract.base_url + shown, operation.media_type or ""
            )
            assert match is not None
            assert (match.operation, match.path, match.is_exact) == (operation.id, shown, True)


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:4747/mulerouter",
        "http://127.0.0.1:4747",
        "https://gateway.example/a/deep/prefix",
        "https://API.MULEROUTER.AI",
        "http://[::1]:8080",
    ],
)
def test_a_prefix_of_any_length_stands_in_front(base: str) -> None:
    """What stands in front of the documented path does not count, at an address that nobody named."""
    match = find("POST", base + TASKS, JSON)

    assert match is not None
    assert (match.operation, match.path) == ("create-generation", TASKS)


def test_below_a_known_base_the_whole_rest_is_the_path() -> None:
    """Below an address that is known, only the rest of the path counts: no end of it is taken for it."""
    base = "http://127.0.0.1:4747/v1"

    assert find("POST", f"{base}{TASKS}", JSON, "mulerouter", base) is not None
    assert find("POST", f"{base}/other{TASKS}", JSON, "mulerouter", base) is None
    assert find("POST", f"http://127.0.0.1:4747/v11{TASKS}", JSON, "mulerouter", base) is not None


def test_the_parameters_of_a_path_are_told() -> None:
    """A look-up's match has the task's id, decoded."""
    match = find("GET", f"{MULEROUTER}{TASKS}/a%20b?wait=1#part")

    assert match is not None
    assert match.operation == "get-generation"
    assert match.parameters == {"task_id": "a b"}
    assert match.path == f"{TASKS}/a b"


def test_a_parameter_may_have_a_slash() -> None:
    """One that is encoded is none between names."""
    match = find("GET", f"{MULEROUTER}{TASKS}/a%2Fb")

    assert match is not None
    assert match.parameters == {"task_id": "a/b"}


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", f"{MULEROUTER}{TASKS}"),
        ("DELETE", f"{MULEROUTER}{TASKS}/3c90c3cc"),
        ("POST", f"{MULEROUTER}{TASKS}-of-nowhere"),
        ("POST", f"{MULEROUTER}{TASKS}/"),
        ("POST", MULEROUTER),
        ("POST", f"{MULEROUTER}/"),
        ("POST", ""),
        ("POST", "http://[::1"),
        ("POST", "https://example.com/picture.png"),
    ],
)
def test_what_the_contract_lacks_is_for_nothing(method: str, url: str) -> None:
    """Another method, another path, or an address that is none is for no operation."""
    assert find(method, url, JSON) is None


def test_the_media_type_chooses_among_operations_of_one_path() -> None:
    """Of operations that share a path, the media type chooses; parameters and case of it do not count."""
    url = "https://api.powertokens.ai/v1/images/edits"

    for content_type, operation in (
        (JSON, "edit-image-json"),
        ("Application/JSON; charset=utf-8", "edit-image-json"),
        (FORM, "edit-image-form"),
    ):
        match = find("post", url, content_type, "powertokens")
        assert match is not None
        assert (match.operation, match.is_exact) == (operation, True)


@pytest.mark.parametrize("content_type", ["text/plain", "", "nonsense"])
def test_another_media_type_is_no_exact_match(content_type: str) -> None:
    """A media type that no operation of the path takes leads to the first of them, and is not exact."""
    match = find("POST", MULEROUTER + TASKS, content_type)

    assert match is not None
    assert (match.operation, match.is_exact) == ("create-generation", False)


def test_an_operation_without_a_body_takes_any_media_type() -> None:
    """Where no body is documented, a Content-Type header does not count."""
    match = find("GET", f"{MULEROUTER}{TASKS}/3c90c3cc", "text/plain")

    assert match is not None
    assert match.is_exact


@pytest.mark.parametrize("look", [Matcher.path_of, lambda each, url: each.find("GET", url, "")])
def test_a_path_of_many_names_takes_as_long_as_it_is(
    look: Callable[[Matcher, str], object],
) -> None:
    """Of its ends only those count that are no longer than a documented path."""
    matcher = Matcher(load("mulerouter"))

    assert growth(lambda size: look(matcher, "http://x" + "/a" * size), 500, 8_000) < 16 * 5
