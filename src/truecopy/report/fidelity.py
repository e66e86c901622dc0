"""What a mock was seen to keep: a table by vendor, operation and kind of claim."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from truecopy.check import CheckResult
from truecopy.model import Claim, Ground, Layer, Standing
from truecopy.report.check_text import owners

_KINDS = (
    "edge: path, method, key, media type",
    "requests: what is accepted and refused",
    "answers: fields, types, forms",
    "promises: count, size, kind of pictures",
    "statuses",
    "tasks: states and their order",
)
_HEAD = """# What the mock keeps

Written by `make certify`: each vendor's mock in process, judged claim by claim by the same check as the vendor
itself, in all its phases. *Held* means seen to hold; *undetermined* means that nothing showed it either way. The ground says
how sure a claim is, from what a sentence states to what the contract assumes ([check.md](check.md#what-is-demanded)).
"""


def fidelity_markdown(results: Sequence[CheckResult]) -> str:
    """Return the table; nothing in it changes from run to run."""
    return "\n".join([_HEAD, *(_vendor(each) for each in results)])


def _vendor(result: CheckResult) -> str:
    contract = result.contract
    counts = Counter(each.standing for each in result.verdicts)
    lines = [
        f"## {contract.title}",
        "",
        f"Contract `{contract.fingerprint}`: {counts[Standing.HELD]} of {len(result.verdicts)} claims held, "
        f"{counts[Standing.BROKEN]} broken, {counts[Standing.UNDETERMINED]} undetermined.",
        "",
        *_table("ground", _by_ground(result)),
        "",
        f"| operation | kind of claim | {' | '.join(each.label for each in Standing)} |",
        f"| --- | --- |{' ---: |' * len(Standing)}",
    ]
    for owner, kind, found in _rows(result):
        cells = " | ".join(str(found[standing]) for standing in Standing)
        lines.append(f"| {owner} | {kind} | {cells} |")
    reasons = Counter(
        each.reason for each in result.verdicts if each.standing is Standing.UNDETERMINED
    )
    lines += ["", "Undetermined:", ""]
    lines += [f"- {count}: {reason}" for reason, count in sorted(reasons.items())]
    return "\n".join([*lines, ""])


def _by_ground(result: CheckResult) -> dict[str, Counter[Standing]]:
    """Return how claims stand, by how sure they are."""
    found: dict[str, Counter[Standing]] = {each.value: Counter() for each in Ground}
    for verdict in result.verdicts:
        found[result.contract.claims[verdict.claim].ground.value][verdict.standing] += 1
    return {name: counts for name, counts in found.items() if counts}


def _table(name: str, rows: Mapping[str, Counter[Standing]]) -> Iterable[str]:
    heads = [name, "claims", *(each.label for each in Standing)]
    yield f"| {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * (len(heads) - 1)}"
    for label, found in rows.items():
        cells = [found.total(), *(found[standing] for standing in Standing)]
        yield f"| {label} | {' | '.join(map(str, cells))} |"


def _rows(result: CheckResult) -> Iterable[tuple[str, str, Counter[Standing]]]:
    found: dict[tuple[str, str], Counter[Standing]] = {}
    for verdict in result.verdicts:
        claim = result.contract.claims[verdict.claim]
        found.setdefault((claim.owner, _kind(claim)), Counter())[verdict.standing] += 1
    for owner in owners(result):
        for kind in _KINDS:
            if (owner, kind) in found:
                yield owner, kind, found[owner, kind]


def _kind(claim: Claim) -> str:
    if claim.keyword == "status":
        return _KINDS[4]
    if claim.layer is Layer.PROMISE or (
        claim.keyword.startswith("x-image") and ".request" not in claim.id
    ):
        return _KINDS[3]
    if claim.layer is Layer.LIFECYCLE:
        return _KINDS[5]
    if claim.layer is Layer.OPERATION:
        return _KINDS[0]
    return _KINDS[1] if claim.subject.split(".")[1:2] in (["request"], ["path"]) else _KINDS[2]
