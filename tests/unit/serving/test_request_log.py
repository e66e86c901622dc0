"""The lines on the console."""

import io
import json
import re
import threading

import pytest

from truecopy.serving import request_log
from truecopy.serving.request_log import RequestLog


def written(*notes: tuple[str, str, int, float, str], form: str = "text") -> str:
    """Return what a log writes of some requests."""
    stream = io.StringIO()
    log = RequestLog(stream, form)
    for each in notes:
        log.note(*each)
    log.close()
    return stream.getvalue()


def test_a_line_has_what_one_looks_for() -> None:
    """Time, method, path, status, milliseconds, and for a refusal the reason."""
    text = written(
        ("POST", "/kites/v1/make", 400, 0.0123, "/n: 7 is greater than 6"),
        ("GET", "/kites/v1/make", 0, 1.0, ""),
    )

    (refused, gone) = text.splitlines()
    clock = r"[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}"
    assert re.fullmatch(
        clock + r" POST /kites/v1/make 400 12\.3 ms  /n: 7 is greater than 6", refused
    )
    assert re.fullmatch(clock + r" GET /kites/v1/make - 1000\.0 ms", gone)


def test_a_line_of_json_has_the_same() -> None:
    """For programs that read the console."""
    (row,) = map(json.loads, written(("GET", "/é", 200, 0.001, ""), form="json").splitlines())

    assert {**row, "time": "-"} == {
        "time": "-",
        "method": "GET",
        "path": "/é",
        "status": 200,
        "ms": 1.0,
        "remark": None,
    }


@pytest.mark.parametrize("form", request_log.FORMATS)
def test_a_key_in_the_path_is_hidden(form: str) -> None:
    """Somebody put it where it does not belong, and the console is read by others."""
    text = written(("GET", "/v1/sk-live-0123456789abcdef0123", 404, 0.0, ""), form=form)

    assert "/v1/[key]" in text
    assert "0123456789" not in text


@pytest.mark.parametrize("sign", ["\x1b[2J", "\n", "\r", "\x00", "\u202e", "\ud800"])
def test_nothing_that_a_terminal_follows_is_written(sign: str) -> None:
    """A path cannot clear the screen, forge a line or turn the text around."""
    text = written(("GET", f"/a{sign}b", 404, 0.0, f"no {sign}"))

    assert len(text.splitlines()) == 1
    assert text[:-1].isprintable()


def test_a_closed_console_stops_nothing() -> None:
    """What cannot be written is lost; whoever serves does not notice."""
    stream = io.StringIO()
    stream.close()
    log = RequestLog(stream)

    log.note("GET", "/", 200, 0.0)
    log.close()
    log.note("GET", "/", 200, 0.0)
    log.close()


def test_a_console_that_takes_no_more_loses_lines_and_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What waits is bounded; how much was left out is said as soon as something can be said."""
    monkeypatch.setattr(request_log, "_MOST_ROWS", 3)
    is_open = threading.Event()

    class Slow(io.StringIO):
        def write(self, text: str) -> int:
            is_open.wait(10)
            return super().write(text)

    stream = Slow()
    log = RequestLog(stream)
    for _ in range(50):
        log.note("GET", "/a", 200, 0.0)
    is_open.set()
    log.close()

    assert stream.getvalue().count("/a") + _left_out(stream.getvalue()) == 50
    assert _left_out(stream.getvalue()) >= 40


def _left_out(text: str) -> int:
    return sum(int(found) for found in re.findall(r"([0-9]+) requests are not shown", text))
