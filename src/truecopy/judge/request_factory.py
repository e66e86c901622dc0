"""Good requests: the plainest one of an operation, and the one that the documents show."""

import re
from typing import Any

from truecopy.contract import CompiledOperation
from truecopy.contract.bodies import FORM_TYPE
from truecopy.contract.encode import apply_edits
from truecopy.contract.form_values import text_value, types_of
from truecopy.contract.formats import SAMPLES
from truecopy.contract.pattern_texts import text_of
from truecopy.contract.pictures import PictureSite, picture_sites
from truecopy.errors import UsageError
from truecopy.judge.formed_names import sample_of
from truecopy.judge.picture_samples import (
    Sample,
    ordinary_picture,
    ordinary_size,
    takes_address,
)
from truecopy.judge.request_grounds import RequestGrounds
from truecopy.model import Contract, Edit, Payload, Schema
from truecopy.model.pointers import each, first, join, split

PLAIN_TEXT = "A paper boat on a quiet pond"
_FILE_NAME, _FILE = "file.bin", b"What a file holds is up to the vendor."
_REQUEST = "request:"


class RequestFactory:
    """What is needed to make requests of one operation.

    Attributes:
        compiled: The operation.
        is_form: Whether its body is a form.
        image_url: Address of a picture that the target can fetch; None without one.
        count_at: Pointer of the field that says how many pictures are wanted; empty without one.
        size: Of an ordinary picture, in pixels.
        grounds: What its good requests rest on.
    """

    def __init__(
        self, contract: Contract, compiled: CompiledOperation, image_url: str | None
    ) -> None:
        """Read what the operation says of pictures and their count."""
        self.compiled = compiled
        self.operation = compiled.operation
        self.schema: Schema = self.operation.request or {}
        self.is_form = self.operation.media_type == FORM_TYPE
        self.image_url = image_url
        self.sites: tuple[PictureSite, ...] = picture_sites(self.schema)
        self.size = ordinary_size(site.rule for site in self.sites)
        self.grounds = RequestGrounds(compiled, contract.claims)
        self.count_promise = _count_promise(contract, self.operation.id)
        equals = str((self.count_promise or {}).get("equals", ""))
        self.count_at = equals.removeprefix(_REQUEST) if equals.startswith(_REQUEST) else ""

    def good_requests(self) -> list[Payload]:
        """Return requests that must be accepted, the plainest first, each for as few pictures as can be.

        The plainest has nothing but what is required, and asks for one picture. Then come the same
        without the number, and what the documents show: for a target that refuses the plainest.
        """
        plain = self._finished(_filled(_pruned(self._example(), self.schema), self.schema))
        found = [self._counted(plain, 1), plain]
        shown = self.shown()
        if shown is not None:
            found += [self._counted(shown, 1), shown]
        return [each for number, each in enumerate(found) if each not in found[:number]]

    def shown(self) -> Payload | None:
        """Return the request that the documents show, with pictures in place of its placeholders."""
        if self.operation.example is None:
            return None
        return self._finished(_filled(self._example(), self.schema))

    def whole(self, at: str) -> Any:
        """Return a good value of what an ordinary request lacks: as the documents show it, or with what is required."""
        shown = self.shown()
        known = first(shown.instance, at) if shown is not None else None
        if known is not None:
            return known
        schema = self.schema
        for name in split(at):
            schema = inner_schema(schema, name)
        made = apply_edits(Payload(instance={}), (Edit(pointer=at, value=plain_value(schema)),))
        return first(self._finished(made.instance).instance, at)

    def put(self, pointer: str, sample: Sample, site: PictureSite) -> tuple[Edit, ...]:
        """Return the edits that put a picture somewhere.

        Raises:
            LookupError: The documents have no way to send it.
        """
        if self.is_form:
            extra = [
                Edit(pointer=join((name,)), value=f"{name}.png", data=data)
                for name, data in sample.along.items()
            ]
            return (Edit(pointer=pointer, value="picture.png", data=sample.data), *extra)
        return (Edit(pointer=pointer, value=sample.text(site.rule.get("sources", ()))),)

    def _example(self) -> Any:
        example = self.operation.example
        if example is None:
            return {}
        if not self.is_form:
            return example
        rules = self.schema.get("properties", {})
        return {
            name: _part_value(value, rules.get(name, {})) if isinstance(value, str) else value
            for name, value in example.items()
        }

    def _finished(self, instance: Any) -> Payload:
        payload = apply_edits(Payload(instance=instance), self._files(instance))
        for site in self.sites:
            for pointer, value in list(each(instance, site.pattern)):
                if isinstance(value, str):
                    payload = apply_edits(payload, self._plain_edits(pointer, site))
        return payload

    def _files(self, instance: Any) -> tuple[Edit, ...]:
        """Return the edits that make files of the parts that are files and no pictures."""
        rules = self.schema.get("properties", {}) if self.is_form else {}
        places = [
            join((name,)) for name, rule in rules.items() if is_file(rule) and name in instance
        ]
        places += [
            join((name, str(index)))
            for name, rule in rules.items()
            if is_file(rule.get("items", {})) and isinstance(instance.get(name), list)
            for index in range(len(instance[name]))
        ]
        return tuple(self.file(place) for place in places)

    def file(self, at: str) -> Edit:
        """Return the edit that puts a file somewhere in a form."""
        return Edit(pointer=at, value=_FILE_NAME, data=_FILE)

    def _plain_edits(self, pointer: str, site: PictureSite) -> tuple[Edit, ...]:
        try:
            return self.put(pointer, self._plain(site), site)
        except LookupError as error:
            name = self.operation.id
            why = (
                f"{name} takes pictures by their address only"
                if site.rule.get("sources")
                else f"no document says how {name} takes its pictures"
            )
            raise UsageError(f"{why}: --image-url names one that the target can fetch") from error

    def _plain(self, site: PictureSite) -> Sample:
        """Return the picture that is least likely to be refused: an address where one can be had."""
        if not self.is_form and self.image_url and takes_address(site.rule):
            return Sample(
                keyword="sources", label="an address", is_accepted=True, url=self.image_url
            )
        data = ordinary_picture(site.rule, self.size)
        return Sample(keyword="sources", label="a picture", is_accepted=True, data=data)

    def _counted(self, payload: Payload, count: int) -> Payload:
        if not self.count_at:
            return payload
        return apply_edits(payload, (Edit(pointer=self.count_at, value=count),))


