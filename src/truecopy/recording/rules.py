"""The rules of recordings: what is wrong with a cassette beyond what its interactions say."""

from collections.abc import Mapping

from truecopy.judge.rules import Rule
from truecopy.model import Finding, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_TABLE = (
    (
        "recording-unreadable",
        _E,
        "A file is no cassette, or a body beside it is missing or altered.",
    ),
    ("recording-secret-shaped", _E, "A cassette holds what looks like a secret."),
    ("recording-expired", _W, "A cassette is older than --max-age, or does not say how old it is."),
    ("recording-unused", _W, "Nothing played a cassette, or one of its interactions."),
    (
        "recording-unfinished",
        _W,
        "A task is made and looked at, and does not end in the cassette.",
    ),
    (
        "recording-shape-differs",
        _W,
        "The endpoint answers a recorded request in another shape now.",
    ),
    ("recording-vendor-unknown", _I, "Nothing says whose answers a cassette holds."),
    ("recording-contract-changed", _I, "The contract has changed since a cassette was recorded."),
    ("recording-blob-unused", _I, "No cassette refers to a body that lies beside the cassettes."),
)
RECORDING_RULES: Mapping[str, Rule] = {
    slug: Rule(slug=slug, severity=severity, text=text) for slug, severity, text in _TABLE
}


def recording_finding(rule: str, where: str, message: str, **more: str) -> Finding:
    """Return a finding about a cassette.

    Args:
        where: File, with its line where there is one.
        more: Further attributes of the finding.
    """
    severity = RECORDING_RULES[rule].severity
    return Finding(rule=rule, severity=severity, where=where, message=message, **more)  # type: ignore[arg-type] # texts only
