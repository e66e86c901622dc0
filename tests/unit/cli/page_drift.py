"""`truecopy drift documents` on a copied workspace with the invented vendor."""

from tests.unit.cli.shell import Outcome, Shell
from tests.unit.derive.pages import VENDOR


def drift(shell: Shell, *arguments: str) -> Outcome:
    """Run `drift documents` on the pages of the vendor."""
    where = ("--workspace", shell.folder, "--vendor", VENDOR)
    return shell.run("drift", "documents", "documents", *where, *arguments)
