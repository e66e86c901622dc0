"""Blocks that both page layouts share: curl commands, JSON answers, authentication, prices."""

import re

from truecopy.contract.bodies import FORM_TYPE, JSON_TYPE, URLENCODED_TYPE
from truecopy.derive.curl import Curl
from truecopy.derive.document import Line, Span
from truecopy.derive.examples import state_request_example
from truecopy.derive.key_prose import key_header, key_place
from truecopy.derive.located_json import Node
from truecopy.derive.paths import child
from truecopy.derive.statements import AUTH_HINT, Page
from truecopy.derive.wordlist import words
from truecopy.model import Evidence, Reading

# How a command or a sentence says that the key is a bearer token.
_BEARER = re.compile(r"\bBearer\b", re.IGNORECASE)
# What a sentence with "Bearer" must speak of to be about the key.
_AUTHENTICATION = re.compile(r"auth|token|认证", re.IGNORECASE)
# That a placeholder stands for the key, and not for all that the header has.
_NAMES_KEY = re.compile(r"key|token|secret", re.IGNORECASE)
# The beginning that an example key shows, such as `sk-`.
_KEY = re.compile(r"Bearer\s+([a-z]+-)(?=[A-Za-z0-9])")
# What a header or a host has where something is to be filled in.
_TO_FILL_IN = re.compile(r"[<{$\[]|YOUR|xxx", re.IGNORECASE)
# A media type: `application/json`.
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
# Headers that any client sends: they are no parameters of an operation.
_USUAL_HEADERS = frozenset(
    words(
        "content-type accept accept-encoding accept-language user-agent host content-length connection cache-control origin referer"
    )
)
# Placeholders of a path: `:id`, `<id>`, `$ID`, `${id}`, `{{id}}`.
_PLACEHOLDER = re.compile(r"/(:|<|\$\{?|\{\{?\s?)([A-Za-z_][\w-]{0,60})\s?[}>]{0,2}(?=/|$)")
# "$0.04 per image": a price begins its line.
_PRICE = re.compile(r"^\s*\$([0-9]{1,9}(?:\.[0-9]{1,9})?) per (image|picture|request|call|second)")
# A page that describes two operations on one path.
_BOTH = re.compile(r"\bBoth JSON and multipart/form-data are supported", re.IGNORECASE)
# "valid for 24 hours": how long an address of a picture leads somewhere.
_LIFETIME = re.compile(r"\bvalid for (\d{1,9}) (hour|minute|day)s?", re.IGNORECASE)
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


def state_curl(page: Page, curl: Curl) -> None:
    """State address, authentication, media type, parameters and request example of a curl command."""
    example = page.document.evidence(curl.start, curl.end, Reading.EXAMPLE)
    page.layout.append((curl.start, curl.end))
    if curl.origin and not _TO_FILL_IN.search(curl.origin):
        page.say("vendor", "base-url", curl.origin, curl.url_span)
    _state_path(page, curl)
    _state_headers(page, curl, example)
    for name in curl.query:
        page.mark(child("query", name), "property", example)
    media_type = curl.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not _MEDIA_TYPE.fullmatch(media_type):
        media_type = JSON_TYPE
    if curl.data is not None:
        page.add_media_type(media_type, (curl.start, curl.end))
        page.say("", "example", curl.data.value, example, media_type=media_type)
        state_request_example(page, curl.data)
    elif curl.form:
        page.add_media_type(FORM_TYPE, (curl.start, curl.end))
        page.say("", "example", curl.form, example, media_type=FORM_TYPE)
    elif curl.is_urlencoded:
        page.add_media_type(URLENCODED_TYPE, (curl.start, curl.end))


def _state_headers(page: Page, curl: Curl, example: Evidence) -> None:
    """State how the command carries its key, and the headers that it has of its own."""
    if curl.user:
        page.say("", "auth", "basic", example)
    if curl.cookie:
        page.mark(child("cookie", "cookie"), "property", example)
    for name, value in curl.headers.items():
        if name == "authorization":
            _state_credentials(page, value, example)
        elif key_header(name):
            page.say("", "auth", f"header {name}", example)
        elif not is_usual_header(name):
            page.mark(child("header", name), "property", example)


