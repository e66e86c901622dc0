"""What holds of the project as a whole."""

import re
from pathlib import Path

import pytest

import truecopy
from truecopy.contract.workspace import built_in_root, find_workspace

ROOT = Path(truecopy.__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def test_the_engine_knows_no_vendor_by_name() -> None:
    """A vendor is data: no slug and no title of one stands in the source."""
    workspace = find_workspace(built_in_root())
    names = {name.lower() for name in workspace.vendors()}
    names |= {workspace.load(name).title.lower() for name in workspace.vendors()}
    # Help texts show commands as users type them, and may name a built-in vendor.
    cli = ROOT / "src" / "truecopy" / "cli"
    helps = {cli / "__init__.py", *(cli / "commands").iterdir()}
    code = {path: path.read_text(encoding="utf-8") for path in SOURCES if path not in helps}

    found = {
        path.name: name for path, text in code.items() for name in names if name in text.lower()
    }

    assert found == {}


def test_the_public_names_are_these() -> None:
    """What is imported from the package's root is stable."""
    assert sorted(truecopy.__all__) == ["MockApp", "__version__", "create_app"]
    assert all(getattr(truecopy, name) for name in truecopy.__all__)


def test_the_version_is_in_the_changelog() -> None:
    """The version of the package is the newest one in the changelog, and that of the distribution."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?([0-9.]+)", changelog, re.MULTILINE)

    assert newest is not None
    assert newest.group(1) == truecopy.__version__
    assert f'version = "{truecopy.__version__}"' in (ROOT / "pyproject.toml").read_text(
        encoding="utf-8"
    )


def test_no_source_file_is_too_long() -> None:
    """A file over 400 lines is to be split by noun."""
    long = [
        path.name for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 400
    ]

    assert long == []


PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
    if path.name != "CHANGELOG.md"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A link of a page to another file of the project leads to one that is there."""
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_is_short() -> None:
    """The first page is read to its end: 150 lines at most; tables and details have pages of their own."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_the_recipes_name_what_is_there() -> None:
    """Each file that CONTRIBUTING.md names exists, and has the name that a recipe points to in it."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    files = [each for each in re.findall(r"`(src/[\w/.]+\.py)`", text) if "<" not in each]
    pointed = re.findall(r"`(\w+)` in `(\w+\.py)`", text)

    assert len(files) > 4
    assert [each for each in files if not (ROOT / each).is_file()] == []
    assert len(pointed) > 1
    assert [
        (name, file)
        for name, file in pointed
        if not any(each.name == file and name in each.read_text("utf-8") for each in SOURCES)
    ] == []
