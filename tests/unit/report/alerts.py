"""Alerts with everything in them that a vendor might say."""

from truecopy.drift.alert import Alert
from truecopy.drift.episodes import Episode
from truecopy.model import Severity

HOSTILE = "<!channel> @name #12 <b>`*_~ %0A::error::x\r\n## h\x1b[2J --> \u202e " + "x" * 5_000
CURL = "curl -X POST https://a.example/`v1`"


def episode(**changes: object) -> Episode:
    """Return an episode with a row in which each text is hostile."""
    row = {
        "fingerprint": "0123456789ab",
        "message": HOSTILE,
        "sources": HOSTILE,
        "expected": "6",
        "actual": HOSTILE,
        "breaks": "clients that read",
        "reproduce": CURL,
        "stale": "contract",
    }
    values: dict[str, object] = {
        "fingerprint": "0123456789ab",
        "claim": "make.200.data#required",
        "operation": "make",
        "rule": "answer-field-missing",
        "severity": Severity.ERROR,
        "first_seen": 86_400.0,
        "last_seen": 2 * 86_400.0,
        "row": row,
    }
    return Episode(**{**values, **changes})  # type: ignore[arg-type] # the values of the attributes


def alert(*, ended: bool = False) -> Alert:
    """Return an alert of one episode."""
    what = episode(resolved_at=3 * 86_400.0) if ended else episode()
    return Alert(
        vendor="v",
        title="Vendor",
        source="wire https://a.example",
        at=2 * 86_400.0,
        begun=() if ended else (what,),
        ended=(what,) if ended else (),
        calls={"0123456789ab": ("test_one.yaml:12", HOSTILE)},
        diagnosis="the wire has changed, the documents have not",
    )
