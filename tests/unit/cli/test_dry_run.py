"""A dry run: what would be sent, and at what cost."""

import re

import pytest
from tests.unit.cli.checks import LIVE, check, watching
from tests.unit.cli.shell import Shell


def test_dry_run_sends_nothing(shell: Shell) -> None:
    """A dry run prints requests and cost, asks for no key or budget, and sends nothing."""
    with watching("mulerouter") as (url, watched):
        outcome = check(shell, url, "mulerouter", "--dry-run")

    assert outcome.code == 0
    assert watched.seen == []
    assert "create-generation  POST /vendors/alibaba/" in outcome.out
    assert "accepted" in outcome.out
    assert "refused" in outcome.out
    assert "$0.075" in outcome.out
    assert "at most $" in outcome.out.splitlines()[-1]
    assert check(shell, LIVE, "mulerouter", "--dry-run").code == 0


def test_dry_run_says_what_has_no_price(shell: Shell) -> None:
    """A cost that nobody knows is not shown as nothing, and can be said with --price."""
    unknown = check(shell, "mock", "powertokens", "--dry-run")
    known = check(
        shell,
        "mock",
        "powertokens",
        "--dry-run",
        "--price=edit-image-json=0.5",
        "--price=edit-image-form=0.25",
    )

    assert "$?" in unknown.out
    assert "--price OPERATION=USD" in unknown.out.splitlines()[-1]
    assert "$?" not in known.out
    assert "--price" not in known.out
    assert "$0.250" in known.out


def test_what_generated_requests_cost_is_unknown_without_a_price(shell: Shell) -> None:
    """With none planned beside them, too: nothing is said to cost nothing."""
    unknown = check(shell, "mock", "powertokens", "--dry-run", "--phases=fuzz")
    known = check(shell, "mock", "mulerouter", "--dry-run", "--phases=fuzz")

    assert "generated requests more, cost unknown," in unknown.out
    assert unknown.out.splitlines()[-1].endswith("cost unknown (--price OPERATION=USD)")
    assert "generated requests more, at most $" in known.out


@pytest.mark.parametrize("flag", ["--report=json=a.json", "--output=a.json", "--self-test"])
def test_a_dry_run_has_no_reports(shell: Shell, flag: str) -> None:
    """What has no effect on a dry run is an error."""
    outcome = check(shell, "mock", "mulerouter", "--dry-run", flag)

    assert outcome.code == 2
    assert "has no effect on --dry-run" in outcome.err


def test_what_is_generated_is_counted_with_its_price(shell: Shell) -> None:
    """Phases that generate send up to so many requests more, which cost as many pictures as each may ask for."""
    planned = check(shell, "mock", "mulerouter", "--dry-run").out
    few, more = (
        check(
            shell, "mock", "mulerouter", "--dry-run", "--phases=all", f"--max-examples={each}"
        ).out
        for each in (1, 3)
    )

    assert "generated requests more" not in planned
    counts = [
        int(re.findall(r"up to (\d+) generated requests more", text)[0]) for text in (few, more)
    ]
    costs = [
        float(re.findall(r"at most \$([0-9.]+)$", text.strip())[0]) for text in (planned, few, more)
    ]
    assert 0 < counts[0] < counts[1]
    assert costs[0] < costs[1] < costs[2]
