"""What can be told of an interaction before any contract is asked: accepted, refused, or neither."""

from typing import Any

from truecopy.contract.bodies import decode_json
from truecopy.errors import CredentialsError, DeadlineReachedError, TargetError
from truecopy.model import Interaction, Outcome, Payload

LONGEST_WORDS = 160  # two lines of a terminal
_LONGEST_BYTES = 400  # of an answer of megabytes; twice as many as words that are mostly ASCII need
# By which servers of this program say why they answer as they do.
_EXPLANATION = "x-truecopy-explain"
BAD_REQUEST = frozenset({400})
# The key is refused, whatever the request asks for.
KEY_REFUSED = frozenset({401, 403})
# With this key nothing is to be had: it is refused, or its account has no money.
NO_CREDENTIALS = KEY_REFUSED | {402}
# They speak of the account or of the moment, not of the request.
_ABOUT_SOMETHING_ELSE = frozenset({402, 408, 423, 425, 429, 451})


def body_of(interaction: Interaction) -> Any:
    """Return the JSON of an answer, None where it is none."""
    decoded = decode_json(interaction.body)
    return decoded.instance if isinstance(decoded, Payload) else None


def outcome_of(interaction: Interaction) -> Outcome | None:
    """Return what a target did with a request; None where its answer does not tell."""
    status = interaction.status
    if 200 <= status < 300:
        return Outcome.ACCEPTED
    if 300 <= status < 500 and status not in _ABOUT_SOMETHING_ELSE:
        return Outcome.REFUSED
    return None


def reason_of(interaction: Interaction) -> str:
    """Return why the outcome of an interaction cannot be told; empty where it can."""
    status = interaction.status
    if status == 0:
        return f"no answer: {interaction.failure}"
    if status == 429:
        return "429: the target answers too many requests"
    if status >= 500:
        return f"{status}: the server failed"
    if outcome_of(interaction) is None:
        return f"{status}: says nothing of this request"
    return ""


def words_of(interaction: Interaction) -> str:
    """Return what a target says in an answer as one line, cut short; of a mock why it refuses, as its header tells."""
    text = interaction.header(_EXPLANATION)
    text = text or interaction.body[:_LONGEST_BYTES].decode("utf-8", "replace")
    return " ".join(text.split())[:LONGEST_WORDS]


def require_target(interaction: Interaction) -> None:
    """Refuse to go on where the answer to a first good request shows that there is nobody to ask.

    Raises:
        TargetError: No answer came.
        DeadlineReachedError: One began, and did not end in its time.
        CredentialsError: The key is refused.
    """
    if interaction.is_unending:
        raise DeadlineReachedError(f"{interaction.url}: {interaction.failure}")
    if interaction.status == 0:
        raise TargetError(f"{interaction.url}: {interaction.failure}")
    if interaction.status in NO_CREDENTIALS:
        raise CredentialsError(
            f"{interaction.url}: the key is refused with {interaction.status}: {words_of(interaction)}"
        )
