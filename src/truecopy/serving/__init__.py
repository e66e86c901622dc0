"""ASGI and server glue: requests in, answers out, vendors told apart."""

from truecopy.serving.addressing import VendorSite, VendorSites
from truecopy.serving.application import VendorApplication
from truecopy.serving.messages import Answer, Call, Handler, TooLargeError

__all__ = [
    "Answer",
    "Call",
    "Handler",
    "TooLargeError",
    "VendorApplication",
    "VendorSite",
    "VendorSites",
]
