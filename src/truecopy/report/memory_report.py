"""A look with memory, for people and for programs."""

import json
from collections.abc import Iterable, Iterator, Sequence

from truecopy.contract.formats import instant
from truecopy.drift.episodes import Episode
from truecopy.drift.memory import MemoryResult
from truecopy.model import Severity
from truecopy.report.alert_facts import facts_of, title_of
from truecopy.report.alert_json import episode_row
from truecopy.report.check_text import printable

SCHEMA_VERSION = 1


def memory_json(results: Sequence[MemoryResult]) -> str:
    """Return looks as JSON; of several vendors, all of them below `vendors`."""
    rows = [memory_row(each) for each in results]
    content = rows[0] if len(rows) == 1 else {"vendors": rows}
    whole = {"schema_version": SCHEMA_VERSION, **content}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def memory_row(result: MemoryResult) -> dict[str, object]:
    """Return a look as data."""
    once = [{**each.row(), "first_seen": None, "last_seen": None} for each in result.once]
    return {
        "vendor": result.vendor,
        "source": result.source,
        "exit_reason": result.exit_reason,
        "new": [*(episode_row(each) for each in result.new), *once],
        "lasting": [episode_row(each) for each in result.lasting],
        "resolved": [episode_row(each) for each in result.resolved],
        "examined": result.examined,
        "examined_before": result.examined_before,
        "silenced": result.silenced,
        "message": result.message or None,
    }


def memory_text(results: Iterable[MemoryResult]) -> str:
    """Return looks as text: what is new, what lasts, what is gone, and a line that says how it ended."""
    lines: list[str] = []
    for each in results:
        for word, episodes in (
            ("new", each.new),
            ("lasting", each.lasting),
            ("resolved", each.resolved),
        ):
            # What lasts and breaks nothing was told on its first day.
            shown = [one for one in episodes if word != "lasting" or not _is_info(one)]
            for episode in shown:
                lines += _episode(word, episode)
            if len(shown) < len(episodes):
                lines.append(
                    f"{word:9} {len(episodes) - len(shown)} of info, named by --format json"
                )
        lines += [f"once      info: {one.message}  [{one.rule}]" for one in each.once]
        lines += [each.message] if each.message else []
        lines.append(memory_summary(each))
    return printable("\n".join(lines) + "\n")


def memory_summary(result: MemoryResult) -> str:
    """Return one line that says how a look ended, and what it means."""
    before = "" if result.examined_before is None else f", {result.examined_before} the last time"
    return (
        f"{result.vendor}: {result.exit_reason} at {result.source}: {len(result.new)} new, "
        f"{len(result.lasting)} lasting, {len(result.resolved)} resolved; {result.examined} claims examined{before}"
    )


def _episode(word: str, episode: Episode) -> Iterator[str]:
    yield f"{word:9} {title_of(episode)}  {episode.fingerprint}"
    if _is_info(episode) and word != "resolved":
        yield f"          seen: {episode.row.get('message') or ''}"
        return
    for label, text in facts_of(episode, ()):
        yield f"          {label}: {text}"
    reproduce = episode.row.get("reproduce")
    if reproduce and word == "new":
        yield f"          {reproduce}"
    if word == "lasting":
        yield f"          last seen {instant(episode.last_seen)}, in {episode.sightings} runs"


def _is_info(episode: Episode) -> bool:
    return episode.severity is Severity.INFO
