"""Plans run over a target: probes, tasks, and generated requests."""

from truecopy.check.check_result import CheckResult
from truecopy.check.check_run import CheckRun
from truecopy.check.options import CheckOptions
from truecopy.check.phases import run_check

__all__ = [
    "CheckOptions",
    "CheckResult",
    "CheckRun",
    "run_check",
]
