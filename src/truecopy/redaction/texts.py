"""Secrets in texts: in plain ones, in addresses, and in JSON, each replaced where it stands."""

import json
import re
from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from truecopy.redaction import json_texts
from truecopy.redaction.credentials import basic_password, credential_replaced
from truecopy.redaction.json_texts import Pieces
from truecopy.redaction.names import (
    ACCOUNT,
    COOKIE,
    KEY,
    PASSWORD,
    SIGNATURE,
    kind_of_member,
    kind_of_parameter,
)
from truecopy.redaction.patterns import SecretPatterns, told
from truecopy.redaction.placeholders import placeholder_spans
from truecopy.redaction.suspects import may_be_in, wide_prefixes
from truecopy.redaction.values import SecretValues

# Forms in forms, JSON in texts of JSON, addresses in addresses: nobody nests deeper.
DEEPEST = 6
LONGEST_NAME = 100
# A name of a place is read by people.
LONGEST_SHOWN = 60
_ADDRESS = re.compile(r"://[^\s\"'<>\\^`{|}\x00-\x1f\x7f]++")
# What ends a sentence, not the address in it.
_PUNCTUATION = ".,;:!?)]*"
_PARAMETER = re.compile(r"(?<=[?&#])([^=&#?]++)=([^&#]++)")
_FIELD = re.compile(r"(?:^|(?<=&))([^=&]++)=([^&]++)")
# A shorter number in a password's place says how many, or which; a number of tokens always does.
_SHORTEST_NUMBER = 4
_WHAT: dict[str, Callable[[], str]] = {
    KEY: lambda: "a key or token that is not replaced",
    COOKIE: lambda: "a cookie that is not replaced",
    ACCOUNT: lambda: "an account that is not replaced",
    SIGNATURE: lambda: "a signature that is not replaced",
    PASSWORD: lambda: "a password that is not replaced",
}


class Secret(NamedTuple):
    """A secret that was found.

    Attributes:
        what: Says what it is, for people.
        is_known: By its value; else by its place or its look.
    """

    value: str
    kind: str
    what: Callable[[], str]
    is_known: bool = False
    is_number: bool = False


class Work(NamedTuple):
    """What there is to look for in a text, and in each part that stands in it as it is.

    Attributes:
        known: Values that are in it.
    """

    known: list[str]
    has_address: bool = False
    has_look: bool = False
    has_suspect: bool = False


