"""Requests over the wire: one client, what it may spend, and where it may go."""

from truecopy.wire.budget import Budget, Ledger
from truecopy.wire.poller import Poller
from truecopy.wire.sender import RequestSender, RetryPolicy
from truecopy.wire.target import Keys, Target

__all__ = ["Budget", "Keys", "Ledger", "Poller", "RequestSender", "RetryPolicy", "Target"]
