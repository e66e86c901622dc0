"""Secrets found and replaced: by the names they stand under, by how they look, and by value."""

from truecopy.redaction.leaks import Leak
from truecopy.redaction.redactor import Redaction, Redactor

__all__ = ["Leak", "Redaction", "Redactor"]
