"""The bodies of one operation's requests: decoded, put into the documented form, and judged by the schema."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from truecopy.contract import CompiledSchema, Problem
from truecopy.contract.bodies import JSON_TYPE, no_json
from truecopy.contract.form_values import form_instance, strange_parts
from truecopy.contract.jsontext import parse_json
from truecopy.contract.multipart import parse_multipart
from truecopy.contract.pictures import PictureSite, picture_sites
from truecopy.contract.problems import shown
from truecopy.mock.context import Refusal, RequestContext, refuse
from truecopy.mock.journal import KEPT_BODY_BYTES
from truecopy.mock.mockfile import MockFile
from truecopy.mock.request_notes import note_taker
from truecopy.mock.translation import Translation
from truecopy.model import Operation
from truecopy.model.pointers import first, split


class RequestReader:
    """Reads the bodies of one operation; compiled once.

    Attributes:
        is_json: Whether they are JSON; else they are forms.
        notes: Tells what of a body is ignored, given its value and its bytes.
    """

    def __init__(
        self,
        operation: Operation,
        request: CompiledSchema,
        settings: MockFile,
        others: Collection[Operation],
    ) -> None:
        """Compile what the mock file says of the operation.

        Args:
            others: All operations of the vendor.
        """
        self._request = request
        self.is_json = operation.media_type in (None, JSON_TYPE)
        self._sites = picture_sites(operation.request or {})
        self._roots = frozenset(site.pattern.split("/")[1] for site in self._sites)
        rules = settings.takes.get(operation.id, ())
        self._translation = Translation(rules) if rules else None
        self._bracketed = settings.bracketed.get(operation.id, frozenset())
        self._knows = tuple(settings.knows.get(operation.id, {}).items())
        self.notes = note_taker(operation, others, settings.reads.get(operation.id, {})).notes

    def read(
        self, context: RequestContext, data: bytes
    ) -> tuple[Any, Mapping[str, bytes], Sequence[PictureSite]]:
        """Return the value of a body that the schema accepts, its files, and where pictures may stand in it.

        Raises:
            Refusal: It cannot be decoded, or breaks claims.
        """
        entry = context.entry
        files: Mapping[str, bytes] = {}
        if self.is_json:
            try:
                instance = parse_json(data)
            except ValueError as error:
                entry.keep_body(data[:KEPT_BODY_BYTES])
                raise refuse("body", [no_json(error)]) from None
            entry.keep_body(data, instance)
        else:
            instance, files = self._form(context, data)
        if self._translation is not None:
            instance, notes = self._translation.apply(instance)
            entry.notes += tuple(notes)
        if self.is_json:
            entry.noter = self.notes
        else:
            entry.notes += tuple(self.notes(instance))
        if not self._request.is_valid(instance):
            raise self._refusal(instance, files)
        for pointer, known in self._knows:
            value = first(instance, pointer)
            if value is not None and value not in known.values:
                why = f"{pointer}: {shown(value)} is none of {', '.join(known.values)}, which are known"
                raise Refusal(known.cause, why, field=split(pointer)[-1])
        has_no_picture = not isinstance(instance, dict) or self._roots.isdisjoint(instance)
        return instance, files, () if has_no_picture else self._sites

    def _form(
        self, context: RequestContext, data: bytes
    ) -> tuple[dict[str, Any], dict[str, bytes]]:
        parts = parse_multipart(context.call.header(b"content-type"), data)
        if isinstance(parts, Problem):
            context.entry.keep_body(data[:KEPT_BODY_BYTES])
            raise refuse("body", [parts])
        context.entry.keep_body(data, parts=parts)
        form = form_instance(parts, self._request.schema, self._bracketed)
        if isinstance(form, Problem):
            raise refuse("body", [form])
        return form

    def _refusal(self, instance: Any, files: Mapping[str, bytes]) -> Refusal:
        refusal = refuse("invalid", self._request.problems(instance))
        if not self.is_json:
            refusal.why += tuple(strange_parts(self._request.schema, instance, files))
        return refusal
