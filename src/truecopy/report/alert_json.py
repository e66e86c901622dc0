"""An alert as data: what a webhook gets, and what a file keeps."""

import json
from collections.abc import Sequence
from typing import Any

from truecopy.contract.formats import instant
from truecopy.drift.alert import Alert
from truecopy.drift.episodes import Episode

# Raised when a member goes or changes its meaning; new members do not count.
SCHEMA_VERSION = 1
# A receiver shows a few lines of each; requests with pictures in them have megabytes.
_LONGEST = 4_000


def alert_json(alert: Alert) -> str:
    """Return an alert as one line of JSON."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "kind": "truecopy-drift",
        "vendor": alert.vendor,
        "source": alert.source,
        "at": instant(alert.at),
        "headline": alert.headline,
        "diagnosis": alert.diagnosis or None,
        "began": [episode_row(each, alert.calls.get(each.fingerprint, ())) for each in alert.begun],
        "ended": [episode_row(each, alert.calls.get(each.fingerprint, ())) for each in alert.ended],
    }
    return json.dumps(content, ensure_ascii=False)


def episode_row(episode: Episode, calls: Sequence[str] = ()) -> dict[str, Any]:
    """Return an episode as data: the row of its finding, cut, and its days."""
    row = {
        name: value[:_LONGEST] if isinstance(value, str) else value
        for name, value in episode.row.items()
    }
    return {
        "fingerprint": episode.fingerprint,
        "rule": episode.rule,
        "severity": episode.severity.value,
        "operation": episode.operation or None,
        "claim": episode.claim or None,
        **row,
        "first_seen": instant(episode.first_seen),
        "last_seen": instant(episode.last_seen),
        "resolved_at": None if episode.resolved_at is None else instant(episode.resolved_at),
        "reopened": episode.reopened,
        "sightings": episode.sightings,
        "calls": list(calls),
    }
