"""An alert as workflow commands of GitHub: an annotation an episode.

Source:
    docs.github.com, workflow commands: `%`, CR and LF are escaped in data, `:` and `,` in properties too.
"""

from collections.abc import Mapping

from truecopy.drift.alert import Alert
from truecopy.drift.episodes import Episode
from truecopy.model import Severity
from truecopy.report.alert_facts import cut, facts_of, title_of

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def alert_github(alert: Alert, places: Mapping[str, tuple[str, int]]) -> str:
    """Return an alert as workflow commands, one line an episode.

    Args:
        places: Claim -> file, from the root of the repository, and line; those that are not in it have none.
    """
    lines = [_command(each, alert, places) for each in (*alert.begun, *alert.ended)]
    return "".join(f"{each}\n" for each in lines)


def workflow_data(text: str) -> str:
    """Return a text as the message of a workflow command."""
    shown = "".join(each if each.isprintable() or each in "\r\n" else " " for each in text)
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """Return a text as a property of a workflow command."""
    return workflow_data(text).replace(":", "%3A").replace(",", "%2C")


def _command(episode: Episode, alert: Alert, places: Mapping[str, tuple[str, int]]) -> str:
    level = _LEVELS[episode.severity] if episode.is_open else "notice"
    word = "began" if episode.is_open else "ended"
    properties = {"title": f"{alert.title}: {title_of(episode)} ({word})"}
    if episode.claim in places:
        file, line = places[episode.claim]
        properties = {"file": file, "line": str(line), **properties}
    shown = ",".join(f"{name}={workflow_property(value)}" for name, value in properties.items())
    facts = facts_of(episode, alert.calls.get(episode.fingerprint, ()))
    reproduce = str(episode.row.get("reproduce") or "")
    if reproduce and episode.is_open:
        facts.append(("try it", cut(reproduce)))
    if alert.diagnosis:
        facts.append(("diagnosis", cut(alert.diagnosis)))
    text = "\n".join(f"{label}: {fact}" for label, fact in facts)
    return f"::{level} {shown}::{workflow_data(text)}"
