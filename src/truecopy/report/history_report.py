"""The history of a vendor: a timeline of episodes, as text, as data, and as a page that opens offline."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from truecopy.contract.formats import instant
from truecopy.drift.episodes import Episode
from truecopy.drift.history import PastRun, Side
from truecopy.report.alert_facts import cut, facts_of
from truecopy.report.alert_json import episode_row
from truecopy.report.check_text import printable
from truecopy.report.tables import render, table

SCHEMA_VERSION = 1
# A bar that is thinner cannot be hit with a mouse.
_THINNEST = 0.6
# Two lines of a telephone; the whole text stands below.
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What is remembered of one side.

    Attributes:
        episodes, runs: The oldest first.
    """

    side: Side
    episodes: Sequence[Episode]
    runs: Sequence[PastRun]


def history_json(timelines: Iterable[Timeline]) -> str:
    """Return timelines as JSON."""
    rows = [
        {
            "vendor": each.side.vendor,
            "source": each.side.source,
            "runs": [
                {
                    "at": instant(run.at),
                    "exit_reason": run.exit_reason,
                    "examined": len(run.examined),
                }
                for run in each.runs
            ],
            "episodes": [episode_row(episode) for episode in each.episodes],
        }
        for each in timelines
    ]
    content = {"schema_version": SCHEMA_VERSION, "sides": rows}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def history_text(timelines: Iterable[Timeline]) -> str:
    """Return timelines as tables, a line for each episode."""
    pieces: list[str] = []
    for each in timelines:
        runs = f"{len(each.runs)} run{'' if len(each.runs) == 1 else 's'}"
        pieces.append(f"{each.side.vendor} at {each.side.source}: {runs}\n")
        rows = table("began", "ended", "severity", "rule", "claim or operation", "seen")
        for episode in each.episodes:
            ended = "lasts" if episode.resolved_at is None else instant(episode.resolved_at)[:10]
            rows.add_row(
                instant(episode.first_seen)[:10],
                ended,
                episode.severity.value,
                episode.rule,
                episode.claim or episode.operation,
                f"{episode.sightings}x"
                + (f", back {episode.reopened}x" if episode.reopened else ""),
            )
        pieces.append(render(rows) if each.episodes else "no drift is remembered\n")
    return printable("\n".join(pieces)) if pieces else "nothing is remembered yet\n"


def history_html(timelines: Iterable[Timeline], now: float) -> str:
    """Return timelines as one page: a bar for each episode, by operation; no script, nothing to load.

    Args:
        now: Where the bars of lasting episodes end, in unix seconds.
    """
    sections = "".join(_section(each, now) for each in timelines)
    body = sections or "<p>Nothing is remembered yet.</p>"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Drift over time</title><style>{_STYLE}</style></head>"
        f"<body><h1>Drift over time</h1>{body}</body></html>\n"
    )


def _section(timeline: Timeline, now: float) -> str:
    begins = [each.at for each in timeline.runs] + [each.first_seen for each in timeline.episodes]
    begin = min(begins, default=now)
    length = max(now - begin, 1.0)
    groups: dict[str, list[Episode]] = defaultdict(list)
    for each in timeline.episodes:
        groups[each.operation or "vendor"].append(each)
    title = f"{timeline.side.vendor} at {timeline.side.source}"
    axis = f"<p class=axis><span>{instant(begin)[:10]}</span><span>{instant(now)[:10]}</span></p>"
    looks = "".join(
        f'<i class="run {"blind" if not run.examined else ""}" style="left:{_share(run.at - begin, length):.2f}%" '
        f'title="{instant(run.at)}: {escape(run.exit_reason)}, {len(run.examined)} claims examined"></i>'
        for run in timeline.runs
    )
    rows = "".join(
        f"<h3>{escape(name)}</h3>{''.join(_bar(each, begin, length, now) for each in episodes)}"
        for name, episodes in groups.items()
    )
    quiet = "" if timeline.episodes else "<p>No drift is remembered.</p>"
    legend = "<p class=legend>A mark for each run; red where it could not look.</p>"
    return f"<section><h2>{escape(title)}</h2>{axis}<div class=runs>{looks}</div>{legend}{rows}{quiet}</section>"


def _bar(episode: Episode, begin: float, length: float, now: float) -> str:
    end = now if episode.resolved_at is None else episode.resolved_at
    left = _share(episode.first_seen - begin, length)
    width = max(_share(end - episode.first_seen, length), _THINNEST)
    facts = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in facts_of(episode, ())
    )
    reproduce = str(episode.row.get("reproduce") or "")
    curl = f"<pre>{escape(reproduce)}</pre>" if reproduce else ""
    standing = "open" if episode.is_open else "ended"
    days = f"since {instant(episode.first_seen)[:10]}"
    if episode.resolved_at is not None:
        days = f"{instant(episode.first_seen)[:10]} to {instant(episode.resolved_at)[:10]}"
    # What has no claim is told apart by what was seen.
    name = episode.claim or cut(str(episode.row.get("message") or episode.operation), _LONGEST_NAME)
    return (
        f'<details class="{episode.severity.value} {standing}"><summary>'
        f"<b>{escape(name)}</b> <small>{episode.severity.value}: {escape(episode.rule)}, {days}</small>"
        f'<span class=track><i style="left:{min(left, 100 - _THINNEST):.2f}%;width:{width:.2f}%"></i></span>'
        f"</summary><dl>{facts}</dl>{curl}</details>"
    )


def _share(part_s: float, whole_s: float) -> float:
    return max(0.0, min(100.0, 100.0 * part_s / whole_s))


_STYLE = """
:root{color-scheme:light dark;--line:#8884;--error:#c62828;--warning:#b26a00;--info:#607d8b}
body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
h3{margin:1rem 0 .2rem;font-size:1rem}section{margin-bottom:2.5rem}small{opacity:.75}
.axis{display:flex;justify-content:space-between;margin:0}.axis,.legend{font-size:.8rem;opacity:.75}.legend{margin:.2rem 0}
.runs,.track{position:relative;display:block;height:.9rem;background:var(--line);border-radius:3px;overflow:hidden}
.runs{height:.5rem}.run{position:absolute;top:0;width:2px;height:100%;background:currentColor;opacity:.5}
.blind{background:var(--error);opacity:1}.track{margin-top:.2rem}
.track i{position:absolute;top:0;height:100%;border-radius:3px;background:var(--info)}
.error .track i{background:var(--error)}.warning .track i{background:var(--warning)}.ended .track i{opacity:.55}
details{border-bottom:1px solid var(--line);padding:.4rem 0}summary{cursor:pointer;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.5rem 0}dt{opacity:.75}
dd{margin:0;overflow-wrap:anywhere}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--line);padding:.5rem}
"""
