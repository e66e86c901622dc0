"""Cassettes and their large bodies on disk: found, read, and written whole or not at all."""

import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from truecopy.errors import RecordingError, SecretFoundError
from truecopy.model import Interaction
from truecopy.recording.cassette import Cassette, Header
from truecopy.recording.content_encoding import UnreadableBodyError, as_it_reads, opened
from truecopy.recording.har import SUFFIX, parse_har
from truecopy.recording.serializer import Body, cassette_text, parse_cassette
from truecopy.recording.yaml_reader import Blob
from truecopy.redaction import Leak, Redaction, Redactor

FOLDER = "recordings"
BLOBS = "blobs"
SUFFIXES = (".yaml", ".yml", SUFFIX)
# A longer body makes a cassette unreadable in a diff; it goes into a file beside.
_LARGEST_INLINE_BYTES = 262_144
# Hundreds of the largest inline bodies: a larger file is none of ours.
_LARGEST_CASSETTE_BYTES = 64_000_000
# Several of the largest pictures in one answer.
_LARGEST_BLOB_BYTES = 256_000_000
# How a cassette names a body that stands in a file beside it.
_BLOB = re.compile(r"((?:\.\./)?blobs)/([0-9a-f]{64}) ([0-9]{1,12})")
# A person mends the first few, and records again.
_MOST_LEAKS = 10


def find_cassettes(path: Path) -> list[Path]:
    """Return the cassettes at or below a path, sorted.

    Raises:
        RecordingError: There is nothing at the path.
    """
    if path.is_dir():
        return sorted(
            each
            for each in path.rglob("*")
            if each.suffix in SUFFIXES
            and each.is_file()
            and BLOBS not in each.relative_to(path).parent.parts
        )
    if not path.exists():
        raise RecordingError(str(path), 0, "there is no such file or folder")
    return [path]


def load_cassette(path: Path) -> Cassette:
    """Return the cassette in a file, its bodies as they read: VCR.py keeps some of them compressed.

    Raises:
        RecordingError: It cannot be read, is no cassette, is damaged, or a body beside it is missing or
            altered; names file and line.
    """
    blobs: list[Path] = []

    def read_blob(blob: Blob) -> bytes:
        place, data = _read_blob(path.parent, blob)
        blobs.append(place)
        return data

    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_CASSETTE_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise RecordingError(str(path), 0, f"cannot be read: {why}") from error
    if len(data) > _LARGEST_CASSETTE_BYTES:
        what = f"has more than {_LARGEST_CASSETTE_BYTES:,} bytes, which no cassette has"
        raise RecordingError(str(path), 0, what)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RecordingError(str(path), line, f"is not UTF-8 text: {error.reason}") from error
    if not text.strip():
        raise RecordingError(str(path), 0, "is empty; record it again, or delete it")
    if path.suffix == SUFFIX:
        return parse_har(text, path)
    cassette = parse_cassette(text, path, read_blob)
    recorded = (
        replace(each, interaction=as_it_reads(each.interaction)) for each in cassette.recorded
    )
    return replace(cassette, recorded=tuple(recorded), blobs=tuple(blobs))


def save_cassette(
    path: Path,
    header: Header,
    interactions: Sequence[Interaction],
    redactor: Redactor,
    *,
    before: Redaction | None = None,
) -> Redaction:
    """Write a cassette, redacted.

    Either the whole file is there afterwards, or what was there before.

    Args:
        before: What was returned when this redactor last wrote this cassette, where it grows; its interactions come
            first.

    Returns:
        What was written.

    Raises:
        SecretFoundError: It still holds what looks like a secret.
        RecordingError: It cannot be written.
    """
    plain = [_plain(each) for each in interactions]
    redaction = redactor.examine(plain, before)
    _require_no_secret(path, redaction.leaks)
    blobs: dict[Path, bytes] = {}

    def place(body: bytes) -> Body:
        if len(body) <= _LARGEST_INLINE_BYTES:
            return body
        digest = sha256(body).hexdigest()
        folder = _blob_folder(path)
        blobs[path.parent / folder / digest] = body
        return Blob(f"{folder}/{digest} {len(body)}")

    text = cassette_text(header, redaction.interactions, place)
    _write_blobs(blobs)
    write_whole(path, text.encode("utf-8"))
    return redaction


