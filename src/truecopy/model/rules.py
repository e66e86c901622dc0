"""The rules: every kind of disagreement that can be found, how grave it is, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from truecopy.model.change_rules import CHANGE_RULES
from truecopy.model.findings import Finding, Severity

BREAKS_POLLING = "clients that poll"
# Side of a rule -> who meets it.
_BROKEN = {
    "request": "clients that send",
    "answer": "clients that read",
    "lifecycle": BREAKS_POLLING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of disagreement.

    Attributes:
        slug: `<side>-<thing>-<problem>`.
        severity: Of its findings, unless one has a reason to differ.
        text: One sentence for people who meet the slug for the first time.
        is_of_change: Whether it is about a claim that has changed, and not about one that is broken.
    """

    slug: str
    severity: Severity
    text: str
    is_of_change: bool = False

    @property
    def breaks(self) -> str:
        """Which clients its findings break, in words; empty where it is about none."""
        return "" if self.is_of_change else _BROKEN.get(self.slug.partition("-")[0], "")

    def finding(self, where: str, message: str, **more: Any) -> Finding:
        """Return a finding of this rule.

        Args:
            where: File and line, or operation and pointer.
            message: One sentence that shows the offending value.
            more: Further attributes of the finding.
        """
        known = {"severity": self.severity, "breaks": self.breaks}
        return Finding(**{**known, **more}, rule=self.slug, where=where, message=message)


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_TABLE = (
    ("request-valid-refused", _E, "A request that the contract allows is refused."),
    (
        "request-combination-refused",
        _E,
        "Values that are accepted one by one are refused together.",
    ),
    ("request-invalid-accepted", _W, "A request that the contract forbids is accepted."),
    ("request-unreadable-accepted", _W, "A body that cannot be read is accepted."),
    ("request-auth-ignored", _W, "A request without a good key is accepted."),
    ("request-method-accepted", _W, "A method that is not documented for a path is accepted."),
    ("request-media-type-accepted", _I, "A media type that is not documented is accepted."),
    ("request-path-accepted", _W, "A path that is not documented is accepted."),
    ("answer-status-undocumented", _W, "An answer has a status that the contract does not have."),
    ("answer-status-differs", _W, "A refusal has another status than the documented one."),
    ("answer-server-failed", _E, "A request brings the server to fail, twice."),
    ("answer-media-type-differs", _E, "An answer has another media type than the documented one."),
    ("answer-body-unreadable", _E, "The body of an answer is not what its media type says."),
    ("answer-field-missing", _E, "A field that every answer has is missing."),
    ("answer-field-type-differs", _E, "A field has another type."),
    ("answer-field-undocumented", _I, "A field is there that the contract does not have."),
    ("answer-field-never-there", _I, "An optional field was in none of many answers."),
    ("answer-field-always-null", _I, "A field was null in each of many answers."),
    ("answer-field-never-null", _I, "A field that may be null never was in many answers."),
    ("answer-value-undocumented", _E, "A value is none of the documented ones."),
    ("answer-value-malformed", _E, "A value does not have the documented form."),
    ("answer-value-empty", _E, "A value is empty that never is."),
    ("answer-value-out-of-bounds", _W, "A value is outside its documented bounds."),
    ("answer-count-differs", _W, "There are not as many entries as the request asked for."),
    ("answer-picture-size-differs", _W, "A picture does not have the size that was asked for."),
    (
        "answer-picture-aspect-differs",
        _W,
        "A picture does not keep the ratio or size of its input.",
    ),
    ("answer-promise-missing", _W, "A field is missing that this request was promised."),
    (
        "answer-field-untimely",
        _W,
        "A field is there in a state that does not show it, or missing in one that does.",
    ),
    ("answer-choice-broken", _E, "Not exactly the chosen one of several fields is filled."),
    ("answer-time-stale", _W, "A time is not a present one in unix seconds."),
    ("answer-picture-unreachable", _E, "The address of a picture leads nowhere."),
    (
        "answer-picture-format-differs",
        _W,
        "The bytes of a picture have another format than its address and header say.",
    ),
    ("answer-picture-unreadable", _E, "What should be a picture is none."),
    ("lifecycle-initial-differs", _E, "A new task is not in its initial state."),
    ("lifecycle-transition-illegal", _E, "A state follows another that it cannot follow."),
    ("lifecycle-id-repeated", _E, "A new task has the id of another task."),
    ("lifecycle-id-differs", _E, "A task is shown under another id."),
    ("lifecycle-created-changed", _W, "The time of a task's creation has changed."),
    ("lifecycle-updated-reversed", _W, "The time of a task's last change has gone back."),
    ("lifecycle-updated-early", _W, "A task's last change is before its creation."),
    ("lifecycle-terminal-changed", _E, "A task that has ended shows another result later."),
    ("lifecycle-result-missing", _E, "A state does not show what it always shows."),
    ("lifecycle-result-early", _W, "A state shows what only another state shows."),
    ("lifecycle-task-unknown", _E, "A task that was just created is unknown."),
    ("lifecycle-task-unfinished", _W, "A task has not ended in the time that it may take."),
    ("lifecycle-task-failed", _W, "A task of a good request has failed."),
    ("lifecycle-unknown-id-found", _W, "An id that nobody was given is found."),
    ("lifecycle-task-shared", _W, "A task is shown to another account."),
    (
        "recording-unreadable",
        _E,
        "A file is no cassette, or a body beside it is missing or altered.",
    ),
    ("recording-secret-shaped", _E, "A cassette holds what looks like a secret."),
    ("recording-expired", _W, "A cassette is older than --max-age, or does not say how old it is."),
    ("recording-unused", _W, "Nothing played a cassette, or one of its interactions."),
    (
        "recording-unfinished",
        _W,
        "A task is made and looked at, and does not end in the cassette.",
    ),
    (
        "recording-shape-differs",
        _W,
        "The endpoint answers a recorded request in another shape now.",
    ),
    ("recording-vendor-unknown", _I, "Nothing says whose answers a cassette holds."),
    ("recording-contract-changed", _I, "The contract has changed since a cassette was recorded."),
    ("recording-blob-unused", _I, "No cassette refers to a body that lies beside the cassettes."),
    (
        "contract-file-stale",
        _E,
        "A file of a contract is not what the documents and decisions give.",
    ),
    (
        "contract-file-extra",
        _E,
        "Nothing in the documents and decisions gives a file of a contract.",
    ),
    (
        "contract-claims-clash",
        _E,
        "Claims of a contract cannot hold together: no mock could keep them.",
    ),
    ("decision-text-changed", _E, "The text that a decision saw is no longer on the page."),
    ("decision-anchor-loose", _I, "A decision would not follow its text to another line."),
    ("decision-claim-idle", _W, "A decision says what the documents already say."),
    ("decision-withdrawal-idle", _W, "A decision withdraws what no document states."),
    ("document-sentence-moved", _I, "Sentences stand at other lines than before."),
    (
        "document-sentence-reworded",
        _I,
        "Sentences are worded otherwise than before, and say the same.",
    ),
    (
        "document-example-short",
        _W,
        "An example of a request lacks what the page marks as required.",
    ),
    (
        "document-key-unsaid",
        _W,
        "No page says how the key of an operation is carried, so that a bearer token is assumed.",
    ),
    ("document-section-unread", _W, "A part of a document is not read."),
    ("document-rule-uncited", _I, "No claim cites a sentence that may make a rule."),
    ("document-sentence-uncited", _I, "No claim cites a sentence of a document."),
    ("document-sentence-half-read", _I, "A claim cites a part of a sentence that says more."),
    (
        "lifecycle-undecided",
        _I,
        "An operation may look up a task that another makes, and nothing states its lifecycle.",
    ),
    ("lifecycle-unstated", _W, "What a page says of a task's states needs a lifecycle."),
)
RULES: Mapping[str, Rule] = {
    slug: Rule(slug=slug, severity=severity, text=text, is_of_change=is_of_change)
    for table, is_of_change in ((_TABLE, False), (CHANGE_RULES, True))
    for slug, severity, text in table
}
