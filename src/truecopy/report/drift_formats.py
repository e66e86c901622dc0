"""The formats in which changes of claims are told."""

from collections.abc import Callable, Mapping, Sequence

from truecopy.drift import DriftResult
from truecopy.report.drift_report import drift_json, drift_text

DRIFT_FORMATS: Mapping[str, Callable[[Sequence[DriftResult]], str]] = {
    "text": drift_text,
    "json": drift_json,
}
