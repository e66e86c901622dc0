"""How a check is run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from truecopy.judge import SendOptions
from truecopy.model import Phase

DEFAULT_PHASES = frozenset({Phase.EXAMPLES, Phase.CLAIMS, Phase.LIFECYCLE})
# How much the phases that generate send. Kinds of requests for each operation: valid, invalid, limits, pictures,
# sizes. Runs and steps of the state machine: few, and they find each drift of a lifecycle that was tried.
FUZZ_KINDS, LIFECYCLE_RUNS, LIFECYCLE_STEPS = 5, 10, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """How a check is run.

    Attributes:
        sending: How its requests are sent.
        provoke: State or status -> headers by which the target lets a task end in it, or answers with it, as
            mocks do.
        only: Operations to check; None for all.
        claims: Send, beside good requests, only what speaks for or against one of these claims; None for all.
        max_failures: Stop after so many findings above info; None for never.
        seed, max_examples: Of the phases that generate.
    """

    sending: SendOptions = field(default_factory=SendOptions)
    phases: frozenset[Phase] = DEFAULT_PHASES
    provoke: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    only: frozenset[str] | None = None
    claims: frozenset[str] | None = None
    max_failures: int | None = None
    seed: int = 0
    max_examples: int = 50  # all phases of a check of the mock then take about a minute
