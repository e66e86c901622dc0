"""An alert as blocks of Slack.

Source:
    api.slack.com, reference of block kit: 50 blocks a message, 3,000 characters a text, 150 a header.
"""

import json
from typing import Any

from truecopy.drift.alert import Alert
from truecopy.drift.episodes import Episode
from truecopy.report.alert_facts import cut, facts_of, title_of

# With headline, diagnosis and the line that counts the rest, fewer than the 50 that a message may have.
_MOST_EPISODES = 40
_LONGEST_TEXT, _LONGEST_HEADER = 3_000, 150
# Between a sign and a name, so that nobody is called and nothing linked.
_APART = "\u200b"
_WORDS = {True: "began", False: "ended"}


def alert_slack(alert: Alert) -> str:
    """Return an alert as the JSON that an incoming webhook of Slack takes."""
    blocks = [
        {
            "type": "header",
            "text": {"type": "plain_text", "text": cut(alert.headline, _LONGEST_HEADER)},
        }
    ]
    if alert.diagnosis:
        blocks.append(_section(slack_text(cut(alert.diagnosis))))
    episodes = [*alert.begun, *alert.ended]
    blocks += [_episode(each, alert) for each in episodes[:_MOST_EPISODES]]
    if len(episodes) > _MOST_EPISODES:
        blocks.append(_section(f"and {len(episodes) - _MOST_EPISODES} more"))
    return json.dumps({"text": slack_text(alert.headline), "blocks": blocks}, ensure_ascii=False)


def slack_text(text: str) -> str:
    """Return a text that Slack shows as it is: no mention, no link, no control character."""
    shown = "".join(each if each.isprintable() else " " for each in text)
    for mark, instead in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        shown = shown.replace(mark, instead)
    return shown.replace("@", f"@{_APART}").replace("#", f"#{_APART}").replace("`", "'")


def _episode(episode: Episode, alert: Alert) -> dict[str, Any]:
    lines = [f"*{_WORDS[episode.is_open]}* {slack_text(title_of(episode))}"]
    for label, text in facts_of(episode, alert.calls.get(episode.fingerprint, ())):
        lines.append(f"*{label}* {slack_text(text)}")
    reproduce = str(episode.row.get("reproduce") or "")
    if reproduce and episode.is_open:
        lines.append(f"```{slack_text(cut(reproduce))}```")
    return _section("\n".join(lines))


def _section(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST_TEXT:
        text = f"{text[: _LONGEST_TEXT - 1]}…"
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
