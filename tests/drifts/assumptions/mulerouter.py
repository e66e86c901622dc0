"""What is assumed of MuleRouter, turned round."""

from collections.abc import Callable
from typing import Any

from tests.drifts.reversal import Reversal

_PENDING, _PROCESSING = "lifecycle.pending#transitions", "lifecycle.processing#transitions"


def _timeline(name: str, claim: str, *steps: tuple[float, str], unseen: str = "") -> Reversal:
    traits = {"timeline": ((0.0, "pending"), *steps)}
    return Reversal(name=name, vendor="mulerouter", claims=(claim,), traits=traits, unseen=unseen)


def _errors(name: str, envelope: Callable[[str], Any], **traits: Any) -> Reversal:
    """Return a reversal in which errors have another body; no page shows one, and no claim is about one."""
    return Reversal(name=name, vendor="mulerouter", traits={"envelope": envelope, **traits})


def _task_envelope(text: str) -> dict[str, Any]:
    told = {"code": 2001, "title": "Invalid Request", "detail": text}
    return {"task_info": {"id": None, "status": "failed", "error": told}}


MULEROUTER: tuple[Reversal, ...] = (
    Reversal(
        name="data-uri-refused",
        vendor="mulerouter",
        claims=("create-generation.request.images[[]]#x-image/sources",),
        limits={"create-generation/images[]": {"photo": {"sources": ("url", "base64")}}},
    ),
    _timeline(
        "straight-to-the-end",
        _PENDING,
        (0.4, "completed"),
        unseen="a state may pass between two looks at a task",
    ),
    _timeline(
        "put-back",
        _PROCESSING,
        (0.15, "processing"),
        (0.3, "pending"),
        (0.5, "processing"),
        (0.8, "completed"),
    ),
    _errors("errors-are-tasks", _task_envelope),
    _errors("errors-are-text", lambda text: text.encode(), error_type="text/plain"),
    _errors("errors-are-empty", lambda _: b"", error_type=""),
    _errors("errors-have-detail", lambda text: {"detail": text}),
    _errors("errors-are-lists", lambda text: [text]),
)
