"""Where the numbers of a figure come from: its rows, the claims behind them, the pack's rows."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from sys import intern
from typing import Any

from naap.engine import Engine
from naap.figures import Computed
from naap.ledger.claim import plain_number
from naap.ledger.kind import PROVENANCE, kinds
from naap.pack import Pack
from naap.pack.tables import TABLES, SourceRow
from naap.sources import sources

__all__ = ["ClaimLine", "Hidden", "Origin", "PackLine", "origin_of", "origins_of"]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim as the origin page shows it."""

    claim_id: str
    key: str
    says: str
    publisher: str
    source_id: str
    source_title: str
    locator: str | None
    basis: str
    stated_on: str | None
    recorded_at: str
    handling: str

    @property
    def short(self) -> str:
        return self.claim_id[:12]


@dataclass(frozen=True, slots=True)
class _Known:
    """A claim before its publisher, an id, is named in a language. ``why_not``: why it may not be
    shown as a row."""

    line: ClaimLine
    publisher: str
    why_not: str | None


@dataclass(frozen=True)
class PackLine:
    """A row of the pack that a number was counted from."""

    reference: str
    says: str
    source_id: str | None
    source_title: str


@dataclass(frozen=True)
class Hidden:
    """Claims that may not be shown as rows: how many, of whom, under what label.

    ``digest`` is keyed: who holds the key and the claims can prove which they were.
    """

    publisher: str
    why: str
    count: int
    digest: str


@dataclass(frozen=True)
class Origin:
    """All that an origin page needs beside the figure itself."""

    claims: Mapping[str, ClaimLine]
    pack_rows: Mapping[str, PackLine]
    hidden: Sequence[Hidden] = ()
    held_back: Sequence[Hidden] = ()

    def open(self, references: Iterable[str]) -> list[str]:
        """Those claim ids and rows of the pack that may be printed. A claim id gives its claim
        away to whoever can guess it."""
        return [each for each in references if each in self.claims or each in self.pack_rows]


def origins_of(
    figures: Iterable[Computed],
    engine: Engine,
    pack: Pack,
    key: bytes,
    known: dict[str, _Known] | None = None,
) -> dict[str, Origin]:
    """Look up every claim and row of the pack behind each figure, by figure id. ``known``: what
    was looked up for another language, which differs in the names of publishers alone."""
    figures = list(figures)
    found: dict[str, _Known] = {} if known is None else known
    title_of, may_not_leave = cache(partial(_title, pack=pack)), cache(_may_not_leave)
    # Asked once for all: a claim stands behind many figures.
    wanted = set[str]().union(*(computed.claims for computed in figures)) - found.keys()
    for row in _claim_rows(engine, sorted(wanted)) if wanted else ():
        # A row of a restricted data set stays one, in whosever table it came.
        why = may_not_leave(row["source"]) or may_not_leave(row["series"])
        publisher = row["publisher"] or ""
        line = _line(row, _carrier(row, pack), title_of(row["source"]))
        found[row["claim_id"]] = _Known(line, publisher, why)
    ordered = sorted(found, key=lambda claim_id: (found[claim_id].line.key, claim_id))
    rank = {claim_id: place for place, claim_id in enumerate(ordered)}
    labels = {body["body_id"]: body["label"] for body in engine.rows("FROM pack_bodies")}
    withheld = engine.rows("SELECT * FROM withheld ORDER BY kind, publisher, handling")

    @cache
    def line_of(claim_id: str) -> ClaimLine:
        line, label = found[claim_id].line, labels.get(found[claim_id].publisher)
        return replace(line, publisher=label) if label else line

    made = {}
    for computed in figures:
        lines: dict[str, ClaimLine] = {}
        kept_back: dict[tuple[str, str], list[str]] = {}
        for claim_id in sorted(computed.claims, key=rank.__getitem__):
            line, why = line_of(claim_id), found[claim_id].why_not
            if why is not None:
                kept_back.setdefault((line.publisher, why), []).append(claim_id)
            else:
                lines[claim_id] = line
        made[computed.figure.figure_id] = Origin(
            claims=lines,
            pack_rows=_pack_lines(computed, pack),
            hidden=[
                Hidden(publisher, why, len(ids), _keyed(key, ids))
                for (publisher, why), ids in sorted(kept_back.items())
            ],
            held_back=_held_back(computed, withheld, labels, key),
        )
    return made


def origin_of(computed: Computed, engine: Engine, pack: Pack, key: bytes) -> Origin:
    """Look up every claim and row of the pack behind one figure."""
    return origins_of([computed], engine, pack, key)[computed.figure.figure_id]


