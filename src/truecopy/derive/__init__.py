"""Documents become claims, claims become a contract."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from truecopy.derive.derivation import Derivation, derive_vendor
    from truecopy.derive.writer import compare_files, write_files

__all__ = ["Derivation", "compare_files", "derive_vendor", "write_files"]


def __getattr__(name: str) -> Any:
    """Import what is public when it is first asked for: hundreds of expressions are compiled to read documents."""
    if name in ("Derivation", "derive_vendor"):
        from truecopy.derive import derivation

        return getattr(derivation, name)
    if name in ("compare_files", "write_files"):
        from truecopy.derive import writer

        return getattr(writer, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
