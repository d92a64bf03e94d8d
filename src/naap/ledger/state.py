"""Which operation on each key is the last one: the SQL that every reader of the ledger shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from naap.ledger.kind import Kind
from naap.ledger.manifest import Manifest
from naap.problems import Problem, UnusableInput

__all__ = ["NOW", "Commit", "Moment", "commits_until", "history_sql", "latest_sql", "newest_files"]


@dataclass(frozen=True)
class Moment:
    """Which past is asked for. ``as_of``: what this ledger held at the end of that day (UTC), or
    at that instant; ``stated_by``: what sources had said by the end of that day."""

    as_of: date | datetime | None = None
    stated_by: date | None = None

    def __post_init__(self) -> None:
        if isinstance(self.as_of, datetime) and self.as_of.tzinfo is None:
            raise ValueError("an instant needs a time zone, or it means another one elsewhere")

    def includes(self, manifest: Manifest) -> bool:
        if self.as_of is None:
            return True
        if isinstance(self.as_of, datetime):
            return manifest.recorded_at <= self.as_of
        return manifest.recorded_at.date() <= self.as_of


NOW = Moment()


@dataclass(frozen=True)
class Commit:
    """The file of one kind that one commit wrote, where it lies now."""

    number: int
    recorded_at: datetime
    path: Path


def newest_files(log: Sequence[Manifest]) -> dict[str, str]:
    """The sha256 of each file that an expunge rewrote, and that of the file to read instead."""
    steps = {old: new.sha256 for manifest in log for old, new in manifest.replaced.items()}
    newest = {}
    for old in steps:
        new = old
        while new in steps:
            new = steps[new]
        newest[old] = new
    return newest


def commits_until(
    ledger: Path, log: Sequence[Manifest], kind: Kind, moment: Moment
) -> list[Commit]:
    """The commits that a reader of that moment sees, expunged files already replaced.

    UnusableInput where a file is gone: a view that leaves claims out in silence is worse.
    """
    newest = newest_files(log)
    commits = [
        Commit(
            manifest.number,
            manifest.recorded_at,
            ledger / kind.name / f"{newest.get(file.sha256, file.sha256)}.parquet",
        )
        for manifest in log
        if moment.includes(manifest)
        for file in manifest.files
        if file.kind == kind.name
    ]
    if missing := sorted({str(each.path) for each in commits if not each.path.is_file()}):
        raise UnusableInput(
            Problem(
                path, None, None, "no such file", "a file that the log names",
                "Run the command again; if it stays so, restore it from a copy of the ledger.",
            )
            for path in missing
        )  # fmt: skip
    return commits


def history_sql(kind: Kind, commits: Sequence[Commit]) -> str:
    """SQL for every operation of these commits: the kind's columns, number, recorded_at."""
    files = _in_order(commits)
    place = {path: index for index, path in enumerate(files)}
    log = ", ".join(
        f"({place[each.path]}, {each.number}, {_stamp(each.recorded_at)})" for each in commits
    )
    return (
        "SELECT told.* EXCLUDE (file_index), log.number::BIGINT AS number, log.recorded_at "
        f"FROM ({_told(kind, files)}) told "
        f"JOIN (VALUES {log or '(NULL, NULL, NULL::TIMESTAMP)'}) log(file_index, number, "
        "recorded_at) ON told.file_index = log.file_index"
    )


def latest_sql(
    kind: Kind, commits: Sequence[Commit], moment: Moment, among: str | None = None
) -> str:
    """SQL for the last operation on each key: the kind's columns, number, recorded_at.

    Retractions and expunged rows are among them; a reader who wants what holds filters
    ``op <> 'retract' AND series IS NOT NULL``. ``among``: a table with the keys asked for.
    """
    files = _in_order(commits)
    last = {each.path: each for each in commits}
    numbers = ", ".join(str(last[path].number) for path in files)
    stamps = ", ".join(_stamp(last[path].recorded_at) for path in files)
    told = _told(kind, files)
    if moment.stated_by is not None:
        day = moment.stated_by.isoformat()
        told += (
            f" WHERE stated_on_end <= DATE '{day}' OR (stated_on IS NULL AND op = 'retract')"
            " OR series IS NULL"
        )
    if among is not None:
        told = f"SELECT * FROM ({told}) WHERE key_id IN (SELECT key_id FROM {among})"
    # Two narrow scans beat one wide one: the inner reads keys only, and a reader's own choice of
    # columns reaches the outer. The place of a file in the list is its place in the log.
    return (
        "SELECT told.* EXCLUDE (file_index), "
        f"([{numbers}]::BIGINT[])[told.file_index::BIGINT + 1] AS number, "
        f"([{stamps}]::TIMESTAMP[])[told.file_index::BIGINT + 1] AS recorded_at "
        f"FROM ({told}) told JOIN (SELECT key_id, max(file_index) AS file_index FROM ({told}) "
        "GROUP BY key_id) last USING (key_id, file_index)"
    )


def _in_order(commits: Sequence[Commit]) -> list[Path]:
    """Each file once, by the last commit that names it: saying A, B and A again writes the
    same bytes, and so the same file, twice."""
    last = {each.path: each.number for each in commits}
    return sorted(last, key=lambda path: (last[path], path))


def _told(kind: Kind, files: Sequence[Path]) -> str:
    # The empty row set gives a column that no file has yet, and its type.
    empty = ", ".join(f"NULL::{type_} AS {name}" for name, type_ in kind.stored_columns)
    template = f"SELECT {empty}, NULL::UBIGINT AS file_index WHERE false"
    if not files:
        return f"SELECT * FROM ({template})"
    listed = ", ".join(_text(path) for path in files)
    return (
        f"SELECT * FROM ({template} UNION ALL BY NAME SELECT *, file_index "
        f"FROM read_parquet([{listed}], union_by_name = true))"
    )


def _stamp(moment: datetime) -> str:
    return "TIMESTAMP " + _text(
        moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    )


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
