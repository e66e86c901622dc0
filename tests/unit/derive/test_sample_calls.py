"""Parameters and keys that only samples in programming languages show."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.sample_calls import SampleCall, read_sample, state_sample
from truecopy.derive.statements import AUTH_HINT, Page

URL = '"https://api.mintworks.example/v1/coins"'


def sample(text: str) -> SampleCall:
    """Return what a sample shows that is all of a page."""
    document = make_document(text)
    return read_sample(document.lines, document.text)


def stated(text: str, path: str = "/v1/coins") -> Page:
    """Return what a page says of an operation by a sample."""
    page = Page(document=make_document(text))
    state_sample(page, sample(text), path)
    return page


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f'requests.get({URL}, params={{"limit": 2, "after": {{"x": 1}}}})', ["limit", "after"]),
        (f'params = {{\n  "limit": 2,\n}}\nrequests.get({URL}, params=params)', ["limit"]),
        (f'params = {{"n": 1}}\nrequests.post({URL}, json=params)', []),
        (f"axios.get({URL}, {{ params: {{ limit: 2 }} }})", ["limit"]),
        (f"const params = {{ limit: 2 }};\naxios.get({URL}, {{ params }});", ["limit"]),
        (f"fetch({URL} + `?limit=${{n}}&sort=age`)", ["limit", "sort"]),
        (f'q := req.URL.Query()\nq.Set("limit", "2")\nclient.Get({URL})', ["limit"]),
        (f"$c->get({URL}, ['query' => ['limit' => 2]])", ["limit"]),
        (f'requests.post({URL}, json={{"params": {{"n": 1}}}})', []),
        ("GET /v1/coins?limit=2 HTTP/1.1\nHost: api.mintworks.example", ["limit"]),
    ],
)
def test_parameters_of_calls(text: str, names: list[str]) -> None:
    """What stands in an address or beside it is named, in order; what may be a body is not."""
    assert [name for name, _, _ in sample(text).query] == names


def test_call_of_the_operation_states_its_parameters() -> None:
    """A sample that calls the path, its beginning in a variable perhaps, shows parameters of the operation."""
    page = stated('requests.get(f"{BASE}/coins", params={"limit": 2})')

    assert [(each.subject, each.keyword) for each in page.statements] == [
        ("query.limit", "property")
    ]


def test_call_of_another_operation_states_nothing() -> None:
    """Parameters in another path are of another operation."""
    page = stated('fetch("https://api.mintworks.example/v1/presses?limit=2")')

    assert (page.statements, page.unread) == ([], [])


def test_parameters_beside_several_calls_are_told() -> None:
    """Where a sample calls two paths, nobody knows of which a parameter is."""
    page = stated(
        f'requests.post({URL})\nrequests.get("https://x.example/v1/presses", params={{"wait": 2}})'
    )

    assert page.statements == []
    assert [what for _, what in page.unread] == [
        "a sample sends the parameter wait, of which operation is not known"
    ]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ('"Authorization": f"Token {key}"', "header authorization (token)"),
        ("'Authorization': 'Bearer ' + key", "bearer"),
        ('"Authorization": key', None),
    ],
)
def test_scheme_of_a_key(header: str, value: str | None) -> None:
    """A sample hints at how the key is carried."""
    page = stated(f"requests.get({URL}, headers={{{header}}})")

    assert list(page.values("", AUTH_HINT)) == ([value] if value else [])