def inlined_text(cassette: Cassette) -> str:
    """Return a cassette as a text of its own, with every body in it, as plain VCR.py reads it."""
    return cassette_text(cassette.header, cassette.interactions, lambda body: body)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees a part of it.

    Raises:
        RecordingError: It cannot be written; what was there before is still there.
    """
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(6)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_through(temporary, data)
        temporary.replace(path)
    except OSError as error:
        had = "; the old file is as it was" if path.exists() else ""
        why = error.strerror or str(error)
        raise RecordingError(str(path), 0, f"cannot be written: {why}{had}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write_through(path: Path, data: bytes) -> None:
    """Write a new file; it is on disk when this returns."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _write_blobs(blobs: Mapping[Path, bytes]) -> None:
    """Write the large bodies of a cassette, of those that are not there yet."""
    for target, body in blobs.items():
        if not (target.is_file() and target.stat().st_size == len(body)):
            write_whole(target, body)
            _write_git_attributes(target.parent)


def _write_git_attributes(folder: Path) -> None:
    """Have git leave the line ends of large bodies as they are: they lie under the hash of each byte."""
    attributes = folder / ".gitattributes"
    if not attributes.exists():
        write_whole(attributes, b"* -text\n")


def _blob_folder(path: Path) -> str:
    """Return where a cassette's large bodies go: one folder a vendor, else beside the cassette."""
    parents = path.absolute().parents
    is_filed = len(parents) > 2 and parents[2].name == FOLDER
    return f"../{BLOBS}" if is_filed else BLOBS


def _read_blob(folder: Path, blob: Blob) -> tuple[Path, bytes]:
    """Return where a body lies, and its bytes.

    Raises:
        OSError: It is missing, altered or elsewhere; says so in one sentence.
    """
    found = _BLOB.fullmatch(blob)
    if found is None:
        raise OSError(f"has a body at {str(blob)[:100]!r}, which is no place of a body")
    place, size = folder / found.group(1) / found.group(2), int(found.group(3))
    if size > _LARGEST_BLOB_BYTES:
        raise OSError(f"has a body of {size:,} bytes; the most is {_LARGEST_BLOB_BYTES:,}")
    if place.exists() and not place.is_file():
        raise OSError(f"has its body in {place}, which is no file")  # a pipe would never end
    try:
        with place.open("rb") as file:
            # With twice as many, each of them may have become the end of a line.
            data = file.read(2 * size + 1)
    except OSError as error:
        raise OSError(f"has its body in {place}, which cannot be read: {error.strerror}") from error
    if len(data) == size and sha256(data).hexdigest() == found.group(2):
        return place, data
    why = "its hash is another"
    if sha256(data.replace(b"\r\n", b"\n")).hexdigest() == found.group(2):
        why = (
            "its line ends were, as git does with core.autocrlf; "
            f"put `* -text` into {place.parent / '.gitattributes'}, and check it out again"
        )
    raise OSError(f"has its body in {place}, which was altered: {why}")


def _plain(interaction: Interaction) -> Interaction:
    """Return an interaction with its bodies as they read; the leak check tells what cannot be opened."""
    with suppress(UnreadableBodyError):
        return opened(interaction)
    return interaction


def _require_no_secret(path: Path, leaks: Sequence[Leak]) -> None:
    if leaks:
        told = "\n  ".join(
            f"interaction {each.number + 1}, {each.place}: {each.what}"
            for each in leaks[:_MOST_LEAKS]
        )
        raise SecretFoundError(
            str(path),
            0,
            f"is not written, since it holds what may be secret:\n  {told}\n"
            "what is known to be secret is replaced in headers, addresses, JSON, forms and text, and found in anything "
            "else; --redact makes more of it secret, --not-secret (`not_secret` of `use`) what is none",
        )


def unused_blobs(folder: Path, used: set[Path]) -> Iterator[Path]:
    """Yield the large bodies below a folder that no cassette refers to."""
    for place in sorted(folder.rglob(f"{BLOBS}/*")):
        if re.fullmatch("[0-9a-f]{64}", place.name) and place.resolve() not in used:
            yield place
