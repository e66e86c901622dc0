"""Pure judgement: plan probes from claims, judge interactions, give verdicts. Nothing here does I/O."""

from truecopy.judge.acceptance import (
    Expectation,
    ProbeOutcome,
    judge_acceptance,
    judge_outcome,
)
from truecopy.judge.answers import AnswerJudge
from truecopy.judge.claim_coverage import examined_claims
from truecopy.judge.judgement import Judgement
from truecopy.judge.outcome import (
    NO_CREDENTIALS,
    body_of,
    outcome_of,
    reason_of,
    require_target,
    words_of,
)
from truecopy.judge.plan import OperationPlan, Planner
from truecopy.judge.reproduce import curl_line
from truecopy.judge.send_options import (
    EXAMPLE_PICTURE,
    SendOptions,
    poll_interval_s,
    task_timeout_s,
)
from truecopy.judge.task_watch import ANOTHER_ACCOUNT, TaskWatch, look_up
from truecopy.judge.traffic import Observation, TrafficJudge
from truecopy.judge.verdicts import VerdictCollector

__all__ = [
    "ANOTHER_ACCOUNT",
    "EXAMPLE_PICTURE",
    "NO_CREDENTIALS",
    "AnswerJudge",
    "Expectation",
    "Judgement",
    "Observation",
    "OperationPlan",
    "Planner",
    "ProbeOutcome",
    "SendOptions",
    "TaskWatch",
    "TrafficJudge",
    "VerdictCollector",
    "body_of",
    "curl_line",
    "examined_claims",
    "judge_acceptance",
    "judge_outcome",
    "look_up",
    "outcome_of",
    "poll_interval_s",
    "reason_of",
    "require_target",
    "task_timeout_s",
    "words_of",
]
