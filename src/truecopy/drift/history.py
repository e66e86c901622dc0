"""The history: episodes and what was examined, from run to run, in one SQLite file."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from truecopy.drift.episodes import Episode, EpisodeUpdate, Look, remember, told
from truecopy.errors import WorkspaceError
from truecopy.model import Severity

# Raised when the tables change their meaning.
_VERSION = 1
# Another run writes for milliseconds; so long nobody waits unless something hangs.
_PATIENCE_S = 30.0
# A run a quarter of an hour for ten years is 350,000; what is older than this many is only in the episodes.
_MOST_RUNS = 10_000
_TABLES = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, vendor TEXT NOT NULL, source TEXT NOT NULL,
    exit_reason TEXT NOT NULL, examined TEXT NOT NULL
);
CREATE INDEX runs_of ON runs (vendor, source, id);
CREATE TABLE episodes (
    id INTEGER PRIMARY KEY, vendor TEXT NOT NULL, source TEXT NOT NULL, fingerprint TEXT NOT NULL,
    claim TEXT NOT NULL, operation TEXT NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL,
    first_seen REAL NOT NULL, last_seen REAL NOT NULL, resolved_at REAL, reopened INTEGER NOT NULL,
    sightings INTEGER NOT NULL, row TEXT NOT NULL, told_begin TEXT NOT NULL, told_end TEXT NOT NULL,
    UNIQUE (vendor, source, fingerprint, first_seen)
);
"""
# Of episodes with one fingerprint, the one that began last; the bare columns are of its row (sqlite.org/lang_select).
_LATEST = (
    "SELECT *, max(first_seen) FROM episodes WHERE vendor = ? AND source = ? GROUP BY fingerprint "
    "ORDER BY first_seen, id"
)
_ALL = "SELECT * FROM episodes WHERE vendor = ? AND source = ? ORDER BY first_seen, id"
_WRITE = (
    "INSERT INTO episodes (vendor, source, fingerprint, claim, operation, rule, severity, first_seen, last_seen, "
    "resolved_at, reopened, sightings, row, told_begin, told_end) VALUES (:vendor, :source, :fingerprint, :claim, "
    ":operation, :rule, :severity, :first_seen, :last_seen, :resolved_at, :reopened, :sightings, :row, :told_begin, "
    ":told_end) "
    "ON CONFLICT (vendor, source, fingerprint, first_seen) DO UPDATE SET severity = excluded.severity, "
    "last_seen = excluded.last_seen, resolved_at = excluded.resolved_at, reopened = excluded.reopened, "
    "sightings = excluded.sightings, row = excluded.row, told_begin = excluded.told_begin, "
    "told_end = excluded.told_end"
)


