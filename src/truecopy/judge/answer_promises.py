"""What an answer of success is promised beyond its schema, and what has to be known to judge that."""

from collections.abc import Mapping, Sequence
from typing import Any

from truecopy.contract import CompiledOperation
from truecopy.contract.pictures import judge_pictures, picture_sites
from truecopy.contract.promise_breaches import Fetch, PromiseContext
from truecopy.contract.promises import (
    Promise,
    is_aspect_promised,
    is_examinable,
    promised_count,
)
from truecopy.model import Contract, Interaction, Operation, Payload, Schema
from truecopy.model.pointers import each


class AnswerPromises:
    """The promises of one contract's answers."""

    def __init__(self, contract: Contract, operations: Mapping[str, CompiledOperation]) -> None:
        """Keep what they stand in."""
        self._contract = contract
        self._operations = operations

    def context(
        self,
        operation: Operation,
        interaction: Interaction,
        answer: Any,
        request: Payload,
        fetch: Fetch,
    ) -> PromiseContext:
        """Return an interaction as the promises see it."""
        return PromiseContext(
            request=request.instance,
            answer=answer,
            sent_at=interaction.sent_at,
            fetch=fetch,
            inputs=self._inputs(operation.id, request, answer),
        )

    def addresses(self, operation_id: str, body: Any) -> list[str]:
        """Return the addresses of pictures in the answer of success."""
        return [
            value
            for site in picture_sites(self._schema(operation_id))
            for _, value in each(body, site.pattern)
            if isinstance(value, str) and value.startswith(("http://", "https://"))
        ]

    def count(self, operation_id: str, request: Payload) -> int | None:
        """Return how many pictures a request is promised, None where no promise says."""
        promises = self._promises(operation_id)
        promise = next((each for each in promises if each["kind"] == "count"), None)
        return max(1, promised_count(promise, request.instance)) if promise else None

    def wants_size(self, operation_id: str, request: Payload, answer: Any) -> bool:
        """Whether the request is promised anything of the size of its pictures."""
        inputs = self._inputs(operation_id, request, answer)
        return any(
            is_examinable(each, request.instance, inputs) for each in self._promises(operation_id)
        )

    def _inputs(
        self, operation_id: str, request: Payload, answer: Any
    ) -> tuple[tuple[int, int] | None, ...]:
        """Return the size of each picture of a request, where a promise compares one with the answer's.

        To know a size, a picture is decoded: megabytes for each answer that is looked at.
        """
        lifecycle = self._contract.lifecycle
        name = lifecycle.create if lifecycle and lifecycle.poll == operation_id else operation_id
        compiled = self._operations[name].request
        if compiled is None or request.instance is None:
            return ()
        if not any(
            is_aspect_promised(each, request.instance, answer)
            for each in self._promises(operation_id)
        ):
            return ()
        sites = picture_sites(compiled.schema)
        pictures, _ = judge_pictures(compiled, sites, request.instance, request.files)
        facts = [each.facts for each in pictures]
        return tuple((each.width, each.height) if each else None for each in facts)

    def _promises(self, operation_id: str) -> Sequence[Promise]:
        promises: Sequence[Promise] = self._schema(operation_id).get("x-promises", ())
        return promises

    def _schema(self, operation_id: str) -> Schema:
        """Return the schema of the answer of success."""
        operation = self._contract.operations[operation_id]
        return operation.responses[operation.success] or {}
