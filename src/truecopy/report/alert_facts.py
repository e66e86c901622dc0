"""What an alert says of one episode, in the order in which a reader asks."""

from collections.abc import Sequence

from truecopy.contract.formats import instant
from truecopy.drift.episodes import Episode

# A reader sees from the first few what the rest is like.
_MOST_CALLS = 5
# A sentence or a body, cut to what a message on a phone can hold.
_LONGEST = 600


def title_of(episode: Episode) -> str:
    """Return what an episode is about, in a line of our own words and ids."""
    place = episode.claim or episode.operation
    return f"{episode.severity.value}: {episode.rule}" + (f" at {place}" if place else "")


def facts_of(episode: Episode, calls: Sequence[str]) -> list[tuple[str, str]]:
    """Return (label, text) for whatever is known: the documents' side, the wire's side, since when, whom, how."""
    row = episode.row
    seen = instant(episode.first_seen)
    if episode.resolved_at is not None:
        since = f"from {seen} to {instant(episode.resolved_at)}"
    elif episode.reopened:
        times = "once" if episode.reopened == 1 else f"{episode.reopened} times"
        since = f"since {seen}, came back {times}"
    else:
        since = f"since {seen}"
    facts = [
        ("documented", row.get("sentence") or row.get("sources")),
        ("expected", _plain(row.get("expected"))),
        ("seen", row.get("message")),
        ("when", since),
        ("breaks", row.get("breaks")),
        ("your calls", _calls(calls)),
        ("stale", row.get("stale")),
    ]
    return [(label, cut(str(text))) for label, text in facts if text]


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return a text in one line, no longer than so many characters."""
    flat = " ".join(text[: 4 * longest].split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def _plain(expected: object) -> object:
    """Return what was expected; nothing where it only says that a claim is to hold, as of fields that must be there."""
    return None if expected == "True" else expected


def _calls(calls: Sequence[str]) -> str:
    shown = "; ".join(calls[:_MOST_CALLS])
    more = len(calls) - _MOST_CALLS
    return f"{shown}; and {more} more" if more > 0 else shown
