"""Every way in which one good request can be changed to verify a claim."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from truecopy.contract.encode import apply_edits
from truecopy.contract.pictures import PictureSite
from truecopy.judge.boundaries import (
    Value,
    accepted_values,
    ordinary_value,
    refused_values,
    unsendable,
)
from truecopy.judge.picture_samples import Sample, accepted_samples, refused_samples
from truecopy.judge.request_factory import RequestFactory, inner_schema, is_file
from truecopy.judge.request_fields import RequestField, fields_of
from truecopy.model import ABSENT, Edit, Leaning, Outcome, Payload, Variation
from truecopy.model.pointers import first, join, node, split

_SLOTS = 2  # elements of an array of pictures, where nothing is said of their number


class Variations:
    """The variations of one operation's good request, accepted ones before refused ones.

    Attributes:
        accepted, refused: In the order of the schema.
        unprobed: Claim id -> why no request can show it.
    """

    def __init__(self, factory: RequestFactory, base: Payload) -> None:
        """Work them out."""
        self._factory = factory
        self._base = base
        self._numbers = count(1)
        self.unprobed: dict[str, str] = {}
        compiled = factory.compiled.request
        known = fields_of(compiled, base.instance) if compiled else ()
        fields = [self._sendable(each) for each in known]
        # What stands deeper comes first: it shares requests with more than a whole list does.
        by_depth = sorted(fields, key=lambda each: "items" in each.schema)
        self.accepted = [variation for field in by_depth for variation in self._accepted(field)]
        self.accepted += list(self._variants())
        self.refused = [variation for field in fields for variation in self._refused(field)]

    def _sendable(self, field: RequestField) -> RequestField:
        """Return a field without the limits at which nothing can be sent; they are told as such."""
        large = unsendable(field.schema)
        for keyword, why in large.items():
            self.unprobed.update(dict.fromkeys(field.claims(keyword), why))
        left = {key: value for key, value in field.schema.items() if key not in large}
        return replace(field, schema=left) if large else field

    def _accepted(self, field: RequestField) -> Iterator[Variation]:
        site = self._site(field)
        if site is not None:
            yield from self._pictures(field, site)
            return
        if not field.at:
            return
        values = list(accepted_values(field, is_form=self._factory.is_form))
        if field.at == self._factory.count_at:
            values = list(self._counts(field))
        elif not (values or self._is_in_base(field) or field.schema.get("properties")):
            values = list(ordinary_value(field))
        tried: list[Any] = []
        for value in values:
            if value[1] not in tried or isinstance(value[1], bool):
                tried.append(value[1])
                yield self._variation(field, value, Outcome.ACCEPTED)

    def _refused(self, field: RequestField) -> Iterator[Variation]:
        site = self._site(field)
        if site is not None:
            for sample in refused_samples(site.rule, self._factory.size):
                yield from self._picture(field, site, sample)
        for value in refused_values(field, is_form=self._factory.is_form):
            yield self._variation(field, value, Outcome.REFUSED)
        if self._factory.is_form and field.schema.get("format") == "binary":
            value = ("format", "no file", "a text instead of a file")
            yield self._variation(field, value, Outcome.REFUSED)
        yield from self._omissions(field)

    def _counts(self, field: RequestField) -> Iterator[Value]:
        """The good request asks for one picture; others ask for the most, and leave it to the default."""
        if not self._is_in_base(field):
            yield "minimum" if "minimum" in field.schema else "type", 1, "1"
        most = field.schema.get("maximum", 2)  # the fewest that are several
        yield "maximum" if "maximum" in field.schema else "type", most, str(most)
        yield "default", ABSENT, "left out"

    def _variants(self) -> Iterator[Variation]:
        """Yield what differs in path or header, and not in the body."""
        operation = self._factory.operation
        for alias in operation.aliases:
            yield Variation(
                id=f"{operation.id}-{next(self._numbers)}",
                outcome=Outcome.ACCEPTED,
                claims=(f"{operation.id}#alias",),
                label=f"the path is {alias}",
                leans=self._factory.grounds.of_operation("alias"),
                path=alias,
                touches=frozenset({"path"}),
            )
        if operation.media_type and not self._factory.is_form:
            yield Variation(
                id=f"{operation.id}-{next(self._numbers)}",
                outcome=Outcome.ACCEPTED,
                claims=(f"{operation.id}#media-type",),
                label="the media type comes with its charset",
                content_type=f"{operation.media_type}; charset=utf-8",
                touches=frozenset({"content-type"}),
            )

    def _pictures(self, field: RequestField, site: PictureSite) -> Iterator[Variation]:
        factory = self._factory
        samples = accepted_samples(site.rule, factory.size, factory.image_url)
        for index, sample in enumerate(_merged(samples)):
            yield from self._picture(field, site, sample, index)
        sources = field.claims("x-image/sources")
        if "url" in site.rule.get("sources", ()) and not factory.image_url and sources:
            self.unprobed[sources[0]] = (
                "no address that the target can fetch is known; --image-url names one"
            )

    def _picture(
        self, field: RequestField, site: PictureSite, sample: Sample, index: int = 0
    ) -> Iterator[Variation]:
        claims = field.claims(*(f"x-image/{each}" for each in sample.keyword.split()))
        pointer = self._slot(field, index) if sample.is_accepted else field.at
        try:
            put, around = self._factory.put, self._around(field)
            edits = (*around, *put(pointer, sample, site))
            alone = (*around, *put(field.at, sample, site)) if pointer != field.at else ()
        except LookupError as error:
            self.unprobed.update(dict.fromkeys(claims, str(error)))
            return
        touches = {edit.pointer for edit in edits}
        if sample.is_resized:
            touches |= self._dependents(field)
        if sample.is_accepted:
            claims += field.claims("type", "format") if index == 0 else ()
        outcome = Outcome.ACCEPTED if sample.is_accepted else Outcome.REFUSED
        label = f"{field.name} is {sample.label}"
        made = self._made(field, outcome, claims, label, edits, frozenset(touches))
        yield replace(made, alone=alone)

    def _slot(self, field: RequestField, index: int) -> str:
        """Return where picture number `index` goes: the elements of an array in turn."""
        parent, _, last = field.at.rpartition("/")
        if not last.isdigit() or not field.pattern.endswith("/*"):
            return field.at
        outer: Mapping[str, Any] = node(
            self._factory.schema, field.schema_at.removesuffix("/items")
        )
        return f"{parent}/{index % outer.get('maxItems', _SLOTS)}"

    def _dependents(self, field: RequestField) -> set[str]:
        """Return the fields that must have the same size as this one, or whose size this one must have."""
        rules = {site.pattern: site.rule for site in self._factory.sites}
        own = field.schema.get("x-image", {}).get("same_size_as")
        found = {
            at
            for at, rule in rules.items()
            if join((str(rule.get("same_size_as")),)) == field.pattern
        }
        return found | ({join((own,))} if own else set())

    def _variation(self, field: RequestField, value: Value, outcome: Outcome) -> Variation:
        keyword, content, told = value
        keywords = [keyword]
        if keyword == "pattern" and "x-dimensions" in field.schema:
            keywords.append("x-dimensions/separator")
        is_accepted = outcome is Outcome.ACCEPTED
        if is_accepted and keyword != "type":
            keywords += (
                ["type", "pattern", "x-dimensions/separator"] if content not in ("", ABSENT) else []
            )
        around = self._around(field)
        edits = (*around, *self._edits(field, content, is_accepted=is_accepted))
        return self._made(
            field,
            outcome,
            field.claims(*keywords),
            f"{field.words} is {told}",
            edits,
            frozenset(edit.pointer for edit in edits),
        )

    def _edits(self, field: RequestField, content: Any, *, is_accepted: bool) -> tuple[Edit, ...]:
        """Return what puts a value in the place of a field; the files of a form are parts with bytes of their own."""
        is_form, at = self._factory.is_form, field.at
        if is_form and isinstance(content, list) and is_file(field.schema.get("items", {})):
            return tuple(self._factory.file(f"{at}/{index}") for index in range(len(content)))
        if is_form and is_accepted and is_file(field.schema) and content is not ABSENT:
            return (self._factory.file(at),)
        return (Edit(pointer=at, value=content),)

    def _around(self, field: RequestField, *, is_whole: bool = False) -> tuple[Edit, ...]:
        """Return the edit that makes the object around a field, where the good request lacks it and it needs more.

        Args:
            is_whole: The field itself is that object.
        """
        schema, at, base, edits = self._factory.schema, "", self._base, list[Edit]()
        is_lacking = is_whole
        for name in (*split(field.at), *([""] if is_whole else [])):
            if at and first(base.instance, at, ABSENT) is ABSENT:
                edits.append(Edit(pointer=at, value=self._factory.whole(at)))
                base = apply_edits(base, (edits[-1],))
            is_lacking |= bool(edits and set(schema.get("required", ())) - {name})
            schema = inner_schema(schema, name)
            at += join((name,))
        return tuple(edits) if is_lacking else ()

    def _omissions(self, field: RequestField) -> Iterator[Variation]:
        for index, name in enumerate(field.schema.get("required", ())):
            omission = Edit(pointer=field.at + join((name,)), value=ABSENT)
            edits = (*self._around(field, is_whole=True), omission)
            claims = field.claims(f"required/{index}")
            yield self._made(field, Outcome.REFUSED, claims, f"{name} is missing", edits)

    def _made(
        self,
        field: RequestField,
        outcome: Outcome,
        claims: tuple[str, ...],
        label: str,
        edits: tuple[Edit, ...],
        touches: frozenset[str] = frozenset(),
    ) -> Variation:
        return Variation(
            id=f"{self._factory.operation.id}-{next(self._numbers)}",
            outcome=outcome,
            claims=claims,
            label=label,
            edits=edits,
            touches=touches,
            leans=self._leans(edits) if outcome is Outcome.ACCEPTED else Leaning(),
            twins=self._twins(field) if outcome is Outcome.REFUSED else (),
        )

    def _leans(self, edits: tuple[Edit, ...]) -> Leaning:
        """Return what a changed good request rests on that the good request itself does not."""
        changed = apply_edits(self._base, edits).instance
        return self._factory.grounds.of(changed, self._base.instance)

    def _twins(self, field: RequestField) -> tuple[str, ...]:
        """Return the accepted variations of a field that the good request itself does not have."""
        if self._is_in_base(field):
            return ()
        return tuple(
            each.id
            for each in self.accepted
            if any(edit.pointer == field.at for edit in each.edits)
        )

    def _is_in_base(self, field: RequestField) -> bool:
        return first(self._base.instance, field.at, ABSENT) is not ABSENT

    def _site(self, field: RequestField) -> PictureSite | None:
        return next((each for each in self._factory.sites if each.pattern == field.pattern), None)


def _merged(samples: Iterable[Sample]) -> list[Sample]:
    """Return samples in their order, those that send the same picture the same way as one."""
    merged: dict[tuple[object, ...], Sample] = {}
    for each in samples:
        way = (each.data, each.url, each.as_data_uri, tuple(each.along))
        known = merged.get(way)
        merged[way] = (
            replace(
                known,
                keyword=f"{known.keyword} {each.keyword}",
                label=f"{known.label}, {each.label}",
            )
            if known
            else each
        )
    return list(merged.values())
