"""Curl lines do what the check did: each is run by a shell, and what arrives is compared."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.loopback import Loopback, Received, Reply, loopback

from truecopy.contract.multipart import FormPart, parse_multipart
from truecopy.judge.reproduce import FOLDER, curl_line
from truecopy.model import Credentials, Draft, Payload
from truecopy.wire import Keys, Target

JSON, FORM = "application/json", "multipart/form-data"
TOKEN, SECOND = "sk-a$b`c\"d'e", "sk-second"
KEYS = Keys(good=TOKEN, second=SECOND, prefix="sk-")
AWKWARD = [
    "plain",
    "",
    " ",
    "it's",
    'say "no"',
    "$TOKEN $(id) ${HOME}",
    "`id`",
    "a\\b\\n",
    "line\nline\r\nline",
    "@file",
    "<file",
    "a;type=text/html;filename=x",
    "a=b&c=d",
    "!! !x",
    "{a,b}[1-3]",
    "-X",
    "龙 🐉",
    "tab\tend",
    "nul\0nul",
    "#comment",
    "x" * 5_000,
]
RUN_S = 30


def make_draft(**changes: Any) -> Draft:
    """Return a request to make something."""
    given: dict[str, Any] = {
        "operation": "make",
        "method": "POST",
        "path": "/v1/make?a=1&b=%5B2%5D",
    }
    return Draft(**given | changes)


def run_line(draft: Draft, server: Loopback, folder: Path, **more: Any) -> Received:
    """Run a request's curl line as its reader would, and return what arrived."""
    line, files = curl_line(draft, f"{server.url}{draft.path}", "0123456789ab", **more)
    (folder / FOLDER).mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / FOLDER / name).write_bytes(data)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TOKEN": TOKEN,
        "SECOND_TOKEN": SECOND,
        "LC_ALL": "C.UTF-8",
    }
    server.received.clear()
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=environment,
        capture_output=True,
        timeout=RUN_S,
        check=False,
    )
    assert done.returncode == 0, (line, done.stderr)
    assert done.stdout.startswith(b"HTTP/1.1 ")
    (received,) = server.received
    return received


def send(draft: Draft, server: Loopback) -> Received:
    """Send a request as the check does, and return what arrived."""
    server.received.clear()
    with Target(server.url, KEYS) as target:
        interaction = target.send(draft)
    assert interaction.status == 200, interaction.failure
    return server.received[0]


def meant_and_repeated(draft: Draft, folder: Path, **more: Any) -> tuple[Received, Received]:
    """Return what arrives when a request is sent, and when its curl line is run."""
    with loopback() as server:
        return send(draft, server), run_line(draft, server, folder, **more)


def parts(request: Received) -> list[FormPart]:
    """Return the parts of a form that arrived."""
    found = parse_multipart(request.headers["content-type"], request.body)
    assert isinstance(found, list), found
    return found


def texts_and_bytes(request: Received) -> list[tuple[str, bool, bytes]]:
    """Return name, kind and content of each part of a form that arrived."""
    return [(each.name, each.filename is not None, bytes(each.data)) for each in parts(request)]


def differing(
    one: Received, two: Received, names: tuple[str, ...] = ("authorization", "content-type")
) -> dict[str, Any]:
    """Return in what two requests differ, their bodies apart."""
    pairs: dict[str, tuple[Any, Any]] = {
        "method": (one.method, two.method),
        "path": (one.path, two.path),
    }
    pairs |= {name: (one.headers.get(name), two.headers.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.slow
@pytest.mark.parametrize("text", AWKWARD, ids=lambda each: repr(each)[:20])
def test_json_arrives_byte_for_byte(tmp_path: Path, text: str) -> None:
    """A JSON body is repeated to the byte, short or long, whatever its texts have in them."""
    draft = make_draft(media_type=JSON, body=Payload(instance={"prompt": text, "n": [1, None]}))

    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert differing(meant, repeated) == {}
    assert repeated.body == meant.body


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half a body"),
        pytest.param(b"@/etc/passwd", id="a file's name"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"\xff\xfe", id="no text without a null"),
        pytest.param(b"a\r\nb\n", id="line ends"),
        pytest.param(b"'; touch broken; '", id="a command"),
    ],
)
def test_raw_bytes_arrive_byte_for_byte(tmp_path: Path, body: bytes) -> None:
    """A body that is no JSON is repeated to the byte too, under the type that it was sent with."""
    draft = make_draft(media_type=JSON, content_type="application/json; charset=latin-1", body=body)

    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert differing(meant, repeated) == {}
    assert repeated.body == body
    assert not (tmp_path / "broken").exists()


