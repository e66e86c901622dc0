"""What recorded answers become over HTTP, and what is answered where there is none."""

import json
import re

from truecopy.model import Interaction
from truecopy.recording.player import Miss, Track
from truecopy.serving import Answer
from truecopy.serving.marks import explanation_header, mark
from truecopy.serving.messages import JSON_HEADER

# A person reads no more of them.
_MOST_DIFFERENCES = 100
_ADVICE = (
    "replay only plays; `truecopy record` and `truecopy proxy --record` record what is missing, and "
    "`truecopy replay --ignore /POINTER` lets a part of requests not count"
)
# What the recorded connection said of itself, and what this server says of its own.
_NOT_REPLAYED = frozenset(
    {"connection", "keep-alive", "content-length", "transfer-encoding", "date"}
)
# A header's name (RFC 9110 section 5.6.2).
HEADER_NAME = re.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# What no header's value may have in it.
_NO_VALUE = re.compile("[\\x00-\\x08\\n-\\x1f\\x7f]")
WITHOUT_BODY = frozenset({204, 304})


def missed_answer(miss: Miss) -> Answer:
    """Return the answer to a request that was not recorded: which recording is nearest, and what differs."""
    nearest = miss.nearest
    body = {
        "error": str(miss),
        "nearest": nearest.place if nearest else None,
        "differences": [
            {"part": each.part, "recorded": each.recorded, "asked": each.asked}
            for each in miss.differences[:_MOST_DIFFERENCES]
        ],
        "advice": _ADVICE,
    }
    answer = Answer(501 if miss.has_path else 404, json.dumps(body).encode())
    answer.headers += [mark("replay"), explanation_header(str(miss))]
    return answer


def unusable_answer(track: Track) -> Answer:
    """Return what is answered where the recording has a status that no answer can have."""
    problem = f"{track.place}: the recording has the status {track.interaction.status}, which no answer can have"
    return Answer(502, json.dumps({"error": problem}).encode(), [JSON_HEADER, mark("replay")])


def is_picture(interaction: Interaction) -> bool:
    """Whether an interaction gave a picture."""
    media_type = interaction.header("content-type").partition(";")[0].strip().lower()
    is_binary = media_type.startswith("image/") or media_type == "application/octet-stream"
    return interaction.method == "GET" and interaction.status == 200 and is_binary


def is_replayed(name: str, value: str) -> bool:
    """Whether a recorded header can be, and is to be, part of an answer."""
    if name in _NOT_REPLAYED or name.startswith("x-truecopy"):
        return False
    return HEADER_NAME.fullmatch(name) is not None and _NO_VALUE.search(value) is None
