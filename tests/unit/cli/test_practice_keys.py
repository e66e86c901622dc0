"""Keys that are made up."""

from pathlib import Path

from tests.starters import mock_file, starter_contract

from truecopy.cli.practice_keys import PRACTICE_KEY, SECOND_PRACTICE_KEY, fitted
from truecopy.mock import MockApp, play_contract
from truecopy.wire import Keys


def mock(folder: Path, accepts: str) -> MockApp:
    """Return the mock of a vendor with keys of some look."""
    contract = starter_contract(folder, "immediate")
    file = mock_file(folder)
    file.write_text(file.read_text("utf-8").replace("^[!-~]+$", accepts), "utf-8")
    return play_contract(contract, file)


def test_made_up_keys_become_those_of_the_vendor(tmp_path: Path) -> None:
    """Two accounts stay two; what the user gave, and what is not there, stays as it is."""
    app = mock(tmp_path, "^ink-")
    both = Keys(good=PRACTICE_KEY, second=SECOND_PRACTICE_KEY)

    found = fitted(both, app, "inkwell")
    own = fitted(Keys(good="mine"), app, "inkwell")

    assert found.good != found.second
    assert all(str(each).startswith("ink-") for each in (found.good, found.second))
    assert own == Keys(good="mine")


def test_one_key_is_no_second_account(tmp_path: Path) -> None:
    """Where only one key looks as wanted there is no second one."""
    app = mock(tmp_path, "^the-key$")

    found = fitted(Keys(good=PRACTICE_KEY, second=SECOND_PRACTICE_KEY), app, "inkwell")

    assert (found.good, found.second) == ("the-key", None)
