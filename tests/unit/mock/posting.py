"""A good request to the mock of PowerTokens, sent with headers of any kind."""

import json
from typing import Any

from tests.play import Play

GOOD = {"model": "wan2.7-image-pro", "prompt": "A kite"}


PATH = "/powertokens/v1/images/edits"


def post(play: Play, path: str = PATH, body: Any = GOOD, **headers: str) -> Any:
    """Post JSON with headers given as keywords."""
    given = {
        "content-type": "application/json",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return play.client.post(path, content=content, headers=given)
