"""Documents read from disk: regular files of a bounded size, inside their folder, as text."""

import os
import stat
from pathlib import Path

from truecopy.derive.document import Document
from truecopy.errors import DeriveError

# A hundred times the longest page seen, and some seconds' work, since a page is gone over several times.
LARGEST_BYTES = 1_000_000
# Kinds of files that are named in messages; anything else is "no regular file".
_KINDS = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
# How a page begins that was saved as it came from the server, and the endings of such files.
_MARKUP = ("<!doctype html", "<html")
_OTHER_ENDINGS = (".html", ".htm", ".md")
_MAKES_TEXT = "`truecopy documents fetch --from FOLDER` makes text of saved pages"


def read_document(folder: Path, name: str) -> Document:
    """Return the document `name` of a folder: the page in `<name>.txt`.

    Raises:
        DeriveError: The name leads out of the folder, or the file is missing, no regular file, too large, no UTF-8
            or HTML.
    """
    path = folder / f"{name}.txt"
    if not name or Path(name).name != name:
        raise DeriveError(
            f"{name!r}: a document is named by its file's name without .txt, inside {folder}; "
            "no folder may stand in it"
        )
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise DeriveError(f"{path}: leads out of {folder}; a page is a file in it")
        data = _read_regular(path)
        text = data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise DeriveError(f"{path}: cannot be read: No such file{_beside(path)}") from error
    except (OSError, RuntimeError, UnicodeDecodeError) as error:  # RuntimeError: links in a circle
        raise DeriveError(f"{path}: cannot be read: {error}") from error
    if text[:1000].lstrip().lower().startswith(_MARKUP):
        raise DeriveError(f"{path}: is HTML, and a page is its text; {_MAKES_TEXT}")
    return Document.of_page(name, text)


def _beside(path: Path) -> str:
    """Return what to do about a page that is there under another ending; empty where none is."""
    found = [each for each in _OTHER_ENDINGS if path.with_name(f"{path.stem}{each}").exists()]
    return f"; there is {path.stem}{found[0]}: {_MAKES_TEXT}" if found else ""


def _read_regular(path: Path) -> bytes:
    """Return what a file holds; a pipe, which could be endless, is not even waited for."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        kind = next((word for test, word in _KINDS if test(mode)), "no regular file")
        raise DeriveError(f"{path}: is {kind}; a page is a file of text")
    with open(descriptor, "rb") as file:  # noqa: PTH123 - of a descriptor
        data = file.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise DeriveError(
            f"{path}: larger than {LARGEST_BYTES} bytes, the most that a page may have; is it one page of text?"
        )
    return data
