"""The documented table of rules: `python -m truecopy.report.rule_table docs/rules.md` writes it."""

import sys
from pathlib import Path

from truecopy.model import RULES

_HEAD = """# The rules

Written by `make docs` from `src/truecopy/model/rules.py`. A slug names one kind of disagreement, in every report, in the
journal of the proxy and in baselines. *Error*: a client that keeps the contract breaks. *Warning*: a promise or a limit
no longer holds. *Info*: an addition, or a remark.
"""
_SECTIONS = {
    "request": "Of requests: the check, the proxy and `verify`",
    "answer": "Of answers",
    "lifecycle": "Of asynchronous tasks",
    "recording": "Of cassettes: `verify` and `record --compare`",
    "contract": "Of derived files: `derive --check`",
    "decision": "Of decisions: `derive`",
    "document": "Of documents: `derive`",
}
_CHANGES_HEAD = """# The rules of drift

What `truecopy diff` tells of a claim that has changed; `truecopy drift rules` lists the same. A request that accepts less is an error, since it refuses what was good; one
that accepts more is info. An answer that promises less is an error, one that promises more is info.
"""
_CHANGES = {
    "request": "Of what is sent",
    "answer": "Of what is answered",
    "operation": "Of operations",
    "vendor": "Of the vendor",
    "lifecycle": "Of the states of tasks",
    "document": "Of the pages: `drift documents`",
    "decision": "Of decisions",
}


def rules_markdown() -> str:
    """Return every rule, by what it is about."""
    members = ", ".join(f"`{each}`" for each in next(iter(RULES.values())).finding("", "").row())
    row = f"As data, in reports and in the journal, each finding has these members, null where there is nothing: {members}.\n"
    broken = (_section(side, title) for side, title in _SECTIONS.items())
    changed = (_section(side, title, is_of_change=True) for side, title in _CHANGES.items())
    return "\n".join([_HEAD, row, *broken, _CHANGES_HEAD, *changed])


def _section(side: str, title: str, *, is_of_change: bool = False) -> str:
    rows = [
        f"| `{each.slug}` | {each.severity} | {each.text} |"
        for each in RULES.values()
        if each.slug.partition("-")[0] == side and each.is_of_change is is_of_change
    ]
    head = (f"## {title}", "", "| rule | severity | what it says |", "| --- | --- | --- |")
    return "\n".join([*head, *rows, ""])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(rules_markdown(), encoding="utf-8")
