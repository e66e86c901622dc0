"""Drifts of vendors that accept a request which their contract forbids."""

from typing import Any

from tests.drifts.drift import Drift
from tests.drifts.rules import ANY_KIND

_FORMATS = ("jpeg", "png", "bmp", "tiff", "webp", "gif")
_IMAGE = "mulerouter/create-generation/images[]"
_SIZE = "mulerouter/create-generation/size"
_CUTOUT = "applerouter/edit-image-form/image"
_CUT_OFF = {"scrutiny": "header"}
_UNSEEN = {"scrutiny": "none"}


def _looser(name: str, place: str, keyword: str, **changes: Any) -> Drift:
    """Return a drift in which one field is judged by amended limits.

    Args:
        place: `vendor/operation/field`.
        keyword: Of the claim that no longer holds; `required` stands at the field itself.
    """
    vendor, operation, field = place.split("/")
    return Drift(
        name=name,
        vendor=vendor,
        kind="behavioural",
        rules=frozenset({"request-invalid-accepted"}),
        claim=f"{operation}.request.{field}#{keyword}",
        limits={f"{operation}/{field}": changes},
    )


def _ignored(name: str, vendor: str, rule: str, *causes: str) -> Drift:
    """Return a drift in which some causes no longer lead to a refusal."""
    return Drift(
        name=name,
        vendor=vendor,
        kind="behavioural",
        rules=frozenset({rule}),
        traits={"ignores": frozenset(causes)},
    )


