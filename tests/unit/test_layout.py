"""Where tests are: the place of a module's tests can be told from its path, and no file of them is too long."""

from pathlib import Path

import truecopy

SOURCE = Path(truecopy.__file__).parent
TESTS = Path(__file__).parents[1]
UNIT = TESTS / "unit"
LONGEST_LINES = 400

# Module -> why it has no file of tests of its own.
UNTESTED = {
    "judge/judgement": "values, tested by what fills and reads them",
    "recording/recording_plan": "one table, tested by what test_recorder.py and test_verification.py record",
    "recording/cassette": "values, tested by what reads and writes them",
    "recording/proxying/exchange": "tested through the proxy, in proxying/proxy_app",
}


def modules() -> list[Path]:
    """Return every module, relative to the package, without its suffix."""
    return [
        path.relative_to(SOURCE).with_suffix("")
        for path in sorted(SOURCE.rglob("*.py"))
        if path.stem not in ("__init__", "__main__")
    ]


def has_tests(module: Path) -> bool:
    """Whether there is a file of tests for a module, or a folder of its name with some."""
    folder = UNIT / module
    return (folder.parent / f"test_{module.name}.py").is_file() or any(folder.glob("test_*.py"))


def test_the_place_of_a_modules_tests_can_be_told_from_its_path() -> None:
    """The tests of `room/module.py` are `tests/unit/room/test_module.py`, or in a folder `room/module`."""
    missing = {str(each) for each in modules() if not has_tests(each)}

    assert missing == UNTESTED.keys()


def test_no_file_of_tests_is_too_long() -> None:
    """What is longer is to be split by noun."""
    lines = {
        str(path.relative_to(TESTS)): len(path.read_text(encoding="utf-8").splitlines())
        for path in TESTS.rglob("*.py")
    }

    assert [name for name, count in lines.items() if count > LONGEST_LINES] == []
