"""One operation as the mock plays it: everything about it that can be compiled at the start."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from truecopy.contract import CompiledOperation
from truecopy.contract.pictures import (
    PictureSite,
    ReceivedPicture,
    carries_data,
    judge_pictures,
    picture_sites,
)
from truecopy.mock.answer_plan import AnswerPlan
from truecopy.mock.choices import ChoiceReader, default_of
from truecopy.mock.context import AcceptedRequest, RequestContext, refuse
from truecopy.mock.image_spec import (
    ImageSpec,
    ImageSpecReader,
    caption_of,
    promise_of,
    seed_of,
    source_of,
)
from truecopy.mock.mockfile import MockFile
from truecopy.mock.path_reader import PathReader
from truecopy.mock.request_body import opened_body, too_large
from truecopy.mock.request_cache import RequestCache
from truecopy.mock.request_reader import RequestReader
from truecopy.mock.revise import revise
from truecopy.mock.services import SharedServices
from truecopy.model import Lifecycle, Operation
from truecopy.serving import TooLargeError

# How long pictures live where the documents do not say: as long as at the vendors that do.
_DAY_S = 86400.0
# Judging such a body takes a few milliseconds at worst; larger ones go to a thread, since others would wait.
_INLINE_BYTES = 65_536
# Of all pictures of a request: two of the largest, or a dozen of those that clients send, are decoded in seconds.
_MOST_PIXELS = 128_000_000
_REVISED_PROMPT = "revised-prompt"


class OperationHandler:
    """Judges the requests of one operation, and knows what its answer is made from.

    Attributes:
        success: Status of its answer to a good request.
        statuses: All that are documented.
        plan: Builds the answer of success.
        price_usd: Of one picture; None where it is unknown.
        lifetime_s: How long addresses of pictures are good.
    """

    def __init__(
        self,
        compiled: CompiledOperation,
        settings: MockFile,
        services: SharedServices,
        promised: Mapping[str, Any] | None = None,
        reserved: Iterable[str] = (),
        others: Collection[Operation] = (),
    ) -> None:
        """Compile an operation.

        Args:
            promised: Schema whose promises say what pictures the requests ask for; None for the one of
                the operation's own answer.
            reserved: Pointers into the answer that only some states of a task show.
            others: All operations of the vendor.
        """
        operation = compiled.operation
        self.id = operation.id
        self.success = operation.success
        self.statuses = frozenset(operation.responses)
        self._path, self._request = PathReader(compiled), compiled.request
        self._body_bytes = settings.body_bytes
        self._judges, self._seed = services.judges, services.seed
        self.price_usd = operation.price_usd
        self._cache = RequestCache()
        fills = settings.fills.get(operation.id, {})
        self._has_revised_prompt = _REVISED_PROMPT in fills.values()
        schema = operation.responses[operation.success] or {}
        self.plan = AnswerPlan(schema, fills, reserved, settings.adds.get(operation.id))
        promises = list((promised or schema).get("x-promises", ()))
        lifetime = promise_of(promises, "lifetime") or {"seconds": _DAY_S}
        self.lifetime_s = float(lifetime["seconds"])
        if self._request is not None:
            self._reader = RequestReader(operation, self._request, settings, others)
        reads = settings.reads.get(operation.id, {})
        self._specs = ImageSpecReader(
            promises,
            reads,
            default_size=settings.default_size,
            is_extended=default_of(operation.request, reads.get("prompt_extend")),
        )
        has_pictures = bool(picture_sites(schema))
        self._has_own_pictures = promised is None and has_pictures
        # Entries that are counted are made as pictures are, whatever is in them.
        is_counted = promised is not None or promise_of(promises, "count") is not None
        self._choices = ChoiceReader(
            self._specs, self.plan.form, settings, makes_pictures=has_pictures or is_counted
        )

    async def accept(
        self, context: RequestContext, parameters: Mapping[str, str]
    ) -> AcceptedRequest:
        """Read and judge a request: its path, body, schema, pictures, and the caps of the mock.

        Raises:
            Refusal: The vendor says no.
        """
        self._path.judge(parameters)
        if self._request is None:
            return self._looked_up(context, parameters)
        call = context.call
        try:
            data = await call.read(self._body_bytes)
        except TooLargeError:
            raise too_large(self._body_bytes) from None
        if b"content-encoding" in call.headers:
            data = await opened_body(call, data, self._body_bytes, self._judges)
        is_repeatable = context.preferences.seed is None and not parameters
        known = self._cache.find(data) if is_repeatable else None
        if known is not None:
            context.entry.keep_body(data, known.instance)
            return known
        read, off_the_loop = self._reader.read, self._judges.run
        if len(data) > _INLINE_BYTES:
            accepted = await off_the_loop(
                lambda: self._understood(context, parameters, data, *read(context, data))
            )
        else:
            instance, files, sites = read(context, data)
            if sites and carries_data(sites, instance, files):
                accepted = await off_the_loop(
                    lambda: self._understood(context, parameters, data, instance, files, sites)
                )
            else:
                accepted = self._understood(context, parameters, data, instance, files, sites)
        if is_repeatable and self._reader.is_json:
            self._cache.offer(data, accepted)
        return accepted

    def _looked_up(self, context: RequestContext, parameters: Mapping[str, str]) -> AcceptedRequest:
        """Return what a request without a body asks for: the pictures that its answer has, the same each time."""
        if not self._has_own_pictures:
            return AcceptedRequest(parameters)
        choices = self._choices.read(None, [])
        if choices.settings is None:
            return AcceptedRequest(parameters)
        seed = seed_of(self._seed, context.preferences.seed, dict(parameters), {})
        spec = ImageSpec(choices.settings, seed, caption_of(""), None)
        return AcceptedRequest(parameters, None, spec, choices.filled)

    def _understood(
        self,
        context: RequestContext,
        parameters: Mapping[str, str],
        data: bytes,
        instance: Any,
        files: Mapping[str, bytes],
        sites: Sequence[PictureSite],
    ) -> AcceptedRequest:
        """Return what a body asks for. Of pictures that came as bytes this takes its time."""
        spec, pictures, named = None, list[ReceivedPicture](), {}
        if sites and self._request is not None:
            pictures, problems = judge_pictures(
                self._request, sites, instance, files, most_pixels=_MOST_PIXELS
            )
            if problems:
                raise refuse("picture", problems)
        choices = self._choices.read(instance, pictures)
        prompt = self._specs.prompt(instance)
        if choices.settings is not None:
            seed = seed_of(self._seed, context.preferences.seed, instance, files)
            spec = ImageSpec(
                choices.settings,
                seed,
                caption_of(prompt),
                source_of(pictures) if pictures else None,
            )
        if self._has_revised_prompt:
            named[_REVISED_PROMPT] = revise(prompt) if choices.is_extended else prompt
        notes = context.entry.notes
        if self._reader.is_json:
            notes += tuple(self._reader.notes(instance, data))
        return AcceptedRequest(parameters, instance, spec, choices.filled, named, notes)


def lifecycle_schema(
    lifecycle: Lifecycle | None, operations: Mapping[str, CompiledOperation]
) -> Mapping[str, Any] | None:
    """Return the schema of the answer that shows a task, None where there are no tasks."""
    if lifecycle is None:
        return None
    poll = operations[lifecycle.poll].operation
    return poll.responses[poll.success]
