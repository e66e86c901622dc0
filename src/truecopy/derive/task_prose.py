"""What sentences of a reference page say of tasks: states, what each shows, how often to ask, how long addresses live."""

import re
from collections.abc import Collection, Iterator, Sequence

from truecopy.contract.pointers import join
from truecopy.derive.blocks import first_address_list, state_lifetime, state_loose_prose
from truecopy.derive.document import Line, Span
from truecopy.derive.documented_fields import JSON_TYPES
from truecopy.derive.located_json import Node
from truecopy.derive.paths import child, element, steps
from truecopy.derive.polling_advice import has_label, read_advice
from truecopy.derive.statements import Page
from truecopy.derive.task_states import MOST_STATES, are_states, resolve_state
from truecopy.derive.wordlist import words

_WORD = r"[`\"'“]?([A-Za-z_-]{2,40})[`\"'”]?"
_THERE = r"(?:there|present|returned|included|available|set|populated|filled|provided|shown|sent|non-?null|not null|exists?|appears?)"
_TASK = r"(?:(?:the|a|an|its|this|your) )?(?:task|job|request|generation|status|state|it|run)(?:'s)?(?: (?:status|state))?"
_VERB = r"(?:(?:is|are|has|was|becomes?|reaches|equals|=+|goes) )?(?:been |marked |in |as |the |state |status |to )*"
# "a completed task", "the task is completed", "completed".
_IS_STATE = rf"(?:(?:an? |the )?(?!(?:the|an?|this|its|your)\b){_WORD} (?:task|job|generation|run)s?\b|{_TASK} {_VERB}{_WORD}|{_WORD})"
# "The images array is present only for a completed task.", "only present when status is success"
_ONLY = (
    re.compile(
        rf"\bonly (?:be )?{_THERE} (?:for|on|in|when|if|once|after|while) {_IS_STATE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\b\w+ (?:array|field|list|object) is )?\b{_THERE} only (?:for|on|in|when|if|once|after|while) {_IS_STATE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:not {_THERE}|absent|missing|null|empty|omitted) (?:until|unless|before) {_IS_STATE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_THERE} (?:when|once|if|after) (?:the )?(?:task|job|status|state|it) (?:is |has |= ?)?{_WORD}",
        re.IGNORECASE,
    ),
    re.compile(rf"\bon an? {_WORD} (?:task|job) only\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:once|when|if|after) {_IS_STATE},? (?:the )?(?:response|answer|result)s? (?:will |also )?(?:includes?|contains?|has|carries)",
        re.IGNORECASE,
    ),
)
# Words in the place of a state that name none.
_NO_STATES = frozenset(
    words(
        "a an the it is are was not be been task job status state request this that there present fully"
    )
)
# "the images array": a field that is called one.
_CALLED_FIELD = re.compile(
    r"[`\"'“]?\b([a-z]\w{0,60})[`\"'”]? (?:array|field|list|object|property)\b"
)
# "A failed task carries error in task_info": the list that follows describes its members.
_CARRIES = re.compile(r"\bAn? (\w+) task carries (\w+) in (\w+)")
# One of those members, and one of a list of states: "- pending: waits", "`pending` - waits".
_MEMBER = re.compile(r"\s*[•*◦–-]\s+(\w+): (.+)")
_ENTRY = re.compile(
    r"\s*(?:(?:[•*+◦▪·–-]|\d{1,3}[.)])\s+)?[`*\"]{0,3}([A-Za-z][A-Za-z_-]{1,40})[`*\"]{0,3}\s*(?:[:\uff1a]|\s[-–—]|→|\t|\|)\s*(\S.*)"
)
# "The status is one of pending, processing, completed or failed."
_LISTED = re.compile(
    r"\b(?:status(?:es)?|states?)\b[^.\n]{0,40}?(?:[:\uff1a]|one of|is either|can be|are|→)\s*"
    r"([`\"'“]?[\w-]{2,40}[`\"'”]?(?:\s?(?:,|/|\||→|->|\bor\b|\band\b|, or|, and)\s?[`\"'“]?[\w-]{2,40}[`\"'”]?){1,12})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s?(?:, or|, and|,|/|\||→|->|\bor\b|\band\b)\s?")