class TextDetectors:
    """Finds secrets by value, by the names they stand under, and by their look.

    Attributes:
        where: The way to what is looked at: words for people, and places in JSON.
    """

    def __init__(
        self,
        patterns: SecretPatterns,
        values: SecretValues,
        instead: Callable[[Secret], str],
        *,
        suspect: Callable[[str, str], None] | None = None,
        finish: Callable[[str], str] | None = None,
    ) -> None:
        """Prepare.

        Args:
            instead: Returns what takes the place of a secret; its value leaves it.
            suspect: Takes texts that may be keys and are left, with the prefix that says so.
            finish: Takes each text that was looked through, and returns it as it is to be. With it only known
                secrets are looked for.
        """
        self.where: list[str | tuple[str, int]] = []
        self.knows_names = finish is None
        self.depth = 0
        self._patterns = patterns
        self._values = values
        self._instead = instead
        self._suspect = suspect
        self._finish = finish
        self._shortest = 1 if patterns.own else values.shortest

    @property
    def place(self) -> str:
        """Where the detectors are, for people."""
        words, is_pointer = list[str](), False
        for each in self.where:
            if isinstance(each, str):
                words.append(each)
            else:
                words.append(" " * (not is_pointer) + json_texts.pointer_at(*each))
            is_pointer = not isinstance(each, str)
        return "".join(words)

    def secret(self, value: str, kind: str, *, is_number: bool = False) -> str:
        """Return what takes the place of a secret that its place gives away."""
        return self._instead(Secret(value, kind, _WHAT[kind], is_number=is_number))

    def credential(self, value: str, name: str, kind: str) -> str:
        """Return a value without its credential; the password in a Basic one is known elsewhere too."""
        if value.isalnum() and not name.lower().endswith("authorization"):
            return self.secret(value, kind)  # most are one word, with no scheme in front
        changed, basic = credential_replaced(value, name, lambda each: self.secret(each, kind))
        password = basic_password(basic) if basic else ""
        if password and changed != value:
            self.secret(password, PASSWORD)
        return changed

    def text(self, text: str) -> str:
        """Return a text with its secrets replaced: JSON, lines of JSON, or any other."""
        spans = json_texts.json_spans(text)
        if spans == [(0, len(text))]:
            return self._json(text)
        pieces, at = Pieces(text), 0
        for begin, end in spans:
            pieces.put(at, begin, self.plain(text[at:begin]))
            pieces.put(begin, end, self._json(text[begin:end]))
            at = end
        pieces.put(at, len(text), self.plain(text[at:]))
        return pieces.joined()

    def plain(self, text: str, *, name: str = "", work: Work | None = None) -> str:
        """Return a text without what is known, without secrets in its addresses, and without what looks like one.

        Args:
            name: Of the header, member or field that it stands in; empty without one.
            work: What there is to do, where that is known from the text around it.
        """
        if len(text) < self._shortest:
            return text
        known, has_address, has_look, has_suspect = work or self._work(text)
        if known:
            text = self._values.replaced(text, known, self._known)
        if self._finish is not None:
            return self._finish(text)
        if has_address and "://" in text and self.depth < DEEPEST:
            text = self._deeper(partial(_ADDRESS.sub, self._in_text), text)
        if has_look:
            text = self._looks(text)
        if has_suspect and self._suspect is not None:
            for found, prefix in wide_prefixes(text, name):
                self._suspect(found, prefix)
        return text

    def address(self, address: str) -> str:
        """Return an address without its password, and without secrets in its path and parameters."""
        end = min((at for at in map(address.find, "?#") if at >= 0), default=len(address))
        head, rest = address[:end], address[end:]
        scheme, slashes, place = head.partition("://")
        host, slash, path = place.partition("/") if slashes else ("", "", head)
        if "@" in host:
            host = self._without_password(host)
        if path:
            self.where.append(" path")
            path = self._path(path)
            self.where.pop()
        head = (scheme + slashes if slashes else "") + host + slash + path
        # What spans several segments: a webhook, or a known secret with a slash.
        head = self.plain(head, name="id", work=self._work(head)._replace(has_address=False))
        return head + self._parameters(rest) if "=" in rest else head + rest

    def form(self, text: str) -> str:
        """Return an urlencoded form without the secrets in its fields."""
        pair = partial(self._pair, kind_of_member, " field ", self._work(text))
        return _FIELD.sub(pair, text)

    def _work(self, text: str) -> Work:
        known = self._values.present(text)
        if self._finish is not None:
            return Work(known)
        has_suspect = self._suspect is not None and may_be_in(text)
        return Work(known, "://" in text, self._patterns.are_in(text), has_suspect)

    def _known(self, value: str) -> str:
        return self._instead(Secret(value, KEY, str, is_known=True))

    def _deeper(self, change: Callable[[str], str], text: str) -> str:
        self.depth += 1
        try:
            return change(text)
        finally:
            self.depth -= 1

    def _in_text(self, match: re.Match[str]) -> str:
        """Return an address in a text; what ends the sentence is none of it."""
        address = match[0].rstrip(_PUNCTUATION)
        self.where.append(", URL")
        changed = self.address(address)
        self.where.pop()
        return changed + match[0][len(address) :]

    def _without_password(self, host: str) -> str:
        user, _, server = host.rpartition("@")
        name, colon, password = user.partition(":")
        if not colon or not password:
            return host
        self.where.append(" password")
        meant = unquote(password, errors="surrogateescape")
        changed = self.secret(meant, PASSWORD)
        self.where.pop()
        return f"{name}:{password if changed == meant else changed}@{server}"

    def _path(self, path: str) -> str:
        # Behind a slash, as within base64, nothing is taken for the beginning of a key; a segment is another matter.
        work = self._work(path.replace("/", "\n"))
        if not ("%" in path or any(work) or self._finish):
            return path
        segments = path.split("/")
        for number, each in enumerate(segments):
            is_escaped = "%" in each
            meant = unquote(each, errors="surrogateescape") if is_escaped else each
            changed = self.plain(meant, name="id", work=None if is_escaped else work)
            if changed != meant:
                quoted = quote(changed, safe=":@", errors="surrogateescape")
                segments[number] = quoted if is_escaped else changed
        return "/".join(segments)

    def _parameters(self, text: str) -> str:
        pair = partial(self._pair, kind_of_parameter, " parameter ", self._work(text))
        return _PARAMETER.sub(pair, text)

    def _pair(
        self, kind_of: Callable[[str], str], where: str, work: Work, pair: re.Match[str]
    ) -> str:
        """Return a parameter of an address, or a field of a form."""
        name, value = pair.groups()
        is_escaped = "%" in value or "+" in value
        meant = unquote_plus(value, errors="surrogateescape") if is_escaped else value
        plain = unquote_plus(name) if "%" in name or "+" in name else name
        kind = kind_of(plain) if self.knows_names and len(plain) <= LONGEST_NAME else ""
        if not kind and len(meant) < self._shortest:
            return pair[0]
        self.where.append(where + plain[:LONGEST_SHOWN])
        changed = (
            self.credential(meant, plain, kind)
            if kind
            else self._nested(meant, None if is_escaped else work)
        )
        self.where.pop()
        if changed == meant:
            # A plus may be meant as one: then the value is what it says as it stands.
            return f"{name}={self.plain(value)}" if "+" in value else pair[0]
        if is_escaped:
            written = quote_plus if "+" in value else quote
            changed = written(changed, safe="", errors="surrogateescape")
        return f"{name}={changed}"

    def _nested(self, text: str, work: Work | None) -> str:
        """Return the value of a parameter or field: a text, JSON, or an address without its host."""
        if self.depth >= DEEPEST:
            return text
        if "=" in text and ("?" in text or "&" in text) and "://" not in text:
            text = self._deeper(self._parameters, f"&{text}")[1:]
        if "{" in text or "[" in text:
            return self._deeper(self.text, text)
        # As a whole it may be a key, though within a text nothing behind `=` is.
        if work is not None and not work.has_suspect:
            work = work._replace(has_suspect=self._suspect is not None and may_be_in(text))
        return self.plain(text, work=work)

    def _json(self, text: str) -> str:
        """Return JSON, or what begins like it, without secrets in its texts, and without numbers of accounts."""
        work = self._work(text)
        is_busy = any(work) or self._finish is not None
        pieces, name, kind = Pieces(text), "", ""
        for token in json_texts.TOKEN.finditer(text):
            group = token.lastindex
            if group is None:
                kind = ""
            elif group == json_texts.TEXT:
                raw = token[1]
                if raw and (kind or is_busy or "\\" in raw):
                    self.where.append((text, token.start()))
                    pieces.put(*token.span(1), self._value(raw, name, kind, work))
                    self.where.pop()
            else:
                name = json_texts.meant(token[1])
                is_name = self.knows_names and len(name) <= LONGEST_NAME
                kind = kind_of_member(name) if is_name else ""
                if work.known or token[json_texts.NUMBER]:
                    self._name(token, name, kind, pieces)
        changed = pieces.joined()
        return self.plain(changed) if is_busy and not _is_json(text) else changed

    def _value(self, raw: str, name: str, kind: str, work: Work) -> str:
        """Return a text of JSON as it is written, without secrets."""
        is_escaped = "\\" in raw
        meant = json_texts.meant(raw) if is_escaped else raw
        if kind:
            changed = self.credential(meant, name, kind)
        elif meant[:1] in ("{", "[") and '"' in meant and self.depth < DEEPEST:
            changed = self._deeper(self._json, meant)
        else:
            changed = self.plain(meant, name=name, work=None if is_escaped else work)
        return raw if changed == meant else json_texts.written(changed, raw)

    def _name(self, token: re.Match[str], name: str, kind: str, pieces: Pieces) -> None:
        """Put a member's name without known secrets, and the number behind it if that is an account or a password."""
        if known := self._values.present(name):
            changed = self._values.replaced(name, known, self._known)
            pieces.put(*token.span(1), json_texts.written(changed, token[1]))
        number = token[json_texts.NUMBER]
        is_password = kind == PASSWORD and len(number or "") >= _SHORTEST_NUMBER
        if number and (kind == ACCOUNT or is_password or self._values.has(number)):
            begin, end = token.span(json_texts.NUMBER)
            self.where.append((token.string, begin))
            pieces.put(begin, end, self.secret(number, kind or ACCOUNT, is_number=True))
            self.where.pop()

    def _looks(self, text: str) -> str:
        """Return a text without what looks like a secret; placeholders, and what stands around one, are none."""
        shaped = self._patterns.shaped(text)
        if not shaped:
            return text
        taken, pieces = placeholder_spans(text), Pieces(text)
        begins = [begin for begin, _ in taken]
        for each in shaped:
            before = bisect_left(begins, each.end) - 1
            if before < 0 or taken[before][1] <= each.begin:
                secret = Secret(text[each.begin : each.end], KEY, partial(told, text, each))
                pieces.put(each.begin, each.end, self._instead(secret))
        return pieces.joined()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
