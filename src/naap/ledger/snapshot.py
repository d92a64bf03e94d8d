"""Reading the ledger: what held at a moment, as tables that SQL can ask."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from naap.engine import Engine, connect
from naap.ledger.claim import canonical
from naap.ledger.disk import disk_trouble, reading
from naap.ledger.handling import LABELS, PUBLIC, readable
from naap.ledger.kind import Kind, kinds
from naap.ledger.ledger import Ledger
from naap.ledger.manifest import EMPTY_DIGEST, Manifest
from naap.ledger.state import NOW, Moment, commits_until, history_sql, latest_sql
from naap.problems import UnusableInput

__all__ = ["KeepBack", "KeptBack", "Snapshot"]

_FEW = 100_000
"""To share the copying of fewer rows among threads takes longer than to copy them."""


@dataclass(frozen=True)
class KeptBack:
    """What a reader does not get of figures although its label would allow it."""

    why: str = ""
    """The reason, where others have a handling label."""
    claims: frozenset[str] = frozenset()
    """Ids of claims."""
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By column, the ids of claims that come without the words in it."""

    def said_of(self, column: str) -> str:
        """What stands in a column where its words are kept back; the number beside it is not."""
        return f"{column} withheld: {self.why}"

    def columns_sql(self) -> str:
        """SQL that says so where words are kept back."""
        changed = ", ".join(
            f"CASE WHEN claim_id IN ({_texts(ids)}) THEN '{self.said_of(column)}' "
            f"ELSE {column} END AS {column}"
            for column, ids in sorted(self.words.items())
            if ids
        )
        return f"* REPLACE ({changed})" if changed else "*"

    def claims_sql(self) -> str:
        """SQL for the claims that are kept back, or none."""
        return f"claim_id IN ({_texts(self.claims)})" if self.claims else "false"


KeepBack = Callable[[Ledger, Sequence[Manifest]], KeptBack]
"""Tells which figures a reader may not have, of all that the log ever recorded."""


