"""What sentences of a reference page say of tasks: what a state shows, how often to ask, how long addresses live."""

import re

from truecopy.contract.pointers import join
from truecopy.derive.blocks import first_address_list, state_lifetime, state_loose_prose
from truecopy.derive.document import Line
from truecopy.derive.documented_fields import JSON_TYPES
from truecopy.derive.located_json import Node
from truecopy.derive.paths import child, element, steps
from truecopy.derive.statements import Page

# "The images array is present only for a completed task."
_ONLY_FOR = re.compile(
    r"\b(\w+) (?:array|field|list) is (?:there|present|returned) only (?:for|on|in) an? (\w+) task"
)
# "..., on a failed task only": of the field that the words describe.
_ON_ONLY = re.compile(r"\bon an? (\w+) task only\b")
# "A failed task carries error in task_info": the list that follows describes its members.
_CARRIES = re.compile(r"\bAn? (\w+) task carries (\w+) in (\w+)")
# One of those members.
_MEMBER = re.compile(r"\s*[•*-]\s+(\w+): (.+)")
# How often to ask, under a title with "polling": "- Images: every 5-10 seconds".
_ADVICE = re.compile(r"\s*[•*-]\s+([A-Z][\w ]+): .*?\b(\d{1,9})(?:-(\d{1,9}))? (second|minute)s?")


class TaskProse:
    """Reads the sentences of one page in their order: one may begin a list that the next ones go on with."""

    def __init__(self, page: Page, status: int, answers: list[Node]) -> None:
        """Begin with nothing read.

        Args:
            status: Of the answers.
            answers: The examples on the page.
        """
        self._page = page
        self._status = status
        self._answers = answers
        self._scope = ""

    def field(self, subject: str, offset: int, piece: str) -> None:
        """State what the description of a field of an answer says of tasks."""
        match = _ON_ONLY.search(piece)
        names = [name for name in steps(subject)[1:] if name is not None]
        if match and len(names) == len(steps(subject)) - 1:
            pointer = join(names)
            place = (offset + match.start(), offset + match.end())
            self._page.say(f"lifecycle.{match.group(1)}", "shows", [pointer], place)
        self._lifetime(self._page.document.line_at(offset))

    def _lifetime(self, line: Line) -> None:
        names = [name for node in self._answers if (name := first_address_list(node))]
        if names:
            state_lifetime(self._page, line, self._status, element(names[0]))

    def sentence(self, title: str, line: Line) -> None:
        """State what a line of prose says, under its title."""
        if "polling" in title.lower():
            self._advice(line)
            return
        state_loose_prose(self._page, line)
        self._lifetime(line)
        only = _ONLY_FOR.search(line.text)
        if only:
            place = (line.start + only.start(), line.start + only.end())
            self._page.say(f"lifecycle.{only.group(2)}", "shows", [f"/{only.group(1)}"], place)
        carries = _CARRIES.search(line.text)
        if carries:
            state, name, parent = carries.groups()
            self._scope = f"{self._status}.{parent}.{name}"
            self._page.say(
                f"lifecycle.{state}", "shows", [f"/{parent}/{name}"], (line.start, line.end)
            )
            return
        member = _MEMBER.match(line.text)
        if self._scope and member:
            self._member(line, member)
        else:
            self._scope = ""

    def _member(self, line: Line, match: re.Match[str]) -> None:
        """State a member of the object that the sentence before the list named."""
        subject, first = child(self._scope, match.group(1)), re.split(r"\W", match.group(2))[0]
        place = (line.start, line.end)
        if first in JSON_TYPES:
            self._page.say(subject, "type", first, place)
        else:
            self._page.mark(subject, "property", place)

    def _advice(self, line: Line) -> None:
        match = _ADVICE.match(line.text)
        if not match:
            return
        label, low, high, unit = match.groups()
        scale = 60 if unit == "minute" else 1
        value = {"seconds": [int(low) * scale, int(high or low) * scale]}
        slug = "-".join(label.lower().split())
        self._page.say("", f"advice/{slug}", value, (line.start, line.end))
