"""Pure judgement: plan probes from claims, judge interactions, give verdicts. Nothing here does I/O."""

from truecopy.judge.answers import AnswerJudge, Judgement
from truecopy.judge.evidence import examined_claims
from truecopy.judge.lifecycle import TaskWatch, look_up
from truecopy.judge.outcomes import ProbeOutcome, judge_outcome
from truecopy.judge.plan import NO_BODY, OperationPlan, Planner
from truecopy.judge.reproduce import curl_line
from truecopy.judge.rules import RULES
from truecopy.judge.sending import EXAMPLE_PICTURE, Sending, poll_interval_s, task_timeout_s
from truecopy.judge.statuses import (
    NO_CREDENTIALS,
    body_of,
    outcome_of,
    reason_of,
    require_target,
    words_of,
)
from truecopy.judge.tally import Tally
from truecopy.judge.traffic import Observation, TrafficJudge

__all__ = [
    "EXAMPLE_PICTURE",
    "NO_BODY",
    "NO_CREDENTIALS",
    "RULES",
    "AnswerJudge",
    "Judgement",
    "Observation",
    "OperationPlan",
    "Planner",
    "ProbeOutcome",
    "Sending",
    "Tally",
    "TaskWatch",
    "TrafficJudge",
    "body_of",
    "curl_line",
    "examined_claims",
    "judge_outcome",
    "look_up",
    "outcome_of",
    "poll_interval_s",
    "reason_of",
    "require_target",
    "task_timeout_s",
    "words_of",
]
