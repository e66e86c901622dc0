"""How grave a finding is: one function of its rule, and of the ground of what it breaks."""

from truecopy.model.claims import Ground
from truecopy.model.findings import Finding, Severity
from truecopy.model.rules import RULES

# That a request is refused is demanded where a sentence limits. What an example shows, others may send otherwise.
LIMIT_RULES = frozenset({"request-invalid-accepted"})
# A server that fails does so whatever was due: no vendor documents it as what a request gets.
_ALWAYS_DEMANDED = frozenset({"answer-server-failed"})
_DEMANDED = frozenset({Ground.STATED, Ground.EXAMPLE, Ground.READING, Ground.RESOLUTION})
_READ = frozenset({Ground.READING, Ground.RESOLUTION})


def severity_of(
    rule: str,
    ground: Ground | None,
    *,
    is_limit: bool = False,
    is_demanded: bool = False,
    gravest: Severity | None = None,
) -> Severity:
    """Return how grave it is to break a rule on a ground; info where it is observed, and not demanded.

    Args:
        rule: Slug of the rule.
        ground: Of what is broken; None where no claim is: a server that fails, a file that is damaged.
        is_limit: Whether the decision behind a reading or a resolution cites a sentence that limits.
        is_demanded: Whether every claim is demanded as if it were stated.
        gravest: Of a demanded finding; None for the rule's own severity.
    """
    severity = gravest or RULES[rule].severity
    if ground is None or is_demanded or _is_demanded(rule, ground, is_limit=is_limit):
        return severity
    return Severity.INFO


def is_observed(finding: Finding) -> bool:
    """Whether a finding would be graver on a surer ground: it is told, and nothing is broken."""
    return finding.severity is Severity.INFO is not RULES[finding.rule].severity


def _is_demanded(rule: str, ground: Ground, *, is_limit: bool) -> bool:
    if rule in _ALWAYS_DEMANDED:
        return True
    if rule not in LIMIT_RULES:
        return ground in _DEMANDED
    return ground is Ground.STATED or (is_limit and ground in _READ)
