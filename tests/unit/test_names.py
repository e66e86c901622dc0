"""One name, one thing."""

import ast
import re
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


def public_classes() -> list[tuple[str, Path]]:
    """Return each public class with its file."""
    return [
        (each.name, path)
        for path in SOURCES
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_")
    ]


def test_no_two_public_classes_have_one_name() -> None:
    """Whoever reads a class name in a message, a test or an import knows which is meant."""
    assert doubled(public_classes()) == {}


def test_no_private_class_is_called_as_a_public_one() -> None:
    """An underscore makes no second meaning."""
    public = {name for name, _ in public_classes()}
    private = [
        (path.relative_to(ROOT).as_posix(), each.name)
        for path in SOURCES
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.ClassDef) and each.name.startswith("_")
    ]

    assert len(private) > 20
    assert [each for each in private if each[1][1:] in public] == []


def test_no_two_modules_have_one_name() -> None:
    """But for commands and their options, which are called as what they are about."""
    modules = [
        (path.stem, path)
        for path in SOURCES
        if not path.stem.startswith("__")
        and path.relative_to(ROOT).parts[:2] not in (("cli", "commands"), ("cli", "options"))
    ]

    assert doubled(modules) == {}


def test_the_words_of_the_glossary_are_carried_by_what_it_names() -> None:
    """Each class and each path in its last column is in the source."""
    text = (ROOT.parents[1] / "docs" / "glossary.md").read_text("utf-8")
    rows = re.findall(r"^\|.*\|(.*)\|$", text, re.MULTILINE)
    carriers = [each for row in rows for each in re.findall("`([^`]+)`", row)]

    known = {name for name, _ in public_classes()}
    missing = [
        each for each in carriers if not ((ROOT / each).exists() if "/" in each else each in known)
    ]

    assert len(carriers) > len(rows) // 2
    assert missing == []
