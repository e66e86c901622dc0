"""Files of a run: Truecopy's own folder, and paths as people know them."""

from pathlib import Path
from tempfile import TemporaryFile

from truecopy.errors import UsageError

FOLDER = Path(".truecopy")


def own_file(name: str) -> Path:
    """Return the path of a file in Truecopy's own folder, which is made for its owner alone, and kept out of git."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    FOLDER.chmod(0o700)  # one that is there already may be open to others
    ignore = FOLDER / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return FOLDER / name


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
