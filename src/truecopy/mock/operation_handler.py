"""One operation as the mock plays it: everything about it that can be compiled at the start."""

from collections.abc import Mapping
from typing import Any

from truecopy.contract import CompiledOperation, Problem
from truecopy.contract.bodies import JSON_TYPE, decode_body
from truecopy.contract.pictures import PictureSite, picture_sites
from truecopy.contract.promises import Promise
from truecopy.mock.answer_plan import AnswerPlan
from truecopy.mock.image_spec import ImageSpecReader
from truecopy.mock.mockfile import MockFile
from truecopy.model import Lifecycle, Payload

_DAY_S = 86400.0


class OperationHandler:
    """An operation with the reader of its requests and the plan of its answers.

    Attributes:
        reader: Reads requests; for an operation that creates tasks, by the promises of the answer to
            the look-up, where the pictures are.
        plan: Builds the answer of success.
        lifetime_s: How long addresses of pictures are good.
    """

    def __init__(
        self,
        compiled: CompiledOperation,
        settings: MockFile,
        promised: Mapping[str, Any] | None = None,
    ) -> None:
        """Compile an operation.

        Args:
            promised: Schema whose promises say what pictures the requests ask for; None for the one of
                the operation's own answer.
        """
        operation = compiled.operation
        self.compiled = compiled
        self.operation = operation
        self.id = operation.id
        self.success = operation.success
        schema = operation.responses[operation.success] or {}
        self.plan = AnswerPlan(schema, settings.fills.get(operation.id, {}))
        self.sites: tuple[PictureSite, ...] = picture_sites(operation.request or {})
        self._roots = frozenset(site.pattern.split("/")[1] for site in self.sites)
        promises = list((promised or schema).get("x-promises", ()))
        self.reader = ImageSpecReader(
            _promise(promises, "count"),
            _promise(promises, "dimensions"),
            _promise(promises, "aspect"),
            settings.reads.get(operation.id, {}),
            settings.default_size,
            _default(operation.request, settings.reads.get(operation.id, {}).get("prompt_extend")),
        )
        self.makes_pictures = bool(picture_sites(promised or schema))
        self.takes_json = operation.media_type == JSON_TYPE
        lifetime = _promise(promises, "lifetime")
        self.lifetime_s = float(lifetime["seconds"]) if lifetime else _DAY_S

    def cost(self, pictures: int) -> float | None:
        """Return what so many pictures cost in US dollars, None where the price is unknown."""
        price = self.operation.price_usd
        return None if price is None else price * pictures

    def may_have_pictures(self, instance: Any) -> bool:
        """Whether a request has any of the fields under which pictures stand."""
        return isinstance(instance, dict) and not self._roots.isdisjoint(instance)

    def decode(self, content_type: str, data: bytes) -> Payload | Problem:
        """Return the body of a request as the value that the schema judges.

        Args:
            content_type: The header as sent.
        """
        media_type = self.operation.media_type or JSON_TYPE
        return decode_body(media_type, content_type, data, self.operation.request or {})


def lifecycle_schema(
    lifecycle: Lifecycle | None, operations: Mapping[str, CompiledOperation]
) -> Mapping[str, Any] | None:
    """Return the schema of the answer that shows a task, None where there are no tasks."""
    if lifecycle is None:
        return None
    poll = operations[lifecycle.poll].operation
    return poll.responses[poll.success]


def _promise(promises: list[Promise], kind: str) -> Promise | None:
    return next((each for each in promises if each["kind"] == kind), None)


def _default(schema: Mapping[str, Any] | None, pattern: str | None) -> bool:
    """Return the documented default of the field that a pattern names."""
    here: Mapping[str, Any] = schema or {}
    for name in (pattern or "").split("/")[1:]:
        here = here.get("properties", {}).get(name, {})
    return bool(here.get("default", False))
