"""Where examples and defaults of pages show what the pages themselves refuse: claims that clash."""

from collections.abc import Iterator, Mapping
from typing import Any

from truecopy.contract.clash_findings import clash_finding
from truecopy.contract.problems import Problem
from truecopy.contract.refused_values import RefusedValue, refused_values
from truecopy.contract.validate import CompiledSchema
from truecopy.derive.contradictions import Contradiction, sentences_of
from truecopy.derive.examples import is_placeholder
from truecopy.derive.located_json import Node
from truecopy.derive.statements import Page
from truecopy.derive.vendor_statements import VendorStatements
from truecopy.model import Claim, Contract, Evidence, Finding, Ground, Reading
from truecopy.model.pointers import split

# What an example leaves out overrules nothing, and conditions are of the lifecycle.
_PASSED_OVER = frozenset({"required", "allOf"})


def shown_clashes(
    said: VendorStatements, contract: Contract, files: Mapping[str, Any]
) -> Iterator[Finding]:
    """Yield each pair of claims of which one shows what the other refuses, with both places.

    Args:
        contract: What the pages and decisions give.
        files: Its files, parsed.
    """
    told: set[str] = set()
    for each in said.folded.contradictions:
        told.add(each.claim)
        yield _of_statements(each, contract, said)
    landed = contract.landed()
    for value in refused_values(contract, files):
        if value.problem.claim is None or value.problem.claim.id not in told:
            yield _of_value(value, landed.get(value.place), contract.vendor)
    seen: set[tuple[str, str]] = set()
    schemas = _AnswerSchemas(files, landed)
    for operation, page in _pages(said):
        for claim, finding in _of_answers(operation, page, contract.vendor, schemas):
            if claim not in told and (claim, finding.where) not in seen:
                seen.add((claim, finding.where))
                yield finding


def _of_statements(each: Contradiction, contract: Contract, said: VendorStatements) -> Finding:
    """Return what an example shows of a field's own type or content, and a sentence says otherwise."""
    rows = "; ".join(row.strip() for row in sentences_of(each, said.pages.texts))
    return clash_finding(
        contract.vendor,
        (each.claim.partition(".")[0], ""),
        f"{each.claim}: what is shown and what is said cannot hold together: {rows}",
        each.claim,
        [str(one.evidence) for one in each.pair],
    )


def _of_value(each: RefusedValue, claim: Claim | None, vendor: str) -> Finding:
    named = [one for one in (claim, each.problem.claim) if one is not None]
    return clash_finding(
        vendor,
        (each.operation, each.pointer),
        f"{' and '.join(f'{one.id} ({one.source})' for one in named)} cannot hold together: "
        f"{each.pointer or 'body'}: {each.problem.message}",
        named[0].id if named else "",
        [one.source for one in named],
    )


def _pages(said: VendorStatements) -> Iterator[tuple[str, Page]]:
    """Yield each operation with the pages that show answers of it: its own, and those about all operations."""
    general = [
        page
        for name, page in said.pages.pages.items()
        if said.pages.vendor.documents[name].operation is None
    ]
    for operation, (name, _) in said.pages.operations.items():
        for page in (said.pages.pages[name], *general):
            yield operation, page


class _AnswerSchemas:
    """The schemas of answers without what holds in some states only, each compiled when it is asked for."""

    def __init__(self, files: Mapping[str, Any], landed: Mapping[str, Claim]) -> None:
        self._files = files
        self._landed = landed
        self._compiled: dict[str, CompiledSchema] = {}

    def get(self, operation: str, status: int) -> CompiledSchema | None:
        """Return the schema of a status, None where nothing is said of its body."""
        path = f"schemas/{operation}/{status}.json"
        if path in self._files and path not in self._compiled:
            schema = {key: value for key, value in self._files[path].items() if key != "allOf"}
            self._compiled[path] = CompiledSchema(schema, path, self._landed)
        return self._compiled.get(path)


def _of_answers(
    operation: str, page: Page, vendor: str, schemas: _AnswerSchemas
) -> Iterator[tuple[str, Finding]]:
    """Yield what the examples of answers on a page show that a stated claim refuses, with the claim's id."""
    for status, node in page.shown:
        schema = schemas.get(operation, status)
        if schema is None:
            continue
        place = page.document.evidence(node.start, node.end, Reading.EXAMPLE)
        for problem in schema.problems(node.value):
            claim = problem.claim
            if claim is not None and _is_refused(claim, problem, node):
                yield claim.id, _of_answer(operation, claim, problem, place, vendor)


def _is_refused(claim: Claim, problem: Problem, node: Node) -> bool:
    """Whether a sentence refuses what an example really shows; what somebody has decided is settled."""
    return (
        claim.ground is Ground.STATED
        and claim.decision is None
        and problem.keyword not in _PASSED_OVER
        and not _is_left_open(node, problem.pointer)
    )


def _is_left_open(node: Node, pointer: str) -> bool:
    """Whether an example does not really say what stands at a place."""
    for name in split(pointer):
        if name in node.members:
            node = node.members[name]
        elif name.isdigit() and int(name) < len(node.items):
            node = node.items[int(name)]
        else:
            return True
    return not node.is_known or is_placeholder(node.value)


def _of_answer(
    operation: str, claim: Claim, problem: Problem, place: Evidence, vendor: str
) -> Finding:
    return clash_finding(
        vendor,
        (operation, problem.pointer),
        f"the example of the answer ({place}) and {claim.id} ({claim.source}) cannot hold together: {problem}",
        claim.id,
        [str(place), claim.source],
    )