LOOSER: tuple[Drift, ...] = (
    _looser("form-prompt-1001", "applerouter/edit-image-form/prompt", "maxLength", longest=1001),
    _looser("prompt-801", "mulerouter/create-generation/prompt", "maxLength", longest=801),
    _looser(
        "negative-prompt-501",
        "mulerouter/create-generation/negative_prompt",
        "maxLength",
        longest=501,
    ),
    _looser("form-n-11", "applerouter/edit-image-form/n", "maximum", span=(1, 11)),
    _looser("n-7", "mulerouter/create-generation/n", "maximum", span=(1, 7)),
    _looser("n-0", "powertokens/edit-image-form/n", "minimum", span=(0, 6)),
    _looser("n-anything", "applerouter/edit-image-json/parameters.n", "type", kinds=ANY_KIND),
    _looser("prompt-anything", "powertokens/edit-image-json/prompt", "type", kinds=ANY_KIND),
    _looser(
        "watermark-anything",
        "applerouter/generate-image/parameters.watermark",
        "type",
        kinds=ANY_KIND,
    ),
    _looser("extra-anything", "powertokens/edit-image-json/extra", "type", kinds=ANY_KIND),
    _looser(
        "seed-below-zero", "mulerouter/create-generation/seed", "minimum", span=(-1, 2147483647)
    ),
    _looser("seed-one-larger", "powertokens/edit-image-json/seed", "maximum", span=(0, 2147483648)),
    _looser("no-images", "mulerouter/create-generation/images", "minItems", items=(0, 3)),
    _looser("four-images", "mulerouter/create-generation/images", "maxItems", items=(1, 4)),
    _looser("no-messages", "applerouter/edit-image-json/input.messages", "minItems", items=(0, 99)),
    _looser(
        "empty-content",
        "applerouter/generate-image/input.messages[].content[]",
        "minProperties",
        has_members=False,
    ),
    _looser("width-511", _SIZE, "x-dimensions/side", dimensions={"width": (511, 2048)}),
    _looser("size-with-an-x-too", _SIZE, "pattern", dimensions={"mark": "*x"}),
    _looser(
        "parameter-size-with-an-x-too",
        "applerouter/generate-image/parameters.size",
        "pattern",
        dimensions={"mark": "*x"},
    ),
    _looser(
        "fusion-size-with-an-x-too",
        "powertokens/edit-image-json/size",
        "pattern",
        dimensions={"mark": "*x"},
    ),
    _looser("height-2049", _SIZE, "x-dimensions/side", dimensions={"height": (512, 2049)}),
    _looser(
        "one-row-fewer-pixels",
        "powertokens/edit-image-json/size",
        "x-dimensions/pixels",
        dimensions={"pixels": (1, 4_194_304)},
    ),
    _looser(
        "one-row-more-pixels",
        "powertokens/edit-image-form/size",
        "x-dimensions/pixels",
        dimensions={"pixels": (262_144, 4_194_304 + 2048)},
    ),
    _looser(
        "size-any-text", "applerouter/edit-image-json/parameters.size", "pattern", dimensions=None
    ),
    _looser("model-any", "powertokens/edit-image-json/model", "enum", choices=None),
    _looser("form-size-any", "applerouter/edit-image-form/size", "enum", choices=None),
    _looser(
        "response-format-any", "powertokens/edit-image-form/response_format", "enum", choices=None
    ),
    _looser(
        "prompt-optional", "mulerouter/create-generation/prompt", "required", is_required=False
    ),
    _looser("image-optional", "applerouter/edit-image-form/image", "required", is_required=False),
    _looser("model-optional", "applerouter/generate-image/model", "required", is_required=False),
    _looser(
        "role-optional",
        "applerouter/edit-image-json/input.messages[].role",
        "required",
        is_required=False,
    ),
    _looser("cutout-4194304-bytes", _CUTOUT, "x-image/bytes", photo={"refused_bytes": 4_194_305}),
    _looser("image-10485761-bytes", _IMAGE, "x-image/bytes", photo={"refused_bytes": 10_485_762}),
    _looser("image-383-wide", _IMAGE, "x-image/side", photo={"width": (383, 3072)}),
    _looser("image-3073-high", _IMAGE, "x-image/side", photo={"height": (384, 3073)}),
    _looser("cutout-gif", _CUTOUT, "x-image/formats", photo={"formats": ("png", "gif")}),
    _looser("image-avif", _IMAGE, "x-image/formats", photo={"formats": (*_FORMATS, "avif")}),
    _looser("cutout-not-square", _CUTOUT, "x-image/square", photo={"is_square": False}),
    _looser("cutout-opaque", _CUTOUT, "x-image/transparency", photo={"transparent_unless": ""}),
    _looser(
        "mask-of-any-size",
        "applerouter/edit-image-form/mask",
        "x-image/same_size_as",
        photo={"same_size_as": ""},
    ),
    _looser("mask-unseen", "applerouter/edit-image-form/mask", "x-image/formats", photo=None),
    _looser(
        "mask-as-text",
        "applerouter/edit-image-form/mask",
        "format",
        kinds=("file", "text"),
        photo=None,
    ),
    _looser("image-cut-off", _IMAGE, "x-image/formats", photo=_CUT_OFF),
    _looser("file-unseen", "powertokens/edit-image-form/image", "x-image/sources", photo=_UNSEEN),
    _looser(
        "conversation-image-unseen",
        "applerouter/edit-image-json/input.messages[].content[].image",
        "x-image/sources",
        photo=_UNSEEN,
    ),
    _ignored("any-body-read", "powertokens", "request-unreadable-accepted", "body", "form"),
    _ignored("key-not-needed", "mulerouter", "request-auth-ignored", "key-missing"),
    _ignored("any-scheme", "powertokens", "request-auth-ignored", "key-scheme"),
    _ignored("any-key", "applerouter", "request-auth-ignored", "key-bad"),
    _ignored("any-method", "mulerouter", "request-method-accepted", "method"),
    _ignored("any-path", "mulerouter", "request-path-accepted", "path"),
    _ignored("unknown-task-found", "mulerouter", "lifecycle-unknown-id-found", "task-unknown"),
    _ignored("task-shared", "mulerouter", "lifecycle-task-shared", "task-foreign"),
)
