"""ASGI and server glue: requests in, answers out, vendors told apart."""

from truecopy.serving.addressing import Site, Sites
from truecopy.serving.application import VendorApplication
from truecopy.serving.exchange import Answer, Call, Handler, TooLargeError

__all__ = ["Answer", "Call", "Handler", "Site", "Sites", "TooLargeError", "VendorApplication"]
