"""Generated requests: what they find alone, how small it is, and that they leave nothing behind."""

import json
import warnings
from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st
from tests.drifts.drift import Drift
from tests.examining import (
    DRIFT_BY_NAME,
    SENDING,
    TEST_VENDORS,
    VENDORS,
    examine,
    fuzz,
    grave,
    load,
)
from tests.stand_ins import always

from truecopy.check import CheckOptions, CheckRun
from truecopy.check.fuzz import Fuzzer
from truecopy.check.generators import BrokenContractError
from truecopy.model import Finding, Phase, is_observed
from truecopy.wire import Budget, Keys, RequestSender, Target

# Generated requests, many of them.
pytestmark = pytest.mark.slow

_FUZZ = frozenset({Phase.FUZZ})
_FORM_MODEL = Drift(
    name="form-model-any",
    vendor="powertokens",
    kind="behavioural",
    rules=frozenset({"request-invalid-accepted"}),
    claim="edit-image-form.request.model#enum",
    limits={"edit-image-form/model": {"choices": None}},
)
_FORM_MODEL_RETIRED = Drift(
    name="form-model-retired",
    vendor="powertokens",
    kind="breaking",
    rules=frozenset({"request-valid-refused"}),
    limits={"edit-image-form/model": {"choices": ("qwen-image-2.0-pro",)}},
)
_DRIFTS = [
    DRIFT_BY_NAME["model-any"],  # JSON: a choice more
    _FORM_MODEL,  # form: a choice more
    DRIFT_BY_NAME["model-retired"],  # JSON: a good value refused
    _FORM_MODEL_RETIRED,  # form: a good value refused
    DRIFT_BY_NAME["task-id-renamed"],  # JSON: a field is missing
    DRIFT_BY_NAME["metadata-removed"],  # form: a field is missing
    DRIFT_BY_NAME["one-model-fails"],  # JSON and form: the server fails at a corner
    DRIFT_BY_NAME["image-cut-off"],  # JSON: pictures may end too early
    DRIFT_BY_NAME["any-body-read"],  # bytes that nobody can read
]


_KNOWN = {
    **DRIFT_BY_NAME,
    _FORM_MODEL.name: _FORM_MODEL,
    _FORM_MODEL_RETIRED.name: _FORM_MODEL_RETIRED,
}


@cache
def found(name: str, max_examples: int = 20) -> list[Finding]:
    """Return what generated requests find of a drift; few are enough, and several tests look at them."""
    drift = _KNOWN[name]
    return grave(fuzz(drift.vendor, drift, seed=1, max_examples=max_examples))


@pytest.mark.parametrize("vendor", TEST_VENDORS)
def test_a_clean_vendor_has_no_finding(vendor: str) -> None:
    """What a vendor that keeps its contract answers to generated requests is no finding."""
    result = fuzz(vendor, max_examples=10)

    assert [each.message for each in result.findings] == []
    assert result.exit_reason == "agrees"
    assert result.requests > 50


@pytest.mark.parametrize("drift", _DRIFTS, ids=lambda each: each.name)
def test_a_drift_is_found_by_the_rule_meant_for_it(drift: Drift) -> None:
    """Generated requests alone find a drift by the rule that planned ones would find it by."""
    findings = found(drift.name)

    due = [each for each in findings if each.rule in drift.rules]
    assert due
    assert due[0].claim in ("", drift.claim) or not drift.claim
    assert all(each.reproduce.startswith("curl ") for each in findings)


def test_what_no_sentence_limits_is_told_once_and_not_demanded() -> None:
    """Generated requests see it too, and nobody searches for a smaller form of it."""
    drift = DRIFT_BY_NAME["file-unseen"]

    result = fuzz(drift.vendor, drift, max_examples=20)

    seen = [each for each in result.findings if is_observed(each)]
    assert grave(result) == []
    assert {each.rule for each in seen} == drift.rules
    assert drift.claim in {each.claim for each in seen}


@pytest.mark.parametrize("name", ["usage-added", "entry-seed-added"])
def test_an_addition_is_passed_over(name: str) -> None:
    """What only adds is no finding above info."""
    assert found(name, max_examples=10) == []


@pytest.mark.parametrize("name", ["size-with-an-x", "watermark-is-text"])
def test_what_is_reported_is_small(name: str) -> None:
    """A request that breaks the contract is made smaller: nothing stands in it that is not needed."""
    (first, *_) = found(name)

    body = first.reproduce + "".join(str(each) for each in first.attachments.values())
    assert "data:image" not in body
    assert len(body) < 400


