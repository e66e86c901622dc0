"""Drifts of vendors that refuse a request which their contract allows."""

from collections.abc import Callable
from typing import Any

from tests.drifts import edits
from tests.drifts.drift import Drift

_FORMATS = ("jpeg", "png", "bmp", "tiff", "webp", "gif")
_IMAGE = "mulerouter/create-generation/images[]"
_SIZE = "mulerouter/create-generation/size"
_PROMPT = "mulerouter/create-generation/prompt"
_CUTOUT = "applerouter/edit-image-form/image"
_INLINE = "applerouter/edit-image-json/input.messages[].content[].image"
_NULLABLE = "mulerouter/create-generation/negative_prompt"


def _stricter(name: str, place: str, keyword: str, **changes: Any) -> Drift:
    """Return a drift in which one field is judged by amended limits.

    Args:
        place: `vendor/operation/field`.
        keyword: Of the claim that no longer holds.
    """
    vendor, operation, field = place.split("/")
    return Drift(
        name=name,
        vendor=vendor,
        kind="breaking",
        rules=frozenset({"request-valid-refused"}),
        claim=f"{operation}.request.{field}#{keyword}",
        limits={f"{operation}/{field}": changes},
    )


def _gone(name: str, vendor: str, *, claim: str = "", **traits: Any) -> Drift:
    """Return a drift in which a way to send a request is gone."""
    rules = frozenset({"request-valid-refused", "answer-status-undocumented"})
    return Drift(name=name, vendor=vendor, kind="breaking", rules=rules, claim=claim, traits=traits)


def _without_format(name: str) -> Drift:
    formats = tuple(each for each in _FORMATS if each != name)
    return _stricter(f"{name}-refused", _IMAGE, "x-image/formats", photo={"formats": formats})


def _together(name: str, vendor: str, applies: Callable[[dict[str, Any]], bool]) -> Drift:
    """Return a drift in which good values are refused when they meet."""
    return Drift(
        name=name,
        vendor=vendor,
        kind="breaking",
        rules=frozenset({"request-valid-refused", "request-combination-refused"}),
        traits={"corner": applies, "statuses": {"corner": 400}},
    )


def _has_seed_and_watermark(request: dict[str, Any]) -> bool:
    return {"seed", "watermark"} <= request.keys()


def _has_both_prompts_longest(request: dict[str, Any]) -> bool:
    return len(request["prompt"]) + len(request.get("negative_prompt") or "") >= 1300


