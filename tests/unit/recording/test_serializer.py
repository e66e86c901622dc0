"""The text of cassettes: version 1 of VCR.py's format."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.cassettes import HEADER, interactions, make_interaction
from vcr.serialize import deserialize
from vcr.serializers import yamlserializer

from truecopy.errors import RecordingError
from truecopy.model import Interaction
from truecopy.recording.cassette import Cassette, Header
from truecopy.recording.serializer import cassette_text, parse_cassette
from truecopy.recording.yaml_reader import Blob

PATH = Path("recordings/stampworks/press/accepted.yaml")


def no_blob(_: Blob) -> bytes:
    """Fail: these cassettes have everything in them."""
    raise AssertionError("no body lies elsewhere")


def parse(text: str) -> Cassette:
    """Return the cassette of a text."""
    return parse_cassette(text, PATH, no_blob)


def written(*taken: Interaction, header: Header = HEADER) -> str:
    """Return a cassette as text."""
    return cassette_text(header, taken, lambda body: body)


@pytest.mark.slow
@given(taken=st.lists(interactions, max_size=3))
def test_a_cassette_comes_back_as_it_was(taken: list[Interaction]) -> None:
    """Whatever bytes, texts and headers: what is read is what was written, times to the microsecond."""
    found = parse(written(*taken))

    assert found.header == HEADER
    assert list(found.interactions) == taken


@pytest.mark.slow
@given(taken=st.lists(interactions, max_size=3))
def test_vcrpy_reads_the_same(taken: list[Interaction]) -> None:
    """VCR.py's own reader finds requests and answers in our text, byte for byte."""
    requests, answers = deserialize(written(*taken), yamlserializer)

    assert [each.method for each in requests] == [each.method for each in taken]
    assert [each.uri for each in requests] == [each.url for each in taken]
    assert [each.body or b"" for each in requests] == [each.request_body for each in taken]
    assert [each["body"]["string"] for each in answers] == [each.body for each in taken]
    assert [each["status"]["code"] for each in answers] == [each.status for each in taken]


def test_the_text_reads_well() -> None:
    """A header, then each interaction: JSON as a block, times beside it."""
    text = written(make_interaction(request_headers=(), headers=()))

    assert text == (
        "version: 1\n"
        "recording:\n"
        "  recorded_at: '2027-01-15T08:00:00.250000Z'\n"
        "  target: https://api.example.com\n"
        "  base_url: https://api.example.com\n"
        "  contracts:\n"
        "    stampworks: 0123456789ab\n"
        "  tool: truecopy 0.1.0\n"
        "interactions:\n"
        "- request:\n"
        "    method: POST\n"
        "    uri: https://api.example.com/v1/stamps\n"
        "    body: |-\n"
        '      {"prompt":"A kite","n":1}\n'
        "    headers: {}\n"
        "  response:\n"
        "    status:\n"
        "      code: 200\n"
        "      message: OK\n"
        "    headers: {}\n"
        "    body:\n"
        "      string: |-\n"
        '        {"data":[]}\n'
        "  sent_at: '2027-01-15T08:00:00.250000Z'\n"
        "  elapsed_s: 0.125\n"
    )


def test_one_change_is_one_line_of_a_diff() -> None:
    """An answer that differs in one value differs in one line of the file."""
    before = written(make_interaction(body=b'{"data":[1]}')).splitlines()
    after = written(make_interaction(body=b'{"data":[2]}')).splitlines()

    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_bytes_that_are_no_text_are_base64() -> None:
    """A picture stands in the file as `!!binary`."""
    text = written(make_interaction(body=b"\x89PNG\r\n\x1a\n\x00"))

    assert "string: !!binary |" in text


def test_lines_are_those_of_the_file() -> None:
    """Each interaction knows where it begins, and where its answer does."""
    text = written(make_interaction(), make_interaction())
    lines = text.splitlines()

    for each in parse(text).recorded:
        assert lines[each.line - 1].startswith("- request:")
        assert lines[each.answer_line - 2].strip() == "response:"


