"""What tests of verified recordings share."""

from pathlib import Path

from tests.cassettes import HEADER
from tests.examining import VENDORS, load

from truecopy.model import Contract, Finding, Interaction
from truecopy.recording.cassette import Cassette
from truecopy.recording.cassette_files import save_cassette
from truecopy.redaction import Redactor


def kept(path: Path, *interactions: Interaction, header: Cassette | None = None) -> Path:
    """Write interactions beside each other; the path is returned."""
    save_cassette(path, (header.header if header else HEADER), interactions, Redactor())
    return path


def line_of(finding: Finding) -> tuple[str, str]:
    """Return the name of a finding's file, and the text of its line."""
    path, _, line = finding.where.rpartition(":")
    return Path(path).name, Path(path).read_text().splitlines()[int(line) - 1].strip()


def contract_of(vendor: str) -> Contract | None:
    """Return a built-in contract, None for another vendor."""
    return load(vendor) if vendor in VENDORS else None
