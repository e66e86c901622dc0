"""What a check has found so far."""

from collections.abc import Iterator

import pytest
from tests.examining import make_keys
from tests.stand_ins import always

from truecopy.check.kept_findings import KeptFindings
from truecopy.model import RULES, Draft, Finding, Payload
from truecopy.wire import Target

JSON = Draft(operation="draw", method="POST", path="/draw", body=Payload(instance={"n": 1}))
FORM = Draft(
    operation="draw",
    method="POST",
    path="/draw",
    media_type="multipart/form-data",
    body=Payload(instance={"image": "/image"}, files={"/image": b"\x89PNG"}),
)


def found(rule: str, message: str = "") -> Finding:
    """Return a finding of a rule."""
    return RULES[rule].finding("draw", message, operation="draw")


@pytest.fixture
def kept() -> Iterator[KeptFindings]:
    """What a check of some target has found: nothing yet."""
    with Target("http://vendor.localhost", make_keys("powertokens"), app=always(400)) as target:
        yield KeptFindings(target)


def test_of_each_finding_the_first_is_kept(kept: KeptFindings) -> None:
    """With the line that sends the request again."""
    kept.add([found("answer-server-failed", "first")], JSON)
    kept.add([found("answer-server-failed", "second")], FORM)

    (finding,) = kept.in_order()
    assert finding.message == "first"
    assert finding.reproduce.startswith("curl ")
    assert "http://vendor.localhost/draw" in finding.reproduce


def test_the_gravest_come_first(kept: KeptFindings) -> None:
    """What is only told comes last, and is not among the grave ones."""
    kept.add([found("answer-field-undocumented"), found("answer-server-failed")], JSON)

    assert [each.rule for each in kept.in_order()] == [
        "answer-server-failed",
        "answer-field-undocumented",
    ]
    assert [each.rule for each in kept.grave] == ["answer-server-failed"]


def test_no_files_are_kept_for_what_breaks_nothing(kept: KeptFindings) -> None:
    """Nor a line that would need them."""
    kept.add([found("answer-field-undocumented"), found("answer-server-failed")], FORM)

    grave, light = kept.in_order()
    assert list(grave.attachments.values()) == [b"\x89PNG"]
    assert (light.reproduce, dict(light.attachments)) == ("", {})