@dataclass(frozen=True)
class Snapshot:
    """The claims that held at a moment, as far as a reader with this clearance may read them.

    Nothing to the right of the ledger reads claims in any other way.
    """

    ledger: Ledger
    moment: Moment = NOW
    clearance: str = PUBLIC
    log: tuple[Manifest, ...] = field(default=(), repr=False)
    keep_back: KeepBack | None = field(default=None, repr=False, compare=False)
    """Asked once, when the first claim is read."""

    @classmethod
    def of(cls, ledger: Ledger, moment: Moment = NOW, clearance: str = PUBLIC) -> Snapshot:
        readable(clearance)
        return cls(ledger, moment, clearance, tuple(ledger.log()))

    @property
    def digest(self) -> str:
        """Digest of the last commit that this reader sees."""
        seen = [manifest for manifest in self.log if self.moment.includes(manifest)]
        return seen[-1].digest if seen else EMPTY_DIGEST

    def sql(self, kind: Kind) -> str:
        """SQL for the claims of a kind that hold and may be read."""
        return self._told_sql(kind, self._held_sql(kind))

    def _told_sql(self, kind: Kind, claims: str) -> str:
        """Of these claims what the reader may have."""
        kept = self.kept_back if kind.name == "figure" else KeptBack()
        return (
            f"SELECT {kept.columns_sql()} FROM ({claims}) "
            f"WHERE handling IN ({self._labels(True)}) AND NOT {kept.claims_sql()}"
        )

    def every_sql(self, kind: Kind) -> str:
        """SQL for every operation recorded on claims of a kind by the moment, whatever day they
        were stated on, as far as the labels of today let this reader read them."""
        told = history_sql(
            kind, commits_until(self.ledger.folder, self.log, kind, self.moment)
        )  # fmt: skip
        today = latest_sql(kind, commits_until(self.ledger.folder, self.log, kind, NOW), NOW)
        labelled = (
            f"SELECT told.* REPLACE (today.handling AS handling) FROM ({told}) told "
            f"JOIN (SELECT key_id, handling FROM ({today})) today USING (key_id)"
        )
        return self._told_sql(kind, labelled)

    @cached_property
    def kept_back(self) -> KeptBack:
        return self.keep_back(self.ledger, self.log) if self.keep_back else KeptBack()

    def _held_sql(self, kind: Kind) -> str:
        """The claims of a kind that held, under the labels of today.

        A label given later binds every past view too: a closed claim is not read by asking
        for the day before it was closed.
        """
        commits = commits_until(self.ledger.folder, self.log, kind, self.moment)
        held = (
            f"SELECT * EXCLUDE (op) FROM ({latest_sql(kind, commits, self.moment)}) "
            "WHERE op <> 'retract' AND series IS NOT NULL"
        )
        if self.moment == NOW:
            return held
        every = commits_until(self.ledger.folder, self.log, kind, NOW)
        if self.moment.stated_by is None:
            every = every[len(commits) :]  # only a later commit can have given another label
        today = latest_sql(kind, every, NOW)
        return (
            "SELECT held.* REPLACE (coalesce(today.handling, held.handling) AS handling) "
            f"FROM ({held}) held LEFT JOIN (SELECT key_id, handling FROM ({today})) today "
            "USING (key_id)"
        )

    def _labels(self, may_read: bool) -> str:
        open_ = readable(self.clearance)
        return ", ".join(f"'{label}'" for label in LABELS if (label in open_) == may_read) or "NULL"

    def withheld_sql(self) -> str:
        """SQL for the claims that hold but may not be read, counted by kind, publisher and label.

        Their ids are for keyed digests; an id gives its claim away to whoever can guess it.
        """
        return " UNION ALL ".join(
            f"SELECT '{kind.name}' AS kind, coalesce(publisher, source) AS publisher, {why}, "
            f"count(*)::BIGINT AS claims, list(claim_id ORDER BY claim_id) AS claim_ids "
            f"FROM ({self._held_sql(kind)}) WHERE {which} GROUP BY ALL"
            for kind in kinds().values()
            for why, which in self._reasons(kind)
        )

    def _reasons(self, kind: Kind) -> Iterator[tuple[str, str]]:
        """Why claims of a kind are withheld, and which, as SQL."""
        yield "handling", f"handling IN ({self._labels(False)})"
        if kind.name == "figure" and self.kept_back.claims:
            which = f"handling IN ({self._labels(True)}) AND {self.kept_back.claims_sql()}"
            yield f"'{self.kept_back.why}' AS handling", which

    def register(self, engine: Engine, cache: Path | None = None) -> None:
        """Give the engine one view a kind, and ``withheld``.

        With a cache folder, a DuckDB file named by the digest and the reader is built once and
        read from then on; it can be deleted at any time.
        """
        if cache is None:
            for kind in kinds().values():
                engine.run(f"CREATE VIEW {kind.name} AS {self.sql(kind)}")
            engine.run(f"CREATE VIEW withheld AS {self.withheld_sql()}")
            return
        engine.attach(self._cached(cache), "held")
        for name in (*kinds(), "withheld"):
            engine.run(f"CREATE VIEW {name} AS SELECT * FROM held.{name}")

    def _cached(self, cache: Path) -> Path:
        # The whole log counts, not the part that this moment sees: a label given later binds
        # every past view.
        settings = canonical(
            [
                self.log[-1].digest if self.log else EMPTY_DIGEST,
                self.clearance,
                str(self.moment),
                self.kept_back.columns_sql(),
                self.kept_back.claims_sql(),
                self._expunges(),
                [[kind.name, *map(list, kind.stored_columns)] for kind in kinds().values()],
                duckdb.__version__,
            ]
        )
        name = hashlib.sha256(settings).hexdigest()[:32]
        final = cache / f"held-{name}.duckdb"
        if final.exists():
            return final
        draft = cache / f".held-{name}-{os.getpid()}-{os.urandom(4).hex()}.duckdb"
        try:
            cache.mkdir(parents=True, exist_ok=True)
            with reading(self.ledger.folder), connect(str(draft)) as store:
                if sum(file.rows for manifest in self.log for file in manifest.files) < _FEW:
                    store.execute("SET threads = 1")
                for kind in kinds().values():
                    self._check_files(kind)
                    store.execute(f"CREATE TABLE {kind.name} AS {self.sql(kind)}")
                store.execute(f"CREATE TABLE withheld AS {self.withheld_sql()}")
            draft.replace(final)
        except OSError as error:
            raise disk_trouble(cache, error) from error
        finally:
            for left in cache.glob(f"{draft.name}*"):
                left.unlink(missing_ok=True)
        return final

    def _check_files(self, kind: Kind) -> None:
        """Altered bytes are not copied into a cache, from which no one could tell them."""
        for commit in commits_until(self.ledger.folder, self.log, kind, NOW):
            with commit.path.open("rb") as data:
                if hashlib.file_digest(data, "sha256").hexdigest() != commit.path.stem:
                    raise UnusableInput.one(
                        commit.path,
                        found="bytes that differ from the sha256 in the file's name",
                        expected="the file as it was written",
                        mend="Restore it from a copy of the ledger.",
                    )

    def _expunges(self) -> list[str]:
        return [old for manifest in self.log for old in manifest.replaced]

    def find(self, wanted: str) -> list[dict[str, Any]]:
        """Every operation ever recorded under a key, or on a claim id or its first characters,
        oldest first, that this reader may read."""
        found: list[dict[str, Any]] = []
        for kind in kinds().values():
            every = commits_until(self.ledger.folder, self.log, kind, self.moment)
            if not every:
                continue
            with reading(self.ledger.folder), Engine() as engine:
                rows = engine.rows(
                    f"{self.every_sql(kind)} AND "
                    "(starts_with(claim_id, $wanted) OR "
                    "$wanted = concat($kind::VARCHAR, '/', series, '/', record_key)) "
                    "ORDER BY number",
                    wanted=wanted,
                    kind=kind.name,
                )
            found += [{"kind": kind.name, **row} for row in rows]
        return found


def _texts(ids: Iterable[str]) -> str:
    return ", ".join(f"'{each}'" for each in sorted(ids))