@pytest.mark.parametrize("name", ["form-keys-refused", "error-message-renamed"])
def test_a_curl_line_is_one_line(name: str) -> None:
    """What is printed to be pasted into a shell is one line of visible characters."""
    for each in found(name):
        assert each.reproduce.isprintable(), each.reproduce


@pytest.mark.parametrize("name", ["model-any", "metadata-removed"])
def test_a_seed_reproduces(name: str) -> None:
    """With one seed the same requests are sent, and the same is found, down to the boundaries of forms."""
    drift = DRIFT_BY_NAME[name]

    first, second = (fuzz(drift.vendor, drift, seed=5, max_examples=8) for _ in range(2))

    assert grave(first)
    assert first.requests == second.requests
    assert [each.fingerprint for each in first.findings] == [
        each.fingerprint for each in second.findings
    ]
    assert [each.reproduce for each in first.findings] == [
        each.reproduce for each in second.findings
    ]


def test_generators_say_nothing_of_themselves(capfd: pytest.CaptureFixture[str]) -> None:
    """Warnings and reports of the generators never reach the user: not of what they found, nor that it is large."""
    tried: list[str] = []

    def attempt(each: str) -> None:
        tried.append(each)
        raise BrokenContractError

    # Hypothesis warns of an example of a megabyte that fails.
    with (
        Target("http://vendor.localhost", Keys(good="sk-test"), app=always(200)) as target,
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always")
        run = CheckRun(
            load(VENDORS[0]), RequestSender(target, Budget()), CheckOptions(sending=SENDING)
        )
        operation = next(each for each in run.contract.operations.values() if each.request)
        Fuzzer(run, operation).search(st.just("x" * 1_000_000), attempt, "texts")

    assert tried
    assert [str(each.message)[:80] for each in caught] == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("most", [1, 10, 60])
def test_a_budget_of_requests_ends_it(most: int) -> None:
    """No more requests are sent than may be, and the run says that it ended early."""
    result = fuzz("applerouter", budget=Budget(max_requests=most))

    assert result.exit_reason == "budget"
    assert result.requests == most


def test_a_budget_of_money_ends_it() -> None:
    """Generated requests count at their price, as if they were accepted."""
    result = fuzz("mulerouter", budget=Budget(max_cost_usd=1.0))

    assert result.exit_reason == "budget"
    assert result.cost_usd is not None
    assert 0 < result.cost_usd <= 1


def test_a_budget_that_ends_keeps_what_was_found() -> None:
    """What was found before the budget ended is reported."""
    drift = DRIFT_BY_NAME["created-renamed"]
    most = fuzz(drift.vendor, drift, max_examples=5).requests // 2

    result = fuzz(drift.vendor, drift, max_examples=5, budget=Budget(max_requests=most))

    assert result.exit_reason == "budget"
    assert {each.rule for each in grave(result)} == {"answer-field-missing"}


def test_enough_findings_end_it() -> None:
    """The run stops after as many findings as were asked for."""
    drift = DRIFT_BY_NAME["error-is-plain"]

    result = fuzz(drift.vendor, drift, max_failures=1, max_examples=10)

    assert result.exit_reason == "findings"
    assert len(grave(result)) == 1


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Generators leave nothing in the working folder, whether something is found or not."""
    monkeypatch.chdir(tmp_path)

    drift = DRIFT_BY_NAME["model-any"]
    fuzz(drift.vendor, drift, max_examples=5)
    examine("mulerouter", phases=frozenset(Phase), max_examples=2)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("status", [404, 429, 503])
def test_a_vendor_that_never_serves_does_not_agree(vendor: str, status: int) -> None:
    """A target that answers nothing but "too many" or "later" is never said to agree."""
    result = examine(vendor, app=always(status), phases=_FUZZ, max_examples=1)

    assert result.exit_reason != "agrees"


def test_what_is_generated_is_read_from_its_bytes() -> None:
    """A curl line of a JSON finding has a body that breaks the claim it is reported for."""
    (first, *_) = found("model-any")

    body = json.loads(first.reproduce.split("--data-binary ")[1].strip("'"))
    assert first.rule == "request-invalid-accepted"
    assert body["model"] not in ("qwen-image-2.0-pro", "wan2.7-image-pro")


def test_a_refusal_names_the_field_that_it_is_for() -> None:
    """A generated good request that is refused is told by the field that is refused, small as it is."""
    findings = found("watermark-is-text")

    assert [each.pointer for each in findings if each.rule == "request-valid-refused"] == [
        "/watermark"
    ]
