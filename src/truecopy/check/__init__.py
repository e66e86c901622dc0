"""Plans run over a target: probes, tasks, and generated requests."""

from truecopy.check.examination import CheckResult, Examination
from truecopy.check.options import CheckOptions, poll_interval_s, task_timeout_s
from truecopy.check.run import run_check

__all__ = [
    "CheckOptions",
    "CheckResult",
    "Examination",
    "poll_interval_s",
    "run_check",
    "task_timeout_s",
]
