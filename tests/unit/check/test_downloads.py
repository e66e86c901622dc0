"""Pictures behind the addresses of answers."""

import pytest
from tests.examining import make_keys
from tests.stand_ins import Watched, always

from truecopy.check.downloads import Downloads
from truecopy.errors import BudgetReachedError
from truecopy.model import Interaction
from truecopy.wire import Budget, RequestSender, Target
from truecopy.wire.unanswered import UndeterminedError

HOST = "http://vendor.localhost"


def urls(count: int) -> list[str]:
    """Return addresses of pictures at the target."""
    return [f"{HOST}/files/{number}.png" for number in range(count)]


def downloads(watched: Watched, budget: Budget | None = None) -> Downloads:
    """Return what fetches pictures from an application."""
    target = Target(HOST, make_keys("powertokens"), app=watched)
    return Downloads(RequestSender(target, budget or Budget()))


def test_the_first_and_the_last_are_fetched() -> None:
    """What lies between is taken for as good, and nobody looked at it."""
    watched = Watched(always(200, b"png", "image/png"))
    made = downloads(watched)

    made.look(urls(4))

    assert [each.path for each in watched.seen] == ["/files/0.png", "/files/3.png"]
    assert made.fetch(urls(4)[0]) == b"png"
    assert made.fetch(urls(4)[1]) is None


def test_each_is_fetched_once_until_it_is_forgotten() -> None:
    """One answer is looked at by several rules; the next one has other addresses."""
    watched = Watched(always(200, b"png", "image/png"))
    made = downloads(watched)

    made.look(urls(1))
    made.look(urls(1))
    assert len(watched.seen) == 1
    made.forget()
    assert made.fetch(urls(1)[0]) is None


def test_one_that_cannot_be_had_says_so_each_time() -> None:
    """The failure is remembered like the bytes."""
    watched = Watched(always(404))
    made = downloads(watched)

    made.look(urls(1))

    for _ in range(2):
        with pytest.raises(OSError, match="404"):
            made.fetch(urls(1)[0])
    assert len(watched.seen) == 1


def test_pictures_count_as_requests() -> None:
    """A budget that is used up ends the look."""
    with pytest.raises(BudgetReachedError):
        downloads(Watched(always(200)), Budget(max_requests=1)).look(urls(2))


def test_one_whose_host_was_not_asked_is_as_good_as_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is no failure of the vendor; why it was not asked is there until the next answer."""

    def download(_: Target, url: str) -> Interaction:
        raise UndeterminedError(f"{url} is hidden by a proxy")

    monkeypatch.setattr(Target, "download", download)
    made = downloads(Watched(always(200)))

    made.look(urls(1))

    assert made.fetch(urls(1)[0]) is None
    assert made.obstacle == f"{urls(1)[0]} is hidden by a proxy"
    made.forget()
    assert made.obstacle == ""
