"""The documented table of severities: `python -m truecopy.report.severity_table docs/check.md` writes it there."""

import sys
from pathlib import Path

from truecopy.model import RULES, Ground, severity_of

_SIDES = ("request", "answer", "lifecycle")
_GROUNDS = tuple(each for each in Ground if each is not Ground.WORDING)
# Between these lines of the document stands the table.
BEGIN, END = "<!-- severities: written by `make docs` -->", "<!-- end of severities -->"


def severities_markdown() -> str:
    """Return the severity of every rule of a check on every ground; rules that are alike share a row."""
    rules: dict[tuple[str, ...], list[str]] = {}
    for side in _SIDES:
        for rule in RULES.values():
            if rule.slug.partition("-")[0] == side and not rule.is_of_change:
                rules.setdefault(_row(rule.slug), []).append(f"`{rule.slug}`")
    heads = [*_GROUNDS, "reading or resolution with `limit`"]
    lines = [f"| {' | '.join(heads)} | rules |", f"|{' --- |' * (len(heads) + 1)}"]
    lines += [f"| {' | '.join(row)} | {', '.join(slugs)} |" for row, slugs in rules.items()]
    return "\n".join([*lines, ""])


def _row(rule: str) -> tuple[str, ...]:
    severities = [severity_of(rule, each) for each in _GROUNDS]
    return (*severities, severity_of(rule, Ground.READING, is_limit=True))


def with_severities(document: str) -> str:
    """Return a document with the table between its two lines."""
    head, _, rest = document.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{severities_markdown()}\n{END}{tail}"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(with_severities(path.read_text(encoding="utf-8")), encoding="utf-8")