def test_older_and_other_ways_of_writing_are_read() -> None:
    """A plain text as header, no body at all, a number as header, a list of pieces, and VCR.py's older httpx format."""
    text = """
interactions:
- request: {method: post, uri: 'https://a.example/x', body: [ab, cd], headers: {Accept: '*/*', X-N: [1]}}
  response: {status: {code: 204, message: No Content}, headers: {}, body: {}}
- request: {method: GET, uri: 'https://a.example/y', body: null, headers: null}
  response: {status_code: 200, headers: {Date: ['Fri, 15 Jan 2027 08:00:00 GMT']}, content: hello, http_version: HTTP/1.1}
- request: {method: POST, uri: 'https://a.example/z', body: {n: 1}, headers: {}}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: ''}}
version: 1
"""

    first, second, third = parse(text).interactions

    assert (first.method, first.request_body, first.status, first.body) == (
        "POST",
        b"abcd",
        204,
        b"",
    )
    assert first.request_headers == (("accept", "*/*"), ("x-n", "1"))
    assert (second.status, second.body, second.sent_at) == (200, b"hello", 1_800_000_000.0)
    assert third.request_body == b'{"n":1}'


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("false", b"false"),
        ("5", b"5"),
        ("1180591620717411303424", b"1180591620717411303424"),
        ("{n: [1.5, {}, null]}", b'{"n":[1.5,{},null]}'),
    ],
)
def test_json_that_was_not_text_yet_is_read(body: str, read: bytes) -> None:
    """VCR.py keeps what aiohttp's clients were given."""
    text = f"interactions:\n- request: {{method: POST, uri: x, body: {body}}}\n  response: {{status: 200}}\n"

    assert parse(text).interactions[0].request_body == read


@pytest.mark.parametrize("indent", [None, 4])
def test_a_cassette_in_json_is_read(indent: int | None) -> None:
    """As VCR.py's other serializer writes it: a character past the first plane is two escapes."""
    told = 'kites \U0001fa81\U0001f600, \\ud83e\\udd81 as text, é, " and /\x7f'
    data = {
        "version": 1,
        "interactions": [
            {
                "request": {"method": "GET", "uri": "x", "body": None, "headers": {}},
                "response": {
                    "status": {"code": 200, "message": "OK"},
                    "headers": {},
                    "body": {"string": told},
                },
            }
        ],
    }

    (found,) = parse(json.dumps(data, indent=indent)).recorded

    assert found.interaction.body.decode() == told
    assert found.line == (4 if indent else 1)


def test_a_cassette_of_vcrpy_has_no_header() -> None:
    """What VCR.py wrote says neither when nor of whom; that is no error."""
    assert parse("interactions: []\nversion: 1\n").header == Header()


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("just a text", 0, "is no cassette"),
        ("version: 1\n", 0, "is no cassette"),
        ("version: 1\ninteractions: {}\n", 0, "is no cassette"),
        ("version: 2\ninteractions: []\n", 0, "version 2"),
        ("- request: {}\n  response: {}\n", 1, "before 1.0"),
        ("interactions:\n- 5\n", 0, "no mapping"),
        ("interactions:\n- response: {}\n", 2, "request is missing"),
        ("interactions:\n- request: {uri: x}\n  response: {}\n", 2, "without method"),
        ("interactions:\n- request: {method: GET}\n  response: {status: 200}\n", 2, "without uri"),
        (
            "interactions:\n- request: {method: GET, uri: x}\n  response:\n    status: no\n",
            4,
            "status",
        ),
        (
            "interactions:\n- request: {method: GET, uri: x, headers: [a]}\n  response: {status: 200}\n",
            2,
            "headers",
        ),
        (
            "interactions:\n- request: {method: GET, uri: x, body: {a: !!binary YQ==}}\n  response: {status: 200}\n",
            2,
            "no JSON",
        ),
        (
            "interactions:\n- request: {method: GET, uri: x}\n  response: {status: 200}\n  sent_at: soon\n",
            2,
            "time 'soon'",
        ),
        (
            "interactions:\n- request: {method: GET, uri: x}\n  response: {status: 200}\n  elapsed_s: -1\n",
            2,
            "duration",
        ),
        ("recording: {recorded_at: yesterday}\ninteractions: []\n", 1, "time 'yesterday'"),
    ],
)
def test_what_is_no_cassette_is_told_with_its_line(text: str, line: int, told: str) -> None:
    """File, line and what was found, for whatever is missing or of the wrong kind."""
    with pytest.raises(RecordingError) as caught:
        parse(text)

    assert told in str(caught.value)
    assert str(caught.value).startswith(f"{PATH}:{line}:" if line else f"{PATH}:")
    assert caught.value.line == line


@given(data=st.data())
def test_any_mapping_is_a_cassette_or_an_error(data: st.DataObject) -> None:
    """However a cassette's parts are mixed up, nothing but the one known error is raised."""
    value = st.one_of(
        st.none(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=1)
    )
    inner = st.dictionaries(
        st.sampled_from(["method", "uri", "body", "headers", "status", "code", "string"]),
        value,
        max_size=4,
    )
    row = st.dictionaries(
        st.sampled_from(["request", "response", "sent_at", "elapsed_s"]), inner | value, max_size=4
    )
    content = data.draw(
        st.fixed_dictionaries(
            {"interactions": st.lists(row | value, max_size=2)},
            optional={"version": value, "recording": inner | value},
        )
    )

    with suppress(RecordingError):
        assert parse(yaml.safe_dump(content)).path == PATH
