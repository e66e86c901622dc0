"""What a run may spend, and what a killed run leaves for the next one."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.errors import BudgetReachedError, UsageError
from truecopy.wire import Budget, Ledger, budget

COSTS = st.integers(1, 100_000).map(lambda each: each / 1000)


def entries(path: Path) -> list[dict[str, Any]]:
    """Return what stands in a ledger."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@contextmanager
def killed_run(path: Path) -> Iterator[Budget]:
    """Yield the budget of a run that does not end."""
    ledger = Ledger(path).__enter__()
    yield Budget(ledger=ledger)
    ledger._file.close()


def carried_usd(path: Path) -> float:
    """Return what the next run counts as spent."""
    ledger = Ledger(path)
    ledger._file.close()
    return ledger.carried_usd


def test_costs_up_to_the_limit_fit_and_one_more_does_not() -> None:
    """What may be spent is spent to the last tenth of a cent, whatever floating sums say."""
    spent = Budget(max_cost_usd=0.3)
    for _ in range(3):
        spent.reserve(0.1, "x")
        spent.settle(0.1, is_charged=True)

    with pytest.raises(
        BudgetReachedError, match=r"--max-cost 0\.3: \$0\.300 is spent, .* cost \$0\.001"
    ):
        spent.reserve(0.001, "x")
    assert spent.requests == 3


@given(cost=COSTS, count=st.integers(1, 40))
def test_as_many_requests_fit_as_the_limit_pays_for(cost: float, count: int) -> None:
    """A limit of so many times the price lets exactly so many requests through."""
    spent = Budget(max_cost_usd=cost * count)
    for _ in range(count):
        spent.reserve(cost, "x")
        spent.settle(cost, is_charged=True)

    with pytest.raises(BudgetReachedError):
        spent.reserve(cost, "x")
    assert spent.spent_usd == pytest.approx(cost * count)


def test_what_is_held_counts_until_it_is_settled() -> None:
    """A request under way is counted as if it were paid; a refused one gives its price back."""
    spent = Budget(max_cost_usd=1.0)
    spent.reserve(0.6, "x")

    with pytest.raises(BudgetReachedError):
        spent.reserve(0.6, "x")
    spent.settle(0.6, is_charged=False)
    assert (spent.reserved_usd, spent.spent_usd) == (0.0, 0.0)
    spent.reserve(0.6, "x")


@pytest.mark.parametrize("is_free", [True, False])
def test_no_more_requests_than_allowed(*, is_free: bool) -> None:
    """Requests are counted whether they cost something or not."""
    limited = Budget(max_requests=2)
    limited.reserve(0.0, "x")
    limited.count()

    with pytest.raises(BudgetReachedError, match="--max-requests 2 is reached"):
        limited.count() if is_free else limited.reserve(0.0, "x")
    assert limited.requests == 2


def test_a_budget_without_limits_counts_only() -> None:
    """Without limits everything fits, and is counted all the same."""
    free = Budget()
    free.reserve(1e6, "x")
    free.settle(1e6, is_charged=True)
    free.count()

    assert (free.spent_usd, free.requests) == (1e6, 2)


def test_a_reservation_is_on_disk_before_its_request(tmp_path: Path) -> None:
    """The file has what is about to be spent when `reserve` returns, and what was when `settle` does."""
    path = tmp_path / "deep" / "ledger.jsonl"
    with Ledger(path) as ledger:
        spent = Budget(ledger=ledger)

        spent.reserve(0.04, "POST /v1/images")
        held = entries(path)
        spent.settle(0.04, is_charged=True)
        settled = entries(path)

    assert held[1:] == [{"reserve_usd": 0.04, "for": "POST /v1/images"}]
    assert settled[2:] == [{"settle_usd": 0.04}]


def test_a_request_that_costs_nothing_is_not_written(tmp_path: Path) -> None:
    """Free requests leave no trace in the ledger."""
    path = tmp_path / "ledger.jsonl"
    with Ledger(path) as ledger:
        spent = Budget(ledger=ledger)
        spent.reserve(0.0, "GET /")
        spent.settle(0.0, is_charged=True)

    assert [next(iter(each)) for each in entries(path)] == ["run", "end"]


def test_a_refused_reservation_is_not_written(tmp_path: Path) -> None:
    """What does not fit is not sent, so it is not in the ledger."""
    path = tmp_path / "ledger.jsonl"
    with Ledger(path) as ledger, pytest.raises(BudgetReachedError):
        Budget(max_cost_usd=0.01, ledger=ledger).reserve(0.02, "x")

    assert not any("reserve_usd" in each for each in entries(path))


def test_a_killed_run_counts_for_the_next(tmp_path: Path) -> None:
    """What a run settled, and what it held when it was killed, is carried; what it gave back is not."""
    path = tmp_path / "ledger.jsonl"
    with killed_run(path) as spent:
        spent.reserve(0.1, "x")
        spent.settle(0.1, is_charged=True)
        spent.reserve(0.2, "x")
        spent.settle(0.2, is_charged=False)
        spent.reserve(0.4, "x")

    assert carried_usd(path) == pytest.approx(0.5)


def test_killed_runs_add_up_until_one_ends(tmp_path: Path) -> None:
    """Two killed runs are carried together; a run that ends has counted them, and clears them."""
    path = tmp_path / "ledger.jsonl"
    for _ in range(2):
        with killed_run(path) as spent:
            spent.reserve(0.1, "x")
    before = carried_usd(path)
    with Ledger(path):
        pass

    assert before == pytest.approx(0.2)
    assert carried_usd(path) == 0.0


