"""The fold: statements and decisions become claims, one value each."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from truecopy.derive.decisions import Ruling, Rulings
from truecopy.derive.document import Document
from truecopy.derive.statements import Statement, layer_of
from truecopy.errors import DeriveError
from truecopy.model import RULES, Claim, Decision, Evidence, Finding, Ground, Layer, Reading

_LISTS = frozenset({"examples", "alias"})
_FIRSTS = frozenset({"example"})
_SETS = frozenset({"enum", "type", "x-image/formats", "x-image/sources"})
# What matters first in a list of contradictions: what is enforced, then what is only shown.
_WEIGHTS = {
    Layer.OPERATION: 0,
    Layer.LIFECYCLE: 0,
    Layer.ASSERTION: 0,
    Layer.PROMISE: 0,
    Layer.ANNOTATION: 1,
    Layer.ADVICE: 1,
}
# Contradictions shown with their sentences, and characters of the list of the others: what one screen holds.
_MOST_SHOWN = 8
_LONGEST_LIST = 400
WORDING = Decision(id="wording", kind=Ground.WORDING, why="descriptions are in our own words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A claim that the documents state in several ways, and that no decision settles.

    Attributes:
        statements: All that are about the claim, in order.
        pair: Two of them that cannot both hold.
    """

    claim: str
    statements: tuple[Statement, ...]
    pair: tuple[Statement, Statement]

    @property
    def is_shown(self) -> bool:
        """Whether a value that an example shows stands against what is said of it: no sentence contradicts another."""
        is_example = any(each.evidence.reading is Reading.EXAMPLE for each in self.pair)
        return is_example and layer_of(*_parts(self.claim)) is Layer.ASSERTION


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
    agreements = {name: _agree(group) for name, group in grouped.items()}
    claims: dict[str, Claim] = {}
    findings: list[Finding] = []
    for name, agreed in agreements.items():
        if name in settled.rulings and name not in settled.withdrawn:
            ruling, decided = settled.rulings[name]
            claims[name] = _claim(name, decided, grouped[name], ruling)
            if agreed.pair is None and _same(agreed.value, decided):
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
            names = _as_list(each.value)
            types[index] = replace(each, value=[*names, *(["null"] if "null" not in names else [])])
        if types:
            types += [replace(each, keyword="type", value=types[0].value) for each in shown]


def _admit_null(claims: dict[str, Claim]) -> None:
    """Let null stand among the choices of a field that may be null."""
    for name, claim in claims.items():
        kind = claims.get(f"{claim.subject}#type")
        is_nullable = kind is not None and "null" in _as_list(kind.value)
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


def require_agreement(
    contradictions: Iterable[Contradiction], documents: Mapping[str, Document]
) -> None:
    """Refuse documents that contradict themselves.

    Raises:
        DeriveError: They do; shows every pair of sentences with their lines, what is enforced before what is
            only shown, and counts what would go on for long.
    """
    ordered = sorted(contradictions, key=lambda each: _WEIGHTS[layer_of(*_parts(each.claim))])
    if not ordered:
        return
    shown = [_show(each, documents) for each in ordered[:_MOST_SHOWN]]
    rest = [each.claim for each in ordered[_MOST_SHOWN:]]
    if rest:
        shown.append(f"  and {len(rest)} more: {', '.join(rest)[:_LONGEST_LIST]}")
    raise DeriveError(
        "the documents contradict themselves; settle each in decisions.yaml:\n" + "\n".join(shown)
    )


def _parts(claim: str) -> tuple[str, str]:
    subject, _, keyword = claim.partition("#")
    return subject, keyword


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Agreement:
    """What all statements of one claim come to.

    Attributes:
        pair: Two of them that cannot both hold, None where there are none.
    """

    value: Any
    pair: tuple[Statement, Statement] | None = None


def _contradictions(
    agreements: Mapping[str, _Agreement],
    grouped: Mapping[str, Sequence[Statement]],
    settled: _Settled,
) -> Iterator[Contradiction]:
    """Yield what no decision settles."""
    for name, agreed in agreements.items():
        if agreed.pair and name not in settled.withdrawn and name not in settled.rulings:
            yield Contradiction(claim=name, statements=tuple(grouped[name]), pair=agreed.pair)


