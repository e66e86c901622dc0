"""Episodes: what a run means for what was known."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.drift.episodes import (
    FLAPPING_S,
    Episode,
    EpisodeUpdate,
    Look,
    examined_less,
    remember,
    to_tell,
    told,
)
from truecopy.model import Finding, Severity

DAY_S = 86_400.0


def finding(claim: str, severity: Severity = Severity.ERROR) -> Finding:
    """Return a finding on a claim."""
    return Finding(
        rule="answer-field-missing", severity=severity, where="x", message="m", claim=claim
    )


def look(
    at: float, *findings: Finding, examined: Iterable[str] = "ab", is_complete: bool = True
) -> Look:
    """Return what a run saw."""
    return Look(at=at, findings=findings, examined=frozenset(examined), is_complete=is_complete)


def follow(*looks: Look) -> tuple[list[EpisodeUpdate], list[tuple[float, str, str]]]:
    """Return what each run meant, and what a sink was told when: (day, begin or end, claim)."""
    known: dict[str, Episode] = {}
    meant, said = list[EpisodeUpdate](), list[tuple[float, str, str]]()
    for each in looks:
        remembered = remember(known.values(), each)
        known |= {episode.fingerprint: episode for episode in remembered.episodes}
        begun, ended = to_tell(known.values(), "sink")
        said += [(each.at / DAY_S, "begin", episode.claim) for episode in begun]
        said += [(each.at / DAY_S, "end", episode.claim) for episode in ended]
        known |= {
            episode.fingerprint: told(episode, "sink", as_of=episode)
            for episode in (*begun, *ended)
        }
        meant.append(remembered)
    return meant, said


def test_a_drift_begins_lasts_and_ends() -> None:
    """It is new once, lasting while it is seen, resolved when a run looked and it was gone; each is told once."""
    bad = finding("a")

    meant, said = follow(
        look(0), look(DAY_S, bad), look(2 * DAY_S, bad), look(3 * DAY_S), look(4 * DAY_S)
    )

    assert [len(each.new) for each in meant] == [0, 1, 0, 0, 0]
    assert [len(each.lasting) for each in meant] == [0, 0, 1, 0, 0]
    assert [len(each.resolved) for each in meant] == [0, 0, 0, 1, 0]
    assert said == [(1, "begin", "a"), (3, "end", "a")]
    (ended,) = meant[3].resolved
    assert (ended.first_seen, ended.last_seen, ended.resolved_at) == (DAY_S, 2 * DAY_S, 3 * DAY_S)


def test_what_was_not_examined_is_not_fixed() -> None:
    """An episode whose claim got no verdict lasts, and is known to be unseen."""
    meant, said = follow(look(0, finding("a")), look(DAY_S, examined="b"), look(2 * DAY_S))

    assert [each.claim for each in meant[1].unseen] == ["a"]
    assert meant[1].lasting == meant[1].unseen
    assert said == [(0, "begin", "a"), (2, "end", "a")]


def test_what_has_no_claim_ends_with_a_run_that_came_to_its_end() -> None:
    """A broken-off run says nothing of it."""
    meant, _ = follow(look(0, finding("")), look(1, is_complete=False), look(2))

    assert [len(each.resolved) for each in meant] == [0, 0, 1]


def test_what_comes_back_within_a_week_is_told_again_only_if_it_stays() -> None:
    """It is the same episode; a flapping one is silent, a lasting one is not."""
    bad = finding("a")
    days = [bad, None, bad, None, bad, bad, None]

    meant, said = follow(
        *(look(day * DAY_S, *([each] if each else [])) for day, each in enumerate(days))
    )

    assert said == [(0, "begin", "a"), (1, "end", "a"), (5, "begin", "a"), (6, "end", "a")]
    assert meant[4].new[0].reopened == 2
    assert meant[4].new[0].first_seen == 0


def test_what_comes_back_after_a_week_is_another_episode() -> None:
    """It has a beginning of its own."""
    bad = finding("a")

    meant, said = follow(look(0, bad), look(DAY_S), look(DAY_S + FLAPPING_S, bad))

    assert meant[2].new[0].first_seen == DAY_S + FLAPPING_S
    assert [what for _, what, _ in said] == ["begin", "end", "begin"]


def test_what_is_accepted_is_neither_new_nor_gone() -> None:
    """Its episode stays as it is until the acceptance ends."""
    bad = finding("a")
    quiet = replace(look(DAY_S), accepted=frozenset({bad.fingerprint}))

    meant, said = follow(look(0, bad), quiet, look(2 * DAY_S, bad))

    assert meant[1].episodes == ()
    assert [each.first_seen for each in meant[2].lasting] == [0]
    assert said == [(0, "begin", "a")]


def test_info_is_never_told_until_it_is_grave() -> None:
    """A severity that rises is told when it does."""
    _, said = follow(
        look(0, finding("a", Severity.INFO)),
        look(DAY_S, finding("a")),
        look(2 * DAY_S, finding("a")),
    )

    assert said == [(1, "begin", "a")]


def test_several_findings_of_one_fingerprint_are_one_episode() -> None:
    """The gravest of them counts."""
    meant, _ = follow(look(0, finding("a", Severity.INFO), finding("a")))

    assert [each.severity for each in meant[0].new] == [Severity.ERROR]


@given(
    st.lists(st.tuples(st.sets(st.sampled_from("ab")), st.sets(st.sampled_from("ab"))), max_size=12)
)
def test_beginnings_and_ends_alternate(days: list[tuple[set[str], set[str]]]) -> None:
    """Whatever is seen and examined: nothing ends that did not begin, nothing begins twice, nothing is lost."""
    looks = [
        look(day * DAY_S, *(finding(each) for each in sorted(seen)), examined=examined | seen)
        for day, (seen, examined) in enumerate(days)
    ]
    meant, said = follow(*looks)

    for claim in "ab":
        kinds = [what for _, what, each in said if each == claim]
        assert kinds == ["begin", "end"] * (len(kinds) // 2) + ["begin"] * (len(kinds) % 2)
    for each, (seen, _) in zip(meant, days, strict=True):
        assert {episode.claim for episode in (*each.new, *each.lasting)} >= seen
        assert not {episode.claim for episode in each.resolved} & seen


@pytest.mark.parametrize(("now", "before", "less"), [("ab", "abc", ["c"]), ("abc", "ab", [])])
def test_what_is_examined_less_is_named(now: str, before: str, less: list[str]) -> None:
    """Never green while blind."""
    assert examined_less(now, before) == less


def test_each_sink_is_told_on_its_own() -> None:
    """One that failed is told with the next run, the others are not told twice."""
    (episode,) = remember([], look(0, finding("a"))).new

    first = told(episode, "one", as_of=episode)

    assert to_tell([first], "one") == ([], [])
    assert to_tell([first], "two") == ([first], [])
