"""Cassettes: record, redact, replay and verify; and a proxy that judges traffic as it passes."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from truecopy.recording.vcr_adapter import use

__all__ = ["use"]


def __getattr__(name: str) -> Any:
    """Import what is public when it is first asked for: verifying does not wait for VCR.py."""
    if name == "use":
        from truecopy.recording.vcr_adapter import use

        return use
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
