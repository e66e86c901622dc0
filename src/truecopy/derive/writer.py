"""A derived contract as files: written, or compared with the ones that are there."""

import difflib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from truecopy.derive.page_memory import PAGES_FILE
from truecopy.model import RULES, Claim, Decision, Evidence, Finding

# Lists of the files whose order follows the page and means nothing.
_SETS = frozenset(
    {"required", "allOf", "x-promises", "parameters", "enum", "type", "formats", "sources"}
)
# The place of a promise in its list.
_PLACE_IN_LIST = re.compile(r"(?<=/x-promises)/\d+$")


def render_json(value: Mapping[str, Any]) -> str:
    """Return JSON text as the contract's files have it."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def render_evidence(claims: Iterable[Claim], decisions: Iterable[Decision]) -> str:
    """Return `evidence.json`: one claim a line, so that a diff shows which claims changed."""
    rows = [json.dumps(_claim_row(claim), ensure_ascii=False) for claim in claims]
    reasons = [json.dumps(_decision_row(each), ensure_ascii=False) for each in decisions]
    return (
        '{"schema_version": 1,\n"claims": [\n'
        + ",\n".join(rows)
        + '\n],\n"decisions": [\n'
        + ",\n".join(reasons)
        + "\n]}\n"
    )


def _claim_row(claim: Claim) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": claim.id,
        "class": claim.layer.value,
        "value": claim.value,
        "ground": claim.ground.value,
        "pointer": claim.pointer,
        "evidence": [_evidence_row(each) for each in claim.evidence],
    }
    if claim.parts:
        row["parts"] = {part: ground.value for part, ground in claim.parts.items()}
    if claim.decision:
        row["decision"] = claim.decision
    return row


def _decision_row(decision: Decision) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": decision.id,
        "kind": decision.kind.value,
        "why": decision.why,
        "sees": [_evidence_row(each) for each in decision.sees],
    }
    if decision.limit:
        row["limit"] = [_evidence_row(each) for each in decision.limit]
    return row


def _evidence_row(place: Evidence) -> dict[str, Any]:
    return {
        "document": place.document,
        "lines": list(place.lines),
        "span": list(place.span),
        "fingerprint": place.fingerprint,
        "reading": place.reading.value,
    }


def write_files(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write the files that differ, each at once, remove derived ones that are gone; return the changed."""
    changed = []
    for name, text in files.items():
        path = folder / name
        if _committed(path) == text:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
        changed.append(name)
    for name in _stale(folder, files):
        (folder / name).unlink()
        changed.append(name)
    return changed


def compare_files(folder: Path, files: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each derived file that is not what the documents give.

    Where sentences stand, in which order and how they are worded does not count: that is told claim by claim.
    """
    for name, text in files.items():
        path = folder / name
        committed = _committed(path)
        if committed == text or (name == PAGES_FILE and committed):
            continue
        view = _without_places if name == "evidence.json" else _without_order
        if view(committed) == view(text) is not None:
            continue
        diff = _claims_diff(committed, text) if name == "evidence.json" else ""
        diff = diff or _text_diff(path, committed, text)
        yield RULES["contract-file-stale"].finding(
            str(path), "is not what the documents and decisions give", diff=diff
        )
    for name in _stale(folder, files):
        yield RULES["contract-file-extra"].finding(
            str(folder / name), "nothing in the documents and decisions gives this file"
        )


def _text_diff(path: Path, committed: str, text: str) -> str:
    return "".join(
        difflib.unified_diff(
            committed.splitlines(keepends=True),
            text.splitlines(keepends=True),
            f"{path} (committed)",
            f"{path} (derived)",
            n=2,
        )
    )


def _claims_diff(committed: str, text: str) -> str:
    """Return which claims went, came or changed, a line each; empty when the difference is elsewhere."""
    before, after = _claim_lines(committed), _claim_lines(text)
    names = sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )
    lines = []
    for name in names:
        lines += [f"- {before[name]}\n"] if name in before else []
        lines += [f"+ {after[name]}\n"] if name in after else []
    return "".join(lines)


def _claim_lines(text: str) -> dict[str, str]:
    """Return claim id -> the claim as one line for people; empty where the text is damaged."""
    try:
        rows = json.loads(text)["claims"]
        return {row["id"]: _claim_line(row) for row in rows}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def _claim_line(row: Mapping[str, Any]) -> str:
    places = [f"{each['document']}:{each['lines'][0]}" for each in row["evidence"]]
    places += [f"decision {row['decision']}"] if row.get("decision") else []
    value = json.dumps(row["value"], ensure_ascii=False)
    return f"{row['id']} = {value[:120]}  ({row['ground']}: {', '.join(dict.fromkeys(places))})"


def _stale(folder: Path, files: Mapping[str, str]) -> list[str]:
    derived = [*folder.glob("schemas/*/*.json"), *folder.glob("lifecycle.json")]
    names = [path.relative_to(folder).as_posix() for path in derived]
    return sorted(name for name in names if name not in files)


def _committed(path: Path) -> str:
    """Return the text of a file as it is there; what is no UTF-8 compares as different."""
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def _without_places(text: str) -> dict[str, Any] | None:
    """Return what an evidence file says apart from where it stands, by id; None where it is damaged."""
    try:
        content = json.loads(text)
        return {
            f"{kind} {row['id']}": {
                **{key: row[key] for key in row.keys() - {"evidence", "sees", "limit"}},
                "pointer": _PLACE_IN_LIST.sub("", row.get("pointer", "")),
                "value": _sorted({_last_word(row["id"]): row.get("value")}),
            }
            for kind in ("claims", "decisions")
            for row in content[kind]
        }
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _without_order(text: str) -> Any:
    """Return a file as a value in which the order of members and of what is a set does not count; None where it is damaged."""
    try:
        return _sorted(json.loads(text))
    except (ValueError, RecursionError):
        return None


def _last_word(claim: str) -> str:
    """Return the keyword of a claim, of `x-image/formats` its last part."""
    return claim.rpartition("#")[2].rpartition("/")[2]


def _sorted(value: Any) -> Any:
    if isinstance(value, list):
        return [_sorted(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _sorted(each) for key, each in value.items()}
    for key in _SETS & found.keys():
        if isinstance(found[key], list):
            found[key] = sorted(found[key], key=_text)
    return found


# Of a value, its text: equal where it is the same JSON.
_text = json.JSONEncoder(sort_keys=True).encode