def _pack_lines(computed: Computed, pack: Pack) -> dict[str, PackLine]:
    references = sorted(
        {
            claim
            for each in (*computed.rows, *({"claims": cell.claims} for cell in computed.cells))
            for claim in each["claims"]
            if claim.startswith("pack:")
        }
    )
    return {reference: _pack_line(reference, pack) for reference in references}


def _held_back(
    computed: Computed,
    withheld: Iterable[Mapping[str, Any]],
    labels: Mapping[str, str],
    key: bytes,
) -> list[Hidden]:
    """Claims of the kinds that the figure asks, which this reader may not read: they enter no
    number of it, and a reader must know that they are there."""
    asked = set(re.findall(r"[a-z_]+", " ".join(computed.sql.values())))
    return [
        Hidden(
            labels.get(row["publisher"], row["publisher"]),
            row["handling"],
            row["claims"],
            _keyed(key, row["claim_ids"]),
        )
        for row in withheld
        if row["kind"] in asked
    ]


def _carrier(row: Mapping[str, Any], pack: Pack) -> str:
    """Who is named where no body of the pack said it: the publisher of the source."""
    source = row["source"]
    if row["publisher"] is None and pack.has(SourceRow, source):
        return pack.get(SourceRow, source).publisher or pack.get(SourceRow, source).title
    return str(row["publisher"] or source)


def _claim_rows(engine: Engine, claim_ids: Sequence[str]) -> Iterable[dict[str, Any]]:
    # Joined as a table: a list of thousands of values as a parameter takes seconds to hand over.
    engine.table("wanted", {"claim_id": "VARCHAR"}, ({"claim_id": each} for each in claim_ids))
    for kind in kinds():
        for row in engine.rows(
            f"SELECT {kind}.* EXCLUDE (key_id) FROM {kind} JOIN wanted USING (claim_id)"
        ):
            yield {"kind": kind, **row}
    engine.run("DROP TABLE wanted")


def _may_not_leave(source: str) -> str | None:
    known = sources().get(source)
    if known is None or known.about.publish == "rows":
        return None
    return f"licence of {known.about.title}"


def _title(source_id: str, pack: Pack) -> str:
    if pack.has(SourceRow, source_id):
        return pack.get(SourceRow, source_id).title
    return sources()[source_id].about.title if source_id in sources() else source_id


def _line(row: Mapping[str, Any], publisher: str, title: str) -> ClaimLine:
    source_id = intern(row["source"])
    return ClaimLine(
        claim_id=row["claim_id"],
        key=f"{row['kind']}/{row['series']}/{row['record_key']}",
        says=_said(row),
        publisher=publisher,
        source_id=source_id,
        source_title=title,
        locator=row["locator"],
        # The same few words again and again: kept once.
        basis=intern(row["basis"]),
        stated_on=row["stated_on"] and intern(row["stated_on"]),
        recorded_at=intern(row["recorded_at"].strftime("%Y-%m-%d")),
        handling=intern(row["handling"]),
    )


def _said(row: Mapping[str, Any]) -> str:
    """The content of a claim in one line: its own columns, not those about the saying."""
    parts = []
    for name, is_decimal in _own_columns(row["kind"]):
        value = row.get(name)
        if (name, value) == ("qualifier", "exact"):
            continue  # as every number is that has no word before it
        if value is not None and value is not False:
            parts.append(f"{name} {_plainly(value) if is_decimal else value}")
    return ", ".join(parts)


_plainly = lru_cache(maxsize=8192)(plain_number)


@cache
def _own_columns(kind: str) -> list[tuple[str, bool]]:
    """The columns of a kind that are not about the saying, and whether each is a decimal."""
    about = {column.name for column in PROVENANCE}
    return [
        (column.name, column.type == "decimal")
        for column in kinds()[kind].columns
        if column.name not in about
    ]


def _pack_line(reference: str, pack: Pack) -> PackLine:
    table, _, row_id = reference.removeprefix("pack:").partition("/")
    row: Any = pack.get(TABLES[table], row_id)
    source_id = getattr(row, "source_id", None)
    title = pack.get(SourceRow, source_id).title if source_id else "the pack"
    says = pack.text(row, "title", "en")[0] or pack.text(row, "name", "en")[0]
    return PackLine(reference.removeprefix("pack:"), says, source_id, title)


def _keyed(key: bytes, claim_ids: Sequence[str]) -> str:
    return hmac.new(key, "\n".join(sorted(claim_ids)).encode(), hashlib.sha256).hexdigest()
