"""One operation as the mock plays it: everything about it that can be compiled at the start."""

from collections.abc import Mapping
from typing import Any

from truecopy.contract import CompiledOperation, CompiledSchema, Problem
from truecopy.contract.bodies import JSON_TYPE, decode_body
from truecopy.contract.pictures import (
    PictureSite,
    ReceivedPicture,
    carries_data,
    judge_pictures,
    picture_sites,
)
from truecopy.mock.answer_plan import AnswerPlan
from truecopy.mock.context import AcceptedRequest, Refusal, RequestContext, refuse
from truecopy.mock.image_spec import ImageSize, ImageSpecReader, promise_of, seed_of
from truecopy.mock.mockfile import MockFile
from truecopy.mock.request_cache import RequestCache
from truecopy.mock.revise import revise
from truecopy.mock.services import SharedServices
from truecopy.model import Lifecycle, Payload
from truecopy.serving import Call, TooLargeError

# How long pictures live where the documents do not say: as long as at the vendors that do.
_DAY_S = 86400.0
# Judging such a body takes a few milliseconds at worst; larger ones go to a thread, since others would wait.
_INLINE_BYTES = 65_536
# The longest side that a PNG encoder and every reader of ours takes.
_LONGEST_SIDE = 65_000
_REVISED_PROMPT = "revised-prompt"


