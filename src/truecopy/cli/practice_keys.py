"""Keys that are made up, for targets that take any: the mock, and what listens on this machine."""

from dataclasses import replace
from typing import TYPE_CHECKING

from truecopy.wire import Keys

if TYPE_CHECKING:  # who asks an endpoint needs no mock
    from truecopy.mock import MockApp

PRACTICE_KEY, SECOND_PRACTICE_KEY = "sk-truecopy-check", "sk-truecopy-second"


def fitted(keys: Keys, app: "MockApp", vendor: str) -> Keys:
    """Return keys with those that were made up as a mock wants its vendor's to look; others are the user's own."""
    good, second = (
        app.made_up_key(vendor, each) if each in (PRACTICE_KEY, SECOND_PRACTICE_KEY) else each
        for each in (keys.good, keys.second)
    )
    return replace(keys, good=good, second=None if second == good else second)
