"""JSON pointers: into contracts (one node), and into bodies, where `*` stands for each element."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import methodcaller
from typing import Any


@lru_cache(maxsize=4096)
def split(pointer: str) -> tuple[str, ...]:
    """Return the names along a pointer, unescaped.

    Source:
        RFC 6901 section 4.
    """
    return tuple(unescape(each) for each in pointer.split("/")[1:])


def join(names: Iterable[str]) -> str:
    """Return the pointer along `names`."""
    return "".join(f"/{escape(name)}" for name in names)


def escape(name: str) -> str:
    """Return a name as a segment of a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def unescape(segment: str) -> str:
    """Return the name that a segment stands for."""
    return segment.replace("~1", "/").replace("~0", "~")


def node(document: Any, pointer: str) -> Any:
    """Return the node that `pointer` names.

    Raises:
        LookupError: A segment is missing; carries the pointer.
    """
    here = document
    for name in split(pointer):
        try:
            here = here[int(name)] if isinstance(here, list) else here[name]
        except (LookupError, TypeError, ValueError) as error:
            raise LookupError(f"{pointer}: there is no {name!r}") from error
    return here


def each(document: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """Yield (pointer, value) for everything that a pattern reaches; what is absent yields nothing.

    Args:
        pointer: A pointer in which `*` stands for each element of an array.
    """
    return _each(document, split(pointer), "")


def first(document: Any, pointer: str, default: Any = None) -> Any:
    """Return the first value that a pattern reaches, or `default`."""
    here = document
    for name in split(pointer):
        if not isinstance(here, dict):
            return next((value for _, value in each(document, pointer)), default)
        if name not in here:
            return default
        here = here[name]
    return here


def getter(pointer: str) -> Callable[[Any], Any]:
    """Return a function of a document that does what `first` does, for a pointer that is asked often."""
    names = split(pointer)
    if len(names) != 1 or names[0] == "*":
        return lambda document: first(document, pointer)
    name = names[0]

    def get(document: Any) -> Any:
        return document.get(name) if isinstance(document, dict) else first(document, pointer)

    return get


def member_getter(pointer: str) -> Callable[[Any], Any]:
    """Return what `getter` returns, for documents that are known to be objects; costs less."""
    names = split(pointer)
    if len(names) != 1 or names[0] == "*":
        return getter(pointer)
    return methodcaller("get", names[0])


def _each(here: Any, names: tuple[str, ...], at: str) -> Iterator[tuple[str, Any]]:
    for index, name in enumerate(names):
        if not isinstance(here, dict):
            yield from _elements(here, names[index:], at)
            return
        if name not in here:
            return
        here = here[name]
        at = f"{at}/{name}" if "/" not in name and "~" not in name else at + join((name,))
    yield at, here


def _elements(here: Any, names: tuple[str, ...], at: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(here, list):
        return
    name, rest = names[0], names[1:]
    if name == "*":
        for index, item in enumerate(here):
            yield from _each(item, rest, f"{at}/{index}")
    elif name.isdigit() and int(name) < len(here):
        yield from _each(here[int(name)], rest, f"{at}/{name}")
