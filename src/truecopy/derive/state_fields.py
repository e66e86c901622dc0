"""The fields of an answer that show the state of a task, as far as a page has stated them."""

from collections.abc import Collection, Sequence

from truecopy.derive.located_json import Node
from truecopy.derive.paths import child, steps
from truecopy.derive.statements import Page
from truecopy.derive.task_states import MOST_STATES, STATE
from truecopy.model.pointers import join, split

# Names that such a field usually has.
STATE_NAMES = frozenset({"status", "state", "task_status", "job_status", "phase"})
# An answer has one or two fields of states; more of that name are something else.
_MOST_STATE_FIELDS = 16


class StateFields:
    """Finds those fields; what a page states later is found when it is asked again."""

    def __init__(self, page: Page, status: int, answers: Sequence[Node]) -> None:
        """Look at a page; `status` is that of the answers."""
        self._page = page
        self._status = status
        self._answers = answers
        self._by_name: dict[str, dict[str, int]] = {}
        self._seen = 0

    def called(self, names: Collection[str]) -> list[str]:
        """Return the fields of the answer that have one of these names, in the order in which they were stated."""
        statements = self._page.statements
        for number in range(self._seen, len(statements)):
            subject = statements[number].subject
            if subject.startswith(f"{self._status}."):
                called = self._by_name.setdefault(steps(subject)[-1] or "", {})
                called.setdefault(subject, number)
        self._seen = len(statements)
        found = {each: at for name in names for each, at in self._by_name.get(name, {}).items()}
        return sorted(found, key=found.__getitem__)[:_MOST_STATE_FIELDS]

    def place(self, states: Sequence[str]) -> str:
        """Return the pointer of the field that shows the state; empty where none, or several, may be it.

        Args:
            states: Those that the page lists; empty where it lists none.
        """
        found = [each for each in self.called(STATE_NAMES) if None not in steps(each)]
        listed = [each for each in found if states and states in self._page.values(each, "enum")]
        places = listed or found
        return join([str(name) for name in steps(places[0])[1:]]) if len(places) == 1 else ""

    def subject(self, pointer: str) -> str:
        """Return the subject of a pointer into the answer."""
        subject = str(self._status)
        for name in split(pointer):
            subject = child(subject, name)
        return subject

    def listed(self, pointer: str) -> list[str]:
        """Return the states that the field itself lists."""
        values = self._page.values(self.subject(pointer), "enum") if pointer else []
        found: list[object] = next((each for each in values if len(each) <= MOST_STATES), [])
        return [each for each in found if isinstance(each, str)]

    def shown(self, pointer: str) -> list[str]:
        """Return the states that examples show at a place."""
        found: dict[str, None] = {}
        for node in self._answers if pointer else ():
            value = _value_at(node, pointer)
            if isinstance(value, str) and STATE.fullmatch(value):
                found[value] = None
        return list(found)[:MOST_STATES]


def _value_at(node: Node, pointer: str) -> object:
    """Return what an example has at a pointer, None where that is nothing or left out."""
    found: Node | None = node
    for name in split(pointer):
        found = found.members.get(name) if found is not None else None
    return found.value if found is not None and found.is_known else None
