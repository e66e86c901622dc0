"""What each vendor does of which its documents say nothing, where its contract reads more into them.

A vendor that does all of it keeps every sentence of its documents.
"""

from collections.abc import Mapping
from typing import Any

from tests.drifts.reversal import Reversal
from tests.drifts.rules import ANY_KIND

_ANY = {"kinds": ANY_KIND}
_UNSEEN = {"scrutiny": "none"}
_OF_ANY_SOURCE = {**_UNSEEN, "sources": ("url", "base64", "data-uri")}
_MESSAGES = "input.messages"
_BOTH = ("edit-image-json", "edit-image-form")


def _each(operations: tuple[str, ...], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{operation}/{field}": fields[field] for operation in operations for field in fields}


# Input and parameters are objects, and an example shows what may be in them.
_CONVERSATION = {
    _MESSAGES: {**_ANY, "is_required": False, "items": (0, 10**9)},
    f"{_MESSAGES}[]": _ANY,
    f"{_MESSAGES}[].role": {**_ANY, "is_required": False},
    f"{_MESSAGES}[].content": {**_ANY, "is_required": False, "items": (0, 10**9)},
    f"{_MESSAGES}[].content[]": {**_ANY, "has_members": False},
    f"{_MESSAGES}[].content[].text": _ANY,
    "parameters.prompt_extend": _ANY,
    "parameters.watermark": _ANY,
    "parameters.negative_prompt": _ANY,
    "parameters.size": _ANY,
}
# The kinds of values are known from an example, and what must be in a file from nowhere.
_FUSION = {
    **dict.fromkeys(
        (
            "prompt",
            "n",
            "seed",
            "watermark",
            "prompt_extend",
            "negative_prompt",
            "extra",
            "extra.input",
            "extra.parameters",
        ),
        _ANY,
    ),
    "image": {**_ANY, "photo": _OF_ANY_SOURCE},
    "image[]": {**_ANY, "photo": _OF_ANY_SOURCE},
}

SILENT: Mapping[str, Reversal] = {
    "applerouter": Reversal(
        name="silent",
        vendor="applerouter",
        limits={
            **_each(("edit-image-json", "generate-image"), _CONVERSATION),
            "edit-image-json/input.messages[].content[].image": {**_ANY, "photo": _UNSEEN},
            "edit-image-json/parameters.n": _ANY,
            # A mask is said to have transparent areas; that no field makes up for them is its own reading.
            "edit-image-form/mask": {"photo": {"transparent_unless": "nothing"}},
        },
        traits={"ignores": frozenset({"path", "method"})},
    ),
    "powertokens": Reversal(
        name="silent",
        vendor="powertokens",
        limits=_each(_BOTH, _FUSION),
        traits={"ignores": frozenset({"path", "method", "form"})},
    ),
    # Its pages say what every field takes, and what a wrong path or method is answered with.
    "mulerouter": Reversal(name="silent", vendor="mulerouter"),
}
