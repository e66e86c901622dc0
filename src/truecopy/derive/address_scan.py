"""The addresses of a page, and which of them begin the description of another operation."""

from truecopy.derive import headings
from truecopy.derive.address_lines import AddressLines, bare_path, read_address
from truecopy.derive.blocks import is_same_path
from truecopy.derive.page_walk import PageWalk


class AddressScan:
    """Takes the addresses from a page."""

    def __init__(self, page: PageWalk) -> None:
        """Go on where `page` stands."""
        self._page = page

    def address(self) -> bool:
        """Take an address; return whether there is one. What stands below that of another operation is told."""
        page = self._page
        found = read_address(page.lines, page.at)
        if found is None:
            return False
        if self._is_of_another(found):
            self._pass_over_operation(found)
            return True
        line = page.take(found.count)
        page.found.addresses.append((found.method, found.path, line, (found.start, found.end)))
        page.begin(headings.REQUEST, line, is_heading=False)
        return True

    def _is_of_another(self, found: AddressLines) -> bool:
        """Whether an address begins the description of another operation, behind that of the first."""
        elements = self._page.found
        own = [(method, path) for method, path, _, _ in elements.addresses[:1]]
        own += [(curl.method or "", curl.path) for curl in elements.curls[:1]]
        is_described = elements.blocks or elements.answers or elements.curls
        is_own = any(
            is_same_path(bare_path(path), bare_path(found.path)) and method in ("", found.method)
            for method, path in own
        )
        return bool(own and is_described) and not is_own

    def _pass_over_operation(self, found: AddressLines) -> None:
        """Pass over what stands below the address of another operation, up to the next one."""
        page = self._page
        page.skip(
            page.lines[page.at],
            f"another operation of the page, {found.method} {found.path[:80]}: one page for each is expected",
        )
        end = page.at + found.count
        while end < len(page.lines) and read_address(page.lines, end) is None:
            end += 1
        for line in page.lines[page.at : end]:
            page.mark(line)
        page.at, page.block = end, None
