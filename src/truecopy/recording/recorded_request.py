"""Recorded requests, as they are sent again."""

import re
from urllib.parse import unquote, urlsplit

from truecopy.contract.matching import Match
from truecopy.model import Credentials, Interaction
from truecopy.recording.cassette import Cassette

# An HTTP method, as a cassette may have it.
_METHOD = re.compile("[A-Z]{1,20}")


def credentials_of(cassette: Cassette, interaction: Interaction) -> Credentials:
    """Return the key with which a recorded request is sent again; other tools leave it out of cassettes."""
    has_key = bool(interaction.request_header("authorization"))
    if interaction.status == 401:
        return Credentials.WRONG_KEY if has_key else Credentials.MISSING
    return Credentials.GOOD if has_key or not cassette.header.tool else Credentials.MISSING


def target_of(cassette: Cassette, interaction: Interaction, match: Match | None) -> str:
    """Return path and query of a recorded request below the base address."""
    parts = urlsplit(interaction.url)
    base = urlsplit(cassette.header.base_url).path.rstrip("/")
    path = parts.path.removeprefix(base)
    if match is not None and unquote(path) != match.path:
        path = parts.path[max(0, len(parts.path) - len(match.path)) :]
    # Anything else behind the target's address could make another host of it, to which the key would go.
    path = path if path.startswith("/") else f"/{path}"
    return f"{path}?{parts.query}" if parts.query else path


def can_be_sent(interaction: Interaction) -> bool:
    """Whether a client can send a recorded request: a cassette made by hand may hold any text."""
    content_type = interaction.request_header("content-type")
    is_text = content_type.isascii() and (content_type.isprintable() or not content_type)
    return is_text and _METHOD.fullmatch(interaction.method) is not None
