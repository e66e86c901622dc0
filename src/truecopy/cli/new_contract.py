"""The new contract of a vendor whose documents have drifted: written, or shown as a patch."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from truecopy.cli.options.group import option
from truecopy.contract import Workspace
from truecopy.derive import derive_vendor, write_files
from truecopy.drift import DriftResult
from truecopy.errors import UsageError
from truecopy.model import ChangeKind, ExitReason
from truecopy.report import findings_text


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOptions:
    """What becomes of the changes that were found."""

    accept: bool = option(
        "--accept",
        is_flag=True,
        help="Write the new contract, unless decisions are to be looked at again; the workspace's own vendors only.",
    )
    patch: bool = option(
        "--patch",
        is_flag=True,
        help="Print the new contract as a diff, in place of the report; write nothing.",
    )
    keep_decisions: bool = option(
        "--keep-decisions",
        is_flag=True,
        help="With --accept or --patch: go on though decisions saw a text that reads otherwise now.",
    )

    @property
    def is_wanted(self) -> bool:
        """Whether a new contract is made at all."""
        return self.accept or self.patch

    def require_sense(self) -> None:
        """Refuse flags that exclude each other, or have no effect.

        Raises:
            UsageError: They do.
        """
        if self.accept and self.patch:
            raise UsageError("--patch writes nothing, and --accept does: one of them")
        if self.keep_decisions and not self.is_wanted:
            raise UsageError("--keep-decisions has no effect without --accept or --patch")

    def require_own(self, vendors: tuple[str, ...], workspace: Workspace) -> None:
        """Refuse to write the contract of a vendor that is not the workspace's own.

        Raises:
            UsageError: One is not.
        """
        foreign = [each for each in vendors if each not in workspace.own_vendors()]
        if self.accept and foreign:
            raise UsageError(
                f"--accept: {foreign[0]} is built in, and {workspace.root} has no contracts/{foreign[0]}; only the "
                "contracts of the workspace itself are written"
            )


def accept_changes(
    result: DriftResult, pages: Path, workspace: Workspace, options: AcceptOptions
) -> ExitReason:
    """Write the contract that the pages give, or print it as a patch; return how the look ends with it.

    What a person has to decide goes to standard error, so that a patch can be piped.

    Raises:
        DeriveError: What the pages give is no contract, for another reason than a contradiction.
    """
    if result.exit_reason is ExitReason.COULD_NOT_LOOK:
        return result.exit_reason
    is_open = False
    for line, stops in _to_decide(result, options):
        click.echo(line, err=True)
        is_open = is_open or stops
    if is_open:
        click.echo(f"{result.vendor}: nothing is written until these are decided", err=True)
        return ExitReason.DRIFT
    folder = workspace.contract_folder(result.vendor)
    derivation = derive_vendor(folder, pages)
    clashing = [each for each in derivation.findings if each.rule == "contract-claims-clash"]
    if clashing:
        click.echo(findings_text(clashing), nl=False, err=True)
        click.echo(f"{result.vendor}: nothing is written until these are decided", err=True)
        return ExitReason.DRIFT
    files = derivation.files
    if options.patch:
        click.echo("".join(_patch(folder, files)), nl=False)
        return result.exit_reason
    changed = write_files(folder, files)
    click.echo(f"{result.vendor}: {len(changed)} files written", err=True)
    return ExitReason.AGREES


def _to_decide(result: DriftResult, options: AcceptOptions) -> Iterator[tuple[str, bool]]:
    """Yield what a person has to decide, a line each, and whether it stops the writing."""
    for each in result.changes:
        if each.kind is ChangeKind.CONTRADICTED:
            yield (
                f"to settle: {each.claim}: {each.old_source} says {each.old!r}, {each.new_source} says "
                f"{each.new!r}; decide it in decisions.yaml",
                True,
            )
        elif each.kind is ChangeKind.REVIEW:
            now = each.new_source or "the text is gone"
            yield (
                f"to review: decision {each.decision}: {each.claim} (saw {each.old_source}; now {now})",
                not options.keep_decisions,
            )


def _patch(folder: Path, files: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a diff from the contract that is there to the one that the pages give."""
    derived = [*folder.glob("schemas/*/*.json"), *folder.glob("lifecycle.json")]
    gone = [path.relative_to(folder).as_posix() for path in sorted(derived)]
    for name in (*files, *(each for each in gone if each not in files)):
        path = folder / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        new = files.get(name, "")
        place = f"contracts/{folder.name}/{name}"
        yield from difflib.unified_diff(
            old.splitlines(keepends=True),
            new.splitlines(keepends=True),
            f"a/{place}" if old else "/dev/null",
            f"b/{place}" if new else "/dev/null",
        )
