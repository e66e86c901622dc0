"""Subjects of claims: `request.input.messages[].role`, `200.data[].url`.

A name that holds one of the marks is written percent-encoded, so that a subject splits in one way only.
"""

from urllib.parse import quote, unquote


def child(subject: str, name: str) -> str:
    """Return the subject of the member `name`."""
    return f"{subject}.{_encoded(name) if _has_mark(name) else name}"


def element(subject: str) -> str:
    """Return the subject of each element of an array."""
    return f"{subject}[]"


def steps(subject: str) -> list[str | None]:
    """Return the names along a subject; None stands for the elements of an array."""
    found: list[str | None] = []
    for part in subject.split(".") if subject else ():
        name, *elements = part.split("[]")
        found.append(_decoded(name) if "%" in name else name)
        found += [None] * len(elements)
    return found


def outer(subject: str) -> str:
    """Return what a subject is a member or an element of; empty for one that stands alone."""
    return subject[:-2] if subject.endswith("[]") else subject.rpartition(".")[0]


def last_name(subject: str) -> str:
    """Return the last name along a subject: that of the array for its elements."""
    return next((name for name in reversed(steps(subject)) if name is not None), "")


def owner_and_part(subject: str) -> tuple[str, str]:
    """Return the first two names along a subject: an operation, and `request` or a status; empty where there is none."""
    owner, _, rest = subject.partition(".")
    return owner, rest.partition(".")[0].partition("[")[0]


def _encoded(name: str) -> str:
    """Return a name without marks; the empty one is a bare percent sign, which no other name gives."""
    return quote(name, safe=" -_~!$&()+,;=:@/").replace(".", "%2E") or "%"


def _decoded(text: str) -> str:
    return "" if text == "%" else unquote(text)


def _has_mark(name: str) -> bool:
    return not name or any(mark in name for mark in ".[]#%")
