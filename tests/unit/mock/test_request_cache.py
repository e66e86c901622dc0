"""Bodies that were accepted before."""

import pytest
from tests.play import Play
from tests.unit.mock.posting import GOOD, post

from truecopy.mock import request_cache
from truecopy.mock.context import AcceptedRequest
from truecopy.mock.request_cache import RequestCache


def test_a_body_seen_before_is_answered_for_each_client_anew(play: Play) -> None:
    """Remembering a body changes no answer: time, key, seed, journal and charges are each request's own."""
    first = post(play, authorization="Bearer a")
    play.clock.now += 500
    again = post(play, authorization="Bearer b")
    seeded = post(play, authorization="Bearer b", prefer="seed=3")
    after = post(play, authorization="Bearer b")

    assert again.json()["created"] - first.json()["created"] == 500
    pictures = [play.fetch(each.json()["data"][0]["url"]) for each in (first, again, seeded, after)]
    assert pictures[0] == pictures[1] == pictures[3] != pictures[2]
    assert len({entry["account"] for entry in play.journal()}) == 2
    charges = play.client.get("/_truecopy/charges").json()["charges"]
    assert sorted(each["calls"] for each in charges) == [1, 3]


def test_bodies_seen_before_are_forgotten_in_turn(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is remembered is bounded, and what was forgotten is judged again."""
    monkeypatch.setattr(request_cache, "_MOST_REQUESTS", 10)
    for number in range(20):
        body = {**GOOD, "prompt": f"Kite {number}", "response_format": "url"}
        for _ in range(2):
            assert post(play, body=body, authorization="Bearer k").status_code == 200

    refused = post(play, body={**GOOD, "prompt": "x" * 801}, authorization="Bearer k")
    assert refused.status_code == 400
    assert (
        post(play, body={**GOOD, "prompt": "Kite 0"}, authorization="Bearer k").status_code == 200
    )


ACCEPTED = AcceptedRequest({})


def test_a_body_is_kept_when_it_comes_again() -> None:
    """Of one that came once only a number is kept."""
    cache = RequestCache()

    cache.offer(b"{}", ACCEPTED)
    assert cache.find(b"{}") is None
    cache.offer(b"{}", ACCEPTED)
    assert cache.find(b"{}") is ACCEPTED


def test_large_bodies_are_not_kept() -> None:
    """Pictures in a body would fill the memory."""
    cache = RequestCache()
    for size in (4_096, 4_097):
        for _ in range(2):
            cache.offer(b"x" * size, ACCEPTED)

    assert cache.find(b"x" * 4_096) is ACCEPTED
    assert cache.find(b"x" * 4_097) is None


def test_the_oldest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is bounded, and so are the numbers of what came once."""
    monkeypatch.setattr(request_cache, "_MOST_REQUESTS", 3)
    monkeypatch.setattr(request_cache, "_MOST_SEEN", 3)
    cache = RequestCache()
    for number in range(5):
        for _ in range(2):
            cache.offer(b"%d" % number, ACCEPTED)

    assert [cache.find(b"%d" % number) is not None for number in range(5)] == [
        False,
        False,
        True,
        True,
        True,
    ]
