"""Pure judgement: plan probes from claims, judge interactions, give verdicts. Nothing here does I/O."""

from truecopy.judge.answers import AnswerJudge, Judgement
from truecopy.judge.evidence import examined_claims
from truecopy.judge.lifecycle import TaskWatch
from truecopy.judge.outcomes import ProbeOutcome, judge_outcome
from truecopy.judge.plan import NO_BODY, OperationPlan, Planner
from truecopy.judge.reproduce import curl_line
from truecopy.judge.rules import RULES
from truecopy.judge.statuses import body_of, outcome_of, reason_of, words_of
from truecopy.judge.tally import Tally

__all__ = [
    "NO_BODY",
    "RULES",
    "AnswerJudge",
    "Judgement",
    "OperationPlan",
    "Planner",
    "ProbeOutcome",
    "Tally",
    "TaskWatch",
    "body_of",
    "curl_line",
    "examined_claims",
    "judge_outcome",
    "outcome_of",
    "reason_of",
    "words_of",
]
