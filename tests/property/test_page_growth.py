"""What a derivation and a look at a page cost grows with the page, whatever the page is full of."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.growth import growth

from truecopy.derive import derive_vendor, write_files
from truecopy.drift.documents import compare_documents
from truecopy.errors import TruecopyError

# A page of a vendor that nobody has, and what each kind puts into it.
_VENDOR = """title: Press
base_url: https://api.press.example
documents:
  page: {operation: print-sheet}
"""
_TOP = """Print a sheet
POST
/
v1
/
sheets
curl --request POST --url https://api.press.example/v1/sheets --data '{"motto": "<string>"}'
Body
application/json

motto
string
required

The motto of the sheet. At most 80 characters.

"""
_ANSWER = "\nResponse\n200 - application/json\n\n"
# In characters: large enough for what takes the square to show, small enough to be quick.
SMALL, LARGE = 5_000, 20_000
# Four times the page may cost this many times as much; the square of it would be sixteen.
MOST_GROWTH = 9.0
Make = Callable[[int], str]

# In the description of a field, or below it.
IN_REQUEST: dict[str, Make] = {
    "fields": lambda i: f"f{i}\nstring\nrequired\n\nText {i} of it. At most {i} characters.\n\n",
    "bare fields": lambda i: f"f{i}\nstring\n",
    "one field again": lambda _: "size\nstring\n\nOne of a, b, c. Default is a.\n\n",
    "fields on a line": lambda i: f"f{i} integer required - between 1 and {i + 2}\n",
    "dotted fields": lambda i: f"a.b.c{i}\nstring\n\nAt most {i} characters.\n",
    "indented fields": lambda i: f"{'  ' * (i % 40)}f{i}\n{'  ' * (i % 40)}object\n",
    "titles over fields": lambda i: f"Extra Payload\n\nf{i}\nstring\n\n",
    "sentences": lambda i: f"It is at most {i} characters, and never more than that.\n",
    "wrapped lines": lambda _: "the sheet is drawn by the press and then it goes on\n",
    "one line": lambda i: f"It is at most {i} characters. ",
    "one sentence": lambda i: f"it is at most {i} characters and ",
    "digits": lambda _: "1234567890",
    "words": lambda _: "a ",
    "blanks": lambda _: "  \t ",
    "wide blanks": lambda _: "\u00a0",
    "no width": lambda i: f"f\u200b{i}\nstr\u200bing\n\nThe\u200b text.\n\n",
    "blank lines": lambda _: "\n \n",
    "bullets": lambda i: f"  • Entry {i}: at most {i} characters\n",
    "members": lambda i: f" - m{i}: at most {i} characters",
    "choices": lambda i: f"`value-{i}`, ",
    "lines of choices": lambda i: f"value-{i},\n",
    "labels": lambda _: "Default:\n",
    "headings": lambda i: f"## Request things {i}\n\nname\nstring\n\n",
    "commands": lambda i: f'curl https://api.press.example/v1/sheets -d \'{{"motto": "{i}"}}\'\n\n',
    "open commands": lambda i: f"curl https://api.press.example/v1/sheets -d @- <<END{i}\n\n",
    "addresses": lambda i: f"POST /v1/things{i}\n\n",
    "code": lambda i: f"x{i} = print(call('{i}', size={i}))\n",
    "open calls": lambda _: "call(params={ ",
    "rows": lambda i: f"f{i}\tstring\tyes\tText {i}, at most {i} characters\n",
    "tables": lambda i: f"StatusDescription\npending{'abcdefgh'[i % 8]}Accepted {i}\n\n",
    "examples": lambda i: f'Example\n\n{{"a{i}": {i}, "b": "x"}}\n\n',
}
# What such a part begins with.
_BEGINS = {
    "members": "opts\nobject\n\nOptions:",
    "choices": "kind\nstring\n\nOne of ",
    "lines of choices": "kind\nenum<string>\n\nAvailable options:\n",
    "code": "```python\n",
    "open calls": "```python\n",
    "rows": "Name\tType\tRequired\tDescription\n",
}
# Below the answer.
IN_ANSWER: dict[str, Make] = {
    "fields of an answer": lambda i: f"f{i}\nstring\n\nOnly present when status is success.\n\n",
    "members of an example": lambda i: f'"a{i}": {{"b": {i}, "c": "x"}},\n',
    "examples of an answer": lambda i: f'{{"a{i}": {i}}}\n\n',
    "broken examples": lambda _: '{"a": \n',
    "brackets": lambda _: "[\n",
    "statuses": lambda i: f"{400 + i % 100} Bad Request\n\nThe request {i} was bad.\n\n",
    "sentences on states": lambda i: (
        f"The images array is only present when status is success. Valid for {i} hours.\n\n"
    ),
    "lists of states": lambda i: f"The status can be pending, done or failed {i}.\n\n",
}


def page_of(kind: str, size: int) -> str:
    """Return a page that is full of a kind."""
    make = IN_REQUEST.get(kind) or IN_ANSWER[kind]
    pieces, length, index = [_BEGINS.get(kind, "")], 0, 0
    while length < size:
        pieces.append(make(index))
        length += len(pieces[-1])
        index += 1
    full = "".join(pieces)
    if kind == "members of an example":
        full = f'{{\n{full}"z": 1\n}}\n'
    return f"{_TOP}{full}\n{_ANSWER}" if kind in IN_REQUEST else f"{_TOP}{_ANSWER}{full}\n"


@pytest.mark.parametrize("kind", [*IN_REQUEST, *IN_ANSWER])
def test_cost_grows_with_the_page(kind: str, tmp_path: Path) -> None:
    """A page four times as long costs about four times as much to derive from."""
    places = {size: _workspace(tmp_path, kind, size) for size in (SMALL, LARGE)}

    def derive(size: int) -> None:
        with suppress(TruecopyError):  # what contradicts itself has been read as well
            derive_vendor(*places[size])

    assert growth(derive, SMALL, LARGE, rounds=2, most=MOST_GROWTH) < MOST_GROWTH


@pytest.mark.parametrize("kind", ["fields", "rows", "wrapped lines", "members of an example"])
def test_cost_of_a_look_grows_with_the_page(kind: str, tmp_path: Path) -> None:
    """A page of which every sentence is another costs about four times as much where it is four times as long."""
    for size in (SMALL, LARGE):
        folder, documents = _workspace(tmp_path, kind, size)
        write_files(folder, derive_vendor(folder, documents).files)
        text = page_of(kind, size)
        for old, new in (("Text", "Words"), (" the ", " that "), ("most", "best"), ("x", "y")):
            text = text.replace(old, new)
        (documents / "page.txt").write_text(f"\n\n{text}", encoding="utf-8")

    def look(size: int) -> None:
        compare_documents(tmp_path / str(size), tmp_path / f"{size}-pages")

    assert growth(look, SMALL, LARGE, rounds=2, most=MOST_GROWTH) < MOST_GROWTH


def _workspace(root: Path, kind: str, size: int) -> tuple[Path, Path]:
    folder, documents = root / str(size), root / f"{size}-pages"
    folder.mkdir()
    documents.mkdir()
    (folder / "vendor.yaml").write_text(_VENDOR, encoding="utf-8")
    (documents / "page.txt").write_text(page_of(kind, size), encoding="utf-8")
    return folder, documents