def _state_credentials(page: Page, credentials: str, example: Evidence) -> None:
    """State the scheme that an Authorization header names; a placeholder that names a key hints that it stands alone."""
    if _BEARER.match(credentials):
        page.say("", "auth", "bearer", example)
        key = _KEY.match(credentials)
        if key:
            page.say("", "key-prefix", key.group(1), example)
    elif _TO_FILL_IN.match(credentials):
        if _NAMES_KEY.search(credentials):
            page.say("", AUTH_HINT, "header authorization (the key alone)", example)
    else:
        scheme = credentials.split(maxsplit=1)[0].lower() if " " in credentials else "the key alone"
        page.say("", "auth", f"header authorization ({scheme})", example)


def is_usual_header(name: str) -> bool:
    """Whether any client sends a header, so that it is no parameter of an operation."""
    return name.lower() in _USUAL_HEADERS


def state_media_type(page: Page, media_type: str, place: Span) -> None:
    """State that the request body may have a media type that stands on the page."""
    page.add_media_type(media_type.lower(), place)


def path_template(path: str) -> str:
    """Return a path whose placeholders are in braces, as `:id`, `<id>` and `$ID` mean."""
    return _PLACEHOLDER.sub(_in_braces, path)


def _in_braces(match: re.Match[str]) -> str:
    """Return a placeholder in braces; the name of a variable of the shell, `$TASK_ID`, in small letters."""
    mark, name = match.groups()
    is_variable = mark.startswith("$") and name.isupper()
    return "/{" + (name.lower() if is_variable else name) + "}"


def is_same_path(template: str, written: str) -> bool:
    """Whether a written path is one of a template: values may stand for its placeholders."""
    first, second = (each.rstrip("/").split("/") for each in (template, path_template(written)))
    return len(first) == len(second) and all(
        one == other or one.startswith("{") for one, other in zip(first, second, strict=True)
    )


def _state_path(page: Page, curl: Curl) -> None:
    known = list(page.values("", "path"))
    written = curl.path if curl.path in known else path_template(curl.path)
    if not known or not is_same_path(known[0], written):
        page.say("", "path", written, curl.url_span)
    elif written.endswith("/") != known[0].endswith("/"):
        page.say("", "alias", written, curl.url_span)
    else:
        page.say("", "path", known[0], curl.url_span)


def state_loose_prose(page: Page, line: Line) -> None:
    """State what a line of free prose says of the whole operation."""
    text = line.text
    if _BEARER.search(text) and _AUTHENTICATION.search(text):
        page.say("", "auth", "bearer", (line.start, line.end))
        key = _KEY.search(text)
        if key:
            page.say("", "key-prefix", key.group(1), (line.start, line.end))
    for start, end in page.document.sentences(line):
        place = key_place(page.document.text[start:end])
        if place is not None:
            page.say("", AUTH_HINT, place, (start, end))
    price = _PRICE.match(text)
    if price:
        value = {"usd": float(price.group(1)), "per": price.group(2)}
        page.say("", "price", value, _span(line, price))
    both = _BOTH.search(text)
    if both:
        page.add_media_type(JSON_TYPE, _span(line, both))
        page.add_media_type(FORM_TYPE, _span(line, both))


def state_lifetime(page: Page, line: Line, status: int, pictures: str) -> None:
    """State how long the picture addresses under `pictures` can be fetched, if the line says so."""
    match = _LIFETIME.search(line.text)
    if match:
        seconds = int(match.group(1)) * _SECONDS[match.group(2).lower()]
        page.say(
            f"{status}.{pictures}", "x-promises/lifetime", {"seconds": seconds}, _span(line, match)
        )


def first_address_list(node: Node) -> str | None:
    """Return the name of the first member that is a list of texts, None without one."""
    for name, member in node.members.items():
        if member.items and all(isinstance(item.value, str) for item in member.items):
            return name
    return None


def _span(line: Line, match: re.Match[str]) -> Span:
    return line.start + match.start(), line.start + match.end()
