"""The exceptions that say the tool could not work."""

import inspect
import pickle
import re

import pytest

from truecopy import errors
from truecopy.errors import PictureError, RecordingError, SecretFoundError, TruecopyError

CLASSES = [each for _, each in inspect.getmembers(errors, inspect.isclass)]


def test_the_tree_is_the_one_that_is_drawn() -> None:
    """Every class stands in the drawing below its base, and nothing else does."""
    drawn: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.search(r"\w+Error", line)
        if found:
            del above[found.start() // 4 :]
            drawn[found[0]] = above[-1] if above else "Exception"
            above.append(found[0])

    assert drawn == {each.__name__: each.__base__.__name__ for each in CLASSES if each.__base__}


@pytest.mark.parametrize(
    "error",
    [
        TruecopyError("no"),
        PictureError("no picture", "truncated"),
        RecordingError("a.yaml", 3, "is no YAML"),
        SecretFoundError("a.yaml", 0, "holds a key"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_an_error_survives_another_process(error: TruecopyError) -> None:
    """What it was made from comes back, and so do its words."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own

    assert type(again) is type(error)
    assert (str(again), again.args, vars(again)) == (str(error), error.args, vars(error))


def test_an_error_of_a_file_says_where() -> None:
    """The line stands behind the path, where there is one."""
    assert str(RecordingError("a.yaml", 3, "is no YAML")) == "a.yaml:3: is no YAML"
    assert str(RecordingError("a.yaml", 0, "cannot be read")) == "a.yaml: cannot be read"


def test_a_picture_error_has_a_slug() -> None:
    """Its words are for people, its reason is for programs."""
    error = PictureError("The PNG file ends too early.", "truncated")

    assert (str(error), error.reason) == ("The PNG file ends too early.", "truncated")
    assert PictureError("x").reason == "not-a-picture"