STRICTER: tuple[Drift, ...] = (
    _stricter("form-prompt-999", "applerouter/edit-image-form/prompt", "maxLength", longest=999),
    _stricter("prompt-799", "powertokens/edit-image-json/prompt", "maxLength", longest=799),
    _stricter("prompt-in-bytes", _PROMPT, "maxLength", counts="bytes"),
    _stricter("negative-prompt-499", _NULLABLE, "maxLength", longest=499),
    _stricter("negative-prompt-not-null", _NULLABLE, "type", kinds=("text",)),
    _stricter("form-n-at-most-9", "applerouter/edit-image-form/n", "maximum", span=(1, 9)),
    _stricter("n-at-most-5", "mulerouter/create-generation/n", "maximum", span=(1, 5)),
    _stricter("n-at-least-2", "powertokens/edit-image-json/n", "minimum", span=(2, 6)),
    _stricter("n-is-text", "powertokens/edit-image-json/n", "type", kinds=("text",), span=None),
    _stricter(
        "watermark-is-text", "powertokens/edit-image-json/watermark", "type", kinds=("text",)
    ),
    _stricter(
        "seed-not-zero", "mulerouter/create-generation/seed", "minimum", span=(1, 2147483647)
    ),
    _stricter(
        "seed-not-largest", "powertokens/edit-image-form/seed", "maximum", span=(0, 2147483646)
    ),
    _stricter(
        "two-images-at-most", "mulerouter/create-generation/images", "maxItems", items=(1, 2)
    ),
    _stricter("size-wider-than-512", _SIZE, "x-dimensions/side", dimensions={"width": (513, 2048)}),
    _stricter(
        "size-narrower-than-2048", _SIZE, "x-dimensions/side", dimensions={"width": (512, 2047)}
    ),
    _stricter(
        "size-higher-than-512", _SIZE, "x-dimensions/side", dimensions={"height": (513, 2048)}
    ),
    _stricter(
        "size-lower-than-2048", _SIZE, "x-dimensions/side", dimensions={"height": (512, 2047)}
    ),
    _stricter("size-not-empty", _SIZE, "x-dimensions/empty", dimensions={"may_be_empty": False}),
    _stricter("size-with-an-x", _SIZE, "x-dimensions/separator", dimensions={"mark": "x"}),
    _stricter(
        "more-than-fewest-pixels",
        "powertokens/edit-image-json/size",
        "x-dimensions/pixels",
        dimensions={"pixels": (262_145, 4_194_304)},
    ),
    _stricter(
        "fewer-than-most-pixels",
        "powertokens/edit-image-form/size",
        "x-dimensions/pixels",
        dimensions={"pixels": (262_144, 4_194_303)},
    ),
    _stricter(
        "model-retired",
        "powertokens/edit-image-json/model",
        "enum",
        choices=("qwen-image-2.0-pro",),
    ),
    _stricter(
        "form-size-256-dropped",
        "applerouter/edit-image-form/size",
        "enum",
        choices=("512x512", "1024x1024"),
    ),
    _stricter(
        "no-base64-answers", "applerouter/edit-image-form/response_format", "enum", choices=("url",)
    ),
    _stricter("cutout-3999998-bytes", _CUTOUT, "x-image/bytes", photo={"refused_bytes": 3_999_999}),
    _stricter("image-9999999-bytes", _IMAGE, "x-image/bytes", photo={"refused_bytes": 10_000_000}),
    _stricter("image-wider-than-384", _IMAGE, "x-image/side", photo={"width": (385, 3072)}),
    _stricter("image-narrower-than-3072", _IMAGE, "x-image/side", photo={"width": (384, 3071)}),
    _stricter("image-higher-than-384", _IMAGE, "x-image/side", photo={"height": (385, 3072)}),
    _stricter("image-lower-than-3072", _IMAGE, "x-image/side", photo={"height": (384, 3071)}),
    *(_without_format(name) for name in _FORMATS if name != "png"),
    _stricter("base64-refused", _IMAGE, "x-image/sources", photo={"sources": ("url", "data-uri")}),
    _stricter("data-uri-refused", _INLINE, "x-image/sources", photo={"sources": ("url", "base64")}),
    _stricter(
        "address-refused",
        "powertokens/edit-image-json/image",
        "x-image/sources",
        photo={"sources": ("base64", "data-uri")},
    ),
    _stricter(
        "mask-no-excuse", _CUTOUT, "x-image/transparency", photo={"transparent_unless": "never"}
    ),
    Drift(
        name="at-most-a-megapixel",
        vendor="applerouter",
        kind="breaking",
        rules=frozenset({"request-valid-refused"}),
        limits={"generate-image/parameters.size": {"dimensions": {"pixels": (1, 1_000_000)}}},
    ),
    Drift(
        name="model-newly-required",
        vendor="applerouter",
        kind="breaking",
        rules=frozenset({"request-valid-refused"}),
        limits={"edit-image-form/model": {"is_required": True}},
    ),
    Drift(
        name="seed-newly-required",
        vendor="mulerouter",
        kind="breaking",
        rules=frozenset({"request-valid-refused"}),
        limits={"create-generation/seed": {"is_required": True}},
    ),
    _together("seed-not-with-watermark", "powertokens", _has_seed_and_watermark),
    _together("both-prompts-not-longest", "mulerouter", _has_both_prompts_longest),
    _gone(
        "form-gone",
        "powertokens",
        without=frozenset({"edit-image-form"}),
    ),
    _gone(
        "form-gone-415",
        "applerouter",
        without=frozenset({"edit-image-form"}),
        statuses={"media-type": 415},
    ),
    _gone(
        "json-gone",
        "powertokens",
        without=frozenset({"edit-image-json"}),
    ),
    _gone(
        "charset-refused", "mulerouter", claim="create-generation#media-type", takes_charset=False
    ),
    _gone(
        "generations-moved",
        "applerouter",
        without=frozenset({"/v1/images/generations"}),
    ),
    _gone(
        "alias-gone",
        "applerouter",
        claim="edit-image-form#alias",
        without=frozenset({"/v1/images/edits/"}),
    ),
    _gone(
        "alias-redirects",
        "applerouter",
        claim="edit-image-form#alias",
        edit=edits.redirected("/v1/images/edits/", "/v1/images/edits"),
    ),
    _gone(
        "form-keys-refused",
        "powertokens",
        edit=edits.on("edit-image-form", edits.status(401)),
    ),
)
