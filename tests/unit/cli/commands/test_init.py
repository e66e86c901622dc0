"""`truecopy init`."""

import pytest
from tests.unit.cli.shell import Shell

SLUG = "coinmint"


def test_workspace_is_made_and_works(shell: Shell) -> None:
    """The example is derived, loads, and is what its documents give."""
    made = shell.run("init", SLUG, "--workspace", "apis")

    apis = shell.folder / "apis"
    assert made.code == 0
    assert f"truecopy serve --vendor {SLUG}" in made.out
    assert (apis / "truecopy.toml").is_file()
    assert (apis / "recordings").is_dir()
    assert "{vendor}" not in (apis / "contracts" / SLUG / "vendor.yaml").read_text()
    checked = shell.run("derive", apis / "documents", "--workspace", apis, "--check")
    assert checked.code == 0
    assert len(checked.out.splitlines()) == 1
    assert shell.run("vendors", "show", SLUG, "create-postcard", "--workspace", apis).code == 0


@pytest.mark.parametrize(
    ("options", "operation"),
    [((), "create-postcard"), (("--example", "task"), "create-poster")],
)
def test_an_example_is_chosen_and_proves_itself(
    shell: Shell, options: tuple[str, ...], operation: str
) -> None:
    """An answer at once, unless a task is asked for; nothing is left to settle in either."""
    made = shell.run("init", SLUG, *options)
    derived = shell.run("derive", "documents", "--vendor", SLUG)

    assert made.code == 0
    assert f"vendors show {SLUG} {operation}" in made.out
    assert derived.code == 0
    assert "0 files changed, 0 sentences uncited" in derived.out
    assert "0 clashing" in derived.out
    assert len(derived.out.splitlines()) == 2


def test_an_unknown_example_is_refused(shell: Shell) -> None:
    """The message names those that there are, and nothing is written."""
    outcome = shell.run("init", SLUG, "--example", "stream")

    assert outcome.code == 2
    assert "'immediate', 'task'" in outcome.err
    assert list(shell.folder.iterdir()) == []


def test_second_vendor_joins_the_workspace(shell: Shell) -> None:
    """The settings that are there stay as they are."""
    shell.settings("[derive]\n# mine\n")

    assert shell.run("init", SLUG).code == 0
    assert shell.run("init", "other").code == 0
    assert (shell.folder / "truecopy.toml").read_text() == "[derive]\n# mine\n"


def test_nothing_is_overwritten(shell: Shell) -> None:
    """A second run for the same vendor is refused and changes nothing."""
    assert shell.run("init", SLUG).code == 0
    page = shell.folder / "documents" / SLUG / "errors.txt"
    page.write_text("mine")

    outcome = shell.run("init", SLUG)

    assert outcome.code == 2
    assert "is there already" in outcome.err
    assert page.read_text() == "mine"


def test_refusal_writes_no_file(shell: Shell) -> None:
    """Where one of the files is there, none of the others is written."""
    mock = shell.folder / "mocks" / f"{SLUG}.yaml"
    mock.parent.mkdir()
    mock.write_text("")

    assert shell.run("init", SLUG).code == 2
    assert not (shell.folder / "contracts").exists()


@pytest.mark.parametrize("slug", ["Coin", "1coin", "coin_mint", "../coin", "", "c" * 64, "münze"])
def test_bad_slug_is_refused(shell: Shell, slug: str) -> None:
    """A slug has small letters, digits and hyphens, a letter first."""
    outcome = shell.run("init", slug)

    assert outcome.code == 2
    assert "is no slug" in outcome.err
    assert list(shell.folder.iterdir()) == []
