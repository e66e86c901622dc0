"""Keys: which are good, and whose they are."""

import re

import pytest

from truecopy.mock.accounts import Authenticator, made_up_key


def test_what_is_remembered_of_keys_is_bounded() -> None:
    """Many keys are judged alike before and after they are forgotten; none is kept."""
    authenticator = Authenticator("v", re.compile("^sk-"), b"s" * 32)
    before = authenticator.judge(b"Bearer sk-first")

    for number in range(10_100):
        authenticator.judge(f"Bearer sk-{number}".encode())

    assert authenticator.judge(b"Bearer sk-first") == before
    assert before.account.startswith("v:")
    assert authenticator.judge(b"Bearer other").problem


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (b"Bearer sk-good", None),
        (b"bearer  sk-good ", None),
        (b"", "no Authorization header"),
        (b"Bearer", "Bearer KEY"),
        (b"Bearer ", "Bearer KEY"),
        (b"Basic sk-good", "Bearer KEY"),
        (b"sk-good", "Bearer KEY"),
        (b"Bearer other", "does not look like one"),
        (b"Bearer sk-Invalid-1", "are refused"),
        (b"Bearer sk-EXPIRED", "are refused"),
        (b"Bearer sk-" + b"x" * 600, "does not look like one"),
    ],
)
def test_a_key_is_good_or_says_why_not(header: bytes, problem: str | None) -> None:
    """Scheme, look, and the words by which clients try out a refusal; a key itself is not repeated."""
    found = Authenticator("v", re.compile("^sk-"), b"s" * 32).judge(header)

    assert (found.problem is None) if problem is None else (problem in (found.problem or ""))
    assert "sk-good" not in (found.problem or "")


def test_an_account_is_of_one_vendor_and_one_key() -> None:
    """Two keys are two accounts, and one key is another account at another vendor, or under another secret."""
    pattern = re.compile("")
    first = Authenticator("v", pattern, b"s" * 32)
    accounts = [
        first.judge(b"Bearer a").account,
        first.judge(b"Bearer b").account,
        Authenticator("w", pattern, b"s" * 32).judge(b"Bearer a").account,
        Authenticator("v", pattern, b"t" * 32).judge(b"Bearer a").account,
    ]

    assert len(set(accounts)) == 4
    assert first.judge(b"bearer a").account == accounts[0]
    assert re.fullmatch("v:[0-9a-f]{16}", accounts[0])


def test_a_key_may_ask_for_a_scenario() -> None:
    """What follows the dot makes accounts of their own, for one scenario."""
    judge = Authenticator("v", re.compile("^never"), b"s" * 32).judge
    plain, mine = judge(b"Bearer sk-scenario-slow"), judge(b"Bearer sk-scenario-slow.me")

    assert (plain.scenario, mine.scenario, plain.problem) == ("slow", "slow", None)
    assert plain.account != mine.account


@pytest.mark.parametrize(
    "pattern", ["^[!-~]+$", "^sk-", "^cp-", "^ink-[a-z0-9-]+$", "^[0-9a-f]{32}$", "^key_[A-Z]{8,}$"]
)
def test_keys_that_are_made_up_look_as_the_vendors_do(pattern: str) -> None:
    """They are good, and one for each wish; the same wish gives the same key."""
    looks = re.compile(pattern)
    one, other, again = (made_up_key(looks, wish) for wish in ("sk-one", "sk-other", "sk-one"))

    for key in (one, other):
        assert Authenticator("v", looks, b"s" * 32).judge(f"Bearer {key}".encode()).problem is None
    assert one == again != other


def test_a_wish_that_will_do_is_taken_as_it_is() -> None:
    """So is one where no key is found that looks as wanted."""
    assert made_up_key(re.compile("^sk-"), "sk-one") == "sk-one"
    assert made_up_key(re.compile("(?=x)y"), "sk-one") == "sk-one"
