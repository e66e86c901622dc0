"""One operation as the mock plays it: everything about it that can be compiled at the start."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from truecopy.contract import CompiledOperation, CompiledSchema, Problem
from truecopy.contract.bodies import JSON_TYPE, no_json
from truecopy.contract.form_values import form_instance, strange_parts
from truecopy.contract.jsontext import parse_json
from truecopy.contract.multipart import parse_multipart
from truecopy.contract.pictures import (
    PictureSite,
    ReceivedPicture,
    carries_data,
    judge_pictures,
    picture_sites,
)
from truecopy.contract.pointers import first, member_getter, split
from truecopy.contract.problems import shown
from truecopy.mock.answer_plan import AnswerPlan
from truecopy.mock.context import AcceptedRequest, Refusal, RequestContext, refuse
from truecopy.mock.image_spec import ImageSettings, ImageSpecReader, promise_of, seed_of
from truecopy.mock.journal import KEPT_BODY_BYTES, JournalEntry
from truecopy.mock.mockfile import MockFile
from truecopy.mock.request_body import read_body
from truecopy.mock.request_cache import RequestCache
from truecopy.mock.request_notes import note_taker
from truecopy.mock.revise import revise
from truecopy.mock.services import SharedServices
from truecopy.mock.translation import Translation
from truecopy.model import Lifecycle, Operation

# How long pictures live where the documents do not say: as long as at the vendors that do.
_DAY_S = 86400.0
# Judging such a body takes a few milliseconds at worst; larger ones go to a thread, since others would wait.
_INLINE_BYTES = 65_536
# The longest side that a PNG encoder and every reader of ours takes.
_LONGEST_SIDE = 65_000
# More sizes, counts and formats than a test suite asks for.
_MOST_CHOICES = 256
# Longer than any size or format, so that what is remembered stays small.
_LONGEST_CHOICE = 64
_REVISED_PROMPT = "revised-prompt"


@dataclass(frozen=True, slots=True)
class _Choices:
    """What a request chooses beside its content.

    Attributes:
        settings: None where the operation makes no pictures.
        filled: Pointer patterns at which the answer has its pictures.
        is_extended: Whether the prompt is elaborated.
    """

    settings: ImageSettings | None
    filled: frozenset[str]
    is_extended: bool


class OperationHandler:
    """Judges the requests of one operation, and knows what its answer is made from.

    Attributes:
        success: Status of its answer to a good request.
        statuses: All that are documented.
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
        self._compiled = compiled
        self._settings = settings
        self._services = services
        self._media_type = operation.media_type or JSON_TYPE
        self._is_json = self._media_type == JSON_TYPE
        self._price_usd = operation.price_usd
        self._cache = RequestCache()
        self._translation = Translation(settings.takes.get(operation.id, ()))
        self._bracketed = settings.bracketed.get(operation.id, frozenset())
        self._knows = settings.knows.get(operation.id, {})
        fills = settings.fills.get(operation.id, {})
        self._has_revised_prompt = _REVISED_PROMPT in fills.values()
        schema = operation.responses[operation.success] or {}
        self.plan = AnswerPlan(schema, fills, reserved, settings.adds.get(operation.id))
        self._sites: tuple[PictureSite, ...] = picture_sites(operation.request or {})
        self._roots = frozenset(site.pattern.split("/")[1] for site in self._sites)
        promises = list((promised or schema).get("x-promises", ()))
        reads = settings.reads.get(operation.id, {})
        self._noter = note_taker(operation, others, reads)
        self._reader = ImageSpecReader(
            promises,
            reads,
            default_size=settings.default_size,
            is_extended=_default(operation.request, reads.get("prompt_extend")),
        )
        deciding = dict.fromkeys([*self._reader.deciding, *self.plan.deciding])
        self._deciding = [member_getter(pointer) for pointer in deciding]
        self._known_choices: dict[tuple[Any, ...], _Choices] = {}
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
        data = await read_body(context.call, self._settings.body_bytes, self._services.judges)
        is_repeatable = context.preferences.seed is None and not parameters
        known = self._cache.find(data) if is_repeatable else None
        if known is not None:
            context.entry.keep_body(data, known.instance)
            return known
        is_large = len(data) > _INLINE_BYTES
        off_the_loop, seed = self._services.judges.run, context.preferences.seed
        if is_large:
            instance, files = await off_the_loop(lambda: self._decoded(context, request, data))
        else:
            instance, files = self._decoded(context, request, data)
        sites = self._sites_in(instance)
        if is_large or (sites and carries_data(sites, instance, files)):
            accepted = await off_the_loop(
                lambda: self._noted(
                    context.entry,
                    data,
                    self._accepted(request, parameters, sites, instance, files, seed),
                )
            )
        else:
            accepted = self._noted(
                context.entry,
                data,
                self._accepted(request, parameters, sites, instance, files, seed),
            )
        if is_repeatable and self._is_json:
            self._cache.offer(data, accepted)
        return accepted

    def _decoded(
        self, context: RequestContext, request: CompiledSchema, data: bytes
    ) -> tuple[Any, Mapping[str, bytes]]:
        """Return the decoded body that the schema accepts, and its files."""
        entry, files = context.entry, dict[str, bytes]()
        if self._is_json:
            try:
                instance = parse_json(data)
            except ValueError as error:
                entry.keep_body(data[:KEPT_BODY_BYTES])
                raise refuse("body", [no_json(error)]) from None
            entry.keep_body(data, instance)
        else:
            instance, files = self._form(context, request, data)
        if self._translation:
            instance, notes = self._translation.apply(instance)
            entry.notes += tuple(notes)
        if self._is_json:
            entry.noter = self._noter.notes
        else:
            entry.notes += tuple(self._noter.notes(instance))
        if not request.is_valid(instance):
            refusal = refuse("invalid", request.problems(instance))
            if not self._is_json:
                refusal.why += tuple(strange_parts(request.schema, instance, files))
            raise refusal
        for pointer, known in self._knows.items():
            value = first(instance, pointer)
            if value is not None and value not in known.values:
                why = f"{pointer}: {shown(value)} is none of {', '.join(known.values)}, which are known"
                raise Refusal(known.cause, why, field=split(pointer)[-1])
        return instance, files

    def _form(
        self, context: RequestContext, request: CompiledSchema, data: bytes
    ) -> tuple[dict[str, Any], dict[str, bytes]]:
        parts = parse_multipart(context.call.header(b"content-type"), data)
        if isinstance(parts, Problem):
            context.entry.keep_body(data[:KEPT_BODY_BYTES])
            raise refuse("body", [parts])
        context.entry.keep_body(data, parts=parts)
        form = form_instance(parts, request.schema, self._bracketed)
        if isinstance(form, Problem):
            raise refuse("body", [form])
        return form

    def _noted(
        self, entry: JournalEntry, data: bytes, accepted: AcceptedRequest
    ) -> AcceptedRequest:
        """Add to an accepted request what of it was ignored; known again, it need not be looked for."""
        accepted.notes = entry.notes
        if self._is_json:
            accepted.notes += tuple(self._noter.notes(accepted.instance, data))
        return accepted

    def _accepted(
        self,
        request: CompiledSchema,
        parameters: Mapping[str, str],
        sites: tuple[PictureSite, ...],
        instance: Any,
        files: Mapping[str, bytes],
        seed: int | None,
    ) -> AcceptedRequest:
        """Return what a body asks for. Of pictures that came as bytes this takes its time."""
        reader, spec, named = self._reader, None, {}
        pictures: list[ReceivedPicture] = []
        if sites:
            pictures, problems = judge_pictures(request, sites, instance, files)
            if problems:
                raise refuse("picture", problems)
        choices = self._choices(instance, pictures)
        prompt = reader.prompt(instance)
        if choices.settings is not None:
            seed = seed_of(self._services.seed, seed, instance, files)
            spec = reader.spec(choices.settings, pictures, seed=seed, prompt=prompt)
        if self._has_revised_prompt:
            named[_REVISED_PROMPT] = revise(prompt) if choices.is_extended else prompt
        return AcceptedRequest(parameters, instance, spec, choices.filled, named)

    def _sites_in(self, instance: Any) -> tuple[PictureSite, ...]:
        """Return where pictures may stand in a request; nothing where it has none of those fields."""
        if not isinstance(instance, dict) or self._roots.isdisjoint(instance):
            return ()
        return self._sites

    def _choices(self, instance: Any, pictures: Sequence[ReceivedPicture]) -> _Choices:
        """Return what a request chooses; what requests without pictures chose before is known."""
        if pictures or not isinstance(instance, dict):
            return self._chosen(instance, pictures)
        values = tuple([read(instance) for read in self._deciding])
        try:
            known = self._known_choices.get(values)
        except TypeError:  # lists and objects
            return self._chosen(instance, pictures)
        if known is None:
            known = self._chosen(instance, pictures)
            if len(self._known_choices) >= _MOST_CHOICES:
                self._known_choices.clear()
            if all(len(each) <= _LONGEST_CHOICE for each in values if isinstance(each, str)):
                self._known_choices[values] = known
        return known

    def _chosen(self, instance: Any, pictures: Sequence[ReceivedPicture]) -> _Choices:
        reader, settings = self._reader, None
        if self.makes_pictures:
            settings = self._capped(reader.settings(instance, pictures))
        return _Choices(settings, self.plan.filled(instance), reader.extends(instance))

    def _capped(self, wanted: ImageSettings) -> ImageSettings:
        """Refuse what the documents do not bound and the mock has to."""
        settings = self._settings
        most, pixels = settings.most_pictures, settings.most_pixels
        count, width, height = wanted.count, wanted.width, wanted.height
        if not settings.least_pictures <= count <= most:
            raise Refusal("cap", f"{count} pictures; this mock makes 1 to {most}", field="n")
        if not 0 < width * height <= pixels or max(width, height) > _LONGEST_SIDE:
            why = f"{width}*{height} pixels; this mock makes pictures of 1 to {pixels} pixels"
            raise Refusal("cap", why, field="size")
        return wanted


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
