"""`truecopy record --compare`."""

import pytest
from starlette.types import ASGIApp
from tests.drifts.vendor import make_vendor
from tests.stand_ins import Watched, always, broken_off, let_in, serving
from tests.unit.cli.checks import drifting
from tests.unit.cli.recorded import ACCEPTED, files, record, record_json
from tests.unit.cli.shell import Shell


@pytest.mark.slow
def test_the_same_shapes_agree(own_shell: Shell) -> None:
    """Compared with what has not changed: exit 0, and nothing is written."""
    record(own_shell, "mock", "mulerouter")
    before = files(own_shell)

    code, content = record_json(own_shell, "mock", "mulerouter", "--compare")
    text = record(own_shell, "mock", "mulerouter", "--compare")

    assert (code, content["exit_reason"]) == (0, "same")
    assert content["cassettes"] == []
    assert content["recorded"] >= content["compared"] > 10
    assert (text.code, files(own_shell)) == (0, before)
    assert " recorded answers compared; " in text.out.splitlines()[-1]


@pytest.mark.slow
def test_a_change_of_shape_is_told(own_shell: Shell) -> None:
    """A field that is gone is a warning with the stale side: exit 1; --fail-on error makes it 0."""
    with serving(make_vendor("applerouter")) as url:
        record(own_shell, url, "applerouter")
    with drifting("created-renamed") as (url, vendor):
        code, content = record_json(own_shell, url, vendor, "--compare")
        lenient = record(own_shell, url, vendor, "--compare", "--fail-on", "error")
        text = record(own_shell, url, vendor, "--compare")

    (finding,) = [each for each in content["findings"] if each["severity"] == "warning"]
    assert (code, content["exit_reason"]) == (1, "changed")
    assert finding["rule"] == "recording-shape-differs"
    assert (finding["stale"], finding["pointer"]) == ("contract", "/created")
    assert lenient.code == 0
    assert text.code == 1
    assert "/created was integer, now it is absent; stale is the contract" in text.out
    assert "AppleRouter at" in text.out.splitlines()[-1]
    assert ": changed (" in text.out.splitlines()[-1]


def test_what_could_not_be_compared_is_told(own_shell: Shell) -> None:
    """Where something could not be compared, the shapes are not called the same: exit 1, file and line."""
    with serving(make_vendor("powertokens")) as url:
        record(own_shell, url, "powertokens")
    with drifting("invalid-500") as (url, vendor):
        code, content = record_json(own_shell, url, vendor, "--compare")
        text = record(own_shell, url, vendor, "--compare")

    (row,) = content["omitted"]
    assert (code, content["exit_reason"]) == (1, "incomplete")
    assert row["what"] == "recordings/powertokens/edit-image-form/refused-value.yaml:10"
    assert row["why"] == "500: the server failed"
    assert f"not compared: {row['what']}: {row['why']}" in text.out


def test_nothing_compared_is_no_agreement(own_shell: Shell) -> None:
    """Where nothing could be compared at all: exit 2, and why."""
    with serving(make_vendor("powertokens")) as url:
        record(own_shell, url, "powertokens")
    with serving(always(503)) as url:
        code, content = record_json(own_shell, url, "powertokens", "--compare")

    assert (code, content["exit_reason"]) == (2, "nothing-compared")
    assert "503" in content["message"]


@pytest.mark.parametrize(
    ("app", "code", "reason"),
    [(always(401), 4, "credentials"), (broken_off(always(200)), 2, "unreachable")],
    ids=["refused", "broken off"],
)
def test_a_comparison_ends_early(own_shell: Shell, app: ASGIApp, code: int, reason: str) -> None:
    """A refused key ends it with 4, nobody there with 2."""
    record(own_shell, "mock", "powertokens")
    with serving(app) as url:
        found = record_json(own_shell, url, "powertokens", "--compare", "--timeout", "0.5")

    assert (found[0], found[1]["exit_reason"]) == (code, reason)


def test_a_comparison_keeps_a_budget(own_shell: Shell) -> None:
    """A limit ends a comparison with 3; what differs by then is told."""
    record(own_shell, "mock", "powertokens")

    code, content = record_json(
        own_shell, "mock", "powertokens", "--compare", "--max-requests", "2"
    )

    assert (code, content["exit_reason"], content["compared"]) == (3, "budget", 2)


def test_a_comparison_needs_recordings(own_shell: Shell) -> None:
    """Without recordings there is nothing to compare with: exit 2, and nothing is sent."""
    watched = Watched(make_vendor("powertokens"))
    with serving(watched) as url:
        outcome = record(own_shell, url, "powertokens", "--compare")

    assert outcome.code == 2
    assert "recordings/powertokens: there are no recordings to compare with" in outcome.err
    assert watched.seen == []


def test_a_comparison_needs_readable_recordings(own_shell: Shell) -> None:
    """A damaged cassette is an error at its line: exit 2, and nothing is sent."""
    record(own_shell, "mock", "powertokens")
    path = own_shell.folder / ACCEPTED
    path.write_text(path.read_text().replace("status:", "status: ]", 1))
    watched = Watched(make_vendor("powertokens"))
    with serving(watched) as url:
        outcome = record(own_shell, url, "powertokens", "--compare")

    assert outcome.code == 2
    assert f"{ACCEPTED}:" in outcome.err
    assert watched.seen == []


def test_a_key_that_is_not_needed_is_found(own_shell: Shell) -> None:
    """A recorded refusal of a missing key is sent without one."""
    record(own_shell, "mock", "powertokens")
    with serving(let_in(make_vendor("powertokens"), "sk-any")) as url:
        code, content = record_json(own_shell, url, "powertokens", "--compare")

    statuses = [
        each for each in content["findings"] if each["message"].startswith("status was 401")
    ]
    assert code == 1
    assert {each["stale"] for each in statuses} == {"contract"}
