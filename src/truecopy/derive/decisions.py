"""`decisions.yaml`: what a person decided, each with a reason, anchored in the documents."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truecopy.contract.yamlfile import only_keys, read_yaml, require_keys, text_list
from truecopy.derive.document import Document, fingerprint
from truecopy.errors import DeriveError, WorkspaceError
from truecopy.model import RULES, Decision, Evidence, Finding, Reading

KINDS = ("reading", "resolution", "assumption")
# A place in a document as decisions name it: `page:12`, `page:12-15`, `page:12@1a2b3c`.
_ANCHOR = re.compile(
    r"(?P<document>[\w.-]+):(?P<first>\d+)(?:-(?P<last>\d+))?(?:@(?P<print>[0-9a-f]{4,12}))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision with its effect: the claims it sets and those it withdraws."""

    decision: Decision
    sets: Mapping[str, Any]
    withdraws: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """Everything in the file.

    Attributes:
        remarks: Places marked as not normative, each with its reason.
        descriptions: Subject -> description in our own words.
        findings: Anchors whose text has changed since.
    """

    rulings: tuple[Ruling, ...]
    remarks: tuple[tuple[Evidence, str], ...]
    descriptions: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


def read_decisions(folder: Path, documents: Mapping[str, Document]) -> Rulings:
    """Return the `decisions.yaml` of a contract folder; a missing file decides nothing.

    Raises:
        WorkspaceError: The file is not of the documented shape.
        DeriveError: An anchor names a document or a line that is not there.
    """
    path = folder / "decisions.yaml"
    if not path.exists():
        return Rulings(rulings=(), remarks=(), descriptions={})
    content = read_yaml(path)
    only_keys(content, {"decisions", "remarks", "descriptions"}, str(path))
    anchors = Anchors(documents)
    rulings = [_ruling(each, anchors, path) for each in _entries(content, "decisions", path)]
    ids = [each.decision.id for each in rulings]
    for name in ids:
        if ids.count(name) > 1:
            raise WorkspaceError(f"{path}: the decision id {name!r} stands there twice")
    return Rulings(
        rulings=tuple(rulings),
        remarks=tuple(_remarks(content, anchors, path)),
        descriptions=_descriptions(content, path),
        findings=tuple(anchors.findings),
    )


def _entries(content: Mapping[str, Any], name: str, path: Path) -> list[Any]:
    found = content.get(name) or []
    if not isinstance(found, list):
        raise WorkspaceError(f"{path}: {name}: a list was expected, found {found!r:.80}")
    return found


def _descriptions(content: Mapping[str, Any], path: Path) -> dict[str, str]:
    where = f"{path}: descriptions"
    found = require_keys(content.get("descriptions") or {}, set(), where)
    for subject, text in found.items():
        if not isinstance(text, str):
            raise WorkspaceError(f"{where}: {subject}: a text was expected, found {text!r:.80}")
    return {str(subject): text for subject, text in found.items()}


def _ruling(entry: object, anchors: "Anchors", path: Path) -> Ruling:
    value = require_keys(entry, {"id", "kind", "why"}, str(path))
    where = f"{path}: {value['id']}"
    only_keys(value, {"id", "claim", "value", "claims", "withdraws", "kind", "sees", "why"}, where)
    if value["kind"] not in KINDS:
        raise WorkspaceError(f"{where}: kind {value['kind']!r} is none of {', '.join(KINDS)}")
    if not str(value["why"] or "").strip():
        raise WorkspaceError(f"{where}: a decision needs a reason in `why`")
    sets = dict(require_keys(value.get("claims") or {}, set(), where))
    if "claim" in value:
        sets[str(value["claim"])] = require_keys(value, {"value"}, where)["value"]
    withdraws = text_list(value.get("withdraws"), where)
    for claim in (*sets, *withdraws):
        if "#" not in str(claim):
            raise WorkspaceError(f"{where}: {claim!r} is no claim id, which reads subject#keyword")
    decision = Decision(
        id=str(value["id"]),
        kind=value["kind"],
        why=" ".join(str(value["why"]).split()),
        sees=tuple(anchors.find(text, where) for text in text_list(value.get("sees"), where)),
    )
    return Ruling(decision=decision, sets=sets, withdraws=tuple(withdraws))


def _remarks(
    content: Mapping[str, Any], anchors: "Anchors", path: Path
) -> Iterator[tuple[Evidence, str]]:
    for entry in _entries(content, "remarks", path):
        value = require_keys(entry, {"at", "why"}, f"{path}: remarks")
        only_keys(value, {"at", "why"}, f"{path}: remarks")
        for text in text_list(value["at"], f"{path}: remarks"):
            yield anchors.find(text, f"{path}: remarks"), str(value["why"])


class Anchors:
    """Finds the places that anchors name.

    Attributes:
        findings: Anchors whose text is no longer on its page, and those without a fingerprint.
    """

    def __init__(self, documents: Mapping[str, Document]) -> None:
        """Look in these documents, by id."""
        self._documents = documents
        self.findings: list[Finding] = []

    def find(self, text: str, where: str) -> Evidence:
        """Return the place that an anchor names.

        `page:12`, `page:12-15`, or `page:12@1a2b3c` with the fingerprint of the text: then the text is
        looked for elsewhere on the page when it no longer stands at that line. Where it is gone, what now
        stands at the line is returned, and `findings` tells.

        Raises:
            DeriveError: There is no such document or line, or nothing is written there.
        """
        match = _ANCHOR.fullmatch(str(text))
        if not match:
            raise DeriveError(
                f"{where}: {text!r} is no anchor; one reads document:line, document:first-last "
                "or document:line@fingerprint"
            )
        document = self._documents.get(match["document"])
        if document is None:
            raise DeriveError(f"{where}: {text}: there is no document {match['document']!r}")
        first = int(match["first"])
        count = int(match["last"] or first) - first + 1
        if match["print"]:
            first = self._locate(document, first, count, match["print"]) or first
        if not 1 <= first <= first + count - 1 <= len(document.lines):
            raise DeriveError(f"{where}: {text}: the page has {len(document.lines)} lines")
        lines = document.lines[first - 1 : first - 1 + count]
        found = document.evidence(lines[0].start, lines[-1].end, Reading.DECISION)
        self._compare(text, match["print"], found.fingerprint, where)
        if all(line.is_blank for line in lines) and not match["print"]:
            raise DeriveError(
                f"{where}: {text}: nothing is written there; has the page moved? An anchor with a "
                "fingerprint, document:line@1a2b3c4d, follows its text"
            )
        return found

    def _compare(self, text: str, wanted: str | None, found: str, where: str) -> None:
        """Note an anchor whose text has changed, and one that would not follow its text."""
        if wanted is None:
            rule = "decision-anchor-loose"
            message = f"{text} would not follow its text to another line; {text}@{found[:8]} does"
        elif not found.startswith(wanted):
            rule = "decision-text-changed"
            message = f"{text}: the text that this saw is no longer on the page; look at it again"
        else:
            return
        self.findings.append(RULES[rule].finding(where, message))

    @staticmethod
    def _locate(document: Document, first: int, count: int, wanted: str) -> int | None:
        """Return the line nearest to `first` from which `count` lines have the fingerprint."""
        starts = range(1, len(document.lines) - count + 2)
        for start in sorted(starts, key=lambda each: abs(each - first)):
            lines = document.lines[start - 1 : start - 1 + count]
            text = document.text[lines[0].start : lines[-1].end]
            if fingerprint(text).startswith(wanted):
                return start
        return None
