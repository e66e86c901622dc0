"""Secrets found in interactions, and replaced wherever they stand and however they are written there."""

from truecopy.recording.redaction.gate import Leak
from truecopy.recording.redaction.redactor import Redactor

__all__ = ["Leak", "Redactor"]
