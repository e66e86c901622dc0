"""What requests to the admin API may carry: every member is known, and of its kind."""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from truecopy.serving.admin_surface import BadRequestError, require_single
from truecopy.serving.web import Request

# Every documented body has some dozen bytes.
_LONGEST_BODY = 65_536
# What is wrong is shown as far as a line goes.
_MOST_SHOWN = 80
# An account as the journal shows it: the vendor, and a hash of the key.
_ACCOUNT = re.compile(r"(.+):[0-9a-f]{16}")


async def read_members(request: Request, allowed: Collection[str]) -> dict[str, Any]:
    """Return the JSON object that a request carries; no body is an empty one.

    Raises:
        BadRequestError: It is too long, not JSON, no object, or has an unknown member.
    """
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > _LONGEST_BODY:
            raise BadRequestError(f"the body has more than {_LONGEST_BODY} bytes")
    if not data:
        return {}
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadRequestError(f"the body is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise BadRequestError("the body is not a JSON object")
    unknown = sorted(content.keys() - set(allowed))
    if unknown:
        raise BadRequestError(
            f"unknown member {shown(unknown[0])}; there are: {', '.join(sorted(allowed))}"
        )
    return content


def read_query(request: Request, allowed: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters of a request's query.

    Raises:
        BadRequestError: One of them is unknown, or stands several times.
    """
    unknown = sorted(request.query_params.keys() - set(allowed))
    if unknown:
        raise BadRequestError(
            f"unknown filter {shown(unknown[0])}; there are: {', '.join(allowed)}"
        )
    require_single(request)
    return dict(request.query_params)


def text_member(content: Mapping[str, Any], name: str) -> str | None:
    """Return a text, None where it is absent or null.

    Raises:
        BadRequestError: It is something else.
    """
    value = content.get(name)
    if value is None or isinstance(value, str):
        return value
    raise BadRequestError(f"{name}: a text was expected, found {shown(value)}")


def account_member(content: Mapping[str, Any], vendors: Collection[str]) -> str | None:
    """Return the id of an account, None where it is absent or null.

    Raises:
        BadRequestError: It is no id of an account of a vendor that is played.
    """
    account = text_member(content, "account")
    if account is None:
        return None
    found = _ACCOUNT.fullmatch(account)
    if found is None or found.group(1) not in vendors:
        raise BadRequestError(
            f"account: an id as the journal shows it was expected, vendor:16 hex digits, found {shown(account)}; "
            "GET account, with the key in Authorization, tells it"
        )
    return account


def vendor_of(account: str) -> str:
    """Return the vendor of an account."""
    return account.rpartition(":")[0]


def shown(value: object) -> str:
    """Return a value as a message shows it: one line of ASCII, cut."""
    text = ascii(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."