def test_an_ended_run_does_not_count_for_the_next(tmp_path: Path) -> None:
    """A run that ends, even by an exception, leaves nothing to the next."""
    path = tmp_path / "ledger.jsonl"
    with suppress(KeyboardInterrupt), Ledger(path) as ledger:
        Budget(ledger=ledger).reserve(0.1, "x")
        raise KeyboardInterrupt

    assert carried_usd(path) == 0.0


def test_a_new_ledger_carries_nothing(tmp_path: Path) -> None:
    """A file that is empty, or not there, is a ledger without runs."""
    path = tmp_path / "ledger.jsonl"
    first = carried_usd(path)
    path.write_text("\n \n")

    assert (first, carried_usd(path)) == (0.0, 0.0)


@pytest.mark.parametrize(
    "tail", ['{"reserve_usd": 0.0', '{"settle', "{", '{"reserve_usd": 0.0}'], ids=len
)
def test_a_half_written_last_line_is_tolerated_by_every_later_run(
    tmp_path: Path, tail: str
) -> None:
    """A line that a crash cut off says nothing, and does not spoil what is written after it."""
    path = tmp_path / "ledger.jsonl"
    with killed_run(path) as spent:
        spent.reserve(0.1, "x")
        spent.settle(0.1, is_charged=True)
    with path.open("a") as file:
        file.write(tail)

    with killed_run(path) as spent:
        spent.reserve(0.2, "x")
    assert carried_usd(path) == pytest.approx(0.3)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"a shopping list\nmilk\n", id="text"),
        pytest.param(b"a shopping list\n", id="one line of text"),
        pytest.param(b"a shopping list", id="text without a line end"),
        pytest.param(b"\x89PNG\r\n\x1a\n\xff\xfe\n", id="bytes"),
        pytest.param(b'{"reserve_usd": 0.1\n{"end": 1}\n', id="a broken line inside"),
        pytest.param(b'{"reserve_usd": "much"}\n', id="a word for a number"),
        pytest.param(b'{"settle_usd": null}\n', id="null for a number"),
        pytest.param(b'{"settle_usd": {}}\n', id="an object for a number"),
        pytest.param(b'{"reserve_usd": NaN}\n', id="NaN"),
        pytest.param(b'{"reserve_usd": -5}\n', id="less than nothing"),
        pytest.param(b"5\n", id="a number"),
        pytest.param(b"null\n", id="null"),
        pytest.param(b'["end"]\n', id="a list"),
        pytest.param(b'"end"\n', id="a string"),
        pytest.param(b"[" * 100_000 + b"\n", id="too deep"),
        pytest.param(b'{"settle_usd": 1' + b"0" * 400 + b"}\n", id="a number of 400 digits"),
        pytest.param(b'{"settle_usd": 1' + b"0" * 9000 + b"}\n", id="a number of 9000 digits"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file whose lines are not those of a ledger is named, left as it is, and not locked."""
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(content)

    for _ in range(2):
        with pytest.raises(UsageError, match=r"ledger\.jsonl: is no ledger .* --ledger names"):
            carried_usd(path)
    assert path.read_bytes() == content


def test_a_file_too_large_for_a_ledger_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody can have written is not read."""
    monkeypatch.setattr(budget, "_MOST_BYTES", 9)
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b'{"end": 1}\n')

    with pytest.raises(UsageError, match=r"ledger\.jsonl: is no ledger .* more than 9 bytes"):
        Ledger(path)


@pytest.mark.parametrize("written", [0, 7])
def test_a_full_disk_is_told_by_path_and_leaves_whole_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """What cannot be noted is not spent: the error names the file, which stays one that can be read."""
    path, write = tmp_path / "ledger.jsonl", os.write
    with Ledger(path) as ledger:
        before = path.read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", lambda file, line: write(file, line[:written]))

            with pytest.raises(
                UsageError, match=r"ledger\.jsonl: the ledger cannot be written: No"
            ):
                Budget(ledger=ledger).reserve(0.5, "POST /make")
        assert path.read_bytes() == before

    assert carried_usd(path) == 0.0


@pytest.mark.parametrize("is_there", [False, True])
def test_a_ledger_is_its_owner_s_alone(tmp_path: Path, *, is_there: bool) -> None:
    """Nobody else may read what was spent, in a new file or in one that was open to others."""
    path = tmp_path / "own" / "ledger.jsonl"
    if is_there:
        path.parent.mkdir(mode=0o700)
        path.touch(mode=0o644)

    with Ledger(path):
        pass

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_ledger_has_one_run_at_a_time(tmp_path: Path) -> None:
    """A second run is refused while the first has the ledger, and not after it."""
    path = tmp_path / "ledger.jsonl"
    with Ledger(path), pytest.raises(UsageError, match="another run uses this ledger"):
        Ledger(path)

    assert carried_usd(path) == 0.0


def test_a_system_without_locks_goes_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files cannot be locked so, a ledger works and is not locked."""
    monkeypatch.setattr(budget, "sys", SimpleNamespace(platform="win32"))
    path = tmp_path / "ledger.jsonl"

    with Ledger(path):
        assert carried_usd(path) == 0.0


@pytest.mark.parametrize("name", ["folder", "file/ledger.jsonl", "pipe"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    """A folder, a pipe or a path through a file is no place for a ledger."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()

    with pytest.raises(UsageError, match="the ledger cannot be written: "):
        Ledger(tmp_path / name)
