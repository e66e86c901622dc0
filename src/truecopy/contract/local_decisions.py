"""Decisions of a workspace about a vendor whose contract it does not have: a contract that is at hand, decided otherwise."""

import copy
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from truecopy.contract.claim_edits import ClaimEditError, ContractFiles
from truecopy.contract.yamlfile import entry_lines, only_keys, read_yaml, require_keys, text_list
from truecopy.errors import WorkspaceError
from truecopy.model import Ground, Reading

_KEYS = {"id", "kind", "claim", "value", "claims", "withdraws", "sees", "why"}
_KINDS = (Ground.READING, Ground.RESOLUTION, Ground.ASSUMPTION)
# A place as decisions name it: `page:12`, `page:12-15`, `page:12@1a2b3c`. The page need not be at hand.
_ANCHOR = re.compile(r"([\w.-]+):(\d+)(?:-(\d+))?(?:@([0-9a-f]{4,12}))?")


def decide_otherwise(files: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return the derived files of a contract with the decisions of a file applied.

    A decision gives claims of the contract another value, or a field a claim that it does not have, or
    withdraws claims.

    Args:
        files: Path within the contract folder -> parsed JSON.
        path: `decisions.yaml` of a workspace.

    Raises:
        WorkspaceError: The file is not of the documented shape, or a decision changes nothing.
    """
    content = read_yaml(path)
    only_keys(content, {"decisions"}, str(path))
    entries = content.get("decisions")
    if not isinstance(entries, list) or not entries:
        raise WorkspaceError(f"{path}: decides nothing; a list of decisions was expected")
    decided = ContractFiles(copy.deepcopy(dict(files)))
    for entry, line in zip(entries, entry_lines(path, "decisions"), strict=True):
        _apply(decided, entry, f"{_shown(path)}:{line}", path)
    return decided.files


def _apply(decided: ContractFiles, entry: object, stands_at: str, path: Path) -> None:
    value = require_keys(entry, {"id", "kind", "why"}, str(path))
    where = f"{path}: {value['id']}"
    only_keys(value, _KEYS, where)
    if value["kind"] not in _KINDS:
        raise WorkspaceError(f"{where}: kind {value['kind']!r} is none of {', '.join(_KINDS)}")
    sets = dict(require_keys(value.get("claims") or {}, set(), where))
    if "claim" in value:
        sets[str(value["claim"])] = require_keys(value, {"value"}, where)["value"]
    withdraws = text_list(value.get("withdraws"), where)
    if not (sets or withdraws) or not str(value["why"] or "").strip():
        raise WorkspaceError(
            f"{where}: a decision sets or withdraws a claim, and has a reason in `why`"
        )
    stamp = {"ground": value["kind"], "decision": value["id"], "decided_at": stands_at}
    for pattern, wanted in sets.items():
        _set(decided, pattern, wanted, stamp, where)
    for pattern in withdraws:
        _withdraw(decided, pattern, where)
    known = decided.files["evidence.json"]["decisions"]
    row = {"id": value["id"], "kind": value["kind"], "why": str(value["why"])}
    others = [each for each in known if each["id"] != value["id"]]
    known[:] = [*others, {**row, "sees": list(_places(value, where))}]


def _set(
    decided: ContractFiles, pattern: str, wanted: Any, stamp: Mapping[str, Any], where: str
) -> None:
    """Give the claims that an id means a value; those that are not there yet are made.

    Raises:
        WorkspaceError: There is nothing that it could be about, or it changes nothing.
    """
    found = decided.find(pattern) or decided.make(pattern)
    if not found:
        raise WorkspaceError(_nothing(decided, pattern, where))
    is_changed = False
    for row in found:
        try:
            is_changed |= decided.set(row, wanted)
        except ClaimEditError as error:
            raise WorkspaceError(f"{where}: {row['id']} {error}") from error
        row.pop("parts", None)
        row |= {"value": wanted, **stamp, "evidence": []}
    if not is_changed:
        raise WorkspaceError(
            f"{where}: {pattern} is {wanted!r} already: the decision has no effect"
        )


def _withdraw(decided: ContractFiles, pattern: str, where: str) -> None:
    """Take away the claims that an id means.

    Raises:
        WorkspaceError: There is none, or the contract needs it.
    """
    found = decided.find(pattern)
    if not found:
        raise WorkspaceError(_nothing(decided, pattern, where))
    for row in found:
        try:
            decided.withdraw(row)
        except ClaimEditError as error:
            raise WorkspaceError(f"{where}: {row['id']} {error}") from error


def _nothing(decided: ContractFiles, pattern: str, where: str) -> str:
    """Say that a decision is about nothing, and what it may be about."""
    subject = pattern.partition("#")[0]
    last = subject.split(".")[-1]
    known = ", ".join(each for each in decided.subjects() if each.split(".")[-1] == last)
    said = sorted(
        {row["id"].partition("#")[2] for row in decided.rows if row["id"].startswith(f"{subject}#")}
    )
    hint = f"; there are: {known}" if known else ""
    hint = f"; of {subject} it has: {', '.join(said)}" if said else hint
    return f"{where}: the contract has nothing that {pattern} could be said of{hint}"


def _shown(path: Path) -> str:
    """Return a path as it is typed here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _places(value: Mapping[str, Any], where: str) -> Iterator[dict[str, Any]]:
    """Yield the places that a person looked at, as they are written.

    Raises:
        WorkspaceError: One is no place of a page.
    """
    for text in text_list(value.get("sees"), where):
        found = _ANCHOR.fullmatch(text)
        if found is None:
            raise WorkspaceError(f"{where}: sees: {text!r} is no place such as page:12-15@1a2b3c4d")
        document, first, last, digits = found.groups()
        lines = [int(first), int(last or first)]
        row = {"document": document, "lines": lines, "span": [0, 0]}
        yield {**row, "fingerprint": digits or "", "reading": Reading.DECISION.value}
