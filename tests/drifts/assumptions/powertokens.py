"""What is assumed of PowerTokens, turned round."""

from collections.abc import Callable
from typing import Any

from tests.drifts.edits import at, made, on_success, told, where
from tests.drifts.reversal import Reversal
from tests.drifts.traits import STATUSES

_JSON, _FORM = "edit-image-json", "edit-image-form"
_BODIES = ("*.4??.error*", "*.4??#type")
_IMAGE_JSON = tuple(
    f"{_JSON}.request.{each}" for each in ("image#type", "image[[]]#type", "image*#x-image/sources")
)
_IMAGE_FORM = tuple(
    f"{_FORM}.request.{each}"
    for each in ("image#type", "image[[]]#type", "image[[]]#format", "image[[]]#x-image/sources")
)


def _reversal(
    name: str, *claims: str, limits: Any = None, unseen: str = "", **traits: Any
) -> Reversal:
    return Reversal(
        name=name,
        vendor="powertokens",
        claims=claims,
        limits=limits or {},
        traits=traits,
        unseen=unseen,
    )


def _statuses(name: str, *claims: str, **statuses: int) -> Reversal:
    codes = {cause.replace("_", "-"): code for cause, code in statuses.items()}
    return _reversal(name, *claims, statuses=codes)


def _errors(name: str, envelope: Callable[[str], Any], **traits: Any) -> Reversal:
    """Return a reversal in which errors have another body."""
    return _reversal(name, *_BODIES, envelope=envelope, **traits)


def _pictures(name: str, **changes: Any) -> Reversal:
    """Return a reversal in which JSON carries pictures otherwise."""
    inner = {"photo": changes["photo"]} if "photo" in changes else {}
    limits = {f"{_JSON}/image": changes, f"{_JSON}/image[]": inner}
    return _reversal(name, *_IMAGE_JSON, limits=limits)


def _files(name: str, **changes: Any) -> Reversal:
    """Return a reversal in which a form carries pictures otherwise."""
    return _reversal(name, *_IMAGE_FORM, limits={f"{_FORM}/image": changes})


def _optional(name: str, field: str) -> Reversal:
    places = (f"{_JSON}/{field}", f"{_FORM}/{field}")
    limits = {each: {"is_required": False} for each in places}
    return _reversal(name, f"*.request.{field}#required", limits=limits)


POWERTOKENS: tuple[Reversal, ...] = (
    _statuses(
        "bad-requests-422",
        "*.400#status",
        value=422,
        picture=422,
        body=422,
        form=422,
        media_type=415,
    ),
    _statuses("keys-403", "*.401#status", key_missing=403, key_scheme=403, key_bad=403),
    _statuses("keys-400", "*.401#status", key_missing=400, key_scheme=400, key_bad=400),
    _statuses("rates-403", "*.429#status", rate_limit=403),
    _statuses("bad-requests-200", "*.400#status", value=200, picture=200, body=200, form=200),
    _errors("errors-are-text", lambda text: text.encode(), error_type="text/plain"),
    _errors("errors-are-pages", lambda _: b"<html><h1>No</h1></html>", error_type="text/html"),
    _errors("errors-are-empty", lambda _: b"", error_type=""),
    _errors("errors-are-lists", lambda text: [text]),
    _errors("errors-have-detail", lambda text: {"detail": text}),
    _errors("errors-have-codes", lambda text: {"code": 40001, "msg": text}),
    _errors("error-is-text", lambda text: {"error": text}),
    _errors("error-without-message", lambda _: {"error": {"code": "bad_request"}}),
    _errors("message-in-languages", lambda text: {"error": {"message": {"en": text}}}),
    _reversal(
        "refusals-are-200",
        "*.400#status",
        "*.401#status",
        envelope=lambda text: {"code": 40001, "msg": text},
        error_type="application/json",
        # Where nothing is wrong with a request itself, such a refusal is a success without its fields.
        statuses=dict.fromkeys(
            STATUSES.keys() - {"corner", "key-bad", "key-scheme", "rate-limit"}, 200
        ),
    ),
    _pictures("base64-refused", photo={"sources": ("url", "data-uri")}),
    _pictures("data-uri-refused", photo={"sources": ("url", "base64")}),
    _pictures("addresses-refused", photo={"sources": ("base64", "data-uri")}),
    _pictures("one-picture-only", kinds=("text",)),
    _pictures("lists-only", kinds=("list",)),
    _pictures("pictures-are-objects", kinds=("object",)),
    _pictures("no-picture-in-json", kinds=()),
    _files("one-file-only", kinds=("file",)),
    _files("files-in-lists-only", kinds=("list",)),
    _files("files-by-name", kinds=("text",)),
    _optional("model-not-required", "model"),
    _optional("prompt-not-required", "prompt"),
    _reversal(
        "two-by-default",
        "*.200.data#x-promises/count/default",
        "*.request.n#default",
        default_count=2,
    ),
    _reversal(
        "data-by-default",
        "*.200.data[[]]#x-promises/one-of/default",
        "*.request.response_format#default",
        default_format="b64_json",
    ),
    _reversal(
        "prompt-kept-by-default",
        "*.request.prompt_extend#default",
        unseen="no promise says what a prompt becomes",
        edit=on_success(
            where(
                lambda _, call: "prompt_extend" not in call.request,
                at("data[].revised_prompt", told(lambda call: str(call.request.get("prompt")))),
            )
        ),
    ),
    _reversal(
        "created-in-milliseconds",
        "*.200.created#x-promises/unix-time",
        edit=on_success(at("created", made(lambda seconds: seconds * 1000))),
    ),
    _reversal(
        "created-is-a-number",
        "*.200.created#x-promises/unix-time",
        edit=on_success(at("created", made(lambda _: 123))),
    ),
)
