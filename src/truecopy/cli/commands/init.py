"""`truecopy init`: a workspace for a vendor of one's own."""

import re
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from truecopy.contract.workspace import settings_file
from truecopy.derive import derive_vendor, write_files
from truecopy.errors import UsageError

_FILES = {
    "vendor.yaml": "contracts/{vendor}/vendor.yaml",
    "decisions.yaml": "contracts/{vendor}/decisions.yaml",
    "mock.yaml": "mocks/{vendor}.yaml",
}
# Folder of the starter -> the operation to look at first.
_EXAMPLES = {"immediate": "create-postcard", "task": "create-poster"}
# At most 63 characters, for it is a label of a host name too: `VENDOR.localhost`.
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,62}")


@click.command()
@click.argument("vendor")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="Folder to make the workspace in.  [default: the current folder]",
)
@click.option(
    "--example",
    type=click.Choice(list(_EXAMPLES)),
    default="immediate",
    show_default=True,
    help="What the example shows: an answer at once, or a task that is looked up until it is done.",
)
def init(*, vendor: str, workspace: Path, example: str) -> None:
    """Make a workspace for a vendor of your own, with an example that works.

    VENDOR is its slug: small letters, digits and hyphens. Nothing that is there is overwritten.

    \b
      truecopy init stampworks --workspace ./apis
      truecopy init stampworks --example task
      cd apis && truecopy serve --vendor stampworks

    Then put the vendor's pages in place of the example's, list them in vendor.yaml, take out of decisions.yaml and of
    mocks/VENDOR.yaml what speaks of the example, and derive again.
    """
    if not _SLUG.fullmatch(vendor):
        raise UsageError(
            f"{vendor!r} is no slug: small letters, digits and hyphens, a letter first"
        )
    starter = resources.files("truecopy.cli") / "starter" / example
    paths = {each.name: workspace / _place(each.name, vendor) for each in starter.iterdir()}
    for path in paths.values():
        if path.exists():
            raise UsageError(f"{path}: is there already; init overwrites nothing")
    _write_example(starter, vendor, workspace, paths)
    documents, folder = workspace / "documents" / vendor, workspace / "contracts" / vendor
    derivation = derive_vendor(folder, documents)
    write_files(folder, derivation.files)
    click.echo(
        f"{documents}  the vendor's pages: an example, to be replaced\n"
        f"{folder}  the contract: {len(derivation.claims)} claims derived from them\n"
        f"{paths['mock.yaml']}  how its mock behaves\n\n"
        f"Next{f', in {workspace}' if workspace != Path() else ''}:\n"
        f"  truecopy derive documents --vendor {vendor}\n"
        f"  truecopy vendors show {vendor} {_EXAMPLES[example]}\n"
        f"  truecopy serve --vendor {vendor}"
    )


def _place(name: str, vendor: str) -> str:
    """Return where a file of the starter goes; what is not one of the known names is a page."""
    return _FILES.get(name, "documents/{vendor}/" + name).format(vendor=vendor)


def _write_example(
    starter: Traversable, vendor: str, workspace: Path, paths: Mapping[str, Path]
) -> None:
    """Write the example, and settings where there are none yet.

    Args:
        paths: Name in the starter -> where it goes.
    """
    for name, path in paths.items():
        text = (starter / name).read_text(encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{vendor}", vendor), encoding="utf-8")
    if settings_file(workspace) is None:
        (workspace / "truecopy.toml").write_text(
            "# Settings of this workspace, one section a command:\n# [serve]\n# port = 4747\n"
        )
    (workspace / "recordings").mkdir(exist_ok=True)
