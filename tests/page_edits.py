"""Edits of vendors' pages as data: `tests/corpus/edits/<vendor>.yaml`, applied to a copy of the pages.

An edit says what of a page becomes what, and which changes of claims that is. Pages are found by few words or by
lines with the fingerprint of their text, since the pages of the built-in vendors are not part of the project.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.unit.derive.pages import CORPUS, VENDOR, derived_workspace

from truecopy.contract.yamlfile import read_yaml
from truecopy.derive.document import fingerprint

ROOT = Path(__file__).parents[1]
# Beside the checkout, where they are at hand; they are the vendors' text and no part of the project.
VENDOR_DOCUMENTS = ROOT.parent / "shared" / "documents"
EDITS = CORPUS / "edits"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEdit:
    """What happens to the pages of one vendor, and what has to be told of it.

    Attributes:
        steps: Each names a page and what happens to it.
        rows: Claim, kind, rule, severity, old and new value of each change, in any order.
        unreadable: Pages that cannot be read.
    """

    name: str
    vendor: str
    steps: tuple[Mapping[str, Any], ...]
    rows: tuple[tuple[Any, ...], ...]
    unreadable: tuple[str, ...]

    def apply(self, folder: Path) -> None:
        """Edit the pages in a folder."""
        for step in self.steps:
            page = folder / f"{step['page']}.txt"
            text = page.read_bytes().decode("utf-8")
            page.write_bytes(_edited(text, step, self.name).encode())


def load_edits(vendor: str) -> list[PageEdit]:
    """Return the edits of one vendor's pages."""
    return [
        PageEdit(
            name=name,
            vendor=vendor,
            steps=tuple(each["edits"]),
            rows=tuple(map(tuple, each.get("rows", ()))),
            unreadable=tuple(each.get("unreadable", ())),
        )
        for name, each in read_yaml(EDITS / f"{vendor}.yaml").items()
    ]


def copy_pages(vendor: str, target: Path) -> tuple[Path, Path]:
    """Return the contract folder of a vendor, and a copy of its pages."""
    if vendor == VENDOR:
        shutil.copytree(_workspace(), target, dirs_exist_ok=True)
        return target / "contracts" / vendor, target / "documents" / vendor
    pages = target / vendor
    pages.mkdir(parents=True)
    for page in (VENDOR_DOCUMENTS / vendor).iterdir():
        (pages / page.name).write_bytes(page.read_bytes())
    return ROOT / "contracts" / vendor, pages


@cache
def _workspace() -> Path:
    """Return a folder with the contract of the invented vendor, derived once."""
    from tempfile import mkdtemp

    root = Path(mkdtemp(prefix="stamps"))
    derived_workspace(root)
    return root


def _edited(text: str, step: Mapping[str, Any], name: str) -> str:
    if "noise" in step:
        return NOISE[step["noise"]](text)
    if "text" in step:
        return str(step["text"])
    if "find" in step:
        assert step["find"] in text, f"{name}: {step['find']!r} is not on {step['page']}"
        return text.replace(step["find"], step["put"])
    lines = text.split("\n")
    first, last = _lines(step["lines"], lines, name)
    put = [] if step.get("put") is None else str(step["put"]).split("\n")
    if step.get("keep"):
        put = [*lines[first:last], *put]
    moved = lines[first:last] if "to" in step else []
    lines[first:last] = [] if moved else put
    at = int(step.get("to", 0))
    return "\n".join([*lines[:at], *moved, *lines[at:]] if moved else lines)


def _lines(anchor: str, lines: list[str], name: str) -> tuple[int, int]:
    """Return where the lines of an anchor begin and end, which reads `12@1a2b` or `12-15@1a2b`."""
    match = re.fullmatch(r"(\d+)(?:-(\d+))?@([0-9a-f]+)", str(anchor))
    assert match, f"{name}: {anchor!r} is no anchor"
    first, last = int(match[1]) - 1, int(match[2] or match[1])
    found = fingerprint("\n".join(lines[first:last]))
    assert found.startswith(match[3]), f"{name}: {anchor} reads {found[:4]} now"
    return first, last


def _reflowed(text: str) -> str:
    """Break each long line of prose into two, between words."""
    return re.sub(r"(?m)^((?=[A-Z])(?!.*[{}\\])(?:\S+ ){6})(?=(?:\S+ ){4})", r"\1\n", text)


NOISE: Mapping[str, Callable[[str], str]] = {
    "blank lines on top": lambda text: "\n\n\n\n" + text,
    "byte order mark": lambda text: "\ufeff" + text,
    "line ends of another system": lambda text: text.replace("\n", "\r\n"),
    "blanks at line ends": lambda text: text.replace("\n", "  \n"),
    "hyphens as bullets": lambda text: text.replace("• ", "- "),
    "stars as bullets": lambda text: re.sub(r"(?m)^  • ", "* ", text),
    "straight quotes": lambda text: re.sub("[“”]", '"', text).replace("’", "'"),
    "dashes in ranges": lambda text: re.sub(
        r"(?<=\d)-(?=\d+ ?(?:images|photos|pixels|seconds))", "–", text
    ),
    "navigation before and after": lambda text: (
        "Skip to content\nHome\nDocs\nPricing\n\n"
        + text
        + "\n\nWas this page helpful?\nYes\nNo\nPrevious\nNext\n"
    ),
    "buttons": lambda text: text.replace("\nBody\n", "\nBody\n\nCopy\n").replace(
        "\ncurl ", "\nAsk AI\nCopy\ncurl ", 1
    ),
    "lines broken otherwise": _reflowed,
    "blanks that do not break": lambda text: re.sub(
        r"(?<=[a-z]) (?=images|photos|characters|pixels)", "\u00a0", text
    ),
    "characters of no width": lambda text: re.sub(
        r"(?m)^(Overview|Body|Response)$", "\u200b\\1", text
    ),
    "lines far apart": lambda text: re.sub(r"\n\n(?=[A-Z])", "\n\n\n\n", text),
}
