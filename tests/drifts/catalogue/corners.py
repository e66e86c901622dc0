"""Drifts that show at one corner of what may be asked: the server fails, pictures are not as asked."""

from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image
from tests.drifts.drift import Drift, breaking
from tests.drifts.edits import at, made, on, removed, set_to, told, where
from tests.drifts.pictures import draw
from tests.drifts.traits import Edit

_URL, _DATA = "data[].url", "data[].b64_json"
_SIZE_DIFFERS = "answer-picture-size-differs"
_UNREADABLE = "answer-picture-unreadable"
_UNREACHABLE = "answer-picture-unreachable"


def _as_jpeg(data: bytes) -> bytes:
    """Return a picture as a JPEG; address and header go on to say that it is a PNG."""
    file = BytesIO()
    Image.open(BytesIO(data)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def _corner(
    name: str, vendor: str, applies: Callable[[dict[str, Any]], bool], status: int = 500
) -> Drift:
    """Return a drift in which the server fails on some good requests."""
    return Drift(
        name=name,
        vendor=vendor,
        kind="breaking",
        rules=frozenset({"answer-server-failed"}),
        traits={"corner": applies, "statuses": {"corner": status}},
    )


def _has(field: str, value: Any) -> Callable[[dict[str, Any]], bool]:
    """Return whether a request has a field, at its top or among its parameters, with a value."""

    def applies(request: dict[str, Any]) -> bool:
        places = (request, request.get("parameters", {}))
        return any(field in place and place[field] == value for place in places)

    return applies


def _chosen(name: str, operation: str, *edits: Edit) -> Drift:
    """Return a drift in the choice between address and data."""
    claim = f"powertokens/{operation}.200.data[]#x-promises/one-of"
    return breaking(name, claim, "answer-choice-broken", edit=on(operation, *edits))


def _asks_data(*edits: Edit) -> Edit:
    return where(lambda _, call: call.request.get("response_format") == "b64_json", *edits)


def _asks_url(*edits: Edit) -> Edit:
    return where(lambda _, call: call.request.get("response_format") != "b64_json", *edits)


def _lined(text: str) -> str:
    return "\n".join(text[start : start + 76] for start in range(0, len(text), 76))


def _dead(address: str) -> str:
    return address.replace("/files/", "/gone/")


def _relative(address: str) -> str:
    return "/files/" + address.partition("/files/")[2]


def _each(change: Callable[[str], str]) -> Callable[[list[str]], list[str]]:
    return lambda values: [change(value) for value in values]


def _some_address(call: Any) -> str:
    return f"{call.origin}/files/1024x1024-0.png"


# For a field that ought to be empty.
_SPECK = b64encode(draw(1, 1)).decode()

CORNERS: tuple[Drift, ...] = (
    _corner("n-6-fails", "mulerouter", _has("n", 6)),
    _corner("n-10-fails", "applerouter", lambda request: request.get("n") == 10),
    _corner(
        "longest-prompt-fails",
        "powertokens",
        lambda request: len(request.get("prompt", "")) >= 800,
        502,
    ),
    _corner("one-model-fails", "powertokens", _has("model", "wan2.7-image-pro")),
    _corner("null-fails", "mulerouter", _has("negative_prompt", None)),
    _corner("empty-size-fails", "mulerouter", _has("size", ""), 503),
    _corner("plain-prompt-fails", "applerouter", _has("prompt_extend", value=False)),
    _corner("seed-zero-fails", "powertokens", _has("seed", 0)),
    breaking(
        "size-ignored",
        "applerouter/edit-image-form.200.data[]#x-promises/dimensions",
        _SIZE_DIFFERS,
        drawn=lambda _: (1024, 1024),
    ),
    breaking(
        "size-swapped",
        "mulerouter/get-generation.200.images[]#x-promises/dimensions",
        _SIZE_DIFFERS,
        "answer-picture-aspect-differs",
        drawn=lambda size: size[::-1],
    ),
    breaking(
        "size-16-wider",
        "powertokens/edit-image-json.200.data[]#x-promises/dimensions",
        _SIZE_DIFFERS,
        drawn=lambda size: (size[0] + 16, size[1]),
    ),
    breaking(
        "size-halved",
        "applerouter/generate-image.200.data[]#x-promises/dimensions",
        _SIZE_DIFFERS,
        drawn=lambda size: (max(1, size[0] // 2), max(1, size[1] // 2)),
    ),
    breaking(
        "aspect-square",
        "mulerouter/get-generation.200.images[]#x-promises/aspect",
        "answer-picture-aspect-differs",
        is_square_made=True,
    ),
    breaking(
        "always-one",
        "powertokens/edit-image-form.200.data#x-promises/count",
        "answer-count-differs",
        count=lambda _: 1,
    ),
    breaking(
        "one-more",
        "mulerouter/get-generation.200.images#x-promises/count",
        "answer-count-differs",
        count=lambda wanted: wanted + 1,
    ),
    breaking(
        "two-generated",
        "applerouter/generate-image.200.data#x-promises/count",
        "answer-count-differs",
        count=lambda _: 2,
    ),
    breaking(
        "picture-cut-off",
        "mulerouter/get-generation.200.images[]#x-image/sources",
        _UNREADABLE,
        file=lambda data: data[: len(data) // 2],
    ),
    breaking("pictures-are-jpegs", "powertokens", "answer-picture-format-differs", file=_as_jpeg),
    breaking(
        "task-pictures-are-jpegs", "mulerouter", "answer-picture-format-differs", file=_as_jpeg
    ),
    breaking(
        "picture-is-page",
        "applerouter/generate-image.200.data[].url#x-image/sources",
        _UNREADABLE,
        file=lambda _: b"<p>Not here</p>",
    ),
    breaking(
        "picture-is-empty",
        "powertokens/edit-image-json.200.data[].url#x-image/sources",
        _UNREADABLE,
        file=lambda _: b"",
    ),
    breaking(
        "url-dead",
        "applerouter/edit-image-json.200.data[].url#x-image/sources",
        _UNREACHABLE,
        edit=on("edit-image-json", at(_URL, made(_dead))),
    ),
    breaking(
        "images-dead",
        "mulerouter/get-generation.200.images[]#x-image/sources",
        _UNREACHABLE,
        edit=on("get-generation", at("images", made(_each(_dead)))),
    ),
    breaking(
        "url-relative",
        "applerouter/generate-image.200.data[].url#format",
        "answer-value-malformed",
        _UNREADABLE,
        edit=on("generate-image", at(_URL, made(_relative))),
    ),
    breaking(
        "form-url-relative",
        "powertokens/edit-image-form.200.data[].url#x-image/sources",
        _UNREADABLE,
        edit=on("edit-image-form", at(_URL, made(_relative))),
    ),
    breaking(
        "data-with-header",
        "powertokens/edit-image-json.200.data[].b64_json#x-image/sources",
        _UNREADABLE,
        edit=on("edit-image-json", at(_DATA, made(lambda text: f"data:image/png;base64,{text}"))),
    ),
    breaking(
        "data-in-lines",
        "applerouter/edit-image-form.200.data[].b64_json#x-image/sources",
        _UNREADABLE,
        edit=on("edit-image-form", at(_DATA, made(_lined))),
    ),
    breaking(
        "data-url-safe",
        "powertokens/edit-image-form.200.data[].b64_json#x-image/sources",
        _UNREADABLE,
        edit=on(
            "edit-image-form",
            at(_DATA, made(lambda text: text.replace("+", "-").replace("/", "_"))),
        ),
    ),
    _chosen(
        "data-asked-url-given",
        "edit-image-json",
        _asks_data(at(_URL, told(_some_address)), at(_DATA, removed)),
    ),
    _chosen(
        "url-asked-data-given",
        "edit-image-form",
        _asks_url(at(_DATA, set_to(_SPECK)), at(_URL, removed)),
    ),
    _chosen("both-given", "edit-image-json", _asks_url(at(_DATA, set_to(_SPECK)))),
    _chosen("none-given", "edit-image-form", at(_URL, removed), at(_DATA, set_to(""))),
    breaking(
        "form-none-given",
        "applerouter/edit-image-form.200.data[]#x-promises/one-of",
        "answer-choice-broken",
        edit=on("edit-image-form", at(_URL, made(lambda _: None))),
    ),
)
