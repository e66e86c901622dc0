"""Revised prompts: a plausible extension of a prompt, the same for the same prompt."""

import re
from itertools import product
from zlib import crc32

_ENGLISH = (
    ("soft morning light", "warm evening light", "clear daylight", "diffuse studio light"),
    ("balanced composition", "low viewing angle", "close framing", "wide framing"),
    ("fine surface detail", "crisp edges", "gentle depth of field", "natural textures"),
    ("muted colours", "rich colours", "harmonious palette", "high contrast"),
)
_CHINESE = (
    ("柔和的晨光", "温暖的夕照", "明亮的日光", "均匀的影棚光"),
    ("构图平衡", "低视角", "近景取景", "广角取景"),
    ("细节精致", "边缘清晰", "浅景深", "质感自然"),
    ("色调柔和", "色彩浓郁", "配色和谐", "对比鲜明"),
)


_COMMA, _STOP = "\uff0c", "\u3002"
_ENDS = f".{_STOP}"
_ENGLISH_ENDINGS = tuple(f", {', '.join(chosen)}." for chosen in product(*_ENGLISH))
_CHINESE_ENDINGS = tuple(f"{_COMMA}{_COMMA.join(chosen)}{_STOP}" for chosen in product(*_CHINESE))


def revise(prompt: str) -> str:
    """Return a prompt with a few words added about light, framing, detail and colour.

    A prompt with Chinese characters is extended in Chinese.
    """
    number = crc32(prompt.encode("utf-8", "replace"))
    is_chinese = not prompt.isascii() and bool(re.search(r"[\u4e00-\u9fff]", prompt))
    endings = _CHINESE_ENDINGS if is_chinese else _ENGLISH_ENDINGS
    start = prompt.strip().rstrip(_ENDS) or "A picture"
    return start + endings[number % len(endings)]
