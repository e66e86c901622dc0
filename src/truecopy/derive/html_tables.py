"""Tables of a page as lines: parameters, statuses, states, and any other."""

import re
from collections.abc import Iterator, Sequence

from truecopy.derive.html_fields import is_name, plain_type
from truecopy.derive.line_pattern import line_pattern

Row = Sequence[str]

# What the columns of a table of parameters are called.
_COLUMNS = {
    "name": {"name", "parameter", "param", "field", "property", "attribute", "argument", "key"}
    | {
        "参数",
        "参数名",
        "名称",
        "字段",
        "パラメータ",
        "パラメーター",
        "名前",
        "이름",
        "nom",
        "nombre",
        "nome",
        "feld",
        "параметр",
    },
    "type": {"type", "data type", "类型", "型", "타입", "typ", "datentyp", "tipo", "тип"},
    "required": {
        "required",
        "required?",
        "req",
        "req.",
        "mandatory",
        "必填",
        "是否必填",
        "必选",
        "必須",
        "필수",
        "pflicht",
        "erforderlich",
    }
    | {
        "requis",
        "obligatoire",
        "requerido",
        "obligatorio",
        "obrigatório",
        "obbligatorio",
        "обязательный",
    },
    "location": {"in", "location", "where", "passed in", "位置"},
    "default": {
        "default",
        "default value",
        "默认值",
        "デフォルト",
        "기본값",
        "standard",
        "standardwert",
        "défaut",
        "predeterminado",
    },
    "limits": {
        "range",
        "limits",
        "limit",
        "constraint",
        "constraints",
        "validation",
        "allowed values",
        "accepted values",
        "valid values",
        "possible values",
        "取值范围",
        "限制",
        "约束",
        "wertebereich",
    },
    "description": {
        "description",
        "details",
        "meaning",
        "notes",
        "说明",
        "描述",
        "説明",
        "설명",
        "beschreibung",
        "descripción",
    }
    | {"descrição", "descrizione", "описание"},
}
# What the first column of a table of headers is called.
_HEADER_HEADS = frozenset(
    {
        "header",
        "headers",
        "header name",
        "http header",
        "request header",
        "请求头",
        "ヘッダー",
        "헤더",
    }
)
YES = frozenset(
    {
        "yes",
        "true",
        "required",
        "y",
        "✓",
        "✔",
        "✅",
        "●",
        "是",
        "必填",
        "ja",
        "oui",
        "sí",
        "sim",
        "はい",
        "必須",
        "예",
        "필수",
    }
)
NO = frozenset(
    {
        "no",
        "false",
        "optional",
        "n",
        "✗",
        "✘",
        "❌",
        "否",
        "可选",
        "nein",
        "non",
        "não",
        "いいえ",
        "任意",
        "아니오",
        "선택",
    }
)
_NOTHING = frozenset({"", "-", "—", "–", "none", "n/a", "无"})
# A mark or a word behind the name of a field that is required.
_REQUIRED_MARK = line_pattern(r"\s*(?:\*|\(?required\)?)\s*\Z", re.IGNORECASE)
# The status at the beginning of a row.
_STATUS = re.compile(r"([1-5][0-9]{2})\b\s*(.*)", re.DOTALL)
# Heads of tables of two columns that references have glued: `StatusDescription`.
_WORD = re.compile(r"[A-Z][a-z]+")
# A state in the first of two cells: `in_progress`.
_STATE = re.compile(r"[a-z_-]+")


def table_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a table as the layout of references has it.

    Args:
        rows: Texts of the cells, of one line or more; the first row is the head where the page has one.
    """
    given = [row for row in rows if any(row)]
    rows = [[" ".join(cell.split()) for cell in row] for row in given]
    if not rows:
        return
    columns = columns_of(rows[0])
    if {"name", "type"} <= columns.keys():
        for row, cells in zip(rows[1:], given[1:], strict=True):
            yield from _parameter(row, columns)
            yield from _description(cells, columns)
    elif all(_STATUS.match(row[0]) for row in rows[1:]) and len(rows) > 1:
        for row in rows[0 if _STATUS.match(rows[0][0]) else 1 :]:
            yield _status(row)
    elif _is_of_states(rows):
        yield "".join(rows[0])
        yield from (f"{state}{text[:1].upper()}{text[1:]}" for state, text in rows[1:])
    elif "name" in columns or is_of_headers(rows[0]):
        yield from ("", *(f"| {' | '.join(row)} |" for row in rows), "")
    else:
        yield from (" | ".join(row) for row in rows)


def columns_of(head: Row) -> dict[str, int]:
    """Return which column says what, as far as the head names them."""
    found: dict[str, int] = {}
    for index, cell in enumerate(head):
        for role, names in _COLUMNS.items():
            if cell.lower() in names:
                found.setdefault(role, index)
    return found


def is_of_headers(head: Row) -> bool:
    """Whether the head of a table says that each row is a header."""
    return bool(head) and head[0].lower() in _HEADER_HEADS


def _parameter(row: Row, columns: dict[str, int]) -> Iterator[str]:
    cells = {role: row[index] for role, index in columns.items() if index < len(row)}
    mark = _REQUIRED_MARK.search(cells["name"])
    name = cells["name"][: mark.start()] if mark else cells["name"]
    if not is_name(name):
        yield " | ".join(row)
        return
    yield from ("", name, plain_type(cells.get("type", "")) or cells.get("type", ""))
    required = cells.get("required", "").lower()
    if mark or required in YES:
        yield "required"
    elif required in NO:
        yield "optional"
    default = cells.get("default", "")
    if default.lower() not in _NOTHING:
        yield f"default:{default}"
    yield ""


def _description(row: Row, columns: dict[str, int]) -> Iterator[str]:
    for role in ("description", "limits"):
        index = columns.get(role, len(row))
        yield from (line.strip() for line in "".join(row[index : index + 1]).split("\n"))
    yield ""


def _status(row: Row) -> str:
    match = _STATUS.match(row[0])
    first = [match.group(1), match.group(2)] if match else [row[0]]
    reason, *rest = [each for each in (*first[1:], *row[1:]) if each] or [""]
    return ": ".join([f"{first[0]} {reason}".strip(), *rest])


def _is_of_states(rows: Sequence[Row]) -> bool:
    return len(rows) > 1 and all(
        len(row) == 2 and (_WORD.fullmatch(row[0]) and _WORD.fullmatch(row[1]))
        if index == 0
        else len(row) == 2 and _STATE.fullmatch(row[0]) and row[1][:1].isalpha()
        for index, row in enumerate(rows)
    )
