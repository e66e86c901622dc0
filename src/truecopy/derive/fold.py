"""The fold: statements and decisions become claims, one value each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from truecopy.derive.agreement import SETS, Agreement, agree, as_list, distinct, is_same, json_key
from truecopy.derive.contradictions import Contradiction
from truecopy.derive.decisions import Ruling, Rulings
from truecopy.derive.statements import Statement, layer_of
from truecopy.errors import DeriveError
from truecopy.model import RULES, Claim, Decision, Evidence, Finding, Ground, Reading

WORDING = Decision(id="wording", kind=Ground.WORDING, why="descriptions are in our own words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """What statements and decisions come to.

    Attributes:
        claims: By id, in order of first appearance; of a contradiction the leading value.
        findings: What the fold has to say about the decisions.
        contradictions: Those that are left open.
        settled: Id of each claim that a decision sets or withdraws -> the decision's id.
    """

    claims: Mapping[str, Claim]
    findings: tuple[Finding, ...]
    contradictions: tuple[Contradiction, ...]
    settled: Mapping[str, str]

    def decided_by(self, decision: str) -> tuple[str, ...]:
        """Return the claims that a decision sets."""
        return tuple(each.id for each in self.claims.values() if each.decision == decision)


def fold(
    statements: Iterable[tuple[str, Statement]],
    rulings: Rulings,
    operations: Iterable[str],
) -> Folded:
    """Fold statements into claims.

    Args:
        statements: Each with the absolute subject that it is about.
        operations: Ids that `*` in a decision stands for.

    Raises:
        DeriveError: Two decisions set the same claim.
    """
    grouped: dict[str, list[Statement]] = {}
    for subject, statement in statements:
        grouped.setdefault(f"{subject}#{statement.keyword}", []).append(statement)
    _join_null(grouped)
    settled = _expand(rulings.rulings, tuple(operations))
    agreements = {name: agree(group) for name, group in grouped.items()}
    claims: dict[str, Claim] = {}
    findings: list[Finding] = []
    for name, agreed in agreements.items():
        if name in settled.rulings and name not in settled.withdrawn:
            ruling, decided = settled.rulings[name]
            claims[name] = _claim(name, decided, grouped[name], ruling)
            if agreed.pair is None and is_same(agreed.value, decided):
                findings.append(_idle(ruling, name))
        elif name not in settled.withdrawn:
            claims[name] = _claim(name, agreed.value, grouped[name], None)
    for name, (ruling, decided) in settled.rulings.items():
        claims.setdefault(name, _claim(name, decided, [], ruling))
    findings.extend(_without_object(settled, grouped))
    _admit_null(claims)
    return Folded(
        claims=claims,
        findings=tuple(findings),
        contradictions=tuple(_contradictions(agreements, grouped, settled)),
        settled=settled.decisions(),
    )


def _join_null(grouped: dict[str, list[Statement]]) -> None:
    """Let an example that shows null say that the value may be null; alone, it says nothing of the type."""
    for name in [each for each in grouped if each.endswith("#null")]:
        shown = grouped.pop(name)
        types = grouped.get(name.removesuffix("null") + "type", [])
        for index, each in enumerate(types):
            names = as_list(each.value)
            types[index] = replace(each, value=[*names, *(["null"] if "null" not in names else [])])
        if types:
            types += [replace(each, keyword="type", value=types[0].value) for each in shown]


def _admit_null(claims: dict[str, Claim]) -> None:
    """Let null stand among the choices of a field that may be null."""
    for name, claim in claims.items():
        kind = claims.get(f"{claim.subject}#type")
        is_nullable = kind is not None and "null" in as_list(kind.value)
        if (
            claim.keyword == "enum"
            and is_nullable
            and not claim.decision
            and None not in claim.value
        ):
            claims[name] = replace(claim, value=[*claim.value, None])


@dataclass(slots=True)
class _Settled:
    rulings: dict[str, tuple[Ruling, Any]]
    withdrawn: dict[str, Ruling]

    def decisions(self) -> dict[str, str]:
        """Return id of each claim -> id of the decision that withdraws or sets it."""
        withdrawn = {name: ruling.decision.id for name, ruling in self.withdrawn.items()}
        return withdrawn | {name: ruling.decision.id for name, (ruling, _) in self.rulings.items()}


def _expand(rulings: Iterable[Ruling], operations: tuple[str, ...]) -> _Settled:
    settled = _Settled({}, {})
    for ruling in rulings:
        for pattern, value in ruling.sets.items():
            for name in _names(pattern, operations):
                if name in settled.rulings:
                    other = settled.rulings[name][0].decision.id
                    raise DeriveError(
                        f"decisions {other!r} and {ruling.decision.id!r} both set {name}"
                    )
                settled.rulings[name] = (ruling, value)
        for pattern in ruling.withdraws:
            for name in _names(pattern, operations):
                settled.withdrawn[name] = ruling
    return settled


def _names(pattern: str, operations: tuple[str, ...]) -> list[str]:
    if not pattern.startswith("*"):
        return [pattern]
    return [f"{operation}{pattern[1:]}" for operation in operations]


def _contradictions(
    agreements: Mapping[str, Agreement],
    grouped: Mapping[str, Sequence[Statement]],
    settled: _Settled,
) -> Iterator[Contradiction]:
    """Yield what no decision settles."""
    for name, agreed in agreements.items():
        if agreed.pair and name not in settled.withdrawn and name not in settled.rulings:
            yield Contradiction(claim=name, statements=tuple(grouped[name]), pair=agreed.pair)


def _claim(name: str, value: Any, group: list[Statement], ruling: Ruling | None) -> Claim:
    subject, _, keyword = name.partition("#")
    evidence: dict[Evidence, None] = dict.fromkeys(each.evidence for each in group)
    if ruling:
        evidence.update(dict.fromkeys(ruling.decision.sees))
    return Claim(
        id=name,
        layer=layer_of(subject, keyword),
        value=value,
        evidence=tuple(sorted(evidence, key=lambda each: (each.document, each.lines, each.span))),
        ground=_ground(value, group, ruling),
        parts=_grounds_of_parts(value, group, ruling),
        decision=ruling.decision.id if ruling else None,
    )


def _ground(value: Any, group: list[Statement], ruling: Ruling | None) -> Ground:
    """Return how sure a claim is: a sentence that states this very value goes before the decision that chose it."""
    if ruling is None:
        is_stated = any(each.evidence.reading is Reading.STATED for each in group)
        return Ground.STATED if is_stated else Ground.EXAMPLE
    stated = [each for each in distinct(group) if each.evidence.reading is Reading.STATED]
    if any(is_same(each.value, value, each.keyword) for each in stated):
        return Ground.STATED
    return ruling.decision.kind


def _grounds_of_parts(
    value: Any, group: list[Statement], ruling: Ruling | None
) -> dict[str, Ground]:
    """Return how sure each entry of a decided list is that a document has, where the decision only adds to it."""
    keyword = group[0].keyword if group else ""
    if ruling is None or keyword not in SETS or _ground(value, group, ruling) is Ground.STATED:
        return {}
    decided = {json_key(entry) for entry in as_list(value)}
    parts: dict[str, Ground] = {}
    for each in sorted(group, key=lambda one: one.evidence.reading is Reading.STATED):
        entries = as_list(each.value)
        ground = Ground.STATED if each.evidence.reading is Reading.STATED else Ground.EXAMPLE
        if decided.issuperset(map(json_key, entries)):
            parts |= {str(entry): ground for entry in entries}
    return parts


def _idle(ruling: Ruling, name: str) -> Finding:
    return RULES["decision-claim-idle"].finding(
        f"decisions.yaml: {ruling.decision.id}",
        f"decides what the documents already say of {name}; the decision can go",
        claim=name,
    )


def _without_object(settled: _Settled, grouped: Mapping[str, object]) -> Iterable[Finding]:
    by_ruling: dict[str, list[str]] = {}
    for name, ruling in settled.withdrawn.items():
        by_ruling.setdefault(ruling.decision.id, []).append(name)
    for decision, names in by_ruling.items():
        if not any(name in grouped for name in names):
            yield RULES["decision-withdrawal-idle"].finding(
                f"decisions.yaml: {decision}",
                f"withdraws {', '.join(names)}, which no document states",
            )
