"""Plain pages of an invented vendor, each with what a careful reader takes from it beside it."""

import json
import random
from itertools import takewhile
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from tests.unit.derive.pages import CORPUS

from truecopy.derive import derive_vendor
from truecopy.errors import DeriveError, TruecopyError

PLAIN = CORPUS / "plain_pages"
VENDOR = "base_url: https://api.mintworks.example\ndocuments:\n  page: {operation: mint}\n"
# What tears an example, a command, a heading or a field apart.
PIECES = [
    "{",
    "]",
    '"',
    "'",
    "\\",
    "curl ",
    "Body",
    "Response",
    "string",
    "required",
    "default:",
    "null",
    "...",
    "\u200b",
    ":",
    "between 1 and",
    "9" * 50,
    "\x00",
    "```",
    "Pattern: (",
    "[].",
    "POST\n/\n",
    "?a=b",
]


def write_page(root: Path, text: str) -> tuple[Path, Path]:
    """Write a vendor with one page; return its contract folder and its documents."""
    folder, documents = root / "contracts" / "mintworks", root / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    documents.mkdir(exist_ok=True)
    (folder / "vendor.yaml").write_text(VENDOR)
    (documents / "page.txt").write_text(text, encoding="utf-8")
    return folder, documents


def taken(root: Path, text: str) -> dict[str, Any]:
    """Return what is derived of a page: schemas, statuses, advice, and what is told of it; or what is refused."""
    try:
        found = derive_vendor(*write_page(root, text))
    except DeriveError as error:
        rows = [line.strip() for line in str(error).splitlines()[1:]]
        # Behind the reasons stands the decision that leaves them out.
        return {"refused": list(takewhile(lambda row: not row.startswith("this entry"), rows))}
    schemas = {
        Path(name).stem: {
            key: value
            for key, value in json.loads(each).items()
            if key not in ("$schema", "$id", "allOf")
        }
        for name, each in found.files.items()
        if name.startswith("schemas/")
    }
    told = {
        f"{each.rule} {each.where.partition('@')[0]}"
        for each in found.findings
        if each.rule != "document-sentence-uncited"
    }
    advice = {
        each.keyword: each.value for each in found.claims if each.keyword.startswith("advice/")
    }
    return {
        "schemas": schemas,
        "statuses": sorted(each.value for each in found.claims if each.keyword == "status"),
        **({"advice": advice} if advice else {}),
        "told": sorted(told),
    }


@pytest.mark.parametrize("name", sorted(each.name for each in PLAIN.iterdir()))
def test_page_gives_what_a_careful_reader_takes(name: str, tmp_path: Path) -> None:
    """Every rule that the page states is there, and no other; what is not read is told."""
    expected = json.loads((PLAIN / name / "expected.json").read_text(encoding="utf-8"))
    text = (PLAIN / name / "page.txt").read_text(encoding="utf-8")

    assert taken(tmp_path, text) == expected


def spoiled(text: str, chance: random.Random) -> str:
    """Return a page with a few edits of any kind."""
    for _ in range(chance.randint(1, 4)):
        at, lines = chance.randrange(len(text)), text.split("\n")
        first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[first], lines[second] = lines[second], lines[first]
        text = (
            chance.choice(
                [
                    text[:at] + chance.choice(PIECES) + text[at:],
                    text[:at] + text[at + chance.randint(1, 40) :],
                    "\n".join(lines),
                    text[: at + 1],
                ]
            )
            or "x"
        )
    return text


@pytest.mark.slow
def test_no_edit_of_a_page_ends_in_a_traceback(tmp_path: Path) -> None:
    """Whatever a page becomes, it is read or refused."""
    chance = random.Random(7)
    pages = [path.read_text(encoding="utf-8") for path in sorted(PLAIN.glob("*/page.txt"))]
    for _ in range(250):
        folder, documents = write_page(tmp_path, spoiled(chance.choice(pages), chance))
        try:
            derive_vendor(folder, documents)
        except TruecopyError:
            continue


@pytest.mark.parametrize(
    "prose", ["at most " + "9" * 16_000, "1, " * 5_000, "(" * 16_000, "Max 7 coins. " * 1_200]
)
def test_long_prose_takes_no_time(prose: str, tmp_path: Path) -> None:
    """Work is linear in the page, whatever its numbers and lists are."""
    text = (PLAIN / "reflowed" / "page.txt").read_text(encoding="utf-8")
    folder, documents = write_page(tmp_path, text.replace("How many coins are struck", prose, 1))
    begun = perf_counter()

    derive_vendor(folder, documents)

    assert perf_counter() - begun < 5
