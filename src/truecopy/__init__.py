"""Truecopy: contracts derived from a vendor's documents, and a mock that keeps them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from truecopy.mock import MockApp, create_app

__version__ = "0.1.0"
__all__ = ["MockApp", "__version__", "create_app"]


def __getattr__(name: str) -> Any:
    """Import what is public when it is first asked for: the command line starts without the server."""
    if name in ("MockApp", "create_app"):
        from truecopy import mock

        return getattr(mock, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
