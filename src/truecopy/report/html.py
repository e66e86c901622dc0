"""A result as one HTML file that opens offline: by operation, sortable and searchable, in light and in dark.

Whatever a vendor says is text in it: it is escaped everywhere, and the page allows no script but its own.
"""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path

from truecopy.model import Severity, Standing
from truecopy.report.check_text import printable
from truecopy.report.result_page import ItemSide, ReportItem, ResultPage
from truecopy.report.word_diff import Piece, mark_words

_HERE = Path(__file__)
_SHOWN = {each.value: each.label for each in Standing}


def result_html(page: ResultPage) -> str:
    """Return a result as HTML."""
    style = _HERE.with_name("page.css").read_text(encoding="utf-8")
    script = _HERE.with_name("page.js").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{_text(page.title)}: {page.exit_reason}</title>",
        f"<style>{style}</style>\n</head>\n<body>",
        *_head(page),
        "<main>",
        *_items(page),
        *_standings(page),
        f"</main>\n<script>{script}</script>\n</body>\n</html>",
    ]
    return "\n".join(parts) + "\n"


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _text(text: str) -> str:
    """Return a text as HTML, without what would turn the direction of writing."""
    return escape(printable(text))


def _head(page: ResultPage) -> Iterator[str]:
    state = "bad" if page.count(Severity.ERROR) or not page.has_ended else "good"
    state = "warn" if state == "good" and page.count(Severity.WARNING) else state
    yield f'<header>\n<h1>{_text(page.title)} <span class="badge {state}">{page.exit_reason}</span></h1>'
    for each in page.lines:
        yield f"<p>{_text(each)}</p>"
    if page.message:
        yield f'<p class="message">{_text(page.message)}</p>'
    for each in page.notes:
        yield f"<p>{_text(each)}</p>"
    yield '<form role="search"><label>Search <input type="search" id="find" autocomplete="off"></label>'
    for severity in Severity:
        yield (
            f'<label class="toggle"><input type="checkbox" name="kind" value="{severity.value}" checked>'
            f'<span class="{severity.value}">{page.count(severity)} {severity.value}</span></label>'
        )
    yield '<output id="shown"></output></form>\n</header>'


def _items(page: ResultPage) -> Iterator[str]:
    if not page.items:
        yield "<p>Nothing was found.</p>"
        return
    yield "<h2>What was found</h2>"
    yield '<table class="sortable" id="items"><thead><tr>'
    yield from (_heading(each) for each in ("operation", "severity", "rule", "what"))
    yield "</tr></thead><tbody>"
    owner = None
    for item in sorted(page.items, key=lambda each: (each.owner, each.severity.rank)):
        if item.owner != owner:
            owner = item.owner
            yield f'<tr class="group" data-group="{_text(owner)}"><th colspan="4">{_text(owner)}</th></tr>'
        yield from _item(item)
    yield "</tbody></table>"


def _heading(name: str) -> str:
    return f'<th scope="col"><button type="button">{name}</button></th>'


def _item(item: ReportItem) -> Iterator[str]:
    kind = item.severity.value
    yield f'<tr class="row" data-kind="{kind}" data-group="{_text(item.owner)}">'
    yield f'<td data-label="operation">{_text(item.owner)}</td>'
    yield (
        f'<td data-label="severity" data-key="{item.severity.rank}"><span class="{kind}">{kind}</span></td>'
    )
    yield f'<td data-label="rule"><code>{_text(item.rule)}</code></td>'
    yield f'<td data-label="what"><p>{_text(item.message)}</p>'
    if item.old is not None and item.new is not None:
        yield from _sides(item.old, item.new)
    facts = {
        "claim": item.claim,
        "ground": item.ground or "",
        "source": item.sources,
        **item.facts,
        "fingerprint": item.fingerprint,
    }
    yield "<dl>"
    yield from (
        f"<div><dt>{_text(label)}</dt><dd>{_text(text)}</dd></div>"
        for label, text in facts.items()
        if text
    )
    yield "</dl>"
    if item.reproduce:
        yield '<div class="curl"><button type="button" class="copy">copy</button>'
        yield f"<pre>{_text(item.reproduce)}</pre></div>"
    if item.diff:
        yield f"<details><summary>diff</summary><pre>{_text(item.diff)}</pre></details>"
    yield "</td></tr>"


def _sides(old: ItemSide, new: ItemSide) -> Iterator[str]:
    values = mark_words(old.value, new.value)
    sentences = mark_words(old.sentence, new.sentence)
    yield '<div class="sides">'
    for at, (label, tag, side) in enumerate((("before", "del", old), ("now", "ins", new))):
        yield f'<section><h3>{label}</h3><p class="value"><code>{_pieces(values[at], tag)}</code></p>'
        if side.sentence:
            yield f"<blockquote>{_pieces(sentences[at], tag)}</blockquote>"
        if side.source:
            yield f"<cite>{_text(side.source)}</cite>"
        yield "</section>"
    yield "</div>"


def _pieces(pieces: list[Piece], tag: str) -> str:
    if not pieces:
        return "&mdash;"
    return "".join(
        f"<{tag}>{_text(text)}</{tag}>" if differs else _text(text) for text, differs in pieces
    )


def _standings(page: ResultPage) -> Iterator[str]:
    if not page.standings:
        return
    yield "<h2>Claims</h2>"
    yield '<table class="sortable" id="claims"><thead><tr>'
    yield from (_heading(each) for each in ("operation", "standing", "claim", "why"))
    yield "</tr></thead><tbody>"
    for each in sorted(page.standings, key=lambda each: (each.owner, each.claim)):
        word = _SHOWN[each.standing.value]
        yield (
            f'<tr class="row"><td data-label="operation">{_text(each.owner)}</td>'
            f'<td data-label="standing"><span class="{each.standing.value}">{word}</span></td>'
            f'<td data-label="claim"><code>{_text(each.claim)}</code></td>'
            f'<td data-label="why">{_text(each.reason)}</td></tr>'
        )
    yield "</tbody></table>"
