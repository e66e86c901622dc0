"""Files of a run: Truecopy's own folder, and paths as people know them."""

from pathlib import Path

FOLDER = Path(".truecopy")


def own_file(name: str) -> Path:
    """Return the path of a file in Truecopy's own folder, which is made, and kept out of git."""
    FOLDER.mkdir(exist_ok=True)
    ignore = FOLDER / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return FOLDER / name


def shown_path(path: Path) -> Path:
    """Return a path as people know it: from here, where it is below the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
