"""Asynchronous tasks: a record fixed at creation, and what it shows at any later instant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from truecopy.mock.image_spec import ImageSpec
from truecopy.model import Lifecycle


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task. Time alone moves it.

    Attributes:
        account: Who created it; nobody else sees it.
        steps: Each state with the instant in unix seconds at which it begins, in order.
        spec: The pictures that it makes, where it makes any.
        shows: Pointer -> value that its last state shows besides the pictures.
    """

    id: str
    vendor: str
    account: str
    steps: tuple[tuple[str, float], ...]
    spec: ImageSpec | None
    shows: Mapping[str, Any] = field(default_factory=dict)

    @property
    def created(self) -> float:
        """When it was created, in unix seconds."""
        return self.steps[0][1]

    def state_at(self, now: float) -> tuple[str, float]:
        """Return the state at an instant, and when it began."""
        reached = self.steps[0]
        for step in self.steps:
            if step[1] <= now:
                reached = step
        return reached


def path_to(lifecycle: Lifecycle, state: str) -> tuple[str, ...]:
    """Return the longest way from the initial state to `state`: a task passes through every state.

    Raises:
        ValueError: No transitions lead there.
    """
    ways = list(_ways(lifecycle, (lifecycle.initial,), state))
    if not ways:
        raise ValueError(f"no transitions lead from {lifecycle.initial} to {state}")
    return max(ways, key=len)


def _ways(lifecycle: Lifecycle, so_far: tuple[str, ...], goal: str) -> Iterator[tuple[str, ...]]:
    if so_far[-1] == goal:
        yield so_far
        return
    for name in lifecycle.transitions.get(so_far[-1], ()):
        if name not in so_far:
            yield from _ways(lifecycle, (*so_far, name), goal)


def schedule(
    states: tuple[str, ...], start: float, complete_s: float
) -> tuple[tuple[str, float], ...]:
    """Return the instants at which a task enters each state.

    The first quarter of the time goes to the initial state, as waiting does; the rest is shared evenly.
    """
    later = states[1:]
    if not later:
        return ((states[0], start),)
    waiting = complete_s / 4 if len(later) > 1 else complete_s
    each = (complete_s - waiting) / max(1, len(later) - 1)
    steps = [(name, start + waiting + index * each) for index, name in enumerate(later)]
    return ((states[0], start), *steps)
