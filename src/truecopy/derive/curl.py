"""The curl command of a page: method, address, headers, body or form fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from truecopy.derive.document import Document, Span
from truecopy.derive.line_pattern import line_pattern
from truecopy.derive.located_json import Node, read_json, read_json_text
from truecopy.derive.shell_words import Word, read_words
from truecopy.derive.wordlist import words
from truecopy.errors import DeriveError

# A command begins its line, behind a prompt or the value of a variable perhaps.
CURL = line_pattern(
    r"\s*(?:[$>%]\s+)?(?:(?:export\s+)?\w{1,60}=[^\s;]{1,200}\s*(?:;|&&|\s)\s*)?(curl)(?:\.exe)?\s"
)
# The host of an address may be a name to fill in: `$BASE_URL/v1`, `{{host}}/v1`, `https://<your host>/v1`.
_VARIABLE_HOST = re.compile(r"(?:https?://)?(?:\$\{?\w+\}?|\{\{?[\w ]+\}\}?|<[^<>]+>)(?=/)")
_TAKES_HEADER = ("-H", "--header")
_TAKES_FORM = ("-F", "--form", "--form-string")
_TAKES_BODY = ("-d", "--data", "--data-raw", "--json", "--data-binary", "--data-ascii")
_TAKES_FIELDS = ("--data-urlencode", "--url-query")
_TAKES_METHOD = ("-X", "--request")
_TAKES_KEY = ("-u", "--user")
# Options with a value that says nothing of the operation.
_TAKES_OTHER = frozenset(
    words(
        "-o --output -m --max-time --connect-timeout --retry -A --user-agent -e --referer -w --write-out -x --proxy --cacert -c "
        "--cookie-jar --limit-rate --retry-delay"
    )
)
_VALUED = (
    *_TAKES_HEADER,
    *_TAKES_FORM,
    *_TAKES_BODY,
    *_TAKES_FIELDS,
    *_TAKES_METHOD,
    *_TAKES_KEY,
    "-b",
    "--cookie",
    "--url",
)
# A field of a form in a body: `limit=20`.
_FIELD = re.compile(r"([\w.\[\]%-]{1,80})=")
# A body from the lines behind the command: `<<EOF`, `<<-"EOF"`.
_HERE = re.compile(r"<<-?\s*['\"]?(\w+)['\"]?")


@dataclass(slots=True, kw_only=True)
class Curl:
    """One command.

    Attributes:
        start, end: Its place in the document.
        method: As written, or what the options make it; None where nothing says so.
        url: The address as written; empty scheme and host where they are to be filled in.
        headers: Lower-case name -> value.
        form: Name of a field -> text, `@name` for a file; in order.
        data: The JSON body, located in the document; None without one.
        query: Names of the query parameters, and those of `--data-urlencode` with `--get`.
        is_urlencoded: The body is a form of the kind that pages of the web send.
        fields: Names of its fields.
        user: Whether the command gives a name and a password.
        cookie: Whether it gives a cookie.
    """

    start: int
    end: int
    method: str | None = None
    url: str = ""
    url_span: Span = (0, 0)
    headers: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)
    data: Node | None = None
    query: tuple[str, ...] = ()
    is_urlencoded: bool = False
    user: bool = False
    cookie: bool = False
    fields: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Scheme and host, empty where they are to be filled in."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def path(self) -> str:
        """The path of the address, as written."""
        return urlsplit(self.url).path


def read_curl(document: Document, start: int) -> Curl:
    """Return the curl command that begins at `start`.

    Raises:
        DeriveError: A quote stays open, the address is missing, or the body is not JSON.
    """
    words, end = read_words(document, start)
    line = document.line_at(start).number
    where = f"{document.id}:{line}"
    curl = Curl(start=start, end=end)
    for flag, word in _options(words[1:]):
        if flag in ("", "--url"):
            _take_address(curl, word)
        elif flag in _TAKES_METHOD:
            curl.method = word.text.upper()
        elif flag in _TAKES_FIELDS:
            curl.fields.append(word.text.partition("=")[0])
        else:
            _take(curl, flag, word, document)
    _read_here_document(curl, document, words)
    if not curl.url:
        raise DeriveError(f"{where}: the curl command names no http address")
    _finish(curl, is_get=any(word.text in ("-G", "--get") for word in words))
    return curl


def _finish(curl: Curl, *, is_get: bool) -> None:
    """Tell query parameters from fields of a form: with `--get` what looks like a body is the query."""
    named = [name for name, _ in parse_qsl(urlsplit(curl.url).query, keep_blank_values=True)]
    curl.query = tuple(dict.fromkeys([*named, *(curl.fields if is_get else [])]))
    curl.is_urlencoded = bool(curl.fields) and not is_get
    if is_get:
        curl.method = curl.method or "GET"


def _options(words: list[Word]) -> Iterator[tuple[str, Word]]:
    """Yield each option with its value, and what stands alone under an empty name."""
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        name, has_value, _ = word.text.partition("=")
        if has_value and name.startswith("--") and name in _VALUED:
            yield name, _rest(word, len(name) + 1)
        elif word.text in _VALUED or word.text in _TAKES_OTHER:
            if at < len(words) and word.text in _VALUED:
                yield word.text, words[at]
            at += 1
        elif word.text[:2] in _VALUED and not word.text.startswith("--"):
            yield word.text[:2], _rest(word, 2)
        elif not word.text.startswith("-"):
            yield "", word


def _rest(word: Word, start: int) -> Word:
    return Word(text=word.text[start:], places=word.places[start:])


def _take(curl: Curl, flag: str, word: Word, document: Document) -> None:
    """Note what an option says; one that is not known says nothing."""
    if flag in _TAKES_HEADER:
        name, _, content = word.text.partition(":")
        curl.headers[name.strip().lower()] = content.strip()
    elif flag in _TAKES_FORM:
        name, _, content = word.text.partition("=")
        curl.form[name] = content
    elif flag in _TAKES_KEY:
        curl.user = True
    elif flag in _TAKES_BODY:
        _take_body(curl, word, document)
    elif flag in ("-b", "--cookie"):
        curl.cookie = True


def _take_address(curl: Curl, word: Word) -> None:
    text = _VARIABLE_HOST.sub("", word.text)
    is_path = text != word.text and text.startswith("/")
    if curl.url or not (is_path or _is_address(text)):
        return
    curl.url = text
    curl.url_span = (word.places[0], word.places[-2] + 1)


def _take_body(curl: Curl, word: Word, document: Document) -> None:
    text = word.text.lstrip()
    if text.startswith(("{", "[")):
        curl.data = read_json_text(document, word)
    elif match := _FIELD.match(text):
        curl.fields.append(match.group(1))


def _read_here_document(curl: Curl, document: Document, words: list[Word]) -> None:
    """Read the body that stands on the lines below the command: `-d @- <<EOF`."""
    opening = _HERE.search(document.text, curl.start, curl.end)
    if opening is None or not any("<<" in word.text for word in words):
        return
    stop = document.line_of(opening.group(1), curl.end)
    body = re.compile(r"\s*(?=[{\[])").match(document.text, curl.end)
    if stop and body:
        curl.data = read_json(document, body.end())
        curl.end = stop.end


def _is_address(url: str) -> bool:
    if not url.lower().startswith(("http://", "https://")):
        return False
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False
