"""How sentences say that a field is there only while a task is in some state."""

import re
from dataclasses import dataclass

from truecopy.derive.wordlist import words

_MARK = r"[`\"'“”*]{0,3}"
_NAMED = rf"{_MARK}[A-Za-z][A-Za-z_-]{{1,40}}{_MARK}"
# "succeeded", "`succeeded` or `failed`", "succeeded, partial or failed".
_STATES = (
    rf"(?P<states>{_NAMED}(?:(?:\s?,\s?(?:or |and )?|\s?[/|]\s?| or | and )"
    rf"(?!(?:the|an?|it|this|that|your?|we|if|when|then)\b){_NAMED}){{0,6}})"
)
_THERE = (
    r"(?:there|present|returned|included|available|set|populated|filled(?: in)?|provided|shown|sent|given|non-?null|not null|"
    r"exists?|appears?)(?: in (?:the|an?|this) (?:response|answer|object|body))?"
)
_STATUS = rf"{_MARK}(?:[a-z_]{{1,40}}\.)?(?:task_status|job_status|status|state|task|job|request|generation|it|run){_MARK}"
_TASK = rf"(?:(?:the|a|an|its|this|your|that) )?{_STATUS}(?:'s)?(?: (?:status|state))?(?: of (?:the|a|an|its|this) (?:task|job|request))?"
_VERB = r"(?:(?:is|are|has|was|becomes?|reach(?:es|ed)|equals|=+|:|goes) ?)?(?:been |marked |in |as |the |state |status |to |set |equal )*"
# "a completed task", "the task is completed", "completed".
_IS_STATE = rf"(?:(?:an? |the )?(?!(?:the|an?|this|its|your)\b){_STATES} (?:task|job|generation|run)s?\b|{_TASK} {_VERB}{_STATES}|{_STATES})"
_WHEN = r"(?:if and only if|for|on|in|when|if|once|after|while)"


def _wording(pattern: str) -> re.Pattern[str]:
    """Compile a wording; each of its places for states has a name of its own."""
    parts = pattern.split("(?P<states>")
    named = "".join(f"(?P<states{number}>{part}" for number, part in enumerate(parts[1:]))
    return re.compile(parts[0] + named, re.IGNORECASE)


_NOT = r"(?<!not )(?<!never )(?<!n't )(?<!n’t )(?<!no longer )(?<!not be )(?<!never be )"
_WORDINGS = (
    # Such as: only present when status is success, present only for a completed task.
    _wording(rf"\bonly (?:be )?{_THERE} {_WHEN} {_IS_STATE}"),
    _wording(
        rf"(?:\b\w{{1,60}} (?:array|field|list|object) is )?\b{_THERE} only {_WHEN} {_IS_STATE}"
    ),
    _wording(rf"{_NOT}\b{_THERE} if and only if {_IS_STATE}"),
    # Such as: not returned until the task is done, null unless it succeeded.
    _wording(
        rf"\b(?:(?:not|never)(?: be)? {_THERE}|absent|missing|null|empty|omitted) (?:until|unless|before) {_IS_STATE}"
    ),
    # Such as: populated when the task completes, returned if the status is `failed`.
    _wording(rf"{_NOT}\b{_THERE} (?:when|once|if|after) {_TASK} {_VERB}{_STATES}"),
    # Such as: only when status is succeeded, on a completed task only, (succeeded only).
    _wording(rf"(?:^|[.(;,:–—] ?)\s*only (?:when|if|once|after|while) {_TASK} {_VERB}{_STATES}"),
    _wording(rf"\bon (?:an? )?{_STATES}(?: (?:task|job)s?)? only\b"),
    _wording(rf"\({_STATES} only\)"),
    # Such as: once the task is completed, the response will include it.
    _wording(
        rf"\b(?:once|when|if|after) {_IS_STATE},? (?:the )?(?:response|answer|result)s? (?:will |also )?(?:includes?|contains?|has|carries)"
    ),
)
# "In case of success, output has the address": what stands right behind is the field.
_IN_CASE = _wording(
    rf"^\W{{0,4}}(?:in (?:the )?(?:case|event) of (?:an? |the )?{_STATES}|(?:on|upon) (?:an? )?{_STATES}|in the {_STATES} state),? (?:the )?"
    rf"{_MARK}(?P<field>\w{{1,60}}){_MARK} (?:array |field |list |object |property )?"
    r"(?:(?:will|is going to) (?:be|contain|hold|have|show|list|say)|is|are|contains?|holds?|has|carries|says|shows|gives|lists)\b"
)
# "仅当状态为 succeeded 时返回", "任务成功后返回"
_CHINESE = re.compile(
    rf"(?:仅|只有?|仅在)[^。\n]{{0,12}}?(?:状态|status)\s?(?:为|是|=+|等于)\s?(?P<states0>{_NAMED})\s?(?:时|后)"
)
# A field that is not always there, whatever the rest of the sentence means.
_SOMETIMES = re.compile(
    rf"\b(?:{_THERE}|absent|missing|omitted|empty|null) [^.\n]{{0,60}}?\b(?:if|when|once|after|until|unless|while|only|before)\b"
    rf"|\b(?:omitted|absent|missing|not {_THERE}|never {_THERE}) (?:for|in|on|from)\b"
    r"|(?:^|[.(;,:–—])\s{0,9}only (?:if|when|once|after|for|on|while)\b|\bonly\)|\bonly\s{0,9}[.)]?\s{0,9}$"
    r"|^\s{0,9}on (?:success|failure|error|completion)\b|[,(] if (?:the |an? )?(?:task|job|request|generation|status|state|it|any)\b|仅当|仅在|只有.{1,12}时",
    re.IGNORECASE,
)
# "always present, and empty until ...": there in every state, whatever is in it.
_ALWAYS = re.compile(
    rf"\balways (?:be )?{_THERE}|\b{_THERE} (?:always|at all times|in (?:every|each|all|any) (?:state|status|task|answer|response)s?)",
    re.IGNORECASE,
)
# A condition that goes on is one on more than the state.
_MORE = re.compile(r",? (?:and|but|unless|except|provided)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s?,\s?(?:or |and )?|\s?[/|]\s?| or | and ")
# Words in the place of a state that name none.
_NO_STATES = frozenset(
    words(
        "a an the it is are was not be been task job status state request this that there present fully you your we if when"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCondition:
    """Where a text says that something is there in some states alone.

    Attributes:
        words: For the states.
        field: What it says that of, where the wording has a place for it.
    """

    words: tuple[str, ...]
    start: int
    end: int
    field: str = ""


def read_conditions(text: str) -> list[StateCondition]:
    """Return the first condition of a text that names states; none where a word in their place names no state.

    What is always there is there on no condition.
    """
    if _ALWAYS.search(text):
        return []
    for pattern in (*_WORDINGS, _IN_CASE, _CHINESE):
        for match in pattern.finditer(text):
            name = next(
                name for name, each in match.groupdict().items() if each and name != "field"
            )
            found = _words(match[name])
            if found and not _MORE.match(text, match.end()):
                return [
                    StateCondition(
                        words=found,
                        start=match.start(),
                        end=match.end(),
                        field=match.groupdict().get("field") or "",
                    )
                ]
    return []


def is_not_always_there(text: str) -> bool:
    """Whether a text says that something is there sometimes, in whatever words."""
    return bool(_SOMETIMES.search(text))


def _words(text: str) -> tuple[str, ...]:
    """Return the words for states of a list; none where one of them names no state."""
    found = tuple(each.strip("`\"'“”* ") for each in _SEPARATOR.split(text))
    return () if any(each.lower() in _NO_STATES for each in found) else found
