"""Blocks that both page layouts share: curl commands, JSON answers, authentication, prices."""

import re
from urllib.parse import urlsplit

from truecopy.contract.bodies import FORM_TYPE, JSON_TYPE
from truecopy.derive.curl import Curl
from truecopy.derive.document import Line, Span
from truecopy.derive.examples import state_request_example
from truecopy.derive.located_json import Node
from truecopy.derive.statements import Page
from truecopy.model import Reading

# How a command or a sentence says that the key is a bearer token.
_BEARER = re.compile(r"\bBearer\b", re.IGNORECASE)
# What a sentence with "Bearer" must speak of to be about the key.
_AUTHENTICATION = re.compile(r"auth|token|认证", re.IGNORECASE)
# The beginning that an example key shows, such as `sk-`.
_KEY = re.compile(r"Bearer\s+([a-z]+-)(?=[A-Za-z0-9])")
# "$0.04 per image": a price begins its line.
_PRICE = re.compile(r"^\s*\$([0-9]{1,9}(?:\.[0-9]{1,9})?) per (image|picture|request|call|second)")
# A page that describes two operations on one path.
_BOTH = re.compile(r"\bBoth JSON and multipart/form-data are supported", re.IGNORECASE)
# "valid for 24 hours": how long an address of a picture leads somewhere.
_LIFETIME = re.compile(r"\bvalid for (\d{1,9}) (hour|minute|day)s?", re.IGNORECASE)
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


def state_curl(page: Page, curl: Curl) -> None:
    """State address, authentication, media type and request example of a curl command."""
    example = page.document.evidence(curl.start, curl.end, Reading.EXAMPLE)
    page.layout.append((curl.start, curl.end))
    page.say("vendor", "base-url", curl.origin, curl.url_span)
    _state_path(page, curl)
    credentials = curl.headers.get("authorization", "")
    if _BEARER.match(credentials):
        page.say("", "auth", "bearer", example)
        key = _KEY.match(credentials)
        if key:
            page.say("", "key-prefix", key.group(1), example)
    if curl.data is not None:
        media_type = curl.headers.get("content-type", JSON_TYPE).partition(";")[0].strip()
        page.add_media_type(media_type, (curl.start, curl.end))
        page.say("", "example", curl.data.value, example, media_type=media_type)
        state_request_example(page, curl.data)
    elif curl.form:
        page.add_media_type(FORM_TYPE, (curl.start, curl.end))
        page.say("", "example", curl.form, example, media_type=FORM_TYPE)


def _state_path(page: Page, curl: Curl) -> None:
    known = list(page.values("", "path"))
    written = urlsplit(curl.url).path
    if not known:
        page.say("", "path", written, curl.url_span)
    elif written != known[0] and written.rstrip("/") == known[0].rstrip("/"):
        page.say("", "alias", written, curl.url_span)
    else:
        page.say("", "path", written, curl.url_span)


def state_loose_prose(page: Page, line: Line) -> None:
    """State what a line of free prose says of the whole operation."""
    text = line.text
    if _BEARER.search(text) and _AUTHENTICATION.search(text):
        page.say("", "auth", "bearer", (line.start, line.end))
        key = _KEY.search(text)
        if key:
            page.say("", "key-prefix", key.group(1), (line.start, line.end))
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
