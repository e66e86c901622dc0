"""What tests of the proxy send, and how."""

import socket

import httpx2
from tests.drifts.drift import Drift
from tests.drifts.drifts import DRIFTS

EDITS = "/v1/images/edits"
EDIT = {"model": "qwen-image-2.0-pro", "prompt": "A boat", "size": "512*512"}
KEY = "sk-a-secret-of-mine"
HEADERS = {"authorization": f"Bearer {KEY}"}
PATIENCE_S = 30


def drift_called(name: str) -> Drift:
    """Return a drift by its name."""
    return next(each for each in DRIFTS if each.name == name)


def raw(url: str, request: bytes) -> bytes:
    """Send bytes, and return all that comes until the server ends the connection."""
    address = httpx2.URL(url)
    with socket.create_connection((address.host, address.port or 80), PATIENCE_S) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65_536), b""))
