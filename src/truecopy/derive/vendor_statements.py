"""What the pages of a vendor say together with the decisions, contradictions and changes included."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from truecopy.contract.load import read_claims
from truecopy.contract.vendorfile import read_vendor_file
from truecopy.derive.anchors import SeenPlace
from truecopy.derive.assumed_keys import assumed_keys
from truecopy.derive.coverage import uncited
from truecopy.derive.decisions import Rulings, read_decisions
from truecopy.derive.fold import WORDING, Folded, fold
from truecopy.derive.page_changes import PageChanges, SeenStanding, compare_pages
from truecopy.derive.page_memory import PAGES_FILE, Remembered, read_pages
from truecopy.derive.page_print import print_page
from truecopy.derive.paths import steps
from truecopy.derive.promise_defaults import split_defaults
from truecopy.derive.reviews import Review, find_reviews
from truecopy.derive.statements import AUTH_HINT, ENDS, SHOWN_IN, Statement
from truecopy.derive.task_states import is_state_word
from truecopy.derive.vendor_pages import VendorPages, read_vendor_pages
from truecopy.errors import DeriveError
from truecopy.model import RULES, Claim, Evidence, Finding, Ground, Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorStatements:
    """What the pages say, folded, before anything is built of it.

    Attributes:
        statements: Each with the absolute subject that it is about.
        ends: What pages say of states in which a task ends: one claim of a lifecycle says it of all of them.
        old: Claims of the contract that is there, by id.
        changes: By page, what became of it since the contract was derived; of those that were remembered.
        reviews: Decisions to look at again.
        is_remembered: Whether the contract says what the pages were.
    """

    pages: VendorPages
    statements: tuple[tuple[str, Statement], ...]
    ends: tuple[Statement, ...]
    rulings: Rulings
    folded: Folded
    old: Mapping[str, Claim]
    changes: Mapping[str, PageChanges]
    reviews: tuple[Review, ...]
    is_remembered: bool

    def require_pages(self) -> None:
        """Refuse to go on without a page.

        Raises:
            DeriveError: A page could not be read, or none describes an operation; names each.
        """
        errors = self.pages.errors
        if errors:
            raise DeriveError("\n".join(str(each) for each in errors.values()))
        if not self.pages.operations:
            slug = self.pages.vendor.slug
            raise DeriveError(f"{slug}: no document in vendor.yaml describes an operation")

    def claims(self) -> list[Claim]:
        """Return the folded claims, and the descriptions in our own words.

        Raises:
            DeriveError: A description is about nothing that a claim is about.
        """
        return [*self.folded.claims.values(), *self._descriptions()]

    def _descriptions(self) -> Iterator[Claim]:
        subjects = {claim.subject for claim in self.folded.claims.values()}
        for subject, text in self.rulings.descriptions.items():
            if subject not in subjects:
                raise DeriveError(f"decisions.yaml: descriptions: no claim is about {subject!r}")
            yield Claim(
                id=f"{subject}#description",
                layer=Layer.ANNOTATION,
                value=text,
                ground=Ground.WORDING,
                decision=WORDING.id,
            )

    def uncited(self, landed: Iterable[Claim]) -> Iterator[Finding]:
        """Yield the sentences that neither a claim that has landed nor a decision or remark accounts for."""
        seen = [place for each in self.rulings.remarks for place in self._remarked(each)]
        for ruling in self.rulings.rulings:
            seen.extend(ruling.decision.sees)
        return uncited(list(self.pages.pages.values()), landed, seen)

    def _remarked(self, remark: SeenPlace) -> Iterator[Evidence]:
        """Yield what of a remark is not normative still: all of it, or its sentences that are what they were."""
        changes = self.changes.get(remark.place.document)
        if not self.unread_remark(remark):
            yield remark.place
        elif changes is not None and not remark.is_lost:
            for number in changes.after.within(remark.place.lines):
                if number not in changes.new:
                    yield changes.place(number)

    def unread_remark(self, remark: SeenPlace) -> bool:
        """Whether a text that was marked as not normative is another now, which no reader understands."""
        changes = self.changes.get(remark.place.document)
        return remark.is_lost or any(
            each.after is not None and changes is not None and not changes.is_read(each.after)
            for each in remark.changes
            if each.standing >= SeenStanding.REWORDED
        )

    def lost_remarks(self) -> Iterator[Finding]:
        """Yield the remarks whose text is another now."""
        for each in self.rulings.remarks:
            if self.unread_remark(each):
                yield RULES["decision-text-changed"].finding(
                    "decisions.yaml: remarks",
                    f"{each.anchor}: the text that this saw is no longer on the page; look at {each.place}",
                )

    def remember(self) -> Remembered:
        """Return what a contract that is derived now remembers of the pages."""
        prints = {
            name: self.changes[name].after if name in self.changes else print_page(page)
            for name, page in self.pages.pages.items()
        }
        return Remembered(pages=prints, anchors=self.rulings.anchors())


def read_statements(
    folder: Path, documents: Path, *, keeps_names: bool = False
) -> VendorStatements:
    """Return what the pages of a vendor say; pages that cannot be read, and contradictions, are told in it.

    Args:
        folder: The contract folder, with `vendor.yaml` and perhaps `decisions.yaml` and `pages.json`.
        documents: The folder that holds `<document id>.txt` for each document of the vendor.
        keeps_names: Whether operations keep the ids that they have in the contract when a page has other media
            types now.

    Raises:
        DeriveError: Two pages describe one operation, or an anchor leads nowhere.
        WorkspaceError: A file written by hand cannot be used.
    """
    old = read_claims(folder)
    known = {each.owner: each.value for each in old.values() if _is_media_type(each)}
    pages = read_vendor_pages(read_vendor_file(folder), documents, known if keeps_names else {})
    remembered = _remembered(folder)
    changes = compare_pages(remembered, pages.pages)
    readable = {
        name: pages.texts[name] if name in pages.pages else None for name in pages.vendor.documents
    }
    rulings = read_decisions(folder, readable, remembered.anchors if remembered else {}, changes)
    stated = list(pages.statements())
    ends = [each for _, each in stated if each.keyword == ENDS]
    statements = tuple(_kept((each for each in stated if each[1].keyword != ENDS), rulings))
    folded = _folded(statements, rulings, pages)
    return VendorStatements(
        pages=pages,
        statements=statements,
        ends=tuple(ends),
        rulings=rulings,
        folded=folded,
        old=old,
        changes=changes,
        reviews=tuple(find_reviews(rulings, folded, statements, changes, old)),
        is_remembered=remembered is not None,
    )


def _folded(
    statements: Iterable[tuple[str, Statement]], rulings: Rulings, pages: VendorPages
) -> Folded:
    """Return what statements and decisions come to, with the keys that are assumed."""
    folded = fold(statements, rulings, pages.operations)
    claims = {each.id: each for each in split_defaults(folded.claims)}
    keys = assumed_keys(claims, folded.settled, dict(pages.open_keys()))
    claims |= {each.id: each for each in keys}
    return replace(folded, claims=claims)


def _kept(
    statements: Iterable[tuple[str, Statement]], rulings: Rulings
) -> Iterator[tuple[str, Statement]]:
    """Yield the statements, of what a state shows in one way: by the lifecycle where one is decided, else by promises."""
    found = list(_with_keys(list(statements)))
    states = _states(found, rulings)
    found = [
        (subject, each)
        for subject, each in found
        if each.keyword != "shows" or _is_state(subject, states)
    ]
    decided = {claim for each in rulings.rulings for claim in each.sets}
    if any(claim.startswith("lifecycle#") for claim in decided):
        shown = {each.evidence for _, each in found if each.keyword == "shows"}
        for subject, each in found:
            if each.keyword != SHOWN_IN or not (each.evidence in shown or _is_ruled(each, decided)):
                yield subject, each
        return
    promised = {each.evidence for _, each in found if each.keyword == SHOWN_IN}
    for subject, each in found:
        if not (each.keyword == "shows" and each.evidence in promised):
            yield subject, each


def _is_ruled(promise: Statement, decided: Collection[str]) -> bool:
    """Whether a decision says what the one state shows in which a field is promised."""
    states = promise.value["states"]
    return len(states) == 1 and f"lifecycle.{states[0]}#shows" in decided


def _states(found: Iterable[tuple[str, Statement]], rulings: Rulings) -> set[str]:
    """Return the words that may be states: choices on a page, and what decisions on choices and the lifecycle name."""
    values = [each.value for _, each in found if each.keyword == "enum"]
    names: set[str] = set()
    for ruling in rulings.rulings:
        for claim, value in ruling.sets.items():
            if claim.startswith("lifecycle") or claim.endswith("#enum"):
                names.add(claim.partition("#")[0].partition(".")[2])
                values.append(value)
    for value in values:
        listed = value if isinstance(value, list) else [value]
        names |= {each for each in listed if isinstance(each, str)}
    return names


def _is_state(subject: str, states: Collection[str]) -> bool:
    """Whether a sentence about a state is about one: `premium only` is about something else."""
    name = steps(subject)[1] or ""
    return name in states or is_state_word(name)


def _with_keys(
    found: Sequence[tuple[str, Statement]],
) -> Iterator[tuple[str, Statement]]:
    """Yield the statements, hints of how a key is carried as what says it where nothing does so outright."""
    is_said = any(each.keyword == "auth" for _, each in found)
    for subject, each in found:
        if each.keyword != AUTH_HINT:
            yield subject, each
        elif not is_said:
            yield subject, replace(each, keyword="auth")


def _is_media_type(claim: Claim) -> bool:
    """Whether a claim is the media type of an operation's request."""
    return claim.keyword == "media-type" and claim.subject == claim.owner


def _remembered(folder: Path) -> Remembered | None:
    """Return what the contract in a folder remembers of its pages, None where there is none or it is damaged."""
    try:
        return read_pages((folder / PAGES_FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
