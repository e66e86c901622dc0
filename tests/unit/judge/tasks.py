"""Answers that show a task of one vendor, as its documents have them."""

from typing import Any

ID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
PICTURE = "https://files.example.com/1.png"


def shown(state: str, second: int = 0, **changes: Any) -> dict[str, Any]:
    """Return the body that shows a task in a state."""
    info: dict[str, Any] = {
        "id": ID,
        "status": state,
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": f"2026-01-01T00:00:{second:02}Z",
    }
    if state == "failed":
        info["error"] = {"code": 1, "title": "x", "detail": "y"}
    body: dict[str, Any] = {"task_info": {**info, **changes}}
    return {**body, "images": [PICTURE]} if state == "completed" else body
