"""Plans run over a target: probes, tasks, and generated requests."""

from truecopy.check.examination import CheckResult, Examination
from truecopy.check.options import CheckOptions
from truecopy.check.run import run_check

__all__ = [
    "CheckOptions",
    "CheckResult",
    "Examination",
    "run_check",
]
