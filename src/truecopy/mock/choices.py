"""What requests choose beside their content: how many pictures, of which size, and where they are put."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from truecopy.contract.pictures import ReceivedPicture
from truecopy.mock.answer_form import AnswerForm
from truecopy.mock.context import Refusal
from truecopy.mock.image_spec import ImageSettings, ImageSpecReader
from truecopy.mock.mockfile import MockFile
from truecopy.model.pointers import getter, split

# The longest side that a PNG encoder and every reader of ours takes.
_LONGEST_SIDE = 65_000
# More sizes, counts and formats than a test suite asks for.
_MOST_CHOICES = 256
# Longer than any size or format, so that what is remembered stays small.
_LONGEST_CHOICE = 64


@dataclass(frozen=True, slots=True)
class Choices:
    """What one request chooses.

    Attributes:
        settings: None where the operation makes no pictures.
        filled: Pointer patterns at which the answer has its pictures.
        is_extended: Whether the prompt is elaborated.
    """

    settings: ImageSettings | None
    filled: frozenset[str]
    is_extended: bool


class ChoiceReader:
    """Reads the requests of one operation; what those without pictures chose before is remembered."""

    def __init__(
        self,
        reader: ImageSpecReader,
        form: AnswerForm,
        settings: MockFile,
        *,
        makes_pictures: bool,
    ) -> None:
        """Compile the places that decide.

        Args:
            settings: Has the caps of the mock.
        """
        self._reader = reader
        self._form = form
        self._settings = settings
        self._makes_pictures = makes_pictures
        deciding = dict.fromkeys([*reader.deciding, *form.deciding])
        members = {each: split(each)[0] for each in deciding if "/" not in each[1:]}
        members = {each: name for each, name in members.items() if name != "*"}
        self._members = tuple(members.values())
        self._deeper = [getter(pointer) for pointer in deciding if pointer not in members]
        self._known: dict[tuple[Any, ...], Choices] = {}

    def read(self, instance: Any, pictures: Sequence[ReceivedPicture]) -> Choices:
        """Return what a request chooses.

        Raises:
            Refusal: The mock does not do that much.
        """
        if pictures or not isinstance(instance, dict):
            return self._read(instance, pictures)
        values = tuple(map(instance.get, self._members))
        if self._deeper:
            values += tuple([read(instance) for read in self._deeper])
        try:
            known = self._known.get(values)
        except TypeError:  # lists and objects
            return self._read(instance, pictures)
        if known is None:
            known = self._read(instance, pictures)
            if len(self._known) >= _MOST_CHOICES:
                self._known.clear()
            if all(len(each) <= _LONGEST_CHOICE for each in values if isinstance(each, str)):
                self._known[values] = known
        return known

    def _read(self, instance: Any, pictures: Sequence[ReceivedPicture]) -> Choices:
        reader, settings = self._reader, None
        if self._makes_pictures:
            settings = self._capped(reader.settings(instance, pictures))
        return Choices(settings, self._form.filled(instance), reader.extends(instance))

    def _capped(self, wanted: ImageSettings) -> ImageSettings:
        """Refuse what the documents do not bound and the mock has to."""
        settings = self._settings
        most, pixels = settings.most_pictures, settings.most_pixels
        count, width, height = wanted.count, wanted.width, wanted.height
        if not settings.least_pictures <= count <= most:
            why = f"{count} pictures; this mock makes 1 to {most}"
            raise Refusal("cap", why, field=self._reader.count_field)
        if not 0 < width * height <= pixels or max(width, height) > _LONGEST_SIDE:
            why = f"{width}*{height} pixels; this mock makes pictures of 1 to {pixels} pixels"
            raise Refusal("cap", why, field=self._reader.size_field)
        return wanted


def default_of(schema: Mapping[str, Any] | None, pattern: str | None) -> bool:
    """Return the documented default of the flag that a pattern names."""
    here: Mapping[str, Any] = schema or {}
    for name in (pattern or "").split("/")[1:]:
        here = here.get("properties", {}).get(name, {})
    return bool(here.get("default", False))
