"""The full reference page cut into elements: what stands where, before anything is interpreted."""

from truecopy.derive.address_scan import AddressScan
from truecopy.derive.document import Document
from truecopy.derive.elements import Elements
from truecopy.derive.example_scan import ExampleScan
from truecopy.derive.field_scan import FieldScan
from truecopy.derive.heading_scan import HeadingScan
from truecopy.derive.page_walk import PageWalk
from truecopy.derive.prose_scan import ProseScan
from truecopy.derive.table_scan import TableScan


def scan_page(document: Document) -> Elements:
    """Return the elements of a page, walking over its lines once."""
    page = PageWalk(document)
    examples, fields, tables = ExampleScan(page), FieldScan(page), TableScan(page)
    prose = ProseScan(page)
    steps = (
        AddressScan(page).address,
        *examples.early,
        fields.typed_block,
        tables.table,
        *examples.late,
        *HeadingScan(page, tables).steps,
        *fields.late,
    )
    while page.at < len(page.lines):
        if page.lines[page.at].is_blank:
            page.at += 1
        elif not any(step() for step in steps):
            prose.text()
    for line in page.style.doubtful():
        page.skip(
            line, "read as the description of the field above it, and written as a heading would be"
        )
    return page.found
