"""The plan of a check: for each claim the fewest and cheapest requests that would show it broken."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from truecopy.contract import CompiledOperation
from truecopy.contract.encode import apply_edits
from truecopy.contract.promises import promised_count
from truecopy.judge.outcome import BAD_REQUEST
from truecopy.judge.protocol_probes import ProtocolProbes
from truecopy.judge.request_factory import RequestFactory, plain_value
from truecopy.judge.request_fields import accepted_claims
from truecopy.judge.request_grounds import weakest
from truecopy.judge.variations import Variations
from truecopy.model import (
    NO_BODY,
    Contract,
    Draft,
    Ground,
    Operation,
    Outcome,
    Payload,
    Phase,
    Probe,
    Schema,
    Variation,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationPlan:
    """What is sent to verify one operation.

    Attributes:
        baseline: The plainest good request; refusals count only when it is accepted. None where the
            operation needs what only another one can give, such as the id of a task.
        example: The documents' own request.
        base: The body of the baseline.
        unprobed: Claim id -> why no request can show it.
    """

    operation: str
    baseline: Probe | None
    base: Payload = NO_BODY
    example: Probe | None = None
    refused: tuple[Probe, ...] = ()
    packed: tuple[Probe, ...] = ()
    unprobed: Mapping[str, str] = field(default_factory=dict)

    def probes(self) -> Iterator[Probe]:
        """Yield every probe in the order in which they are sent."""
        yield from (each for each in (self.baseline,) if each)
        yield from self.refused
        yield from self.packed
        yield from (each for each in (self.example,) if each)


class Planner:
    """Plans the check of one contract.

    Attributes:
        contract: What is to be verified.
    """

    def __init__(
        self,
        contract: Contract,
        compiled: Mapping[str, CompiledOperation],
        *,
        image_url: str | None,
        takes_any_id: bool = False,
    ) -> None:
        """Prepare the plan.

        Args:
            image_url: Address of a picture that the target can fetch; None without one.
            takes_any_id: Whether the target finds something under any id, as a mock does where no lifecycle says
                which ids there are.
        """
        self.contract = contract
        self._takes_any_id = takes_any_id
        self._factories = {
            name: RequestFactory(contract, each, image_url) for name, each in compiled.items()
        }
        self._protocol = ProtocolProbes(contract, compiled)

    def ways(self, name: str) -> int:
        """Return how many good requests an operation's plan can start from; the first is the plainest."""
        operation = self.contract.operations[name]
        return len(self._factories[name].good_requests()) if operation.request else 1

    def plan(self, name: str, *, way: int = 0) -> OperationPlan:
        """Return the plan of one operation.

        Args:
            way: Which good request it starts from, for a target that refuses the plainest one.
        """
        operation = self.contract.operations[name]
        factory = self._factories[name]
        if operation.path_parameters is not None:
            return OperationPlan(
                operation=name,
                baseline=self._look_up(factory, operation.path_parameters),
                refused=tuple(self._protocol.look_ups(operation)),
            )
        if operation.request is None:
            baseline = self._baseline(factory, NO_BODY)
            return OperationPlan(
                operation=name,
                baseline=baseline,
                refused=tuple(self._protocol.probes(operation, baseline.draft, baseline.id)),
            )
        base = factory.good_requests()[way]
        baseline = self._baseline(factory, base, way)
        variations = Variations(factory, base)
        refused = [
            *self._protocol.probes(operation, baseline.draft, baseline.id),
            *(self._refusal(factory, base, baseline, each) for each in variations.refused),
        ]
        return OperationPlan(
            operation=name,
            baseline=baseline,
            base=base,
            example=self._example(factory, base),
            refused=tuple(refused),
            packed=tuple(self._packed(factory, base, baseline, variations.accepted)),
            unprobed=variations.unprobed,
        )

    def plans(self, only: Collection[str] | None = None) -> list[OperationPlan]:
        """Return the plans of all operations, or of some, in the order of the contract."""
        names = self.contract.operations
        return [self.plan(name) for name in names if only is None or name in only]

    def draft(self, operation: Operation, payload: Payload) -> Draft:
        """Return a request of an operation with its price."""
        promise = self._factories[operation.id].count_promise
        # What has a body or a price may cost as much as one picture, whatever it answers with.
        least = int(operation.request is not None or operation.price_usd is not None)
        body = None if operation.request is None else payload
        return Draft(
            operation=operation.id,
            method=operation.method,
            path=operation.path,
            media_type=operation.media_type,
            body=body,
            pictures=promised_count(promise, payload.instance) if promise else least,
        )

    def single(self, plan: OperationPlan, probe: Probe, variations: Sequence[Variation]) -> Probe:
        """Return a packed probe with only some of its variations; one alone goes where it depends on no other."""
        if len(variations) == 1 and variations[0].alone:
            variations = (replace(variations[0], edits=variations[0].alone),)
        name = f"{probe.id}-{variations[0].id}"
        return self._pack(
            self._factories[plan.operation], plan.base, probe.baseline, variations, name
        )

    def _baseline(self, factory: RequestFactory, base: Payload, way: int = 0) -> Probe:
        operation = factory.operation
        claims = [f"{operation.id}#auth", f"{operation.id}.{operation.success}#status"]
        claims += accepted_claims(factory.compiled, base.instance)
        return Probe(
            id=f"{operation.id}/baseline-{way}",
            phase=Phase.CLAIMS,
            draft=self.draft(operation, base),
            outcome=Outcome.ACCEPTED,
            label="the plainest good request" if way == 0 else "another good request",
            rule="request-valid-refused",
            claims=tuple(each for each in claims if each in self.contract.claims),
            leans=factory.grounds.of(base.instance),
        )

    def _look_up(self, factory: RequestFactory, parameters: Schema) -> Probe | None:
        """Return a good look-up under a plain id, where any will do; None where ids are given out."""
        operation, lifecycle = factory.operation, self.contract.lifecycle
        is_of_task = lifecycle is not None and lifecycle.poll == operation.id
        if not self._takes_any_id or is_of_task or operation.request is not None:
            return None
        baseline, path = self._baseline(factory, NO_BODY), operation.path
        for name, schema in parameters.get("properties", {}).items():
            path = path.replace(f"{{{name}}}", quote(str(plain_value(schema)), safe=""))
        return replace(baseline, draft=replace(baseline.draft, path=path))

    def _example(self, factory: RequestFactory, base: Payload) -> Probe | None:
        shown = factory.shown()
        if shown is None:
            return None
        return Probe(
            id=f"{factory.operation.id}/example",
            phase=Phase.EXAMPLES,
            draft=self.draft(factory.operation, shown),
            outcome=Outcome.ACCEPTED,
            label="the documents' own request",
            rule="request-valid-refused",
            leans=factory.grounds.of(shown.instance, base.instance),
        )

    def _refusal(
        self, factory: RequestFactory, base: Payload, baseline: Probe, variation: Variation
    ) -> Probe:
        draft = self.draft(factory.operation, base)
        return Probe(
            id=f"{factory.operation.id}/{variation.id}",
            phase=Phase.CLAIMS,
            draft=replace(draft, body=apply_edits(base, variation.edits)),
            outcome=Outcome.REFUSED,
            label=variation.label,
            rule="request-invalid-accepted",
            claims=(*variation.claims, *self._protocol.status(factory.operation, 400)),
            statuses=BAD_REQUEST,
            variations=(variation,),
            baseline=baseline.id,
        )

    def _packed(
        self,
        factory: RequestFactory,
        base: Payload,
        baseline: Probe,
        variations: Sequence[Variation],
    ) -> Iterator[Probe]:
        """Yield requests that carry each accepted variation once, as many as fit into one at a time.

        What rests on an assumption goes into requests of its own: their refusal says nothing of the others.
        """
        packs: list[list[Variation]] = []
        for variation in variations:
            for pack in packs:
                if not any(_collide(variation, other) for other in pack):
                    pack.append(variation)
                    break
            else:
                packs.append([variation])
        for number, pack in enumerate(packs, 1):
            name = f"{factory.operation.id}/accepted-{number}"
            yield self._pack(factory, base, baseline.id, pack, name)

    def _pack(
        self,
        factory: RequestFactory,
        base: Payload,
        baseline: str,
        pack: Sequence[Variation],
        name: str,
    ) -> Probe:
        payload = base
        for variation in pack:
            payload = apply_edits(payload, variation.edits)
        draft = self.draft(factory.operation, payload)
        path = next((each.path for each in pack if each.path), draft.path)
        content_type = next((each.content_type for each in pack if each.content_type), None)
        return Probe(
            id=name,
            phase=Phase.CLAIMS,
            draft=replace(draft, path=path, content_type=content_type),
            outcome=Outcome.ACCEPTED,
            label="; ".join(each.label for each in pack),
            rule="request-valid-refused",
            variations=tuple(pack),
            baseline=baseline,
            leans=weakest(each.leans for each in pack),
        )


def _collide(one: Variation, other: Variation) -> bool:
    """Whether two variations cannot stand in one request.

    They touch the same place, or one inside the other; or one alone rests on an assumption.
    """
    is_assumed = [each.leans.ground is Ground.ASSUMPTION for each in (one, other)]
    return is_assumed[0] is not is_assumed[1] or any(
        a == b or a.startswith(f"{b}/") or b.startswith(f"{a}/")
        for a in one.touches
        for b in other.touches
    )
