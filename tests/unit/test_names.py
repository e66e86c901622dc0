"""One name, one thing."""

import ast
from collections import defaultdict
from pathlib import Path

import truecopy

ROOT = Path(truecopy.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))


def doubled(names: list[tuple[str, Path]]) -> dict[str, list[str]]:
    """Return each name that stands in several files, or twice in one, with the files."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, path in names:
        places[name].append(path.relative_to(ROOT).as_posix())
    return {name: found for name, found in places.items() if len(found) > 1}


def test_no_two_public_classes_have_one_name() -> None:
    """Whoever reads a class name in a message, a test or an import knows which is meant."""
    classes = [
        (each.name, path)
        for path in SOURCES
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_")
    ]

    assert doubled(classes) == {}


def test_no_two_modules_have_one_name() -> None:
    """But for commands and their options, which share a noun, and for what recordings do as the mock does."""
    modules = [
        (path.stem, path)
        for path in SOURCES
        if not path.stem.startswith("__")
        and path.relative_to(ROOT).parts[0] not in ("cli", "recording")
    ]

    assert doubled(modules) == {}
