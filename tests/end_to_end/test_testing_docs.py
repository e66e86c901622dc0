"""What docs/testing.md and the README show, run as it stands in a folder outside this checkout."""

import re
from pathlib import Path

from tests.end_to_end.live_server import ROOT
from tests.end_to_end.pytest_runs import run


def blocks(page: str) -> list[str]:
    """Return the Python of a page, block by block."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_the_examples_of_the_documentation_run(tmp_path: Path) -> None:
    """An application with three vendors, its tests, targets, and classes of unittest with pytest and without."""
    application, tests, targets, under_pytest, alone = blocks("docs/testing.md")
    (tmp_path / "studio.py").write_text(application)
    (tmp_path / "test_studio.py").write_text(tests)
    (tmp_path / "test_targets.py").write_text(targets)
    (tmp_path / "test_classes.py").write_text("import studio\n" + under_pytest)
    (tmp_path / "test_alone.py").write_text(
        alone + "\n\nclass T(unittest.TestCase):\n    def test(self): self.assertIn('http', url)\n"
    )

    out = run(tmp_path, "-p", "no:randomly")

    # Four tests, two for each of three vendors, one of each class.
    assert "12 passed" in out


def test_the_example_of_the_readme_runs(tmp_path: Path) -> None:
    """Whoever copies it has a test that passes."""
    (example,) = [each for each in blocks("README.md") if "truecopy_mock" in each]
    (tmp_path / "test_readme.py").write_text(example)

    assert "1 passed" in run(tmp_path)
