"""What is assumed of AppleRouter, turned round."""

from typing import Any

from tests.drifts.reversal import Reversal

_IMAGE = "edit-image-json/input.messages[].content[].image"
_SHOWN = "1328*1328"
_SIZES = ("*.request.parameters.size#pattern", "*.request.parameters.size#x-dimensions/separator")


def _reversal(name: str, *claims: str, limits: Any = None, **traits: Any) -> Reversal:
    return Reversal(
        name=name, vendor="applerouter", claims=claims, limits=limits or {}, traits=traits
    )


def _taking(name: str, *sources: str) -> Reversal:
    """Return a reversal in which JSON carries pictures from some sources only."""
    claim = "edit-image-json.request.input.messages[[]].content[[]].image#x-image/sources"
    return _reversal(name, claim, limits={_IMAGE: {"photo": {"sources": sources}}})


def _sizes(name: str, dimensions: dict[str, Any] | None) -> Reversal:
    fields = ("edit-image-json/parameters.size", "generate-image/parameters.size")
    return _reversal(name, *_SIZES, limits={each: {"dimensions": dimensions} for each in fields})


APPLEROUTER: tuple[Reversal, ...] = (
    _taking("base64-refused", "url", "data-uri"),
    _taking("data-uri-refused", "url", "base64"),
    _taking("addresses-only", "url"),
    _sizes("sizes-of-any-text", None),
    _sizes("sizes-with-either-mark", {"mark": "*x"}),
    _sizes("sizes-with-x", {"mark": "x", "names": (_SHOWN,)}),
    _sizes("sizes-by-name", {"mark": "", "names": (_SHOWN, "1K", "2K")}),
    _reversal("two-by-default", "*.200.data#x-promises/count/default", default_count=2),
    _reversal(
        "data-by-default",
        "edit-image-form.200.data[[]]#x-promises/one-of/default",
        default_format="b64_json",
    ),
)
