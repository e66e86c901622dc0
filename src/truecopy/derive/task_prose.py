"""What sentences of a reference page say of tasks: states, what each shows, how often to ask, how long addresses live."""

import re
from collections.abc import Iterable, Iterator, Sequence

from truecopy.derive.blocks import first_address_list, state_lifetime, state_loose_prose
from truecopy.derive.declared_types import JSON_TYPES
from truecopy.derive.document import Line, Span
from truecopy.derive.located_json import Node
from truecopy.derive.paths import child, element, steps
from truecopy.derive.polling_advice import has_label, read_advice
from truecopy.derive.state_fields import STATE_NAMES, StateFields
from truecopy.derive.state_wordings import StateCondition, is_not_always_there, read_conditions
from truecopy.derive.statements import ENDS, SHOWN_IN, Page
from truecopy.derive.task_states import MOST_STATES, are_states, resolve_state, says_end
from truecopy.model.pointers import join

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
    r"\b(?:status(?:es)?|states?)\b[^.\n]{0,40}?(?:[:\uff1a=]|one of|is either|can be|are|→)\s*"
    r"([`\"'“]?[\w-]{2,40}[`\"'”]?(?:\s?(?:,|/|\||→|->|\bor\b|\band\b|, or|, and)\s?[`\"'“]?[\w-]{2,40}[`\"'”]?){1,12})",
    re.IGNORECASE,
)
# What makes such a list one of some states only.
_SOME = re.compile(
    r"\b(?:terminal|final|finished|end|ending|last|non-?terminal|intermediate|transient|active|error|failure|if|when|while|until|once|"
    r"unless|whose|whenever|before|after)\b",
    re.IGNORECASE,
)
# What stands between the states of such a list: commas, bars, arrows, "or".
_BETWEEN = re.compile(r"\s?(?:, or|, and|,|/|\||→|->|\bor\b|\band\b)\s?")
# A page has one list of its states, and perhaps some of parts of it; each is compared with every other.
_MOST_LISTS = 64
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
        self._lists: list[tuple[list[str], Span]] = []
        self._shown: list[tuple[tuple[str, ...], str, Span]] = []
        self._sometimes: set[str] = set()
        self._members = {name: f"/{name}" for node in answers for name in node.members}
        self._numbers = {name: number for number, name in enumerate(self._members)}
        self._pictures = next(filter(None, map(first_address_list, answers)), None)
        self._fields = StateFields(page, status, answers)

    def field(self, subject: str, offset: int, piece: str) -> None:
        """State what the description of a field of an answer says of tasks."""
        names = [name for name in steps(subject)[1:] if name is not None]
        if len(names) == len(steps(subject)) - 1 and len(piece) <= _LONGEST:
            for each in read_conditions(piece):
                self._note(each, join(names), offset)
        if len(piece) <= _LONGEST and is_not_always_there(piece):
            self._sometimes.add(subject)
        document = self._page.document
        first, last = document.line_at(offset), document.line_at(offset + max(0, len(piece) - 1))
        for line in document.lines[first.number - 1 : last.number]:
            self._lifetime(line)

    def _note(self, condition: StateCondition, pointer: str, offset: int) -> None:
        """Note in which states a field is there; which they are the whole page tells."""
        place = (offset + condition.start, offset + condition.end)
        self._shown.append((condition.words, pointer, place))

    def _lifetime(self, line: Line) -> None:
        if self._pictures is not None:
            state_lifetime(self._page, line, self._status, element(self._pictures))

    def states(self, words: list[str], place: Span, *, name: str = "") -> None:
        """State the states that a page lists, of the field of an answer that has them.

        Args:
            name: Of the field, empty for one with a usual name.
        """
        subjects = self._fields.called({name} if name else STATE_NAMES)
        if not subjects and name not in ("", *STATE_NAMES):
            return
        if len(words) <= MOST_STATES:
            self._states = self._states or words
        for subject in subjects:
            self._page.say(subject, "enum", words, place)

    def ends(self, rows: Iterable[tuple[str, str, Line]]) -> None:
        """State in which states a task ends, by what a list says of each."""
        for word, text, line in rows:
            if says_end(text):
                self._page.mark(f"lifecycle.{word}", ENDS, (line.start, line.end))

    def _state_lists(self) -> None:
        """State the states of each list that is no part of a longer one: `it ends as done or failed` lists some of them."""
        fields = self._fields.called(STATE_NAMES)
        listed = [each for at in fields for each in self._page.values(at, "enum")[:_MOST_LISTS]]
        longer = [set(map(str, each)) for each in (*listed, *(words for words, _ in self._lists))]
        for words, place in self._lists:
            if not any(set(words) < each for each in longer):
                self.states(words, place)
        self._states = self._states or self._fields.listed(self._fields.place([]))

    def sentence(self, title: str, line: Line) -> None:
        """State what a line of prose says, under its title."""
        self._advice(title, line)
        state_loose_prose(self._page, line)
        self._lifetime(line)
        if len(line.text) > _LONGEST:
            return
        for start, end in self._page.document.sentences(line):
            self._conditions(line, start, end)
        self._list(line)
        carries = _CARRIES.search(line.text)
        if carries:
            state, name, parent = carries.groups()
            self._scope = f"{self._status}.{parent}.{name}"
            self._shown.append(((state,), f"/{parent}/{name}", (line.start, line.end)))
            return
        member = _MEMBER.match(line.text)
        if self._scope and member:
            self._member(line, member)
        else:
            self._scope = ""

    def _conditions(self, line: Line, start: int, end: int) -> None:
        """Note the fields that a sentence shows in some states: those that it names, else those of its line."""
        text = self._page.document.text[start:end]
        for each in read_conditions(text):
            if each.field:
                pointers = [self._members[each.field]] if each.field in self._members else []
            else:
                pointers = self._named(text) or self._named(line.text)
            for pointer in pointers:
                self._note(each, pointer, start)

    def _advice(self, title: str, line: Line) -> None:
        """State what a line advises: as a whole under its label, else sentence by sentence."""
        spans = [(line.start, line.end)]
        if not has_label(line.text):
            spans = self._page.document.sentences(line)
        for start, end in spans:
            for each in read_advice(title, self._page.document.text[start:end]):
                place = (start + each.start, start + each.end)
                self._page.say("", f"advice/{each.slug}", {"seconds": list(each.seconds)}, place)

    def _named(self, text: str) -> list[str]:
        """Return the pointers of the fields of the answer that a sentence names."""
        words = self._numbers.keys() & set(re.findall(r"\w+", text)) - STATE_NAMES
        known = [self._members[each] for each in sorted(words, key=self._numbers.__getitem__)]
        return known or [f"/{name}" for name in _CALLED_FIELD.findall(text)]

    def _list(self, line: Line) -> None:
        """Note an entry of a list of states, or a sentence that lists them."""
        listed = _LISTED.search(line.text)
        if listed and not _SOME.search(line.text, 0, listed.start(1)):
            words = [word.strip("`\"'“” ") for word in _BETWEEN.split(listed.group(1))]
            if are_states(words):
                place = (line.start + listed.start(), line.start + listed.end())
                self._add_list(words, place)
                return
        entry = _ENTRY.fullmatch(line.text)
        if entry and not self._scope:
            self._entries.append((entry.group(1), line))

    def _add_list(self, words: list[str], place: Span) -> None:
        if len(self._lists) < _MOST_LISTS:
            self._lists.append((words, place))

    def finish(self) -> None:
        """State what only the whole page tells: lists of states, and which state a sentence means."""
        for run in _runs(self._entries):
            words = [word for word, _ in run]
            if are_states(words):
                self._add_list(words, (run[0][1].start, run[-1][1].end))
                self.ends((word, line.text, line) for word, line in run)
        self._state_lists()
        optional = {
            self._fields.subject(pointer)
            for words, pointer, _ in self._shown
            if all(resolve_state(each, self._states) for each in words)
        }
        self._page.retract(optional | self._sometimes, "required")
        self._promise()
        self._shows()

    def _shows(self) -> None:
        """State what one state alone shows, as the lifecycle says it; where several do, only a promise can."""
        nulls = frozenset(pointer for node in self._answers for pointer in _nulls(node, ""))
        shown: dict[str, dict[str, list[Span]]] = {}
        for words, pointer, place in self._shown:
            state = resolve_state(words[0], self._states)
            # What an example has as null where other states show nothing is there in every state.
            if len(words) == 1 and state is not None and pointer not in nulls:
                shown.setdefault(state, {}).setdefault(pointer, []).append(place)
        for state, pointers in shown.items():
            names = list(pointers)
            for place in dict.fromkeys(each for found in pointers.values() for each in found):
                self._page.say(f"lifecycle.{state}", "shows", names, place)

    def _promise(self) -> None:
        """State in which states a field is there as a promise of the answer, for pages without a lifecycle."""
        at = self._fields.place(self._states)
        known = self._states or self._fields.shown(at)
        for words, pointer, place in self._shown if at and known else ():
            states = [resolve_state(word, known) for word in words]
            if None not in states:
                value = {"state": at, "states": list(dict.fromkeys(states))}
                self._page.say(self._fields.subject(pointer), SHOWN_IN, value, place)

    def _member(self, line: Line, match: re.Match[str]) -> None:
        """State a member of the object that the sentence before the list named."""
        subject, first = child(self._scope, match.group(1)), re.split(r"\W", match.group(2))[0]
        place = (line.start, line.end)
        if first in JSON_TYPES:
            self._page.say(subject, "type", first, place)
        else:
            self._page.mark(subject, "property", place)


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
