"""Decisions of a workspace about a vendor whose contract it does not have: a contract that is at hand, decided otherwise."""

import copy
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from truecopy.contract.keywords import ANNOTATIONS
from truecopy.contract.pointers import escape, node
from truecopy.contract.yamlfile import only_keys, read_yaml, require_keys, text_list
from truecopy.errors import WorkspaceError
from truecopy.model import Ground, Layer, Reading

_KEYS = {"id", "kind", "claim", "value", "claims", "sees", "why"}
_KINDS = (Ground.READING, Ground.RESOLUTION, Ground.ASSUMPTION)
# A place as decisions name it: `page:12`, `page:12-15`, `page:12@1a2b3c`. The page need not be at hand.
_ANCHOR = re.compile(r"([\w.-]+):(\d+)(?:-(\d+))?(?:@([0-9a-f]{4,12}))?")
# They say what there is, not what it has: only the documents make and unmake it.
_STRUCTURAL = frozenset({"required", "property"})


def decide_otherwise(files: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return the derived files of a contract with the decisions of a file applied.

    A decision gives claims of the contract another value, or a field a claim that it does not have.

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
    decided = copy.deepcopy(dict(files))
    for entry in entries:
        _apply(decided, entry, path)
    return decided


def _apply(files: dict[str, Any], entry: object, path: Path) -> None:
    value = require_keys(entry, {"id", "kind", "why"}, str(path))
    where = f"{path}: {value['id']}"
    only_keys(value, _KEYS, where)
    if value["kind"] not in _KINDS:
        raise WorkspaceError(f"{where}: kind {value['kind']!r} is none of {', '.join(_KINDS)}")
    sets = dict(require_keys(value.get("claims") or {}, set(), where))
    if "claim" in value:
        sets[str(value["claim"])] = require_keys(value, {"value"}, where)["value"]
    if not sets or not str(value["why"] or "").strip():
        raise WorkspaceError(f"{where}: a decision sets a claim, and has a reason in `why`")
    for pattern, wanted in sets.items():
        changed = [
            _set(files, claim, wanted, value, where) for claim in _meant(files, pattern, where)
        ]
        if not any(changed):
            raise WorkspaceError(
                f"{where}: {pattern} is {wanted!r} already: the decision has no effect"
            )
    evidence = files["evidence.json"]
    evidence["decisions"] = [each for each in evidence["decisions"] if each["id"] != value["id"]]
    sees = list(_places(value, where))
    row = {"id": value["id"], "kind": value["kind"], "why": str(value["why"]), "sees": sees}
    evidence["decisions"].append(row)


def _meant(files: Mapping[str, Any], pattern: str, where: str) -> list[dict[str, Any]]:
    """Return the rows of the claims that a decision is about; one that is not there yet is made.

    Raises:
        WorkspaceError: There is nothing that it could be about.
    """
    subject, _, keyword = pattern.partition("#")
    rows = files["evidence.json"]["claims"]
    names = re.compile(
        re.escape(subject).replace(r"\*", "[^.]+", 1) if "*" in subject else re.escape(subject)
    )
    found = [
        row
        for row in rows
        if row["id"].partition("#")[2] == keyword and names.fullmatch(row["id"].partition("#")[0])
    ]
    if found:
        return found
    subjects = list(dict.fromkeys(row["id"].partition("#")[0] for row in rows))
    made = [_made(rows, name, keyword) for name in subjects if names.fullmatch(name)]
    usable = [row for row in made if row is not None]
    if not usable or not keyword:
        known = ", ".join(
            name for name in subjects if name.split(".")[-1] == subject.split(".")[-1]
        )
        hint = f"; there are: {known}" if known else ""
        raise WorkspaceError(
            f"{where}: the contract has nothing that {pattern} could be said of{hint}"
        )
    rows += usable
    return usable


def _made(rows: list[dict[str, Any]], subject: str, keyword: str) -> dict[str, Any] | None:
    """Return the row of a new claim, beside another one of the same field; None where there is none."""
    for row in rows:
        own, _, other = row["id"].partition("#")
        tail = f"/{escape(other)}"
        if (
            own == subject
            and row["pointer"].startswith("schemas/")
            and row["pointer"].endswith(tail)
            and "/" not in other + keyword
        ):
            layer = Layer.ANNOTATION if keyword in ANNOTATIONS else Layer.ASSERTION
            pointer = f"{row['pointer'].removesuffix(tail)}/{escape(keyword)}"
            return {
                "id": f"{subject}#{keyword}",
                "class": layer.value,
                "pointer": pointer,
                "value": None,
            }
    return None


def _set(
    files: dict[str, Any], row: dict[str, Any], wanted: Any, decision: Mapping[str, Any], where: str
) -> bool:
    """Give a claim another value; return whether it had another one before.

    Raises:
        WorkspaceError: The claim is of a kind that is not a value in a file.
    """
    file, _, pointer = row["pointer"].partition("#")
    parent, _, last = pointer.rpartition("/")
    holder = node(files[file], parent)
    name = last.replace("~1", "/").replace("~0", "~")
    keyword = row["id"].partition("#")[2]
    present = holder.get(name) if isinstance(holder, dict) else None
    if (
        keyword in _STRUCTURAL
        or not isinstance(holder, dict)
        or (name in holder and present != row["value"])
    ):
        raise WorkspaceError(
            f"{where}: {row['id']} is no value that can be changed here; derive the contract in this workspace"
        )
    if name in holder and present == wanted and type(present) is type(wanted):
        return False
    holder[name] = wanted
    for stale in ("parts",):
        row.pop(stale, None)
    row |= {"value": wanted, "ground": decision["kind"], "decision": decision["id"], "evidence": []}
    return True


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