@pytest.mark.slow
@pytest.mark.parametrize("text", AWKWARD, ids=lambda each: repr(each)[:20])
def test_texts_of_a_form_arrive_as_they_are(tmp_path: Path, text: str) -> None:
    """A text of a form is a text again, whatever curl or the shell would make of its marks."""
    draft = make_draft(media_type=FORM, body=Payload(instance={"prompt": text, "n": 2}))

    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert differing(meant, repeated, ("authorization",)) == {}
    assert texts_and_bytes(repeated) == texts_and_bytes(meant)


def test_files_of_a_form_arrive_as_they_are(tmp_path: Path) -> None:
    """Files of a form are repeated byte for byte, lists of them in order."""
    data = bytes(range(256)) * 40
    payload = Payload(
        instance={"image": "i.png", "more[x]": "m", "mask": ["1.png", "2.png"], "prompt": "x"},
        files={"/image": data, "/mask/0": b"", "/mask/1": b"\r\n--x--\r\n"},
    )
    draft = make_draft(media_type=FORM, body=payload)

    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert texts_and_bytes(repeated) == texts_and_bytes(meant)
    assert ("image", True, data) in texts_and_bytes(repeated)


def test_files_of_a_form_keep_name_and_type(tmp_path: Path) -> None:
    """A target that looks at a file's name or type sees the same ones again."""
    payload = Payload(instance={"image": "cat.png"}, files={"/image": b"data"})
    draft = make_draft(media_type=FORM, body=payload)

    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert [each.filename for each in parts(repeated)] == [each.filename for each in parts(meant)]
    assert b"Content-Type: application/octet-stream" in meant.body
    assert b"Content-Type: application/octet-stream" in repeated.body


@pytest.mark.slow
@pytest.mark.parametrize(
    "filename",
    [
        "a b.png",
        "a;type=x.png",
        "a,b.png",
        "it's.png",
        'a"b.png',
        "../../out.png",
        "a/b.png",
        "a\nb.png",
        "a$b`c.png",
        "a\\b.png",
        "x" * 300,
        "",
    ],
    ids=lambda each: repr(each)[:20],
)
def test_files_of_any_name_arrive(tmp_path: Path, filename: str) -> None:
    """What a file is called decides neither where it is kept nor whether curl finds it."""
    payload = Payload(instance={"image": filename}, files={"/image": b"data"})
    draft = make_draft(media_type=FORM, body=payload)
    kept = curl_line(draft, "http://x/", "0123456789ab")[1]

    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert texts_and_bytes(repeated) == texts_and_bytes(meant)
    assert all("/" not in each and "\n" not in each for each in kept)


def test_a_form_under_another_type_is_repeated_as_bytes(tmp_path: Path) -> None:
    """A form that was sent under a type that does not fit is repeated with that type."""
    payload = Payload(instance={"a": "1"})
    draft = make_draft(media_type=FORM, content_type="text/plain", body=payload)

    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert differing(meant, repeated) == {}
    assert repeated.body == meant.body


def test_an_empty_form_keeps_its_method(tmp_path: Path) -> None:
    """A form without parts is sent by the method of its operation."""
    draft = make_draft(media_type=FORM, body=Payload(instance={}))

    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert (repeated.method, repeated.path) == (meant.method, meant.path)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("has_body", [True, False])
