"""`truecopy drift history`: episodes over time."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from truecopy.cli.files import own_file, print_text, write_file
from truecopy.cli.options.group import option, with_options
from truecopy.cli.options.memory import HISTORY_FILE
from truecopy.cli.options.workspace import vendor_option, workspace_option
from truecopy.contract import Workspace
from truecopy.drift.history import History, Side
from truecopy.errors import UsageError
from truecopy.report.alert_issue import marked_episodes
from truecopy.report.history_report import Timeline, history_html, history_json, history_text

# A hundred issues of the largest size that GitHub takes.
_MOST_RESTORED_BYTES = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySettings:
    """Which history is shown, and where it goes."""

    path: Path | None = option("--history", **HISTORY_FILE)
    output_format: str = option(
        "--format",
        type=click.Choice(["text", "json", "html"]),
        default="text",
        help="What goes to standard output; html is one page that opens offline.",
    )
    output: Path | None = option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write it there instead.",
    )
    restore: Path | None = option(
        "--restore",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        metavar="FILE",
        help="Take in episodes from the hidden marks of issues, where the history does not have them.",
    )


@click.command(short_help="Show each drift, from its first day to its last.")
@workspace_option
@vendor_option
@with_options(HistorySettings)
def history(settings: HistorySettings, *, workspace: Workspace, vendors: tuple[str, ...]) -> None:
    """Show what is remembered: each drift from the day it was first seen to the day it was gone.

    \b
      truecopy drift history
      truecopy drift history --format html --output drift.html
      gh issue list --label truecopy-drift --state all --json body > issues.json
      truecopy drift history --restore issues.json

    \b
    Exit codes: 0 shown, 2 the history cannot be used.
    """
    for vendor in vendors:
        workspace.load(vendor)
    remembered = History(settings.path or own_file("history.db"))
    if settings.restore is not None:
        count = restored(remembered, _text(settings.restore))
        click.echo(f"{settings.restore}: {count} episodes taken in", err=True)
    elif remembered.is_new and settings.path is not None:
        raise UsageError(f"--history {settings.path}: there is no such file")
    timelines = [
        Timeline(side=side, episodes=remembered.episodes(side), runs=remembered.runs(side))
        for side in remembered.sides()
        if not vendors or side.vendor in vendors
    ]
    text = _rendered(timelines, settings.output_format)
    if settings.output is None:
        print_text(text)
    else:
        write_file(settings.output, text)


def _rendered(timelines: list[Timeline], output_format: str) -> str:
    if output_format == "html":
        return history_html(timelines, time.time())
    return history_json(timelines) if output_format == "json" else history_text(timelines)


def restored(remembered: History, text: str) -> int:
    """Take in the episodes that a text has marks of, and return how many the history did not have."""
    count = 0
    for vendor, source, episode in marked_episodes(text):
        side = Side(vendor=vendor, source=source)
        if any(each.fingerprint == episode.fingerprint for each in remembered.known(side)):
            continue
        remembered.note(side, [episode])
        count += 1
    return count


def _text(path: Path) -> str:
    """Return a text, or the texts in a file of JSON.

    Raises:
        UsageError: It is too large.
    """
    with path.open("rb") as file:
        data = file.read(_MOST_RESTORED_BYTES + 1)
    if len(data) > _MOST_RESTORED_BYTES:
        raise UsageError(f"{path}: has more than {_MOST_RESTORED_BYTES:,} bytes")
    text = data.decode("utf-8", "replace")
    return "\n".join(_texts(text)) if text.lstrip()[:1] in ("[", "{") else text


def _texts(text: str) -> Iterator[str]:
    """Yield the texts in a text of JSON; a text that is none is its own."""
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        yield text
        return
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            yield here
        elif isinstance(here, list | dict):
            waiting += here.values() if isinstance(here, dict) else here