def inner_schema(schema: Schema, name: str) -> Schema:
    """Return what a schema says of a member, or of the elements where the name is the index of one."""
    is_element = name.isdigit() and "items" in schema
    found: Schema = schema["items"] if is_element else schema.get("properties", {}).get(name, {})
    return found


def is_file(rule: Schema) -> bool:
    """Whether a part of a form is a file and no picture."""
    return rule.get("format") == "binary" and "x-image" not in rule


def _part_value(text: str, rule: Schema) -> Any:
    """Return the value that a part of a form stands for: one part of a list is a list of one."""
    types = types_of(rule)
    if types == {"array"}:
        return [text_value(text, types_of(rule.get("items", {})))]
    return text_value(text, types)


def plain_value(schema: Schema, name: str = "") -> Any:
    """Return a value that a schema accepts, an ordinary one rather than an extreme one.

    Args:
        name: Of the field, which may say what its texts look like.
    """
    for keyword in ("default", "const"):
        if schema.get(keyword) is not None:
            return schema[keyword]
    for keyword in ("examples", "enum"):
        if schema.get(keyword):
            return schema[keyword][0]
    if "x-dimensions" in schema:
        return _plain_size(schema["x-dimensions"])
    kind = schema.get("type", "object")
    kinds = [kind] if isinstance(kind, str) else kind
    made = next((name for name in kinds if name != "null"), "null")
    if made == "object":
        return _filled({}, schema)
    if made == "array":
        return [plain_value(schema.get("items", {}), name)] * max(1, schema.get("minItems", 0))
    if made == "string":
        return _plain_text(schema, name)
    if made in ("integer", "number"):
        return _plain_number(schema, made)
    return True if made == "boolean" else None


def _plain_text(schema: Schema, name: str) -> str:
    if schema.get("format") in SAMPLES:
        return SAMPLES[schema["format"]]
    least = schema.get("minLength", 0)
    plain = sample_of(name) or PLAIN_TEXT
    text = plain[: schema.get("maxLength", len(plain))].ljust(least, ".")
    is_good = "pattern" not in schema or re.search(schema["pattern"], text)
    return text if is_good else text_of(schema["pattern"], least=least)


def _plain_number(schema: Schema, kind: str) -> float:
    """Return the least number that a schema names, 1 where it names none, moved to where it is accepted."""
    low, over = schema.get("minimum"), schema.get("exclusiveMinimum")
    step, under = schema.get("multipleOf"), schema.get("exclusiveMaximum")
    found: float = low if low is not None else min(1, schema.get("maximum", 1))
    if over is not None and found <= over:
        found = over + 1
    if step:
        found = -(-found // step) * step or step
    if under is not None and found >= under:
        found = (
            under - 1
            if kind == "integer"
            else (under + (over if over is not None else under - 1)) / 2
        )
    return found


def _plain_size(rule: Schema) -> str:
    """Return the square of 1024 pixels that most models make by default, or what comes next to it."""
    side, pixels = rule.get("side", {}), rule.get("pixels", {})
    most = int(min(side.get("maximum", 1024), pixels.get("maximum", 1 << 20) ** 0.5))
    wanted = max(min(1024, most), side.get("minimum", 1))
    return f"{wanted}{rule.get('separator', '*')}{wanted}"


def _filled(instance: Any, schema: Schema) -> Any:
    """Return an object with each required member that it lacks."""
    if "properties" not in schema:
        return instance
    made = dict(instance) if isinstance(instance, dict) else {}
    for name in schema.get("required", ()):
        if name not in made:
            made[name] = plain_value(schema["properties"].get(name, {"type": "string"}), name)
    for name, value in made.items():
        if isinstance(value, dict):
            made[name] = _filled(value, schema["properties"].get(name, {}))
    return made


def _pruned(instance: Any, schema: Schema) -> Any:
    """Return an object without its optional members; elements of arrays stay whole."""
    if not isinstance(instance, dict):
        return instance
    required = schema.get("required", ())
    rules = schema.get("properties", {})
    return {
        name: _pruned(value, rules.get(name, {}))
        for name, value in instance.items()
        if name in required
    }


def _count_promise(contract: Contract, operation: str) -> Schema | None:
    """Return the promise about the number of pictures, of the answer that has them."""
    lifecycle = contract.lifecycle
    name = lifecycle.poll if lifecycle and lifecycle.create == operation else operation
    answering = contract.operations[name]
    schema = answering.responses[answering.success] or {}
    promises: list[Schema] = schema.get("x-promises", [])
    return next((each for each in promises if each["kind"] == "count"), None)
