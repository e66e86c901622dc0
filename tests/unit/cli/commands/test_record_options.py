"""The options of `truecopy record`: what it is held to, and what it refuses."""

import pytest
from tests.drifts.vendor import make_vendor
from tests.stand_ins import Watched, serving
from tests.unit.cli.checks import LIVE
from tests.unit.cli.recorded import KEY, record, record_json
from tests.unit.cli.shell import Shell

from truecopy.recording.cassette_files import find_cassettes


@pytest.mark.parametrize("arguments", [[], ["--token-env", "KEY"]])
def test_a_live_target_needs_a_budget(own_shell: Shell, arguments: list[str]) -> None:
    """Nothing is sent to a target that may cost money before a limit is set: exit 2."""
    own_shell.setenv("KEY", KEY)
    own_shell.setenv("TRUECOPY_TOKEN", KEY)

    for compare in ([], ["--compare"]):
        outcome = record(own_shell, LIVE, "mulerouter", *arguments, *compare)

        assert outcome.code == 2
        for option in ("--max-cost", "--max-requests", "--yes", "--dry-run"):
            assert option in outcome.err


@pytest.mark.parametrize("budget", [["--max-cost", "1"], ["--max-requests", "9"], ["--yes"]])
def test_a_live_target_needs_a_key(own_shell: Shell, budget: list[str]) -> None:
    """A target that is not on this machine is not asked without a key: exit 2, and where to put it."""
    outcome = record(own_shell, LIVE, "mulerouter", *budget)

    assert outcome.code == 2
    assert "TRUECOPY_TOKEN_MULEROUTER" in outcome.err


def test_an_unknown_price_and_a_limit_do_not_go_together(own_shell: Shell) -> None:
    """--max-cost cannot be kept where a price is unknown: exit 2, and the line says what to add."""
    refused = record(own_shell, "mock", "powertokens", "--max-cost", "1")
    prices = ["--price=edit-image-json=0.01", "--price=edit-image-form=0.01"]
    kept = record(own_shell, "mock", "powertokens", "--max-cost", "1", *prices)

    assert refused.code == 2
    assert "--price edit-image-json=USD" in refused.err
    assert kept.code == 0


@pytest.mark.parametrize("option", [["--max-requests", "3"], ["--max-cost", "0.1"]])
def test_a_budget_ends_it(own_shell: Shell, option: list[str]) -> None:
    """A limit that is reached ends it with 3; what was recorded by then is kept and told."""
    code, content = record_json(own_shell, "mock", "mulerouter", *option)

    paths = (
        [
            str(each.relative_to(own_shell.folder))
            for each in find_cassettes(own_shell.folder / "recordings")
        ]
        if content["cassettes"]
        else []
    )
    assert (code, content["exit_reason"]) == (3, "budget")
    assert option[0] in content["message"]
    assert sorted(content["cassettes"]) == paths


def test_costs_are_noted_before_they_arise(own_shell: Shell) -> None:
    """With a limit there is a ledger: what a run that was killed may have spent counts towards the next."""
    ledger = own_shell.folder / "ledger.jsonl"
    ledger.write_text('{"run": 1, "carried_usd": 0}\n{"reserve_usd": 0.9, "for": "x"}\n')

    code, content = record_json(
        own_shell, "mock", "mulerouter", "--max-cost=0.95", f"--ledger={ledger}"
    )

    assert (code, content["exit_reason"]) == (3, "budget")
    assert content["requests"] == 0
    assert '"end"' in ledger.read_text().splitlines()[-1]


def test_dry_run_sends_nothing(own_shell: Shell) -> None:
    """A dry run prints requests and cost, asks for no key or budget, sends nothing, and writes nothing."""
    watched = Watched(make_vendor("mulerouter"))
    with serving(watched) as url:
        outcome = record(own_shell, url, "mulerouter", "--dry-run")
    live = record(own_shell, LIVE, "mulerouter", "--dry-run")

    assert (outcome.code, live.code) == (0, 0)
    assert watched.seen == []
    assert "create-generation  POST /vendors/alibaba/" in outcome.out
    assert "$0.075 if all goes as documented" in outcome.out.splitlines()[-1]
    assert not (own_shell.folder / "recordings").exists()


def test_a_dry_run_says_how_many_requests_there_will_be(own_shell: Shell) -> None:
    """The plan is what is sent, looks and pictures beside it."""
    plan = record(own_shell, "mock", "powertokens", "--dry-run")
    _, content = record_json(own_shell, "mock", "powertokens")

    number = int(plan.out.splitlines()[-1].partition(" ")[0])
    assert content["requests"] == number + 2


@pytest.mark.parametrize("arguments", [["--format", "json"], ["--compare"]])
def test_a_dry_run_is_text_only(own_shell: Shell, arguments: list[str]) -> None:
    """What a dry run cannot do is refused."""
    outcome = record(own_shell, "mock", "mulerouter", "--dry-run", *arguments)

    assert outcome.code == 2
    assert "--dry-run" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["--price", "melt=1"], "'melt'"),
        (["--token-env", "NOT_SET"], "NOT_SET"),
        (["--secret-env", "NOT_SET"], "NOT_SET"),
        (["--redact", "("], "'('"),
        (["--redact", "x*"], "'x*'"),
        (["--not-secret", "["], "'['"),
        (["--image-url", "not an address"], "not an address"),
        (["--max-cost", "nan"], "nan"),
        (["--rate", "0"], "0"),
        (["--poll-interval", "0"], "0"),
        (["--timeout", "nan"], "nan"),
        (["--max-requests", "0"], "0"),
        (["--fail-on", "fatal"], "'fatal'"),
        (["--format", "xml"], "'xml'"),
    ],
    ids=" ".join,
)
def test_a_bad_value_is_shown(own_shell: Shell, arguments: list[str], shown: str) -> None:
    """A value that cannot be used is an error that shows it: exit 2, nothing on standard output."""
    outcome = record(own_shell, "mock", "mulerouter", *arguments)

    assert outcome.code == 2
    assert shown in outcome.err.splitlines()[-1]
    assert outcome.out == ""
    assert not (own_shell.folder / "recordings").exists()


@pytest.mark.parametrize("target", ["nonsense", "ftp://127.0.0.1/x", "http://me:secret@127.0.0.1/"])
def test_a_target_that_is_no_address_is_refused(own_shell: Shell, target: str) -> None:
    """What is neither `mock` nor an address is an error; a password in it is not repeated."""
    outcome = record(own_shell, target, "mulerouter")

    assert outcome.code == 2
    assert "TARGET" in outcome.err or "is no target" in outcome.err
    assert "secret" not in outcome.err


def test_a_vendor_is_needed(own_shell: Shell) -> None:
    """Where there are several vendors, one has to be said."""
    outcome = own_shell.run("record", "mock")

    assert outcome.code == 2
    assert "--vendor is needed" in outcome.err


def test_settings_come_from_the_environment_too(own_shell: Shell) -> None:
    """Each option has its variable and its setting."""
    own_shell.setenv("TRUECOPY_RECORD_MAX_REQUESTS", "1")
    assert record(own_shell, "mock", "powertokens").code == 3

    own_shell.settings("[record]\nmelt = 1\n")
    outcome = record(own_shell, "mock", "powertokens")
    assert outcome.code == 2
    assert "melt" in outcome.err
