"""What is told of a request that no recording answers, in process."""

from collections.abc import Sequence

from vcr.errors import CannotOverwriteExistingCassetteException

from truecopy.recording.matchers import Question, differences, nearest

# As many as one looks at; over HTTP too.
_MOST_DIFFERENCES = 6


class UnrecordedRequestError(CannotOverwriteExistingCassetteException):  # type: ignore[misc] # VCR.py has no types
    """A request has no recorded answer, and the mode sends none."""

    def __init__(self, message: str) -> None:
        """Take the message; VCR.py's own speaks of its settings."""
        Exception.__init__(self, message)


def miss_message(
    asked: Question, mode: str, recorded: Sequence[tuple[str, Question]], cassette: str
) -> str:
    """Return what is told of a request.

    Args:
        mode: In which the cassette is used.
        recorded: Place and question of each recorded interaction.
        cassette: Where they are.
    """
    what = f"{asked.parts['method']} {asked.parts['path']}"
    found = nearest((question for _, question in recorded), asked)
    if found is None:
        return f"no recording answers {what}: {cassette} holds none\n{_advice(mode)}"
    number, differing = found
    place = recorded[number][0]
    if not differing:
        count = sum(not differences(question, asked) for _, question in recorded)
        times = "once" if count == 1 else f"{count} times"
        return (
            f"no recording answers {what} any more: {place} has already been played; it was recorded {times}, "
            f"and only GET and HEAD are answered more often\n{_advice(mode)}"
        )
    lines = [
        f"  {each.part} differs: {str(each)[len(each.part) + 2 :]}"
        for each in differing[:_MOST_DIFFERENCES]
    ]
    more = len(differing) - len(lines)
    lines += [f"  and {more} more"] if more > 0 else []
    ignorable = next((each.part for each in differing if each.part[:1] in ("/", "?")), "")
    ignoring = (
        f"\nwhat differs in every run need not count: ignore=[{ignorable!r}]" if ignorable else ""
    )
    return "\n".join(
        [f"no recording answers {what}; the nearest is {place}", *lines, _advice(mode) + ignoring]
    )


def _advice(mode: str) -> str:
    why = "records only where there is no cassette" if mode == "once" else "only plays"
    return (
        f'mode {mode} {why}; to record this, run once with mode="new_episodes", or pytest with '
        "--truecopy-record new_episodes"
    )
