"""A vendor's contract: its operations, schemas, promises, lifecycle and statuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from truecopy.model.claims import Claim, Decision

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method, one path, one media type.

    Attributes:
        path: Template: `/v1/tasks/{task_id}`.
        aliases: Further paths that reach the same operation, such as one with a trailing slash.
        media_type: Of the request body; None where there is none.
        request: Schema of the decoded body; None where there is no body.
        path_parameters: Schema of the object of path parameters.
        responses: Documented statuses, each with the schema of its body or None where the
            documents say nothing of the body.
        price_usd: Price of one picture in US dollars; None where it is unknown, never zero for it.
        example: A request body that the documents show, its prose replaced; None without one.
    """

    id: str
    method: str
    path: str
    aliases: tuple[str, ...] = ()
    media_type: str | None = None
    request: Schema | None = None
    path_parameters: Schema | None = None
    responses: Mapping[int, Schema | None]
    price_usd: float | None = None
    example: Any = None
    description: str = ""

    @property
    def success(self) -> int:
        """The documented status of success: the lowest below 300."""
        return min(status for status in self.responses if status < 300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """The states of an asynchronous task, how they follow each other, and what each shows.

    Attributes:
        create: Id of the operation that makes a task.
        poll: Id of the operation that reads it back.
        parameter: Name of the path parameter of `poll` that carries the task's id.
        id, state: JSON pointers into both answers.
        created, updated: The same of the times of creation and last change; None where answers show none.
        transitions: For each state that is not terminal, the states that may follow directly.
        shows: For each state, the pointers that its answer shows and that no other state shows.
    """

    create: str
    poll: str
    parameter: str
    id: str
    state: str
    created: str | None = None
    updated: str | None = None
    initial: str
    terminal: tuple[str, ...]
    transitions: Mapping[str, tuple[str, ...]]
    shows: Mapping[str, tuple[str, ...]]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state: those with a way out first, then the terminal ones."""
        return (*self.transitions, *self.terminal)

    def reachable(self, state: str) -> frozenset[str]:
        """Return the states that an observer may see after `state`, itself included: looks miss some."""
        seen, waiting = {state}, [state]
        while waiting:
            for name in self.transitions.get(waiting.pop(), ()):
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
        return frozenset(seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What one vendor promises.

    Attributes:
        vendor: Slug; the folder's name.
        title: The vendor's name, for people.
        base_url: Scheme, host and any path before the operations' paths.
        fingerprint: 12 hex digits over all derived files.
        documents: Public address of each document, or an empty text where there is none.
        is_demanding: Whether what the contract assumes is demanded as what documents state; else it is observed.
        volatile: Pointers into bodies of requests, of fields that do not tell one request from another.
    """

    vendor: str
    title: str
    base_url: str
    fingerprint: str
    operations: Mapping[str, Operation]
    lifecycle: Lifecycle | None
    claims: Mapping[str, Claim]
    decisions: Mapping[str, Decision]
    documents: Mapping[str, str]
    volatile: tuple[str, ...] = ()
    is_demanding: bool = False

    def landed(self) -> dict[str, Claim]:
        """Return the claims by contract file and pointer, where they landed; made anew each time."""
        return {claim.pointer: claim for claim in self.claims.values()}
