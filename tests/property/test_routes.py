"""Path matching: a path made from a template leads back to it, with the same values."""

import re

from hypothesis import given
from hypothesis import strategies as st

from truecopy.contract import Routes
from truecopy.model import Operation

segments = st.text(st.characters(codec="utf-8", exclude_characters="/{}"), min_size=1, max_size=6)
names = st.from_regex(re.compile(r"[a-z]{1,5}"), fullmatch=True)
templates = st.lists(
    st.one_of(segments, names.map(lambda name: "{" + name + "}")),
    min_size=1,
    max_size=5,
    unique=True,
)


@given(parts=templates, values=st.lists(segments, min_size=5, max_size=5))
def test_a_filled_template_is_found_with_its_values(parts: list[str], values: list[str]) -> None:
    """Every way of filling a template is found, and gives back what was filled in."""
    template = "/" + "/".join(parts)
    routes = Routes([Operation(id="a", method="GET", path=template, responses={200: None})])
    chosen = {
        part[1:-1]: value
        for part, value in zip(parts, values, strict=False)
        if part.startswith("{")
    }
    path = "/" + "/".join(chosen[part[1:-1]] if part.startswith("{") else part for part in parts)

    route = routes.find(path)

    assert route is not None
    assert route.operations["GET"] == {None: "a"}
    assert dict(route.parameters) == chosen
    assert routes.find(path + "/more/and/more/and/more/and/more") is None
