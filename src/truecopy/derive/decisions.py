"""`decisions.yaml`: what a person decided, each with a reason, anchored in the documents."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from truecopy.contract.yamlfile import only_keys, read_yaml, require_keys, text_list
from truecopy.derive.anchors import Anchors, SeenPlace
from truecopy.derive.document import Document
from truecopy.derive.page_changes import PageChanges
from truecopy.errors import WorkspaceError
from truecopy.model import Decision, Evidence, Finding, Ground

_KEYS = {"id", "claim", "value", "claims", "withdraws", "kind", "sees", "limit", "why"}
_LIMITING = (Ground.READING, Ground.RESOLUTION)
KINDS = (Ground.READING, Ground.RESOLUTION, Ground.ASSUMPTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision with its effect: the claims it sets and those it withdraws.

    Attributes:
        seen: The places of the decision, in the same order as its `sees`.
    """

    decision: Decision
    sets: Mapping[str, Any]
    withdraws: tuple[str, ...]
    seen: tuple[SeenPlace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """Everything in the file.

    Attributes:
        remarks: Places marked as not normative.
        descriptions: Subject -> description in our own words.
        findings: Anchors that would not follow their text.
    """

    rulings: tuple[Ruling, ...]
    remarks: tuple[SeenPlace, ...]
    descriptions: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    def anchors(self) -> dict[str, tuple[int, int]]:
        """Return the lines of every place by its anchor."""
        seen = (*(each for ruling in self.rulings for each in ruling.seen), *self.remarks)
        return {each.anchor: each.place.lines for each in seen}


def read_decisions(
    folder: Path,
    documents: Mapping[str, Document | None],
    remembered: Mapping[str, tuple[int, int]] = MappingProxyType({}),
    changes: Mapping[str, PageChanges] = MappingProxyType({}),
) -> Rulings:
    """Return the `decisions.yaml` of a contract folder; a missing file decides nothing.

    Args:
        documents: By id; None for one that cannot be read, whose anchors are taken as they stand.
        remembered: Anchor -> the lines of its text on the pages that the contract was derived from.
        changes: What became of those pages.

    Raises:
        WorkspaceError: The file is not of the documented shape.
        DeriveError: An anchor names a document or a line that is not there.
    """
    path = folder / "decisions.yaml"
    if not path.exists():
        return Rulings(rulings=(), remarks=(), descriptions={})
    content = read_yaml(path)
    # Messages are the same on every machine: from the root of the workspace on.
    path = Path(*path.absolute().parts[-3:])
    only_keys(content, {"decisions", "remarks", "descriptions"}, str(path))
    anchors = Anchors(documents, remembered, changes)
    rulings = [
        _ruling(each, anchors, _named(each, number, path))
        for number, each in enumerate(_entries(content, "decisions", path), 1)
    ]
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


def _named(entry: object, number: int, path: Path) -> str:
    """Return how messages name a decision: by its id, where it has one, else by its place in the list."""
    name = entry.get("id") if isinstance(entry, Mapping) else None
    return f"{path}: {name or f'decision {number}'}"


def _ruling(entry: object, anchors: Anchors, where: str) -> Ruling:
    # What is misspelt is told before what is missing: it is the likelier cause.
    only_keys(require_keys(entry, set(), where), _KEYS, where)
    value = require_keys(entry, {"id", "kind", "why"}, where)
    if value["kind"] not in KINDS:
        raise WorkspaceError(f"{where}: kind {value['kind']!r} is none of {', '.join(KINDS)}")
    if not str(value["why"] or "").strip():
        raise WorkspaceError(f"{where}: a decision needs a reason in `why`")
    sets = dict(require_keys(value.get("claims") or {}, set(), where))
    if "claim" in value:
        sets[str(value["claim"])] = require_keys(value, {"value"}, where)["value"]
    withdraws = text_list(value.get("withdraws"), where)
    for claim in (*sets, *withdraws):
        subject, _, keyword = str(claim).partition("#")
        if not (subject and keyword):
            raise WorkspaceError(f"{where}: {claim!r} is no claim id, which reads subject#keyword")
    seen = tuple(anchors.find(text, where) for text in text_list(value.get("sees"), where))
    decision = Decision(
        id=str(value["id"]),
        kind=Ground(value["kind"]),
        why=" ".join(str(value["why"]).split()),
        sees=tuple(each.place for each in seen),
        limit=tuple(_limits(value, sets, seen, anchors, where)),
    )
    return Ruling(decision=decision, sets=sets, withdraws=tuple(withdraws), seen=seen)


def _limits(
    value: Mapping[str, Any],
    sets: Mapping[str, Any],
    seen: Iterable[SeenPlace],
    anchors: Anchors,
    where: str,
) -> Iterator[Evidence]:
    """Yield the places at which the documents themselves refuse what a decision's claims refuse.

    Raises:
        WorkspaceError: The decision has nothing to limit, does not see the place, or no rule is made there.
    """
    by_anchor = {each.anchor: each for each in seen}
    for anchor in text_list(value.get("limit"), where):
        if value["kind"] not in _LIMITING:
            raise WorkspaceError(
                f"{where}: limit: an {value['kind']} cites no sentence that limits"
            )
        if not any(_is_about_requests(claim) for claim in sets):
            raise WorkspaceError(f"{where}: limit: the decision sets no claim about requests")
        if anchor not in by_anchor:
            raise WorkspaceError(f"{where}: limit: {anchor!r} is none of what the decision `sees`")
        at = by_anchor[anchor]
        # What reads otherwise now asks for a review, which is told with everything else that has changed.
        if not (at.changes or at.is_lost or anchors.is_normative(at.place)):
            raise WorkspaceError(
                f"{where}: limit: {anchor}: no figure stands there, and no word that makes a rule"
            )
        yield at.place


def _is_about_requests(claim: str) -> bool:
    return claim.partition("#")[0].split(".")[1:2] in (["request"], ["path"])


def _remarks(content: Mapping[str, Any], anchors: Anchors, path: Path) -> Iterator[SeenPlace]:
    for entry in _entries(content, "remarks", path):
        where = f"{path}: remarks"
        only_keys(require_keys(entry, set(), where), {"at", "why"}, where)
        value = require_keys(entry, {"at", "why"}, where)
        for text in text_list(value["at"], where):
            yield anchors.find(text, where)
