"""`truecopy check` as its users start it, against servers that behave and misbehave."""

from pathlib import Path

import pytest
from starlette.types import ASGIApp
from tests.drifts.vendor import make_vendor
from tests.end_to_end.checking import DRIFT_BY_NAME, check
from tests.end_to_end.live_server import LiveServer, documented
from tests.stand_ins import Watched, always, broken_off, now_and_then, serving

VENDORS = tuple(documented())
_PAGE = b"<!doctype html><title>Welcome</title><p>It works!"


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_mock_agrees_over_http(server: LiveServer, vendor: str, tmp_path: Path) -> None:
    """The mock of a real server keeps its contract in every phase, and leaves nothing but the report."""
    checked = check(
        tmp_path,
        f"{server.url}/{vendor}",
        vendor,
        "--phases=all",
        "--max-examples=2",
        "--poll-interval=0.2",
    )

    assert (checked.code, checked.content["exit_reason"]) == (0, "agrees")
    assert checked.content["claims"]["broken"] == 0
    assert [each.name for each in tmp_path.iterdir()] == ["result.json"]


@pytest.mark.parametrize("host", ["::1", "localhost"])
def test_a_target_by_another_name_of_this_machine(host: str, tmp_path: Path) -> None:
    """Pictures are found where the target is asked by an address of IPv6 or by name."""
    address = "::1" if host == "::1" else "127.0.0.1"
    with serving(make_vendor("powertokens"), address) as url:
        target = url.replace("127.0.0.1", host)
        checked = check(tmp_path, target, "powertokens", "--phases", "examples")

    assert checked.code == 0, checked.out


_BUSY = (
    b'{"type": "about:blank", "title": "Too Many Requests", "status": 429, "detail": "slowly", "code": 1, '
    b'"error": {"message": "slowly", "type": "rate_limit_error", "code": "rate_limit"}}'
)


@pytest.mark.parametrize(
    ("vendor", "every", "headers"),
    [
        ("mulerouter", 5, {"retry-after": "0"}),
        ("powertokens", 7, {"retry-after": "0"}),
        ("powertokens", 40, {}),
    ],
)
def test_too_many_requests_are_waited_out(
    vendor: str, every: int, headers: dict[str, str], tmp_path: Path
) -> None:
    """429 now and then, with and without Retry-After, is waited out and is no finding."""
    busy = always(429, _BUSY, headers=headers)
    with serving(now_and_then(every, busy, make_vendor(vendor))) as url:
        checked = check(tmp_path, url, vendor, "--poll-interval=0.2")

    assert (checked.code, checked.content["exit_reason"]) == (0, "agrees")
    assert checked.rules == set()
    assert checked.content["claims"]["held"] > checked.content["claims"]["undetermined"]


@pytest.mark.parametrize("vendor", ["mulerouter", "powertokens"])
def test_nothing_but_too_many_requests_is_no_agreement(vendor: str, tmp_path: Path) -> None:
    """A vendor that always answers 429 gives no finding, and no agreement: nothing could be examined."""
    busy = always(429, _BUSY, headers={"retry-after": "0"})
    with serving(busy) as url:
        checked = check(tmp_path, url, vendor)

    assert checked.rules == set()
    assert checked.content["claims"]["broken"] == 0
    held = [each["claim"] for each in checked.content["verdicts"] if each["standing"] == "held"]
    assert all(".429" in each for each in held)
    assert checked.code == 2, checked.out


@pytest.mark.parametrize(
    ("vendor", "app"),
    [
        ("mulerouter", always(400, b'{"error": {"message": "no"}, "title": "no", "detail": "no"}')),
        ("powertokens", always(200, b"{}")),
        ("applerouter", always(502, _PAGE, "text/html")),
    ],
    ids=["refused", "accepted", "502"],
)
def test_one_answer_to_everything_does_not_pass(vendor: str, app: ASGIApp, tmp_path: Path) -> None:
    """A target that refuses everything, accepts everything, or has one page for everything is found: exit 1."""
    with serving(app) as url:
        checked = check(tmp_path, url, vendor, "--task-timeout=0", "--poll-interval=0.01")

    assert checked.code == 1, checked.out
    assert checked.rules


@pytest.mark.parametrize("status", [301, 307])
def test_a_target_that_sends_elsewhere_is_not_followed(status: int, tmp_path: Path) -> None:
    """A redirect is an answer like any other: nobody else is asked, and the check does not pass."""
    other = Watched(make_vendor("powertokens"))
    with (
        serving(other) as elsewhere,
        serving(always(status, headers={"location": f"{elsewhere}/v1/images/edits"})) as url,
    ):
        checked = check(tmp_path, url, "powertokens")

    assert other.seen == []
    assert checked.code in (1, 2)


@pytest.mark.parametrize("vendor", ["mulerouter", "powertokens"])
def test_answers_that_break_off_now_and_then_are_no_finding(vendor: str, tmp_path: Path) -> None:
    """An answer that breaks off is asked for once more: it says nothing of the contract."""
    played = make_vendor(vendor)
    with serving(now_and_then(9, broken_off(played), played)) as url:
        checked = check(tmp_path, url, vendor, "--poll-interval=0.2")

    assert checked.rules == set()
    assert (checked.code, checked.content["exit_reason"]) == (0, "agrees")


def test_answers_that_always_break_off_are_no_agreement(tmp_path: Path) -> None:
    """A target whose answers never arrive cannot be checked: exit 2, saying why."""
    with serving(broken_off(make_vendor("powertokens"))) as url:
        checked = check(tmp_path, url, "powertokens")

    assert checked.code == 2
    assert "Error" in checked.content["message"]


def test_warnings_of_generators_stay_inside(tmp_path: Path) -> None:
    """Standard error has progress and the summary, and no warning of a library."""
    drift = DRIFT_BY_NAME["task-id-renamed"]  # every answer shows it, whatever the seed
    with serving(make_vendor(drift.vendor, drift)) as url:
        checked = check(tmp_path, url, drift.vendor, "--phases=fuzz", "--max-examples=5")

    assert checked.code == 1
    assert "Warning" not in checked.err
