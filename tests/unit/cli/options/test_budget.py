"""The options that limit what may be spent and sent, seen through `check` and `record`."""

import json
from pathlib import Path

import pytest
from tests.examining import VENDORS, load
from tests.unit.cli.checks import LIVE, check, check_json, is_priced, watching
from tests.unit.cli.shell import Shell

from truecopy.cli.options.budget import BudgetOptions
from truecopy.errors import UsageError
from truecopy.judge import SendOptions


@pytest.mark.slow
@pytest.mark.parametrize("vendor", VENDORS)
def test_a_price_is_known_or_it_is_not(shell: Shell, vendor: str) -> None:
    """What a check costs is a number where prices are documented, null where they are not."""
    _, content = check_json(shell, "mock", vendor)

    assert (content["cost_usd"] is None) == (not is_priced(vendor))


def test_an_unknown_price_and_a_limit_do_not_go_together(shell: Shell) -> None:
    """--max-cost cannot be kept where a price is unknown: exit 2, and the line says what to add."""
    outcome = check(shell, "mock", "powertokens", "--max-cost", "1")

    assert outcome.code == 2
    assert "--price edit-image-json=USD" in outcome.err
    assert "--price edit-image-form=USD" in outcome.err


def test_a_price_makes_a_limit_possible(shell: Shell) -> None:
    """With every price said, --max-cost is kept, and the cost is known."""
    code, content = check_json(
        shell,
        "mock",
        "powertokens",
        "--max-cost=100",
        "--price=edit-image-json=0.01",
        "--price=edit-image-form=0.02",
    )

    assert code == 0
    assert 0 < content["cost_usd"] < 100


@pytest.mark.parametrize("arguments", [[], ["--token-env", "KEY"]])
def test_a_live_target_needs_a_budget(shell: Shell, arguments: list[str]) -> None:
    """Nothing is sent to a target that may cost money before a limit is set: exit 2."""
    shell.setenv("KEY", "sk-a")
    shell.setenv("TRUECOPY_TOKEN", "sk-a")

    outcome = check(shell, LIVE, "mulerouter", *arguments)

    assert outcome.code == 2
    assert LIVE in outcome.err
    for option in ("--max-cost", "--max-requests", "--yes", "--dry-run"):
        assert option in outcome.err


def test_a_number_of_requests_is_kept(shell: Shell) -> None:
    """--max-requests ends the run with 3 before more are sent; what is known by then is told."""
    with watching("mulerouter") as (url, watched):
        code, content = check_json(shell, url, "mulerouter", "--max-requests", "20")

    assert (code, content["exit_reason"]) == (3, "budget")
    assert content["requests"] == len(watched.seen) == 20
    assert content["claims"]["held"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("most", ["0.07", "0.1", "0.3", "0.5"])
def test_a_cost_is_kept(shell: Shell, most: str) -> None:
    """--max-cost ends the run with 3 before more may be spent, whether or not it is spent."""
    outcome = check(shell, "mock", "mulerouter", "--max-cost", most, "--format", "json")
    content = json.loads(outcome.out)

    assert outcome.code == 3
    assert content["cost_usd"] <= float(most)
    assert f"--max-cost {most}" in content["message"]


@pytest.mark.slow
def test_a_budget_that_was_reached_is_no_debt(shell: Shell) -> None:
    """A run that ended by itself leaves nothing for the next one to count."""
    first = check_json(shell, "mock", "mulerouter", "--max-cost", "0.3")
    second = check_json(shell, "mock", "mulerouter", "--max-cost", "0.3")

    assert first[0] == second[0] == 3
    assert first[1]["requests"] == second[1]["requests"]


def test_a_damaged_ledger_is_not_believed(shell: Shell) -> None:
    """A file that is no ledger stops the run before anything is spent: exit 2, naming it."""
    (shell.folder / "ledger").write_text("a\nb\n")

    outcome = check(shell, "mock", "mulerouter", "--max-cost", "1", "--ledger", "ledger")

    assert outcome.code == 2
    assert "ledger" in outcome.err


@pytest.mark.parametrize("rate", ["5", "5/s", "0.5/s"])
def test_a_rate_may_name_its_unit(shell: Shell, rate: str) -> None:
    """Requests a second are a number, with or without `/s`."""
    assert check(shell, "mock", "mulerouter", "--dry-run", "--rate", rate).code == 0


@pytest.mark.parametrize("rate", ["-1", "5/m", "fast", "inf", "1000000"])
def test_what_is_no_rate_is_shown(shell: Shell, rate: str) -> None:
    """A rate is above nothing and has an end."""
    outcome = check(shell, "mock", "mulerouter", "--rate", rate)

    assert outcome.code == 2
    assert f"{rate!r} is no number of requests a second" in outcome.err


def test_prices_are_read_for_each_operation() -> None:
    """Each price belongs to an operation; the last word counts."""
    given = ("edit-image-json=0.5", "edit-image-form=0", "edit-image-json=1e-2")

    prices = BudgetOptions(prices=given).read_prices(load("powertokens"))

    assert prices == {"edit-image-json": 0.01, "edit-image-form": 0.0}


@pytest.mark.parametrize(
    "limits",
    [
        BudgetOptions(max_cost_usd=0.0),
        BudgetOptions(max_requests=1),
        BudgetOptions(is_unlimited=True),
    ],
)
def test_any_limit_allows_a_live_target(limits: BudgetOptions) -> None:
    """A limit of cost or number, or --yes, is leave to spend; nothing of it is not."""
    contract = load("mulerouter")

    limits.require(contract, LIVE, SendOptions(), [])
    with pytest.raises(UsageError, match="set --max-cost or --max-requests, or say --yes"):
        BudgetOptions().require(contract, LIVE, SendOptions(), [])


@pytest.mark.parametrize(
    ("limits", "target", "has_ledger"),
    [
        (BudgetOptions(), "mock", False),
        (BudgetOptions(max_requests=3), "http://127.0.0.1:4747", False),
        (BudgetOptions(max_cost_usd=1.0), "mock", True),
        (BudgetOptions(ledger=Path("costs")), "mock", True),
        (BudgetOptions(is_unlimited=True), LIVE, True),
    ],
)
def test_a_ledger_is_kept_where_money_may_be_spent(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limits: BudgetOptions,
    target: str,
    *,
    has_ledger: bool,
) -> None:
    """A live target, a limit of cost, or a named ledger: costs are noted. Otherwise no file is made."""
    monkeypatch.chdir(tmp_path)

    with limits.open_budget("mulerouter", target) as budget:
        assert (budget.ledger is not None) == has_ledger

    path = limits.ledger or Path(".truecopy", "ledger-mulerouter.jsonl")
    assert path.exists() == has_ledger


def test_what_an_earlier_run_may_have_spent_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run that did not end counts towards the next, which says so."""
    ledger = tmp_path / "costs"
    ledger.write_text('{"run": 1, "carried_usd": 0}\n{"reserve_usd": 0.9, "for": "x"}\n')

    with BudgetOptions(ledger=ledger).open_budget("mulerouter", "mock") as budget:
        assert budget.carried_usd == 0.9

    assert "it may have spent $0.900, which counts towards this one" in capsys.readouterr().err
