"""Bytes of a body become the value that a table judges."""

import json
import re
from collections.abc import AsyncGenerator
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from tests.drifts.refusal import Refused
from tests.drifts.rules import Kind, Table
from tests.drifts.tables import FORM


async def read_body(request: Request, media_type: str, table: Table) -> dict[str, Any]:
    """Return the body of a request as an object; a file in it is bytes.

    Raises:
        Refused: It cannot be read, or is no object.
    """
    body = await request.body()
    try:
        if media_type == FORM:
            return await _read_form(request, body, table)
        value = _parse(body.decode("utf-8"))
    except (ValueError, RecursionError, MultiPartException) as error:
        raise Refused("body") from error
    if not isinstance(value, dict):
        raise Refused("body")
    return value


def _parse(text: str) -> Any:
    """Return the value of a JSON text; half a surrogate pair makes it unreadable."""
    value = json.loads(text, parse_constant=_refuse_constant)
    if r"\ud" in text.lower():
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


async def _read_form(request: Request, body: bytes, table: Table) -> dict[str, Any]:
    boundary = re.search(r'boundary="?([^";,\s]+)', request.headers["content-type"])
    if boundary is None or f"--{boundary[1]}--".encode() not in body:
        raise ValueError("no boundary, or the form ends before its closing one")

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body
        yield b""

    form = await MultiPartParser(request.headers, stream()).parse()
    try:
        return await _instance(form, table)
    finally:
        await form.close()


async def _instance(form: FormData, table: Table) -> dict[str, Any]:
    """Return the fields of a form: repeated names as lists, `name[member]` as objects."""
    instance: dict[str, Any] = {}
    for part_name, part in form.multi_items():
        name, *inner = re.findall(r"[^\[\]]+", part_name) or [part_name]
        is_list = part_name.endswith("[]")
        rule = table.get(name)
        kinds = rule.kinds if rule and not inner else ()
        value = await part.read() if isinstance(part, UploadFile) else _value(part, kinds)
        if inner:
            _put_inside(instance, [name, *inner], value)
        elif name in instance:
            known = instance[name]
            instance[name] = [*(known if isinstance(known, list) else [known]), value]
        else:
            instance[name] = [value] if is_list else value
    return instance


def _put_inside(instance: dict[str, Any], names: list[str], value: Any) -> None:
    for name in names[:-1]:
        if not isinstance(instance.setdefault(name, {}), dict):
            raise Refused("body", name)
        instance = instance[name]
    instance[names[-1]] = value


def _value(text: str, kinds: tuple[Kind, ...]) -> Any:
    """Return what a text of a form stands for, given the kinds that its field may have."""
    if "integer" in kinds and re.fullmatch(r"-?[0-9]{1,19}", text):
        return int(text)
    if "boolean" in kinds and text in ("true", "false"):
        return text == "true"
    if "object" in kinds and text.startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
