"""Which interactions were played: noted by tests and by the replay server, read by whoever looks for unused ones."""

import json
from pathlib import Path
from typing import Any

from truecopy.errors import UsageError


def note_play(file: Path, cassette: Path, number: int) -> None:
    """Append that an interaction was played; several processes may do so at once."""
    row = json.dumps({"cassette": str(cassette.resolve()), "interaction": number})
    with file.open("a", encoding="utf-8") as stream:
        stream.write(f"{row}\n")


def read_plays(file: Path) -> frozenset[tuple[Path, int]]:
    """Return the interactions that were played, as cassette and number.

    Args:
        file: Lines as `note_play` writes them, or the journal of a replay server as JSON.

    Raises:
        UsageError: It is neither.
    """
    try:
        text = file.read_text(encoding="utf-8")
        rows = _rows(text)
        return frozenset(
            (Path(row["cassette"]).resolve(), int(row["interaction"]))
            for row in rows
            if row["cassette"] is not None
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(
            f"{file}: is neither what `pytest --truecopy-played` wrote nor the journal of `truecopy replay`: "
            f"{error}"
        ) from error


def _rows(text: str) -> list[Any]:
    try:
        whole = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return list(whole["requests"]) if "requests" in whole else [whole]
