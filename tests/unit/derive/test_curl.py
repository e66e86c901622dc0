"""The curl command of a page."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive.curl import CURL, Curl, read_curl
from truecopy.errors import DeriveError

BODY = """curl -X POST "https://api.example.com/v3/coins/" \\
  -H "Authorization: Bearer ink-key" \\
  -H 'Content-Type: application/json' \\
  -d '{"face": "it''s", "n": 2}'
{"done": 1}"""


def read(text: str) -> Curl:
    """Return the curl command at the start of a page."""
    return read_curl(make_document(text), 0)


def test_address_has_origin_and_path() -> None:
    """The address is split as written, trailing slash included."""
    found = read('curl "https://api.example.com:8443/v3/coins/"')

    assert (found.origin, found.path) == ("https://api.example.com:8443", "/v3/coins/")


@pytest.mark.parametrize("flag", ["-H", "--header"])
def test_header_names_are_lower_case(flag: str) -> None:
    """Header names are folded, values are trimmed."""
    found = read(f"curl https://a.example {flag} 'X-Thing:  Value '")

    assert found.headers == {"x-thing": "Value"}


@pytest.mark.parametrize("flag", ["-d", "--data", "--data-raw", "--json", "--data-binary"])
def test_json_body_is_located(flag: str) -> None:
    """Each member of the body knows where it stands on the page."""
    text = f"curl https://a.example {flag} '\n" + '{"n": 2}' + "\n'"

    found = read(text)

    assert found.data is not None
    assert found.data.value == {"n": 2}
    assert text[found.data.members["n"].start :].startswith('"n": 2')


@pytest.mark.parametrize("flag", ["-F", "--form"])
def test_form_fields_keep_their_order(flag: str) -> None:
    """Form fields are read in order, a file by its mark."""
    found = read(f"curl https://a.example {flag} 'b=@b.png' {flag} a=1=2")

    assert list(found.form.items()) == [("b", "@b.png"), ("a", "1=2")]
    assert found.data is None


def test_command_ends_at_the_first_open_line_end() -> None:
    """A line end that is neither quoted nor escaped ends the command."""
    text = "curl https://a.example \\\n  -H 'A: b'\nnext line"

    assert text[read(text).end :] == "\nnext line"


def test_answer_glued_to_the_command_ends_it() -> None:
    """An answer that follows a closing quote directly is not part of the command."""
    text = 'curl https://a.example --data \'\n{"n": 1}\n\'{"ok": true}'

    assert text[read(text).end :] == '{"ok": true}'


def test_quotes_inside_quotes_are_text() -> None:
    """An escaped quote does not close a double-quoted word."""
    found = read('curl https://a.example -H "A: \\"b\\" c"\nrest')

    assert found.headers == {"a": '"b" c'}


def test_body_that_is_no_json_is_not_read() -> None:
    """Data that begins with neither bracket is left alone."""
    assert read("curl https://a.example -d a=1").data is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("curl -X POST", "names no http address"),
        ("curl http://[::bad", "names no http address"),
        ("curl https://a.example -H 'open", "never closed"),
        ("curl https://a.example \\", "cannot be read"),
        ("curl https://a.example -d '{\"n\": }'", "not JSON"),
    ],
)
def test_unreadable_command_names_its_line(text: str, reason: str) -> None:
    """The error carries document, line and reason."""
    with pytest.raises(DeriveError, match=rf"page:1: .*{reason}"):
        read(text)


def test_with_get_what_looks_like_a_body_is_the_query() -> None:
    """As curl itself has it; without it the same fields are a form of the web."""
    query = read("curl -G https://a.example/coins?page=1 --data-urlencode 'face=owl' -d limit=20")
    form = read("curl https://a.example/coins -d limit=20")

    assert (query.method, query.query) == ("GET", ("page", "face", "limit"))
    assert not query.is_urlencoded
    assert (form.query, form.fields, form.is_urlencoded) == ((), ["limit"], True)


def test_a_cookie_and_a_password_are_noted() -> None:
    """They are keys in other places."""
    found = read("curl -u ink:key -b session=1 https://a.example/coins")

    assert (found.user, found.cookie) == (True, True)


def test_a_body_from_the_lines_below_is_read() -> None:
    """The command ends with the word that ends the body; a body that is never ended is none."""
    text = 'curl https://a.example/coins -d @- <<EOF\n{"n": 2}\nEOF\n{"done": 1}'
    found, open_end = read(text), read(text.replace("\nEOF\n", "\n"))

    assert found.data is not None
    assert found.data.value == {"n": 2}
    assert text[found.end :] == '\n{"done": 1}'
    assert open_end.data is None


@pytest.mark.parametrize(
    "text", ["curl -s", "$ curl -s", "curl.exe -s", "export KEY=a; curl -s", "KEY=a curl -s"]
)
def test_command_begins_its_line(text: str) -> None:
    """A prompt or the value of a variable may stand before it."""
    match = CURL.match(text)

    assert match is not None
    assert text[match.start(1) :].startswith("curl")
