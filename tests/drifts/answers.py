"""What a vendor says: its successes, and its errors in its own envelope."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from tests.drifts.pictures import ORDINARY, Size, address, draw
from tests.drifts.refusal import Refused
from tests.drifts.validation import parse_size


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


def asked_count(request: Mapping[str, Any]) -> int:
    """Return how many pictures a request wants: at least one, also of a request that says nonsense."""
    wanted = request.get("n")
    return max(1, int(wanted)) if isinstance(wanted, int | float) else 1


def asked_size(request: Mapping[str, Any], otherwise: Size = ORDINARY) -> Size:
    """Return the size that a request wants."""
    return parse_size(request.get("size")) or otherwise


def parameters(call: Call) -> Mapping[str, Any]:
    """Return where a request says count and size: in its parameters, or at its top."""
    nested = call.request.get("parameters", {})
    is_nested = call.operation == "generate-image" or "input" in call.request
    return nested if is_nested and isinstance(nested, dict) else call.request


def gallery(call: Call, *, count: int, size: Size, file: bytes | None = None) -> dict[str, Any]:
    """Return the body of a success that carries its pictures.

    Args:
        file: What is in each picture that does not go by its address; None for what is right.
    """
    wants_data = call.request.get("response_format") == "b64_json"
    data = b64encode(draw(*size) if file is None else file).decode() if wants_data else ""
    entries = [
        {"b64_json": data} if wants_data else {"url": address(call.origin, size, uuid4().hex)}
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
