"""Revised prompts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.mock.revise import revise


@given(st.text())
def test_a_prompt_is_extended_the_same_each_time(prompt: str) -> None:
    """The revision begins with the prompt, is longer, and depends on nothing else."""
    found = revise(prompt)

    assert found == revise(prompt)
    assert found.startswith(prompt.strip().rstrip(".\u3002"))
    assert len(found) > len(prompt.strip())


@pytest.mark.parametrize(
    ("prompt", "start", "end"),
    [
        ("A kite.", "A kite, ", "."),
        ("  A kite  ", "A kite, ", "."),
        ("", "A picture, ", "."),
        ("\u96e8\u4e2d\u7684\u57ce\u5e02\u3002", "\u96e8\u4e2d\u7684\u57ce\u5e02\uff0c", "\u3002"),
        ("caf\u00e9", "caf\u00e9, ", "."),
    ],
)
def test_a_prompt_is_extended_in_its_language(prompt: str, start: str, end: str) -> None:
    """Chinese in Chinese, everything else in English, with one full stop."""
    found = revise(prompt)

    assert found.startswith(start)
    assert found.endswith(end)
    assert ".," not in found


def test_prompts_differ_in_what_is_added() -> None:
    """Not every picture has the same light."""
    assert len({revise(f"kite {number}").partition(",")[2] for number in range(40)}) > 20
