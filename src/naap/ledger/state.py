"""Which operation on each key is the last one: the SQL that every reader of the ledger shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from naap.ledger.kind import Kind
from naap.ledger.manifest import Manifest

__all__ = ["Moment", "commits_until", "latest_sql"]


@dataclass(frozen=True)
class Moment:
    """Which past is asked for. ``as_of``: what this ledger held at the end of that day, or at
    that instant; ``stated_by``: what sources had said by the end of that day."""

    as_of: date | datetime | None = None
    stated_by: date | None = None

    def includes(self, manifest: Manifest) -> bool:
        if self.as_of is None:
            return True
        if isinstance(self.as_of, datetime):
            return manifest.recorded_at <= self.as_of
        return manifest.recorded_at.date() < self.as_of + timedelta(days=1)


NOW = Moment()


@dataclass(frozen=True)
class Commit:
    """The files of one kind that one commit wrote, where they lie now."""

    number: int
    recorded_at: datetime
    paths: tuple[Path, ...] = field(default_factory=tuple)


def commits_until(
    ledger: Path, log: Sequence[Manifest], kind: Kind, moment: Moment
) -> list[Commit]:
    """The commits that a reader of that moment sees, expunged files already replaced."""
    replaced = {old: new.sha256 for manifest in log for old, new in manifest.replaced.items()}

    def where(sha256: str) -> Path:
        while sha256 in replaced:
            sha256 = replaced[sha256]
        return ledger / kind.name / f"{sha256}.parquet"

    commits = []
    for manifest in log:
        paths = tuple(where(file.sha256) for file in manifest.files if file.kind == kind.name)
        if paths and moment.includes(manifest):
            commits.append(Commit(manifest.number, manifest.recorded_at, paths))
    return commits


def latest_sql(kind: Kind, commits: Sequence[Commit], moment: Moment) -> str:
    """SQL that gives the last operation on each key: the kind's columns, number, recorded_at.

    Retractions and expunged rows are among them; a reader who wants what holds filters
    ``op <> 'retract' AND series IS NOT NULL``.
    """
    empty = ", ".join(f"NULL::{type_} AS {name}" for name, type_ in kind.stored_columns)
    template = f"SELECT {empty}, NULL::VARCHAR AS filename WHERE false"
    files = [(path, commit) for commit in commits for path in commit.paths]
    if not files:
        operations = f"SELECT *, 0 AS number, NULL::TIMESTAMP AS recorded_at FROM ({template})"
    else:
        listed = ", ".join(_text(path) for path, _ in files)
        log = ", ".join(
            f"({_text(path)}, {commit.number}, TIMESTAMP {_text(_stamp(commit.recorded_at))})"
            for path, commit in files
        )
        operations = (
            f"SELECT told.*, log.number, log.recorded_at FROM ({template} UNION ALL BY NAME "
            f"SELECT * FROM read_parquet([{listed}], union_by_name = true, filename = true)) told "
            f"JOIN (VALUES {log}) log(filename, number, recorded_at) USING (filename)"
        )
    said = ""
    if moment.stated_by is not None:
        day = moment.stated_by.isoformat()
        said = (
            f" WHERE stated_on_end <= DATE '{day}' OR (stated_on IS NULL AND op = 'retract')"
            " OR series IS NULL"
        )
    return (
        f"WITH operations AS (SELECT * EXCLUDE (filename) FROM ({operations}){said}), "
        "last AS (SELECT key_id, max(number) AS number FROM operations GROUP BY key_id) "
        "SELECT operations.* FROM operations JOIN last USING (key_id, number)"
    )


def _stamp(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
