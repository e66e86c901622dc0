"""What a target did with a request: a status of success alone does not say that it was accepted."""

from collections.abc import Mapping
from typing import Any

from truecopy.contract import CompiledSchema
from truecopy.contract.formats import is_absolute_url
from truecopy.judge.judgement import Judgement
from truecopy.judge.outcome import body_of, outcome_of
from truecopy.model import Contract, Ground, Interaction, Leaning, Operation, Outcome

_LONGEST_ERROR = 1000  # what vendors say of an error is shorter, the smallest picture is not


class AnswerOutcomes:
    """Tells refusals that wear the status of success from answers that accept."""

    def __init__(
        self, contract: Contract, responses: Mapping[tuple[str, int], CompiledSchema]
    ) -> None:
        """Tell them by the schemas of their answers, by operation and status."""
        self._contract = contract
        self._responses = responses

    def of(
        self, operation_id: str, interaction: Interaction, expected: Outcome | None = None
    ) -> Outcome | None:
        """Return what a target did with a request; a refusal may wear the status of success.

        Args:
            expected: What should become of it. The answer to a bad request that has nothing of what a good
                one must have is a refusal, whatever errors look like: not every vendor documents them.
        """
        operation = self._contract.operations[operation_id]
        found = outcome_of(interaction)
        is_bare = (
            expected is Outcome.REFUSED
            and found is Outcome.ACCEPTED
            and self._is_bare(operation, interaction)
        )
        return Outcome.REFUSED if is_bare or self.is_disguised(operation, interaction) else found

    def unpromised(
        self,
        operation_id: str,
        interaction: Interaction,
        expected: Outcome | None,
        leans: Leaning | None = None,
    ) -> Judgement | None:
        """Return the judgement where nothing is promised to a request that has the status of success, else None.

        That is so of one that should be refused; and of one whose goodness is assumed, where its answer
        has nothing of a good one, pictures neither.

        Args:
            leans: What a good request rests on.
        """
        if outcome_of(interaction) is not Outcome.ACCEPTED:
            return None
        body = body_of(interaction)
        if expected is Outcome.REFUSED:
            outcome = self.of(operation_id, interaction, expected)
            return Judgement(outcome=outcome, body=body)
        is_assumed = leans is not None and leans.ground is Ground.ASSUMPTION
        operation = self._contract.operations[operation_id]
        if is_assumed and self._is_bare(operation, interaction) and not _may_have_pictures(body):
            return Judgement(outcome=Outcome.REFUSED, body=body)
        return None

    def _is_bare(self, operation: Operation, interaction: Interaction) -> bool:
        """Whether an answer says something, and nothing of what a good one must have.

        What another method is answered with is another thing.
        """
        if interaction.method != operation.method:
            return False
        success = self._responses.get((operation.id, operation.success))
        required = success.schema.get("required", ()) if success else ()
        body = body_of(interaction)
        is_empty = not (interaction.body and body != {})
        return (
            bool(required)
            and not is_empty
            and not (isinstance(body, dict) and any(name in body for name in required))
        )

    def is_disguised(self, operation: Operation, interaction: Interaction) -> bool:
        """Whether an answer under the status of success has the body of an error, and no good one."""
        success = self._responses.get((operation.id, interaction.status))
        error = self._responses.get((operation.id, 400))
        if interaction.status != operation.success or success is None or error is None:
            return False
        body = body_of(interaction)
        is_error = bool(error.schema.get("required")) and not error.problems(body)
        return is_error and bool(success.problems(body))


def _may_have_pictures(body: Any) -> bool:
    """Whether a body has a text that is an address, or long enough for a picture."""
    left = [body]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str) and (len(value) > _LONGEST_ERROR or is_absolute_url(value)):
            return True
    return False
