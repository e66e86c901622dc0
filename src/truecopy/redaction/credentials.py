"""The credentials in headers: where a cookie, a key or a password begins and ends."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from functools import partial

from truecopy.redaction.names import ACCOUNT, COOKIE, is_scheme, kind_of_header

Instead = Callable[[str], str]

_SCHEME = re.compile(r"\s*+([A-Za-z][A-Za-z0-9._-]*+)[ \t]++(?=\S)")
# A shorter cookie is a setting, and stands in innocent text.
_SHORTEST_COOKIE = 8
# The schemes that are written in front of a credential even where it has a header of its own.
_COMMON_SCHEMES = frozenset(["bearer", "basic", "token"])
# Several cookies in one header; a date has a comma too, but no name and value behind it.
_NEXT_COOKIE = re.compile(r",(?=[ \t]*+[^;,=\s]++=)")


def cookies_replaced(value: str, instead: Instead) -> str:
    """Return the value of a Cookie header with something else for each cookie."""
    return ";".join([_cookie_replaced(each, instead) for each in value.split(";")])


def set_cookies_replaced(value: str, instead: Instead) -> str:
    """Return the value of a Set-Cookie header with something else for each cookie, its attributes kept."""
    written = []
    for each in _NEXT_COOKIE.split(value):
        cookie, semicolon, attributes = each.partition(";")
        written.append(_cookie_replaced(cookie, instead) + semicolon + attributes)
    return ",".join(written)


def _cookie_replaced(text: str, instead: Instead) -> str:
    name, equals, value = text.partition("=")
    if not equals:
        name, value = "", text
    return name + equals + trimmed_replaced(value, instead, ' \t"')


def credential_replaced(value: str, name: str, instead: Instead) -> tuple[str, str]:
    """Return a value with something else for its credential, and that if it is Basic.

    Args:
        name: Of the header or member that it stands in.
    """
    is_authorization = name.lower().endswith("authorization")
    if is_authorization and is_scheme(value.strip()):
        return value, ""
    scheme = _SCHEME.match(value)
    word = scheme[1].lower() if scheme else ""
    if scheme is None or not (is_authorization or word in _COMMON_SCHEMES):
        return trimmed_replaced(value, instead), ""
    credential = value[scheme.end() :]
    return scheme[0] + trimmed_replaced(credential, instead), credential * (word == "basic")


def trimmed_replaced(value: str, instead: Instead, blank: str = " \t\r\n") -> str:
    """Return a value with something else for all but the blanks around it."""
    core = value.strip(blank)
    if not core:
        return value
    begin = value.index(core)
    return value[:begin] + instead(core) + value[begin + len(core) :]


def basic_password(credential: str) -> str:
    """Return the password in a Basic credential; empty without one.

    Source:
        RFC 7617 section 2.
    """
    try:
        pair = base64.b64decode(credential.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    return pair.partition(":")[2]


def header_secrets(headers: Iterable[tuple[str, str]]) -> list[str]:
    """Return the keys, passwords and cookies in headers, so that they are known elsewhere."""
    found: list[str] = []
    for name, value in headers:
        kind = kind_of_header(name.lower())
        values: list[str] = []
        keep = partial(_kept, values)
        if kind == COOKIE:
            cookies_replaced(value, keep)
            found += [each for each in values if len(each) >= _SHORTEST_COOKIE]
        elif kind and kind != ACCOUNT:
            _, basic = credential_replaced(value, name, keep)
            found += [*values, *filter(None, [basic_password(basic)])]
    return found


def _kept(values: list[str], value: str) -> str:
    values.append(value)
    return value
