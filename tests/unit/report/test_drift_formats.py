"""The formats of changes."""

import pytest

from truecopy.drift import DriftResult
from truecopy.model import RULES, Change, ChangeKind, ExitReason
from truecopy.report import DRIFT_FORMATS

RULE = RULES["request-maximum-lowered"]
CHANGE = Change(
    claim="make.request.n#maximum",
    kind=ChangeKind.CHANGED,
    rule=RULE.slug,
    severity=RULE.severity,
    old=6,
    new=4,
    new_sentence="At most 4 <b>| % :: `x`\r\n::error::y",
)
RESULT = DriftResult(vendor="one", exit_reason=ExitReason.DRIFT, changes=(CHANGE,))


@pytest.mark.parametrize("name", sorted(DRIFT_FORMATS))
def test_every_format_names_the_vendor_and_the_claim(name: str) -> None:
    """Of one vendor and of several, with a change and with none."""
    alone = DriftResult(vendor="two", exit_reason=ExitReason.AGREES)
    text = DRIFT_FORMATS[name]([RESULT, alone])

    assert CHANGE.claim in text
    assert "one" in text
    assert DRIFT_FORMATS[name]([alone])