_AS_THEY_ARE = (
    "fingerprint",
    "claim",
    "operation",
    "rule",
    "first_seen",
    "last_seen",
    "resolved_at",
    "reopened",
    "sightings",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What a memory is of.

    Attributes:
        source: `wire ADDRESS`, `recordings PATH`; never with a key.
    """

    vendor: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """A run that was remembered.

    Attributes:
        at: In unix seconds.
        examined: Ids of the claims that it looked at.
    """

    at: float
    exit_reason: str
    examined: frozenset[str]


class History:
    """A file that remembers. Each run is one transaction: a run that is killed leaves the file as it was."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is made when something is written."""
        self.path = path

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to compare with."""
        return not self.path.exists()

    def sides(self) -> list[Side]:
        """Return everything that is remembered, in the order of time."""
        with self._read() as db:
            rows = db.execute(
                "SELECT vendor, source FROM (SELECT vendor, source, at FROM runs UNION ALL "
                "SELECT vendor, source, first_seen FROM episodes) GROUP BY vendor, source ORDER BY min(at)"
            )
            return [Side(vendor=vendor, source=source) for vendor, source in rows]

    def known(self, side: Side) -> list[Episode]:
        """Return the latest episode of each fingerprint."""
        with self._read() as db:
            return _episodes(db, _LATEST, side)

    def episodes(self, side: Side) -> list[Episode]:
        """Return all episodes, the oldest first."""
        with self._read() as db:
            return _episodes(db, _ALL, side)

    def runs(self, side: Side) -> list[PastRun]:
        """Return the runs, the oldest first."""
        with self._read() as db:
            rows = db.execute(
                "SELECT at, exit_reason, examined FROM runs WHERE vendor = ? AND source = ? ORDER BY id",
                (side.vendor, side.source),
            ).fetchall()
        return [
            PastRun(at=at, exit_reason=reason, examined=frozenset(json.loads(examined)))
            for at, reason, examined in rows
        ]

    def last_run(self, side: Side) -> PastRun | None:
        """Return the last run that examined anything, None where there is none."""
        return next((each for each in reversed(self.runs(side)) if each.examined), None)

    def add(self, side: Side, look: Look, exit_reason: str) -> EpisodeUpdate:
        """Remember a run, and return what it means; what another run wrote meanwhile is taken in."""
        with self._write() as db:
            remembered = remember(_episodes(db, _LATEST, side), look)
            db.execute(
                "INSERT INTO runs (at, vendor, source, exit_reason, examined) VALUES (?, ?, ?, ?, ?)",
                (look.at, side.vendor, side.source, exit_reason, json.dumps(sorted(look.examined))),
            )
            db.execute("DELETE FROM runs WHERE id <= (SELECT max(id) FROM runs) - ?", (_MOST_RUNS,))
            _put(db, side, remembered.episodes)
        return remembered

    def note(self, side: Side, episodes: Iterable[Episode]) -> None:
        """Write episodes as they are."""
        with self._write() as db:
            _put(db, side, episodes)

    def note_told(self, side: Side, episodes: Iterable[Episode], sink: str) -> None:
        """Write that a sink was told of episodes as they stood; what another run saw of them meanwhile stays."""
        with self._write() as db:
            now = {(each.fingerprint, each.first_seen): each for each in _episodes(db, _ALL, side)}
            known = (
                (each, now.get((each.fingerprint, each.first_seen), each)) for each in episodes
            )
            _put(db, side, [told(current, sink, as_of=each) for each, current in known])

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        if self.is_new:
            with closing(sqlite3.connect(":memory:")) as db:
                db.executescript(_TABLES)
                yield db
            return
        with self._opened() as db:
            yield db

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceError(f"{self.path}: cannot be written: {error.strerror}") from error
        with self._opened() as db:
            db.execute("BEGIN IMMEDIATE")
            with db:
                yield db

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(
                sqlite3.connect(self.path, timeout=_PATIENCE_S, isolation_level=None)
            ) as db:
                self._prepare(db)
                yield db
        except (sqlite3.Error, ValueError) as error:
            raise WorkspaceError(
                f"{self.path}: is no history that can be used: {error}; move it away, and a new one begins"
            ) from error

    def _prepare(self, db: sqlite3.Connection) -> None:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            db.execute("BEGIN IMMEDIATE")
            with db:
                # Another run may have made the tables since.
                if db.execute("PRAGMA user_version").fetchone() == (0,):
                    for statement in filter(str.strip, _TABLES.split(";")):
                        db.execute(statement)
                    db.execute(f"PRAGMA user_version = {_VERSION}")
        elif version != _VERSION:
            raise WorkspaceError(
                f"{self.path}: is a history of version {version}; this program knows version {_VERSION}"
            )


def _episodes(db: sqlite3.Connection, query: str, side: Side) -> list[Episode]:
    cursor = db.execute(query, (side.vendor, side.source))
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, values, strict=True)) for values in cursor]
    return [
        Episode(
            severity=Severity(row["severity"]),
            row=json.loads(row["row"]),
            told_begin=frozenset(json.loads(row["told_begin"])),
            told_end=frozenset(json.loads(row["told_end"])),
            **{name: row[name] for name in _AS_THEY_ARE},
        )
        for row in rows
    ]


def _put(db: sqlite3.Connection, side: Side, episodes: Iterable[Episode]) -> None:
    for each in episodes:
        values = {name: getattr(each, name) for name in _AS_THEY_ARE}
        more = {
            "severity": each.severity.value,
            "row": json.dumps(dict(each.row), ensure_ascii=False),
            "told_begin": json.dumps(sorted(each.told_begin)),
            "told_end": json.dumps(sorted(each.told_end)),
        }
        db.execute(_WRITE, {"vendor": side.vendor, "source": side.source, **values, **more})