def test_the_method_is_the_one_that_was_sent(
    tmp_path: Path, method: str, *, has_body: bool
) -> None:
    """Each method is repeated with and without a body, and named only where curl would take another."""
    body = Payload(instance={}) if has_body else None
    draft = make_draft(method=method, media_type=JSON, body=body)
    line = curl_line(draft, "http://x/", "x")[0]

    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert differing(meant, repeated) == {}
    assert repeated.body == meant.body
    assert ("-X" in line) is (method != ("POST" if has_body else "GET"))


@pytest.mark.parametrize("credentials", Credentials)
def test_the_key_is_the_one_that_was_sent(tmp_path: Path, credentials: Credentials) -> None:
    """Each kind of credentials is repeated; keys are named by variables and are not in the line."""
    draft = make_draft(method="GET", credentials=credentials)
    line = curl_line(draft, "http://x/", "x")[0]

    # The prefix matters to a wrong key only.
    more = {"prefix": KEYS.prefix} if credentials is Credentials.WRONG_KEY else {}
    meant, repeated = meant_and_repeated(draft, tmp_path, **more)

    assert differing(meant, repeated) == {}
    assert TOKEN not in line
    assert SECOND not in line


@pytest.mark.parametrize(
    "value", ["scenario=task-fails", 'it\'s "quoted"', "$TOKEN `id`", "@file", "a; b, c", ""]
)
def test_headers_arrive_as_they_are(tmp_path: Path, value: str) -> None:
    """A header of the request is repeated with its value, an empty one too."""
    draft = make_draft(method="GET", headers={"Prefer": value})

    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert differing(meant, repeated, ("authorization", "prefer")) == {}


@pytest.mark.parametrize(
    "path",
    ["/v1/%7Bid%7D/x", "/%5B1-3%5D", "/it's/$HOME/(a)*!", "/a?b={c}&d=[1-3]", "/tasks/.."],
)
def test_paths_arrive_as_they_are(tmp_path: Path, path: str) -> None:
    """An address is one address: neither shell nor curl reads patterns into it."""
    draft = make_draft(method="GET", path=path)
    meant, repeated = meant_and_repeated(draft, tmp_path)

    assert differing(meant, repeated) == {}


def test_what_is_short_stands_in_the_line() -> None:
    """Short bodies can be read in the line; long ones are in a file named after the finding."""
    short = make_draft(media_type=JSON, body=Payload(instance={"prompt": "a kite"}))
    long = make_draft(media_type=JSON, body=Payload(instance={"prompt": "x" * 5_000}))

    line, files = curl_line(short, "http://x/", "0123456789ab")
    assert line.endswith("""--data-binary '{"prompt":"a kite"}'""")
    assert files == {}
    line, files = curl_line(long, "http://x/", "0123456789ab")
    assert line.endswith("--data-binary @.truecopy/0123456789ab-body")
    assert list(files) == ["0123456789ab-body"]


def _repeat(make: Callable[[str], Draft], text: str, server: Loopback) -> tuple[Received, Received]:
    with TemporaryDirectory() as folder:
        draft = make(text)
        return send(draft, server), run_line(draft, server, Path(folder))


TEXTS = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(
    "\"'`$\\@<;=\n\r!{}[]-", max_size=12
)


@pytest.mark.slow
def test_no_text_changes_on_its_way_through_a_shell() -> None:
    """Any text is repeated exactly, as a text of a form and within JSON."""

    @settings(max_examples=40)
    @given(text=TEXTS)
    def repeat(text: str) -> None:
        payload = Payload(instance={"prompt": text})
        meant, again = _repeat(lambda _: make_draft(media_type=FORM, body=payload), text, server)
        assert texts_and_bytes(again) == texts_and_bytes(meant)
        meant, again = _repeat(lambda _: make_draft(media_type=JSON, body=payload), text, server)
        assert again.body == meant.body

    with loopback(lambda _: Reply()) as server:
        repeat()
