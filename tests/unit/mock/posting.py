"""A good request to the mock of PowerTokens, sent with headers of any kind."""

import json
from typing import Any

from tests.play import Play

GOOD = {"model": "wan2.7-image-pro", "prompt": "A kite"}
PATH = "/powertokens/v1/images/edits"
JSON_PATHS = {
    "applerouter": "/applerouter/v1/images/generations",
    "powertokens": "/powertokens/v1/images/edits",
    "mulerouter": "/mulerouter/vendors/alibaba/v1/qwen-image-edit-max/generation",
}
FORM_PATH = "/applerouter/v1/images/edits"
KEY = {"authorization": "Bearer sk-test"}


def post(play: Play, path: str = PATH, body: Any = GOOD, **headers: str) -> Any:
    """Post JSON with headers given as keywords."""
    given = {
        "content-type": "application/json",
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return play.client.post(path, content=content, headers=given)


def is_alive(play: Play) -> bool:
    """Whether a good request still succeeds."""
    body = {"model": "wan2.7-image-pro", "prompt": "A kite"}
    return play.send("powertokens", "edit-image-json", body).status_code == 200
