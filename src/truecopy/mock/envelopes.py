"""The vendor's own error bodies, from the template in the mock file."""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from truecopy.contract.bodies import encode_json
from truecopy.mock.error_causes import UNANSWERABLE
from truecopy.mock.mockfile import MockFile
from truecopy.serving import Answer

# A placeholder of the error body's template.
_PLACE = re.compile(r"\{(\w+)\}")

Fill = Callable[[Mapping[str, Any]], Any]


class Envelopes:
    """Answers of one vendor for everything that goes wrong."""

    def __init__(self, settings: MockFile, documented: Mapping[tuple[str, int], Any]) -> None:
        """Compile the templates of the error bodies.

        Args:
            documented: As `documented_templates` returns them; they count where the mock file has none.
        """
        self._causes = settings.causes
        self._statuses = settings.statuses
        given = documented if settings.error_body is None else {("", 0): settings.error_body}
        self._fills = {where: _compile(template) for where, template in given.items()}

    def answer(
        self,
        cause: str,
        values: Mapping[str, Any],
        status: int | None = None,
        operation: str = "",
    ) -> Answer:
        """Return the answer for a cause.

        Args:
            values: `request_id`, `path`, `field` for the placeholders of the template.
            status: Overrides the status of the cause.
            operation: That was asked, empty for none.
        """
        entry = self._causes[cause]
        chosen = status or entry.status
        if 300 <= chosen < 400:  # a redirection, which is all in its headers
            return Answer(chosen, b"", [])
        fields = self._demanded(chosen) if cause == "demanded" else entry.fields
        own = {"message": cause, "field": "", **fields}
        known = {**own, **values, "cause": cause, "status": chosen}
        fills = self._fills
        fill = fills.get((operation, chosen)) or fills.get(("", chosen)) or fills["", 0]
        known["message"] = _text(str(known["message"]), known)
        return Answer(chosen, encode_json(fill(known)))

    def _demanded(self, status: int) -> Mapping[str, Any]:
        """Return what fills the error body of a status that a request demands.

        That is what the file says of the status, else the cause that has it, else the name of the status.
        """
        if status in self._statuses:
            return {**self._causes["demanded"].fields, **self._statuses[status]}
        common, name = self._causes["demanded"].fields, _phrase(status)
        numbered = {"code": status} if isinstance(common.get("code"), int) else {}
        # Causes of 400 speak of what is wrong with a body; what all causes have speaks of none.
        others = (each for name, each in self._causes.items() if name != UNANSWERABLE)
        found = next((each.fields for each in others if each.status == status != 400), {})
        own = {key: value for key, value in found.items() if common.get(key) != value}
        return {**common, "title": name, "message": name, **numbered, **own}


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"


def _compile(template: Any) -> Fill:
    """Return a function that fills a template; a text that is one placeholder keeps the value's type."""
    if isinstance(template, dict):
        members = {key: _compile(value) for key, value in template.items()}
        return lambda values: {key: fill(values) for key, fill in members.items()}
    if isinstance(template, list):
        items = [_compile(value) for value in template]
        return lambda values: [fill(values) for fill in items]
    if not isinstance(template, str) or not _PLACE.search(template):
        return lambda _: template
    whole = _PLACE.fullmatch(template)
    if whole:
        name = whole.group(1)
        return lambda values: values.get(name, "")
    return lambda values: _text(template, values)


def _text(template: str, values: Mapping[str, Any]) -> str:
    return _PLACE.sub(lambda found: str(values.get(found.group(1), "")), template)
