"""Whole checks, of targets that have one answer to everything."""

from dataclasses import replace
from itertools import cycle

import pytest
from starlette.types import ASGIApp
from tests.examining import SENDING, VENDORS, examine, grave
from tests.stand_ins import always

from truecopy.model import Phase, Standing

_PAGE = b"<!doctype html><title>Welcome</title><p>It works!"
_ERROR = (
    b'{"type": "about:blank", "title": "No", "status": 400, "detail": "no", "code": 1, '
    b'"error": {"message": "no", "type": "some_error", "code": "no"}}'
)
_AT_ONCE = replace(SENDING, task_timeout_s=0)
_PLANNED = "examples,claims,lifecycle"
_NAMES = [_PLANNED, "examples", pytest.param("fuzz", marks=pytest.mark.slow)]


def phases(text: str) -> frozenset[Phase]:
    """Return phases by their names."""
    return frozenset(Phase(each) for each in text.split(","))


_ALWAYS = {
    "refused": always(400, _ERROR),
    "accepted": always(200),
    "accepted-202": always(202, b'{"task_info": {}}'),
    "no-pictures": always(200, b'{"created": 1, "data": []}'),
    "page": always(200, _PAGE, "text/html"),
    "empty": always(200, b""),
    "204": always(204, b""),
    "500": always(500, _ERROR),
    "502": always(502, _PAGE, "text/html"),
}


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("app", _ALWAYS.values(), ids=list(_ALWAYS))
def test_one_answer_to_everything_is_a_finding(vendor: str, app: ASGIApp) -> None:
    """A target that refuses everything, accepts everything, or has one page for everything is found."""
    result = examine(vendor, app=app, phases=phases(_PLANNED), sending=_AT_ONCE)

    assert result.exit_reason == "findings"
    assert grave(result)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("vendor", "app"), list(zip(cycle(VENDORS), _ALWAYS.values(), strict=False)), ids=list(_ALWAYS)
)
def test_generated_requests_find_one_answer_to_everything(vendor: str, app: ASGIApp) -> None:
    """Generated requests alone find such a target too; the vendors take turns."""
    result = examine(vendor, app=app, phases=phases("fuzz"), max_examples=2, sending=_AT_ONCE)

    assert result.exit_reason == "findings"
    assert grave(result)


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("names", _NAMES)
def test_nothing_but_too_many_requests(vendor: str, names: str) -> None:
    """Always 429 is no finding, holds no claim beyond its own answer, and is no agreement."""
    busy = always(429, _ERROR, headers={"retry-after": "0"})

    result = examine(vendor, app=busy, phases=phases(names), max_examples=1)

    assert [each.message for each in grave(result)] == []
    held = [each.claim for each in result.verdicts if each.standing is Standing.HELD]
    assert all(".429" in each for each in held)
    assert result.count(Standing.BROKEN) == 0
    assert result.exit_reason == "nothing-examined"


@pytest.mark.parametrize("names", _NAMES)
@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("vendor", VENDORS)
def test_nothing_but_refused_keys(vendor: str, names: str, status: int) -> None:
    """A key that is refused from the first request on ends the run: it is no finding about the vendor."""
    result = examine(vendor, app=always(status, _ERROR), phases=phases(names), max_examples=1)

    assert result.exit_reason == "credentials"
    assert str(status) in result.message


@pytest.mark.parametrize("names", _NAMES)
@pytest.mark.parametrize("status", [404, 405])
@pytest.mark.parametrize("vendor", VENDORS)
def test_nothing_but_unknown_paths(vendor: str, names: str, status: int) -> None:
    """An address without any of the vendor's paths is not the vendor: the run says so."""
    result = examine(vendor, app=always(status, _ERROR), phases=phases(names), max_examples=1)

    assert result.exit_reason == "unreachable"
    assert "base address" in result.message


def test_only_the_phases_that_are_asked_for_are_run() -> None:
    """Each phase more is more requests; examples alone are the fewest."""
    counts = [
        examine("powertokens", phases=phases(names), max_examples=1).requests
        for names in ("examples", _PLANNED, f"{_PLANNED},fuzz")
    ]

    assert counts == sorted(set(counts))
