"""One task followed through its states: each answer judged against the ones before it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from truecopy.contract.formats import is_instant, parse_instant
from truecopy.judge.acceptance import Expectation
from truecopy.judge.answers import AnswerJudge
from truecopy.judge.renames import in_its_place
from truecopy.model import Contract, Draft, Finding, Lifecycle, Outcome
from truecopy.model.pointers import first, join

ANOTHER_ACCOUNT = Expectation(
    outcome=Outcome.REFUSED,
    label="the task is looked up from another account",
    rule="lifecycle-task-shared",
)
# Two servers may note the two times, and one of them without fractions of a second.
_CLOCKS_S = 1.0
_LATEST_S, _MILLISECONDS = 1e11, 1000.0  # a number beyond the year 5000 is in milliseconds
_ABSENT = object()
# Of a result that has changed in many places the first ones tell enough.
_MOST_PLACES = 5


class TaskWatch:
    """What was seen of one task, in order.

    Attributes:
        id: As the answer that accepted it has it; empty where it has none.
        state: The last one seen that the contract knows; empty before.
        shown: What the last answer showed as the state.
        held: Ids of the lifecycle's claims that were seen to hold.
        findings: What broke.
    """

    def __init__(self, judge: AnswerJudge, lifecycle: Lifecycle, created: Any) -> None:
        """Begin with the body of the answer that accepted the task."""
        self._judge = judge
        self._lifecycle = lifecycle
        self.id = str(first(created, lifecycle.id) or "")
        self.state = ""
        self.shown: Any = None
        self.held: set[str] = set()
        self.findings: list[Finding] = []
        self._told = 0
        self._last: Any = None
        state = first(created, lifecycle.state)
        if state == lifecycle.initial:
            self.held.add("lifecycle#initial")
        else:
            self._note(
                "lifecycle-initial-differs",
                f"a new task is {state!r}, documented is {lifecycle.initial!r}",
                "lifecycle#initial",
                operation=lifecycle.create,
            )
        self._see(created)

    def fresh(self) -> list[Finding]:
        """Return what broke since this was asked last."""
        found, self._told = self.findings[self._told :], len(self.findings)
        return found

    @property
    def is_over(self) -> bool:
        """Whether a terminal state was seen."""
        return self.state in self._lifecycle.terminal

    @property
    def is_strange(self) -> bool:
        """Whether the task is in a state that the contract does not know, so that nobody can tell its end."""
        return self.shown not in self._lifecycle.states

    def see(self, body: Any) -> None:
        """Judge the body of a look-up that found the task."""
        self.held |= {"lifecycle#create", "lifecycle#poll"}
        self._same_id(body)
        self._times(body)
        self._shows(body)
        if self.is_over:
            self._frozen(body)
        self._see(body)

    def lose(self, status: int) -> None:
        """Note that a look-up did not find the task."""
        self._note(
            "lifecycle-task-unknown",
            f"a task that was just created is not found: {status}",
            "lifecycle#poll",
            expected="200",
            actual=str(status),
        )

    def give_up(self, waited_s: float) -> None:
        """Note that the task has not ended in its time."""
        self._note(
            "lifecycle-task-unfinished",
            f"the task is {self.shown!r} after {waited_s:.0f} seconds",
            f"{self._lifecycle.poll}#advice/give-up",
            expected=" or ".join(self._lifecycle.terminal),
            actual=str(self.shown),
        )

    def _see(self, body: Any) -> None:
        """Take in the state that a body shows."""
        lifecycle, before = self._lifecycle, self.state
        state = first(body, lifecycle.state)
        self.shown = state
        if state in lifecycle.states:
            self.held.add("lifecycle#state")
            self._follow(before, state)
            self.state = state
        self._last = body

    def _follow(self, before: str, state: str) -> None:
        if not before or before not in self._lifecycle.states:
            return
        if state not in self._lifecycle.reachable(before):
            is_ended = before in self._lifecycle.terminal
            claim = "lifecycle#terminal" if is_ended else f"lifecycle.{before}#transitions"
            self._note(
                "lifecycle-transition-illegal",
                f"{state!r} follows {before!r}",
                claim,
                expected=" or ".join(self._lifecycle.transitions.get(before, ("nothing",))),
                actual=state,
            )
        elif state != before:
            self.held.add(f"lifecycle.{before}#transitions")
            for between in self._lifecycle.reachable(before):
                if state in self._lifecycle.transitions.get(between, ()):
                    self.held.add(f"lifecycle.{between}#transitions")

    def _same_id(self, body: Any) -> None:
        found = first(body, self._lifecycle.id)
        if found is not None and str(found) == self.id:
            self.held.add("lifecycle#id")
            return
        self._note(
            "lifecycle-id-differs",
            f"the task {self.id} is shown as {found!r}",
            "lifecycle#id",
            expected="the same id",
            actual="another",
        )

    def _times(self, body: Any) -> None:
        lifecycle = self._lifecycle
        created = self._moments(body, lifecycle.created)
        if created:
            if _is_same_time(*created):
                self.held.add("lifecycle#created")
            else:
                self._note(
                    "lifecycle-created-changed",
                    f"{lifecycle.created} was {created[0]}, now it is {created[1]}",
                    "lifecycle#created",
                )
        self._order(body)
        updated = self._moments(body, lifecycle.updated)
        if updated:
            if _instant(updated[1]) >= _instant(updated[0]):
                self.held.add("lifecycle#updated")
            else:
                self._note(
                    "lifecycle-updated-reversed",
                    f"{lifecycle.updated} was {updated[0]}, now it is {updated[1]}",
                    "lifecycle#updated",
                )

    def _moments(self, body: Any, at: str | None) -> tuple[Any, Any] | None:
        """Return the time that stood at a place in the last answer, and the one that does now; None without both."""
        if at is None:
            return None
        last, now = first(self._last, at), first(body, at)
        return (last, now) if _is_time(last) and _is_time(now) else None

    def _order(self, body: Any) -> None:
        """Judge the times of one answer: nothing changes before it is there."""
        places = (self._lifecycle.created, self._lifecycle.updated)
        created, updated = (None if at is None else first(body, at) for at in places)
        if not (_is_time(created) and _is_time(updated)):
            return
        if _instant(created) - _instant(updated) > _CLOCKS_S:
            self._note(
                "lifecycle-updated-early",
                f"{places[1]} is {updated}, before {places[0]}, {created}",
                "lifecycle#updated",
                expected="a time not before the creation",
                actual=str(updated),
            )

    def _shows(self, body: Any) -> None:
        state = first(body, self._lifecycle.state)
        if state not in self._lifecycle.states:
            return
        for owner, pointers in self._lifecycle.shows.items():
            claim = f"lifecycle.{owner}#shows"
            for pointer in pointers:
                is_there = first(body, pointer, _ABSENT) not in (_ABSENT, None)
                if owner == state and not is_there:
                    names = self._judge.renamed(self._lifecycle.poll, body, [pointer])
                    other = in_its_place(names.get(pointer, ""))
                    message = f"a task that is {state!r} does not show {pointer}{other}"
                    self._note("lifecycle-result-missing", message, claim, pointer=pointer)
                elif owner != state and is_there:
                    message = f"a task that is {state!r} shows {pointer}, which {owner!r} shows"
                    self._note("lifecycle-result-early", message, claim, pointer=pointer)
                elif owner == state:
                    self.held.add(claim)

    def _frozen(self, body: Any) -> None:
        """Judge the result of a task that had ended: nothing says that times stay, or that links are not signed anew."""
        result = self._lifecycle.shows.get(self.state, ())
        changed = [
            pointer + at
            for pointer in result
            for at in _differences(
                _lasting(first(self._last, pointer)), _lasting(first(body, pointer))
            )
        ]
        if not changed:
            if first(body, self._lifecycle.state) == self.state:
                self.held.add("lifecycle#terminal")
            return
        places = ", ".join(changed[:_MOST_PLACES])
        self._note(
            "lifecycle-terminal-changed",
            f"the task was {self.state!r}, and afterwards {places} changed",
            "lifecycle#terminal",
            expected="the same result",
            actual=f"another {places}",
        )

    def _note(self, rule: str, message: str, claim: str, **more: Any) -> None:
        operation = more.pop("operation", self._lifecycle.poll)
        if not any(each.rule == rule and each.message == message for each in self.findings):
            self.findings.append(self._judge.finding(rule, operation, message, claim, **more))


def look_up(contract: Contract, lifecycle: Lifecycle, task_id: str) -> Draft:
    """Return the request that looks a task up."""
    operation = contract.operations[lifecycle.poll]
    path = operation.path.replace(f"{{{lifecycle.parameter}}}", quote(task_id, safe=""))
    return Draft(operation=operation.id, method=operation.method, path=path)


def _is_time(value: Any) -> bool:
    return (isinstance(value, str) and is_instant(value)) or type(value) in (int, float)


def _instant(value: Any) -> float:
    """Return a time in unix seconds, from an RFC 3339 text, or a number of seconds or milliseconds."""
    if isinstance(value, str):
        return parse_instant(value).timestamp()
    return value / _MILLISECONDS if value > _LATEST_S else float(value)


def _is_same_time(first: Any, second: Any) -> bool:
    """Whether two times are one: a text may have gone through a store that keeps fewer fractions of a second."""
    between = abs(_instant(first) - _instant(second))
    has_text = isinstance(first, str) or isinstance(second, str)
    return between < _CLOCKS_S if has_text else between == 0


def _lasting(value: Any) -> Any:
    """Return a result without what signs its addresses, which may be done for every look."""
    if isinstance(value, dict):
        return {name: _lasting(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_lasting(each) for each in value]
    is_address = isinstance(value, str) and value.startswith(("http://", "https://"))
    return value.partition("?")[0].partition("#")[0] if is_address else value


def _differences(before: Any, after: Any, at: str = "") -> Iterator[str]:
    """Yield the pointers at which two bodies differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() | after.keys()):
            yield from _differences(before.get(name), after.get(name), at + join((name,)))
    elif before != after:
        yield at
