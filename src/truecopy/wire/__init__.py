"""Requests over the wire: one client, what it may spend, and where it may go."""

from truecopy.wire.budget import Budget, Ledger
from truecopy.wire.courier import Courier, Patience
from truecopy.wire.target import Keys, Target

__all__ = ["Budget", "Courier", "Keys", "Ledger", "Patience", "Target"]
