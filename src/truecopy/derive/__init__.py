"""Documents become claims, claims become a contract."""

from truecopy.derive.derivation import Derivation, derive_vendor
from truecopy.derive.writer import compare_files, write_files

__all__ = ["Derivation", "compare_files", "derive_vendor", "write_files"]
