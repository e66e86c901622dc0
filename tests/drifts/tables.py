"""What the three vendors take, written down by hand from their contracts."""

from collections.abc import Mapping

from tests.drifts.rules import Dimensions, Photo, Rule, Table

JSON, FORM = "application/json", "multipart/form-data"
TASKS = "/vendors/alibaba/v1/qwen-image-edit-max/generation"

# Vendor -> path -> media type -> operation. The look-up of a task is below TASKS.
ROUTES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "applerouter": {
        "/v1/images/edits": {JSON: "edit-image-json", FORM: "edit-image-form"},
        "/v1/images/edits/": {FORM: "edit-image-form"},
        "/v1/images/generations": {JSON: "generate-image"},
    },
    "powertokens": {"/v1/images/edits": {JSON: "edit-image-json", FORM: "edit-image-form"}},
    "mulerouter": {TASKS: {JSON: "create-generation"}},
}
KEY_PREFIXES: Mapping[str, str] = {"applerouter": "sk-"}

_TEXT = Rule(kinds=("text",))
_NEEDED_TEXT = Rule(kinds=("text",), is_required=True)
_FLAG = Rule(kinds=("boolean",))
_BODY = Rule(kinds=("object",))
_NEEDED_BODY = Rule(kinds=("object",), is_required=True)
_NEEDED_LIST = Rule(kinds=("list",), is_required=True, items=(1, 10**9))
_SEED = Rule(kinds=("integer",), span=(0, 2147483647))
_EITHER_FORMAT = Rule(kinds=("text",), choices=("url", "b64_json"))
_ANYWHERE = ("url", "base64", "data-uri")

_CONVERSATION: Table = {
    "": _BODY,
    "model": _NEEDED_TEXT,
    "input": _NEEDED_BODY,
    "input.messages": _NEEDED_LIST,
    "input.messages[]": _BODY,
    "input.messages[].role": _NEEDED_TEXT,
    "input.messages[].content": _NEEDED_LIST,
    "input.messages[].content[]": Rule(kinds=("object",), has_members=True),
    "input.messages[].content[].text": _TEXT,
    "parameters": _BODY,
    "parameters.prompt_extend": _FLAG,
    "parameters.watermark": _FLAG,
    "parameters.negative_prompt": _TEXT,
    "parameters.size": Rule(kinds=("text",), dimensions=Dimensions()),
}

_APPLEROUTER: Mapping[str, Table] = {
    "generate-image": _CONVERSATION,
    "edit-image-json": {
        **_CONVERSATION,
        "input.messages[].content[].image": Rule(kinds=("text",), photo=Photo(sources=_ANYWHERE)),
        "parameters.n": Rule(kinds=("integer",), span=(1, 10)),
    },
    "edit-image-form": {
        "": _BODY,
        "image": Rule(
            kinds=("file",),
            is_required=True,
            photo=Photo(
                formats=("png",), refused_bytes=4_194_304, is_square=True, transparent_unless="mask"
            ),
        ),
        "mask": Rule(
            kinds=("file",),
            photo=Photo(formats=("png",), refused_bytes=4_194_304, same_size_as="image"),
        ),
        "prompt": Rule(kinds=("text",), is_required=True, longest=1000),
        "model": _TEXT,
        "n": Rule(kinds=("integer",), span=(1, 10)),
        "size": Rule(kinds=("text",), choices=("256x256", "512x512", "1024x1024")),
        "response_format": _EITHER_FORMAT,
        "user": _TEXT,
    },
}

_FUSION: Table = {
    "": _BODY,
    "model": Rule(
        kinds=("text",), is_required=True, choices=("qwen-image-2.0-pro", "wan2.7-image-pro")
    ),
    "prompt": Rule(kinds=("text",), is_required=True, longest=800),
    "n": Rule(kinds=("integer",), span=(1, 6)),
    "size": Rule(kinds=("text",), dimensions=Dimensions(pixels=(262_144, 4_194_304))),
    "response_format": _EITHER_FORMAT,
    "seed": _SEED,
    "watermark": _FLAG,
    "prompt_extend": _FLAG,
    "negative_prompt": _TEXT,
    "extra": _BODY,
    "extra.input": _BODY,
    "extra.parameters": _BODY,
}
_POWERTOKENS: Mapping[str, Table] = {
    "edit-image-json": {
        **_FUSION,
        "image": Rule(kinds=("text", "list"), photo=Photo(sources=_ANYWHERE)),
        "image[]": Rule(kinds=("text",), photo=Photo(sources=_ANYWHERE)),
    },
    "edit-image-form": {
        **_FUSION,
        "image": Rule(kinds=("file", "list"), photo=Photo()),
        "image[]": Rule(kinds=("file",), photo=Photo()),
    },
}

_MULEROUTER: Mapping[str, Table] = {
    "create-generation": {
        "": _BODY,
        "images": Rule(kinds=("list",), is_required=True, items=(1, 3)),
        "images[]": Rule(
            kinds=("text",),
            photo=Photo(
                sources=_ANYWHERE,
                formats=("jpeg", "png", "bmp", "tiff", "webp", "gif"),
                refused_bytes=10_485_761,
                width=(384, 3072),
                height=(384, 3072),
            ),
        ),
        "prompt": Rule(kinds=("text",), is_required=True, longest=800),
        "negative_prompt": Rule(kinds=("text", "null"), longest=500),
        "size": Rule(
            kinds=("text",),
            dimensions=Dimensions(width=(512, 2048), height=(512, 2048), may_be_empty=True),
        ),
        "n": Rule(kinds=("integer",), span=(1, 6)),
        "prompt_extend": _FLAG,
        "seed": _SEED,
    }
}

TABLES: Mapping[str, Mapping[str, Table]] = {
    "applerouter": _APPLEROUTER,
    "powertokens": _POWERTOKENS,
    "mulerouter": _MULEROUTER,
}
