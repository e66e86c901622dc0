"""What a vendor says: its successes, and its errors in its own envelope."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from tests.drifts.pictures import ORDINARY, Size, address
from tests.drifts.refusal import Refused
from tests.drifts.validation import parse_size

_MOST_PICTURES = 12  # more than any vendor makes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer on its way out; a body of bytes goes as it is, any other as JSON."""

    status: int
    body: Any
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What an answer belongs to.

    Attributes:
        operation: Empty while it is not known which one is meant.
        request: The body, as far as it was read.
        origin: Scheme and host that the caller used.
        now: In unix seconds.
        poll: How often the task was looked up, this time included; 0 elsewhere.
    """

    vendor: str
    path: str
    origin: str
    now: float
    operation: str = ""
    request: Mapping[str, Any] = field(default_factory=dict)
    poll: int = 0


def asked_count(request: Mapping[str, Any], otherwise: int = 1) -> int:
    """Return how many pictures a request wants: at least one, and few, also of one that says nonsense.

    Args:
        otherwise: How many it gets where it does not say.
    """
    wanted = request.get("n", otherwise)
    return int(min(_MOST_PICTURES, max(1, wanted))) if isinstance(wanted, int | float) else 1


def asked_size(request: Mapping[str, Any], otherwise: Size = ORDINARY) -> Size:
    """Return the size that a request wants."""
    return parse_size(request.get("size")) or otherwise


def parameters(call: Call) -> Mapping[str, Any]:
    """Return where a request says count and size: in its parameters, or at its top."""
    nested = call.request.get("parameters", {})
    is_nested = call.operation == "generate-image" or "input" in call.request
    return nested if is_nested and isinstance(nested, dict) else call.request


def is_data_wanted(call: Call, otherwise: str) -> bool:
    """Whether pictures come in the answer itself.

    Args:
        otherwise: How they come where the request may choose, and does not.
    """
    is_choice = call.vendor == "powertokens" or call.operation == "edit-image-form"
    form = call.request.get("response_format", otherwise if is_choice else "url")
    return bool(form == "b64_json")


def gallery(call: Call, *, count: int, size: Size, file: bytes | None) -> dict[str, Any]:
    """Return the body of a success that carries its pictures.

    Args:
        file: What is in each picture; None where pictures go by their addresses.
    """
    data = "" if file is None else b64encode(file).decode()
    entries = [
        {"url": address(call.origin, size, uuid4().hex)} if file is None else {"b64_json": data}
        for _ in range(count)
    ]
    body: dict[str, Any] = {"created": int(call.now), "data": entries}
    if call.vendor == "powertokens":
        body["metadata"] = {}
    revised = _revised_prompt(call)
    return body if revised is None else _with_prompt(body, revised)


def error(vendor: str, refused: Refused, status: int) -> dict[str, Any]:
    """Return the body of an error."""
    title = HTTPStatus(status).phrase
    detail = f"{refused.cause}: {refused.field}" if refused.field else refused.cause
    if vendor == "mulerouter":
        kind = "about:blank"
        return {"type": kind, "title": title, "status": status, "detail": detail, "code": 2001}
    if vendor == "powertokens":
        return {"error": {"message": detail}}
    kind = "invalid_request_error"
    return {"error": {"message": detail, "type": kind, "code": refused.cause}}


def _revised_prompt(call: Call) -> str | None:
    if call.vendor == "powertokens":
        return f"{call.request.get('prompt', '')}, in fine detail"
    if call.operation == "generate-image" and parameters(call).get("prompt_extend") is True:
        return "A picture in fine detail"
    return None


def _with_prompt(body: dict[str, Any], revised: str) -> dict[str, Any]:
    entries = [{**entry, "revised_prompt": revised} for entry in body["data"]]
    return {**body, "data": entries}
