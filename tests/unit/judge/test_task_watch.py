"""A task followed: legal lives give no finding, each illegal step is found by its rule."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.examining import load
from tests.unit.judge.tasks import shown

from truecopy.judge import AnswerJudge, TaskWatch
from truecopy.model import Lifecycle

CONTRACT = load("mulerouter")
JUDGE = AnswerJudge(CONTRACT)


def lifecycle() -> Lifecycle:
    """Return the lifecycle of the vendor."""
    assert CONTRACT.lifecycle is not None
    return CONTRACT.lifecycle


@st.composite
def lives(draw: st.DrawFn) -> list[str]:
    """Return states that an observer of one task may see, one after the other."""
    states = [lifecycle().initial]
    for _ in range(draw(st.integers(1, 8))):
        states.append(draw(st.sampled_from(sorted(lifecycle().reachable(states[-1])))))
    return states


@given(lives())
def test_a_legal_life_has_no_finding(states: list[str]) -> None:
    """Whatever looks miss, states in a legal order are no finding, and a terminal answer stays."""
    watch = TaskWatch(JUDGE, lifecycle(), shown(states[0]))

    seconds = 0
    for before, state in itertools.pairwise(states):
        seconds += before != state
        watch.see(shown(state, seconds))

    assert watch.findings == []
    assert watch.is_over == (states[-1] in lifecycle().terminal)


@pytest.mark.parametrize(
    ("answers", "rule", "claim"),
    [
        ([shown("processing")], "lifecycle-initial-differs", "lifecycle#initial"),
        (
            [shown("pending"), shown("processing"), shown("pending")],
            "lifecycle-transition-illegal",
            "lifecycle.processing#transitions",
        ),
        (
            [shown("pending"), shown("failed"), shown("completed")],
            "lifecycle-transition-illegal",
            "lifecycle#terminal",
        ),
        ([shown("pending"), shown("pending", id="other")], "lifecycle-id-differs", "lifecycle#id"),
        (
            [shown("pending"), shown("pending", created_at="2026-01-02T00:00:00Z")],
            "lifecycle-created-changed",
            "lifecycle#created",
        ),
        (
            [shown("pending", 9), shown("processing", 3)],
            "lifecycle-updated-reversed",
            "lifecycle#updated",
        ),
        (
            [shown("pending"), shown("processing", updated_at="2025-12-31T23:59:58Z")],
            "lifecycle-updated-early",
            "lifecycle#updated",
        ),
        (
            [
                shown("pending"),
                {**shown("completed"), "images": ["https://x.example/1.png"]},
                {**shown("completed"), "images": ["https://x.example/2.png"]},
            ],
            "lifecycle-terminal-changed",
            "lifecycle#terminal",
        ),
        (
            [shown("pending"), {"task_info": shown("completed")["task_info"]}],
            "lifecycle-result-missing",
            "lifecycle.completed#shows",
        ),
        (
            [shown("pending"), {**shown("processing"), "images": ["https://x.example/1.png"]}],
            "lifecycle-result-early",
            "lifecycle.completed#shows",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_illegal_step_is_found(answers: list[Any], rule: str, claim: str) -> None:
    """Each illegal answer is found by the rule meant for it, at the claim that it breaks."""
    watch = TaskWatch(JUDGE, lifecycle(), answers[0])

    for answer in answers[1:]:
        watch.see(answer)

    assert (rule, claim) in {(each.rule, each.claim) for each in watch.findings}
    assert claim not in watch.held - {"lifecycle#terminal", "lifecycle#id", claim}


def test_fractions_of_a_second_change_no_time_of_creation() -> None:
    """An answer may have more of them than the store that the next one comes from."""
    watch = TaskWatch(
        JUDGE, lifecycle(), shown("pending", created_at="2026-01-01T00:00:00.123456+00:00")
    )

    watch.see(shown("pending", created_at="2026-01-01T00:00:00.123Z"))
    watch.see(shown("pending", created_at="2026-01-01T00:00:00Z"))

    assert watch.findings == []


def test_an_ended_task_keeps_its_result() -> None:
    """Its times may move, fields that are not documented too, and links may be signed anew for every look."""
    watch = TaskWatch(JUDGE, lifecycle(), shown("pending"))

    for number in (1, 2, 3):
        link = f"https://x.example/1.png?signature={number}"
        watch.see({**shown("completed", number), "images": [link], "served_at": number})

    assert watch.findings == []
    assert "lifecycle#terminal" in watch.held


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["task_info", "images", "status", "id", "error", "x"]), inner
            )
        ),
    )
)
def test_whatever_is_shown_is_judged(body: Any) -> None:
    """No answer, however odd, stops the judgement."""
    watch = TaskWatch(JUDGE, lifecycle(), body)

    watch.see(body)
    watch.see(shown("completed"))
    watch.see(body)


def test_what_broke_is_told_once() -> None:
    """Whoever asks again is told only what broke since."""
    watch = TaskWatch(JUDGE, lifecycle(), shown("processing"))

    first = watch.fresh()
    watch.see(shown("pending", 1))

    assert [each.rule for each in first] == ["lifecycle-initial-differs"]
    assert [each.rule for each in watch.fresh()] == ["lifecycle-transition-illegal"]
    assert watch.fresh() == []


@pytest.mark.parametrize(
    ("before", "now", "is_other"),
    [
        ("2026-01-01T00:00:00Z", 1767225600, False),
        ("2026-01-01T00:00:00Z", 1767225600612, False),
        (1767225600, 1767225600612, True),
        (1767225600612, 1767225600613, True),
        ("2026-01-01T00:00:00Z", 1767225602, True),
    ],
)
def test_a_creation_may_be_told_in_two_forms(before: Any, now: Any, *, is_other: bool) -> None:
    """A text and a number, of seconds or milliseconds, tell one time; two numbers are the same to the digit."""
    watch = TaskWatch(JUDGE, lifecycle(), shown("pending", created_at=before))

    watch.see(shown("pending", created_at=now))

    rules = {each.rule for each in watch.findings}
    assert ("lifecycle-created-changed" in rules) is is_other


@pytest.mark.parametrize(
    ("created", "updated", "is_early"),
    [
        ("2026-01-01T00:00:00.900Z", "2026-01-01T00:00:00Z", False),
        ("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z", False),
        ("2026-01-01T00:00:02Z", "2026-01-01T00:00:00Z", True),
        (1_800_000_000, 1_799_999_000, True),
        (1_800_000_000_900, 1_800_000_000_000, False),
        (1_800_000_009_000, 1_800_000_000_000, True),
        ("2026-01-01T00:00:02Z", None, False),
    ],
)
def test_no_change_comes_before_the_creation(created: Any, updated: Any, *, is_early: bool) -> None:
    """Two times of one answer are in order, but for what clocks and missing fractions make of them."""
    watch = TaskWatch(JUDGE, lifecycle(), shown("pending"))

    watch.see(shown("pending", created_at=created, updated_at=updated))

    rules = {each.rule for each in watch.findings}
    assert ("lifecycle-updated-early" in rules) == is_early
