"""Files of a run: Truecopy's own folder, and paths as people know them."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

import click

from truecopy.errors import UsageError

FOLDER = Path(".truecopy")


def own_file(name: str) -> Path:
    """Return the path of a file in Truecopy's own folder, which is made for its owner alone, and kept out of git.

    Raises:
        UsageError: The folder cannot be made.
    """
    try:
        FOLDER.mkdir(mode=0o700, exist_ok=True)
        FOLDER.chmod(0o700)  # one that is there already may be open to others
    except OSError as error:
        raise UsageError(f"{FOLDER}: cannot be used as a folder: {error.strerror}") from error
    ignore = FOLDER / ".gitignore"
    if not ignore.exists():
        write_file(ignore, b"*\n")
    return FOLDER / name


def write_file(path: Path, content: str | bytes, *, is_added: bool = False) -> None:
    """Write a file, whose folder is made.

    Args:
        content: What no encoding can carry is written as an escape.
        is_added: Behind what is there.

    Raises:
        UsageError: It cannot be written; names the path.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab" if is_added else "wb") as file:
            file.write(data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error


def print_text(text: str) -> None:
    """Print to standard output; a reader that has gone is no error.

    Raises:
        UsageError: It cannot be printed.
    """
    try:
        click.echo(text, nl=False)
    except OSError as error:
        # What is left in its buffer would fail once more when the process ends.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise UsageError(f"standard output: cannot be written: {error.strerror}") from error


def require_writable(folder: Path) -> None:
    """Refuse a folder in which nothing can be written, before anything that costs is sent; nothing is left there.

    Raises:
        UsageError: It can neither be written to nor made.
    """
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    try:
        with TemporaryFile(dir=there):
            return
    except OSError as error:
        raise UsageError(f"{folder}: cannot write there: {error.strerror}") from error


def shown_path(path: Path) -> Path:
    """Return a path as people know it: from here, where it is below the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
