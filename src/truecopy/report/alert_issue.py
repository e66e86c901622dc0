"""An alert as Markdown: one section an episode, with a hidden mark by which its issue is found again.

The mark also holds what the history knows of the episode, so that a history that was lost can be made again
from the issues.
"""

import json
import re
from typing import Any

from truecopy.drift.alert import Alert
from truecopy.drift.episodes import Episode
from truecopy.model import Severity
from truecopy.report.alert_facts import cut, facts_of, title_of

_MARK = "truecopy-episode"
# As a mark is written, in a line of its own: no `-` stands in its JSON, so that the comment ends where it ends.
_BEGIN, _END = f"<!-- {_MARK} ", " -->"
# Of a mark with all that it holds there are a few hundred characters.
_LONGEST_MARK = 20_000
_STATE = {
    "fingerprint": str,
    "claim": str,
    "operation": str,
    "rule": str,
    "first_seen": float,
    "last_seen": float,
    "reopened": int,
    "sightings": int,
}
# In characters: GitHub takes 256, and the name of the vendor and its standing stand beside it.
_LONGEST_TITLE = 200


def alert_issue(alert: Alert, sink: str) -> str:
    """Return an alert as Markdown, a section for each episode.

    Args:
        sink: Id of the sink that is told, which the mark remembers.
    """
    sections = [_section(each, alert, sink) for each in (*alert.begun, *alert.ended)]
    return "\n".join(sections)


def marked_episodes(text: str) -> list[tuple[str, str, Episode]]:
    """Return (vendor, source, episode) for each mark in a text, such as the bodies of issues.

    Marks that were altered are passed over.
    """
    lines = (each.strip() for each in text.splitlines())
    marks = (
        each[len(_BEGIN) : -len(_END)]
        for each in lines
        if each.startswith(_BEGIN) and each.endswith(_END) and len(each) <= _LONGEST_MARK
    )
    return [each for each in map(_read, marks) if each is not None]


def code_span(text: str) -> str:
    """Return a text as code: nobody is mentioned, nothing is linked, no Markdown works in it."""
    flat = "".join(each if each.isprintable() else " " for each in text)
    longest = max((len(run) for run in re.findall("`+", flat)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {flat} {fence}" if longest else f"`{flat or ' '}`"


def _section(episode: Episode, alert: Alert, sink: str) -> str:
    standing = "open" if episode.is_open else "closed"
    lines = [
        _mark(episode, alert, sink),
        f"# {alert.title}: {cut(title_of(episode), _LONGEST_TITLE)} ({standing})",
        "",
        f"Drift at {code_span(alert.source)}.",
        "",
    ]
    if alert.diagnosis:
        lines += [alert.diagnosis, ""]
    facts = facts_of(episode, alert.calls.get(episode.fingerprint, ()))
    lines += [f"- **{label}**: {code_span(text)}" for label, text in facts]
    reproduce = str(episode.row.get("reproduce") or "")
    if reproduce and episode.is_open:
        lines += ["", f"Try it: {code_span(cut(reproduce, 2_000))}"]
    return "\n".join([*lines, ""])


def _mark(episode: Episode, alert: Alert, sink: str) -> str:
    told = {"begin": sorted(episode.told_begin | {sink}), "end": sorted(episode.told_end)}
    if not episode.is_open:
        told["end"] = sorted(episode.told_end | {sink})
    state = {
        "vendor": alert.vendor,
        "source": alert.source,
        **{name: getattr(episode, name) for name in _STATE},
        "severity": episode.severity.value,
        "resolved_at": episode.resolved_at,
        "told": told,
    }
    text = json.dumps(state, separators=(",", ":")).replace("-", "\\u002d")
    return f"{_BEGIN}{text}{_END}"


def _read(text: str) -> tuple[str, str, Episode] | None:
    try:
        state: Any = json.loads(text)
        told = state["told"]
        episode = Episode(
            severity=Severity(state["severity"]),
            resolved_at=None if state["resolved_at"] is None else float(state["resolved_at"]),
            told_begin=frozenset(map(str, told["begin"])),
            told_end=frozenset(map(str, told["end"])),
            **{name: kind(state[name]) for name, kind in _STATE.items()},
        )
        return str(state["vendor"]), str(state["source"]), episode
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