class OperationHandler:
    """Judges the requests of one operation, and knows what its answer is made from.

    Attributes:
        plan: Builds the answer of success.
        makes_pictures: Whether its requests ask for pictures, as those for tasks always do.
        lifetime_s: How long addresses of pictures are good.
    """

    def __init__(
        self,
        compiled: CompiledOperation,
        settings: MockFile,
        services: SharedServices,
        promised: Mapping[str, Any] | None = None,
    ) -> None:
        """Compile an operation.

        Args:
            promised: Schema whose promises say what pictures the requests ask for; None for the one of
                the operation's own answer.
        """
        operation = compiled.operation
        self.id = operation.id
        self.success = operation.success
        self._compiled = compiled
        self._settings = settings
        self._services = services
        self._media_type = operation.media_type or JSON_TYPE
        self._price_usd = operation.price_usd
        self._cache = RequestCache()
        fills = settings.fills.get(operation.id, {})
        self._has_revised_prompt = _REVISED_PROMPT in fills.values()
        schema = operation.responses[operation.success] or {}
        self.plan = AnswerPlan(schema, fills)
        self._sites: tuple[PictureSite, ...] = picture_sites(operation.request or {})
        self._roots = frozenset(site.pattern.split("/")[1] for site in self._sites)
        promises = list((promised or schema).get("x-promises", ()))
        reads = settings.reads.get(operation.id, {})
        self._reader = ImageSpecReader(
            promises,
            reads,
            default_size=settings.default_size,
            is_extended=_default(operation.request, reads.get("prompt_extend")),
        )
        self.makes_pictures = promised is not None or bool(picture_sites(schema))
        lifetime = promise_of(promises, "lifetime")
        self.lifetime_s = float(lifetime["seconds"]) if lifetime else _DAY_S

    def cost(self, pictures: int) -> float | None:
        """Return what so many pictures cost in US dollars, None where the price is unknown."""
        return None if self._price_usd is None else self._price_usd * pictures

    async def accept(
        self, context: RequestContext, parameters: Mapping[str, str]
    ) -> AcceptedRequest:
        """Read and judge a request: its path, body, schema, pictures, and the caps of the mock.

        Raises:
            Refusal: The vendor says no.
        """
        path, request = self._compiled.path, self._compiled.request
        if path is not None and not path.is_valid(parameters):
            raise refuse("path", path.problems(parameters))
        if request is None:
            return AcceptedRequest(parameters)
        data = await self._read(context.call)
        is_repeatable = context.preferences.seed is None and not parameters
        known = self._cache.find(data) if is_repeatable else None
        if known is not None:
            context.entry.note_body(data, known.instance, request.schema, is_json=True)
            return known
        accepted = await self._judged(context, request, parameters, data)
        if is_repeatable and self._media_type == JSON_TYPE:
            self._cache.offer(data, accepted)
        return accepted

    async def _read(self, call: Call) -> bytes:
        limit = self._settings.body_bytes
        try:
            return await call.read(limit)
        except TooLargeError:
            why = f"the body has more than {limit} bytes, the cap of this mock"
            raise Refusal("too-large", why) from None
        except TimeoutError:
            raise Refusal("body", "the rest of the body did not come") from None

    async def _judged(
        self,
        context: RequestContext,
        request: CompiledSchema,
        parameters: Mapping[str, str],
        data: bytes,
    ) -> AcceptedRequest:
        """Judge a body; what takes its time is done off the event loop."""
        off_the_loop, seed = self._services.renderer.run, context.preferences.seed
        if len(data) > _INLINE_BYTES:
            return await off_the_loop(
                lambda: self._asked(
                    self._decoded(context, request, data), request, parameters, seed
                )
            )
        body = self._decoded(context, request, data)
        if self._has_pictures(body) and carries_data(self._sites, body.instance, body.files):
            return await off_the_loop(lambda: self._asked(body, request, parameters, seed))
        return self._asked(body, request, parameters, seed)

    def _decoded(self, context: RequestContext, request: CompiledSchema, data: bytes) -> Payload:
        """Return the decoded body that the schema accepts."""
        content_type = context.call.header(b"content-type")
        body = decode_body(self._media_type, content_type, data, request.schema)
        if isinstance(body, Problem):
            raise refuse("body", [body])
        is_json = self._media_type == JSON_TYPE
        context.entry.note_body(data, body.instance, request.schema, is_json=is_json)
        if not request.is_valid(body.instance):
            raise refuse("invalid", request.problems(body.instance))
        return body

    def _asked(
        self,
        body: Payload,
        request: CompiledSchema,
        parameters: Mapping[str, str],
        seed: int | None,
    ) -> AcceptedRequest:
        """Return what a body asks for. Of pictures that came as bytes this takes its time."""
        instance, reader, spec, named = body.instance, self._reader, None, {}
        pictures: list[ReceivedPicture] = []
        if self._has_pictures(body):
            pictures, problems = judge_pictures(request, self._sites, instance, body.files)
            if problems:
                raise refuse("picture", problems)
        prompt = reader.prompt(instance)
        if self.makes_pictures:
            size = self._capped(reader.size(instance, pictures))
            seed = seed_of(self._services.seed, seed, instance, body.files)
            spec = reader.spec(instance, size, pictures, seed=seed, prompt=prompt)
        if self._has_revised_prompt:
            named[_REVISED_PROMPT] = revise(prompt) if reader.extends(instance) else prompt
        return AcceptedRequest(parameters, instance, spec, self.plan.filled(instance), named)

    def _has_pictures(self, body: Payload) -> bool:
        """Whether a request has any of the fields under which pictures stand."""
        return isinstance(body.instance, dict) and not self._roots.isdisjoint(body.instance)

    def _capped(self, size: ImageSize) -> ImageSize:
        """Refuse what the documents do not bound and the mock has to."""
        settings = self._settings
        most, pixels = settings.most_pictures, settings.most_pixels
        count, width, height = size.count, size.width, size.height
        if not settings.least_pictures <= count <= most:
            raise Refusal("cap", f"{count} pictures; this mock makes 1 to {most}", field="n")
        if not 0 < width * height <= pixels or max(width, height) > _LONGEST_SIDE:
            why = f"{width}*{height} pixels; this mock makes pictures of 1 to {pixels} pixels"
            raise Refusal("cap", why, field="size")
        return size


def lifecycle_schema(
    lifecycle: Lifecycle | None, operations: Mapping[str, CompiledOperation]
) -> Mapping[str, Any] | None:
    """Return the schema of the answer that shows a task, None where there are no tasks."""
    if lifecycle is None:
        return None
    poll = operations[lifecycle.poll].operation
    return poll.responses[poll.success]


def _default(schema: Mapping[str, Any] | None, pattern: str | None) -> bool:
    """Return the documented default of the field that a pattern names."""
    here: Mapping[str, Any] = schema or {}
    for name in (pattern or "").split("/")[1:]:
        here = here.get("properties", {}).get(name, {})
    return bool(here.get("default", False))
