"""Claims of a contract that is at hand, set, made and taken away in its derived files."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from truecopy.contract.conditions import state_conditions
from truecopy.contract.keywords import ANNOTATIONS, GROUPS
from truecopy.contract.promises import DEFAULT
from truecopy.model import Layer
from truecopy.model.pointers import escape, node, unescape

Row = dict[str, Any]
# They tell operations apart, and what talks to them; and whether a field is there.
_FIRM = frozenset(
    {"method", "path", "media-type", "auth", "base-url", "property", "create", "poll"}
)
# A choice that nobody makes falls back on something.
_CHOICE_DEFAULT = f"x-promises/one-of/{DEFAULT}"
# What else is said of a lifecycle has to be said.
_OPTIONAL_TIMES = frozenset({"created", "updated"})
# What says nothing once it is empty.
_HOLDERS = frozenset({"required", "x-promises", *GROUPS})
# The subject of an answer: operation and status, as in `create-order.200`.
_STATUS = re.compile(r"([^.]+)\.([1-5][0-9]{2})")


class ClaimEditError(Exception):
    """A claim cannot be edited so; the message completes a sentence that begins with its id."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a claim landed: the member `name` of `holder`, which stands at `parent` in `file`."""

    file: str
    parent: str
    name: str
    holder: Any


class ContractFiles:
    """The derived files of a contract, with their claims.

    Attributes:
        files: Path within the contract folder -> parsed JSON; it is changed.
        rows: The claims, as `evidence.json` has them.
    """

    def __init__(self, files: dict[str, Any]) -> None:
        """Edit these files."""
        self.files = files
        self.rows: list[Row] = files["evidence.json"]["claims"]

    def find(self, pattern: str) -> list[Row]:
        """Return the claims that an id means, in which a `*` stands for any name."""
        subject, _, keyword = pattern.partition("#")
        names = _names(subject)
        found = ((row, *row["id"].partition("#")) for row in self.rows)
        return [row for row, own, _, said in found if said == keyword and names.fullmatch(own)]

    def subjects(self) -> list[str]:
        """Return everything of which something is said."""
        return list(dict.fromkeys(row["id"].partition("#")[0] for row in self.rows))

    def make(self, pattern: str) -> list[Row]:
        """Return new claims that an id means, which have no value yet; none where nothing is there to have them."""
        subject, _, keyword = pattern.partition("#")
        names = _names(subject)
        status = _STATUS.fullmatch(subject)
        if keyword == "status" and status and self._operations().get(status[1]):
            pointer = f"openapi.json#/x-operations/{escape(status[1])}/statuses/{status[2]}/status"
            made: list[Row | None] = [_row(pattern, Layer.OPERATION, pointer)]
        else:
            matching = [each for each in self.subjects() if names.fullmatch(each)]
            made = [self._beside(each, keyword) for each in matching]
        found = [row for row in made if row is not None]
        self.rows += found
        return found

    def set(self, row: Row, wanted: Any) -> bool:
        """Give a claim a value; return whether it had another one before.

        Raises:
            ClaimEditError: The claim is of a kind that is no value.
        """
        place, keyword = self._place(row), _keyword(row)
        is_status = keyword == "status"
        if keyword in _FIRM or (is_status and str(wanted) not in row["pointer"].split("/")):
            raise ClaimEditError("is no value that can be changed here")
        if keyword == "required":
            if wanted is not True:
                raise ClaimEditError("is true, or `withdraws` takes it away")
            return row["value"] is not True
        before = place.holder.get(place.name) if isinstance(place.holder, dict) else None
        if row["class"] == Layer.PROMISE and not keyword.endswith(f"/{DEFAULT}"):
            before = place.holder[int(place.name)]
            wanted = place.holder[int(place.name)] = _promise(before, row["value"], wanted)
        else:
            place.holder[place.name] = wanted
        return bool(before != wanted or type(before) is not type(wanted))

    def withdraw(self, row: Row) -> None:
        """Take a claim away, and whatever is said of nothing else.

        Raises:
            ClaimEditError: The contract needs it.
        """
        place, keyword = self._place(row), _keyword(row)
        if self._is_needed(row, keyword):
            raise ClaimEditError("cannot be withdrawn: nothing could be made of the contract")
        if keyword == "status":
            self._withdraw_status(row, place)
        elif isinstance(place.holder, list):
            self._close_gap(place)
        else:
            del place.holder[place.name]
            self._drop([f"{place.file}#{place.parent}/{place.name}"])
        parent, _, name = place.parent.rpartition("/")
        if not place.holder and name in _HOLDERS:
            del node(self.files[place.file], parent)[name]

    def _operations(self) -> Mapping[str, Any]:
        table: Mapping[str, Any] = self.files["openapi.json"]["x-operations"]
        return table

    def _place(self, row: Row) -> _Place:
        """Return where a claim stands; what has to hold a new one is made."""
        file, _, pointer = row["pointer"].partition("#")
        parent, _, last = pointer.rpartition("/")
        *outer, group = parent.split("/")
        holder = node(self.files[file], "/".join(outer)) if outer else self.files[file]
        if group and isinstance(holder, dict):
            holder = holder.setdefault(unescape(group), [] if group == "required" else {})
        elif group:
            holder = holder[int(group)]
        return _Place(file, parent, unescape(last), holder)

    def _beside(self, subject: str, keyword: str) -> Row | None:
        """Return the row of a new claim about a field of a body, None where it is no such field."""
        base = next(filter(None, (_base(row) for row in self._rows_of(subject))), None)
        if base is None or not keyword or keyword.startswith("x-promises"):
            return None
        layer = Layer.ANNOTATION if keyword in ANNOTATIONS else Layer.ASSERTION
        if keyword != "required":
            return _row(f"{subject}#{keyword}", layer, f"{base}/{keyword}")
        parent, mark, name = base.rpartition("/properties/")
        if not mark or "/" in name:
            return None
        file, _, pointer = parent.partition("#")
        known = node(self.files[file], pointer).setdefault("required", [])
        known.append(unescape(name))
        return _row(f"{subject}#{keyword}", layer, f"{parent}/required/{len(known) - 1}")

    def _rows_of(self, subject: str) -> Iterator[Row]:
        return (row for row in self.rows if row["id"].partition("#")[0] == subject)

    def _is_needed(self, row: Row, keyword: str) -> bool:
        """Whether nothing could be made of the contract without a claim."""
        if row["pointer"].startswith("lifecycle.json#"):
            return not (keyword == "shows" or keyword in _OPTIONAL_TIMES)
        return keyword in _FIRM or keyword == _CHOICE_DEFAULT or self._bears_task(row, keyword)

    def _bears_task(self, row: Row, keyword: str) -> bool:
        """Whether a claim says that an answer has the number or the state of a task, or what holds them."""
        lifecycle = self.files.get("lifecycle.json")
        owner, _, rest = row["id"].partition("#")[0].partition(".")
        if lifecycle is None or keyword != "required":
            return False
        if owner not in (lifecycle["create"], lifecycle["poll"]["operation"]):
            return False
        at = "/" + "/".join(rest.split(".")[1:])
        return any(f"{lifecycle[each]}/".startswith(f"{at}/") for each in ("id", "state"))

    def _withdraw_status(self, row: Row, place: _Place) -> None:
        """Take away a status, and what is said of its body."""
        parent, _, status = place.parent.rpartition("/")
        statuses = node(self.files[place.file], parent)
        if parent.endswith("/statuses"):
            if not any(int(each) < 300 for each in statuses if each != status):
                raise ClaimEditError("is the only status of success, and cannot be withdrawn")
            operation = row["id"].partition(".")[0]
            body = f"schemas/{operation}/{status}.json"
            del statuses[status]
            self.files.pop(body, None)
            self._drop([f"{place.file}#{place.parent}", body])
        else:
            del place.holder[place.name]
            self._drop([row["pointer"]])

    def _close_gap(self, place: _Place) -> None:
        """Take an element out of a list, and let the claims behind it follow their elements."""
        index, before = int(place.name), f"{place.file}#{place.parent}/"
        del place.holder[index]
        self._drop([f"{before}{index}"])
        for row in self.rows:
            if row["pointer"].startswith(before):
                number, mark, rest = row["pointer"].removeprefix(before).partition("/")
                moved = int(number) - (int(number) > index)
                row["pointer"] = f"{before}{moved}{mark}{rest}"

    def _drop(self, pointers: list[str]) -> None:
        """Take away the claims that stand at pointers, and beneath them."""
        self.rows[:] = [
            row
            for row in self.rows
            if not any(
                row["pointer"] == each or row["pointer"].startswith((f"{each}/", f"{each}#"))
                for each in pointers
            )
        ]