def _agree(group: Sequence[Statement]) -> _Agreement:
    keyword = group[0].keyword
    if keyword in _LISTS:
        values = [item for each in group for item in _as_list(each.value)]
        return _Agreement(value=list({_key(value): value for value in values}.values()))
    differing = _differing(group)
    first = _leading(differing)
    pair = None if keyword in _FIRSTS else _contradiction(first, differing)
    return _Agreement(value=first.value, pair=pair)


def _differing(group: Sequence[Statement]) -> Sequence[Statement]:
    """Return the first statement of each value and reading, in order; pages say one thing many times."""
    if len(group) == 1:
        return group
    # Many statements may share one value, which may be long.
    values = {id(each.value): each for each in group}
    keys = {key: _value_key(each.value, each.keyword) for key, each in values.items()}
    found: dict[tuple[str, Reading], Statement] = {}
    for each in group:
        found.setdefault((keys[id(each.value)], each.evidence.reading), each)
    return list(found.values())


def _leading(differing: Sequence[Statement]) -> Statement:
    """Return the statement that admits what all others say; where there is none, the first.

    What is stated outright goes before what an example shows.
    """
    stated = [each for each in differing if each.evidence.reading is Reading.STATED]
    leading = stated or differing
    keyword = leading[0].keyword
    # Two values of which neither is a list of types never admit each other, so that the first decides.
    for each in leading if keyword == "type" else leading[:1]:
        if all(admits(keyword, each.value, other.value) for other in differing):
            return each
    return leading[0]


def _contradiction(
    first: Statement, differing: Iterable[Statement]
) -> tuple[Statement, Statement] | None:
    """Return the first statement that cannot hold beside the leading one, as a pair; None without one."""
    keyword = first.keyword
    for other in differing:
        is_example = other.evidence.reading is Reading.EXAMPLE
        agrees = (
            admits(keyword, first.value, other.value)
            if is_example
            else _same(first.value, other.value, keyword)
        )
        if not agrees:
            return first, other
    return None


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


# Of a value, its text: equal where it is the same JSON.
_key = json.JSONEncoder(sort_keys=True).encode


def _value_key(value: Any, keyword: str) -> str:
    """Return what is equal for equal values: of a list that is a set, whatever its order."""
    if keyword in _SETS and isinstance(value, list):
        return _key(sorted(map(_key, value)))
    return _key(value)


def _same(first: Any, second: Any, keyword: str = "") -> bool:
    return first is second or _value_key(first, keyword) == _value_key(second, keyword)


def admits(keyword: str, stated: Any, shown: Any) -> bool:
    """Whether a stated value allows what an example shows: the same, or a type among several."""
    if _same(stated, shown, keyword):
        return True
    if keyword == "type":
        types = _as_list(stated)
        return all(
            each in types or (each == "integer" and "number" in types) for each in _as_list(shown)
        )
    return False


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
    stated = [each for each in _differing(group) if each.evidence.reading is Reading.STATED]
    if any(_same(each.value, value, each.keyword) for each in stated):
        return Ground.STATED
    return ruling.decision.kind


def _grounds_of_parts(
    value: Any, group: list[Statement], ruling: Ruling | None
) -> dict[str, Ground]:
    """Return how sure each entry of a decided list is that a document has, where the decision only adds to it."""
    keyword = group[0].keyword if group else ""
    if ruling is None or keyword not in _SETS or _ground(value, group, ruling) is Ground.STATED:
        return {}
    decided = {_key(entry) for entry in _as_list(value)}
    parts: dict[str, Ground] = {}
    for each in sorted(group, key=lambda one: one.evidence.reading is Reading.STATED):
        entries = _as_list(each.value)
        ground = Ground.STATED if each.evidence.reading is Reading.STATED else Ground.EXAMPLE
        if decided.issuperset(map(_key, entries)):
            parts |= {str(entry): ground for entry in entries}
    return parts


def _show(each: Contradiction, documents: Mapping[str, Document]) -> str:
    return "\n".join((f"  {each.claim}", *sentences_of(each, documents)))


def sentences_of(each: Contradiction, documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield what each side of a contradiction says, with its line of the page."""
    for statement in each.pair:
        place = statement.evidence
        line = documents[place.document].lines[place.lines[0] - 1].text.strip()
        yield f"    {place} says {json.dumps(statement.value)}: {line[:160]}"


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
