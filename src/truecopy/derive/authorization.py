"""What the described headers and parameters of a page say of keys."""

import re

from truecopy.derive import headings
from truecopy.derive.blocks import is_usual_header, state_loose_prose
from truecopy.derive.elements import Block
from truecopy.derive.field_subjects import place_of
from truecopy.derive.key_prose import key_header
from truecopy.derive.statements import AUTH_HINT, Page

# A scheme before what is to be filled in, or before a key: "Token <your key>", "`ApiKey YOUR_KEY`", "Key sk-...".
_SCHEME = re.compile(
    r"(?:^|[\s`\"'(:])(?!Authorization\b)([A-Z][A-Za-z-]{1,20}) (?:[<{$\[]|YOUR_|your[-_]|xxx|\.\.\.|sk-)",
    re.MULTILINE,
)


def is_of_key(block: Block) -> bool:
    """Whether a described field carries the key."""
    place = place_of(block) or block.section
    is_key = block.name.lower() == "authorization" or key_header(block.name)
    if is_usual_header(block.name):
        return False
    return block.section == headings.AUTH or (place == "header" and is_key)


def state_authorization(page: Page, block: Block) -> None:
    """State what the description of a key says."""
    place = place_of(block) or block.section
    name = (block.head.start, block.head.end)
    page.layout.append(name)
    for line in (block.declared, *block.attributes):
        if line is not None:
            page.layout.append((line.start, line.end))
    # In a table the value stands in another cell of the row.
    lines = [page.document.line_at(at) for at in (name[0], *(start for start, _ in block.prose))]
    for line in dict.fromkeys(lines):
        state_loose_prose(page, line)
    if block.name.lower() != "authorization":
        where = "header" if place == headings.AUTH else place
        page.say("", "auth", f"{where} {block.name.lower()}", name)
    elif not list(page.values("", "auth")):
        text = " ".join(page.document.text[start:end] for start, end in block.prose)
        scheme = _SCHEME.search(text)
        if re.search(r"\bbearer\b", text, re.IGNORECASE):
            page.say("", "auth", "bearer", block.prose[0])
        elif re.search(r"\bbasic\b", text, re.IGNORECASE):
            page.say("", "auth", "basic", name)
        elif scheme is not None:
            page.say("", AUTH_HINT, f"header authorization ({scheme.group(1).lower()})", name)
        else:
            page.open_keys.append(name)