# An answer has one or two fields of states; more of that name are something else.
_MOST_STATE_FIELDS = 16
_STATE_NAMES = frozenset({"status", "state", "task_status", "job_status", "phase"})
# A sentence is not longer, and longer ones would be searched for every wording.
_LONGEST = 2000


class TaskProse:
    """Reads the sentences of one page in their order: one may begin a list that the next ones go on with."""

    def __init__(self, page: Page, status: int, answers: Sequence[Node]) -> None:
        """Begin with nothing read.

        Args:
            status: Of the answers.
            answers: The examples on the page.
        """
        self._page = page
        self._status = status
        self._answers = answers
        self._scope = ""
        self._states: list[str] = []
        self._entries: list[tuple[str, Line]] = []
        self._shown: list[tuple[str, str, Span]] = []
        self._members = {name: f"/{name}" for node in answers for name in node.members}
        self._numbers = {name: number for number, name in enumerate(self._members)}
        self._pictures = next(filter(None, map(first_address_list, answers)), None)
        self._fields_by_name: dict[str, dict[str, int]] = {}
        self._seen = 0

    def field(self, subject: str, offset: int, piece: str) -> None:
        """State what the description of a field of an answer says of tasks."""
        names = [name for name in steps(subject)[1:] if name is not None]
        if len(names) == len(steps(subject)) - 1 and len(piece) <= _LONGEST:
            for word, start, end in _states_of(piece):
                self._shown.append((word, join(names), (offset + start, offset + end)))
        document = self._page.document
        first, last = document.line_at(offset), document.line_at(offset + max(0, len(piece) - 1))
        for line in document.lines[first.number - 1 : last.number]:
            self._lifetime(line)

    def _lifetime(self, line: Line) -> None:
        if self._pictures is not None:
            state_lifetime(self._page, line, self._status, element(self._pictures))

    def states(self, words: list[str], place: Span, *, name: str = "") -> None:
        """State the states that a page lists, of the field of an answer that has them.

        Args:
            name: Of the field, empty for one with a usual name.
        """
        subjects = self._fields_called({name} if name else _STATE_NAMES)
        if not subjects and name not in _STATE_NAMES:
            return
        if len(words) <= MOST_STATES:
            self._states = self._states or words
        for subject in subjects:
            self._page.say(subject, "enum", words, place)

    def _fields_called(self, names: Collection[str]) -> list[str]:
        """Return the fields of the answer that have one of these names, in the order in which they were stated."""
        statements = self._page.statements
        for number in range(self._seen, len(statements)):
            subject = statements[number].subject
            if subject.startswith(f"{self._status}."):
                called = self._fields_by_name.setdefault(steps(subject)[-1] or "", {})
                called.setdefault(subject, number)
        self._seen = len(statements)
        found = {
            each: at for name in names for each, at in self._fields_by_name.get(name, {}).items()
        }
        return sorted(found, key=found.__getitem__)[:_MOST_STATE_FIELDS]

    def sentence(self, title: str, line: Line) -> None:
        """State what a line of prose says, under its title."""
        self._advice(title, line)
        state_loose_prose(self._page, line)
        self._lifetime(line)
        if len(line.text) > _LONGEST:
            return
        for word, start, end in _states_of(line.text):
            for pointer in self._named(line.text):
                self._shown.append((word, pointer, (line.start + start, line.start + end)))
        self._list(line)
        carries = _CARRIES.search(line.text)
        if carries:
            state, name, parent = carries.groups()
            self._scope = f"{self._status}.{parent}.{name}"
            self._shown.append((state, f"/{parent}/{name}", (line.start, line.end)))
            return
        member = _MEMBER.match(line.text)
        if self._scope and member:
            self._member(line, member)
        else:
            self._scope = ""

    def _advice(self, title: str, line: Line) -> None:
        """State what a line advises: as a whole under its label, else sentence by sentence."""
        spans = [(line.start, line.end)]
        if not has_label(line.text):
            spans = self._page.document.sentences(line)
        for start, end in spans:
            advice = read_advice(title, self._page.document.text[start:end])
            if advice:
                slug, seconds = advice
                self._page.say("", f"advice/{slug}", {"seconds": seconds}, (start, end))

    def _named(self, text: str) -> list[str]:
        """Return the pointers of the fields of the answer that a sentence names."""
        words = self._numbers.keys() & set(re.findall(r"\w+", text)) - _STATE_NAMES
        known = [self._members[each] for each in sorted(words, key=self._numbers.__getitem__)]
        return known or [f"/{name}" for name in _CALLED_FIELD.findall(text)]

    def _list(self, line: Line) -> None:
        """Note an entry of a list of states, or a sentence that lists them."""
        entry = _ENTRY.fullmatch(line.text)
        if entry and not self._scope:
            self._entries.append((entry.group(1), line))
            return
        listed = _LISTED.search(line.text)
        if listed:
            words = [word.strip("`\"'“” ") for word in _BETWEEN.split(listed.group(1))]
            if are_states(words):
                place = (line.start + listed.start(), line.start + listed.end())
                self.states(words, place)

    def finish(self) -> None:
        """State what only the whole page tells: lists of states, and which state a sentence means."""
        for run in _runs(self._entries):
            words = [word for word, _ in run]
            if are_states(words) and not self._states:
                self.states(words, (run[0][1].start, run[-1][1].end))
        nulls = frozenset(pointer for node in self._answers for pointer in _nulls(node, ""))
        shown: dict[str, dict[str, list[Span]]] = {}
        optional: set[str] = set()
        for word, pointer, place in self._shown:
            state = resolve_state(word, self._states)
            if state is None:
                continue
            # What an example has as null where other states show nothing is there in every state.
            if pointer not in nulls:
                shown.setdefault(state, {}).setdefault(pointer, []).append(place)
            subject = str(self._status)
            for name in pointer[1:].split("/"):
                subject = child(subject, name)
            optional.add(subject)
        self._page.retract(optional, "required")
        for state, pointers in shown.items():
            names = list(pointers)
            for place in dict.fromkeys(each for found in pointers.values() for each in found):
                self._page.say(f"lifecycle.{state}", "shows", names, place)

    def _member(self, line: Line, match: re.Match[str]) -> None:
        """State a member of the object that the sentence before the list named."""
        subject, first = child(self._scope, match.group(1)), re.split(r"\W", match.group(2))[0]
        place = (line.start, line.end)
        if first in JSON_TYPES:
            self._page.say(subject, "type", first, place)
        else:
            self._page.mark(subject, "property", place)


def _states_of(text: str) -> list[tuple[str, int, int]]:
    """Return the words for states in which alone something is there, each with its place."""
    found = []
    for pattern in _ONLY:
        for match in pattern.finditer(text):
            word = next(group for group in match.groups() if group)
            if word.lower() not in _NO_STATES:
                found.append((word, match.start(), match.end()))
    return found[:1]


def _nulls(node: Node, at: str) -> Iterator[str]:
    """Yield the pointer of each member of an example that is null."""
    for name, member in node.members.items():
        if member.value is None:
            yield f"{at}/{name}"
        yield from _nulls(member, f"{at}/{name}")


def _runs(entries: list[tuple[str, Line]]) -> list[list[tuple[str, Line]]]:
    """Return entries in runs: those with at most a blank line between them are of one list."""
    runs: list[list[tuple[str, Line]]] = []
    for entry in entries:
        if runs and entry[1].number - runs[-1][-1][1].number <= 2:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return runs
