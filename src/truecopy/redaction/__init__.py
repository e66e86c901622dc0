"""Secrets found and replaced: by the names they stand under, by how they look, and by value."""

from truecopy.redaction.credentials import header_secrets
from truecopy.redaction.leaks import Leak
from truecopy.redaction.lookalikes import HIDDEN, without_lookalikes
from truecopy.redaction.redactor import Redaction, Redactor
from truecopy.redaction.values import is_word

__all__ = [
    "HIDDEN",
    "Leak",
    "Redaction",
    "Redactor",
    "header_secrets",
    "is_word",
    "without_lookalikes",
]
