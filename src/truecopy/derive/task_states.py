"""Words for the states of a task: which of a page's own states a sentence means."""

import re
from collections.abc import Sequence

from truecopy.derive.wordlist import words

_GROUPS = (
    frozenset(
        words(
            "success succeeds succeed succeeded successful successfully complete completed completes completion done finished finishes ready"
        )
    ),
    frozenset(words("fail failed fails failure error errored unsuccessful")),
    frozenset(words("pending queued waiting created submitted accepted scheduled")),
    frozenset(
        words(
            "processing running in_progress in-progress started working active generating rendering"
        )
    ),
    frozenset(words("cancelled canceled cancel aborted stopped")),
    frozenset(words("expired timeout timed_out timed-out")),
)
_KNOWN = frozenset().union(*_GROUPS)
# Tasks of the vendors seen have three to eight; a longer list is one of something else.
MOST_STATES = 100
# What is said of a state behind its name, by which a task ends in it.
_ENDS = re.compile(
    r"(?<!non-)(?<!not )(?<!not a )\b(?:terminal|final)(?: (?:state|status))?\s?(?:[.,;)!|]|$)|终态|最终状态",
    re.IGNORECASE,
)
# How a state is written where a page lists them.
STATE = re.compile(r"[A-Za-z][A-Za-z_-]{1,40}")


def is_state_word(word: str) -> bool:
    """Whether a word usually names a state of a task."""
    return word.lower() in _KNOWN


def says_end(text: str) -> bool:
    """Whether what is said of a state is that a task ends in it, as `Done. Terminal.` does."""
    return bool(_ENDS.search(text))


def are_states(words: Sequence[str]) -> bool:
    """Whether a list of labels is one of states: two at least usually name states, and none is a sentence."""
    return (
        1 < len(words) <= MOST_STATES
        and all(map(STATE.fullmatch, words))
        and sum(map(is_state_word, words)) > 1
    )


def resolve_state(word: str, states: Sequence[str]) -> str | None:
    """Return the state of the page that a word of a sentence means, None where that is open.

    Args:
        states: Those that the page lists; empty where it lists none: then the word is the state.
    """
    plain = word.strip("`\"'“”").lower()
    for state in states:
        if state.lower() == plain:
            return state
    group = next((each for each in _GROUPS if plain in each), frozenset[str]())
    found = [state for state in states if state.lower() in group]
    if len(found) == 1:
        return found[0]
    return plain if not states and (group or STATE.fullmatch(plain)) else None