def _names(subject: str) -> re.Pattern[str]:
    """Return what matches the subjects that an id means."""
    return re.compile(re.escape(subject).replace(r"\*", "[^.]+", 1))


def _promise(before: Row, value: Row, wanted: Any) -> Row:
    """Return a promise with another value.

    Raises:
        ClaimEditError: It has other members than before, so that nobody would understand it.
    """
    if not isinstance(wanted, dict) or wanted.keys() != value.keys():
        raise ClaimEditError(f"is a promise, whose value has the members {', '.join(value)}")
    return {**before, **wanted}


def _keyword(row: Row) -> str:
    return str(row["id"].partition("#")[2])


def _base(row: Row) -> str | None:
    """Return the pointer of the field that a claim is about, None where the claim does not stand in it."""
    tail = f"/{_keyword(row)}"
    pointer = str(row["pointer"])
    if not pointer.startswith("schemas/"):
        return None
    if tail == "/property":
        return pointer
    return pointer.removesuffix(tail) if pointer.endswith(tail) else None


def _row(name: str, layer: Layer, pointer: str) -> Row:
    return {"id": name, "class": layer.value, "pointer": pointer, "value": None}


def follow_lifecycle(files: Mapping[str, Any]) -> None:
    """Bring the conditions of the answer that shows a task in line with an edited lifecycle."""
    lifecycle = files.get("lifecycle.json")
    if lifecycle is None:
        return
    poll = lifecycle["poll"]["operation"]
    statuses = files["openapi.json"]["x-operations"][poll]["statuses"]
    schema = files.get(f"schemas/{poll}/{min(map(int, statuses))}.json")
    if schema is not None and (conditions := state_conditions(lifecycle)):
        schema["allOf"] = conditions
    elif schema is not None:
        schema.pop("allOf", None)
