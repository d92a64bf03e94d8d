"""One language of a review: figures computed, charts drawn, origins gathered, pages written."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import naap
from naap.engine import Engine
from naap.figures import Computed, compute, figures, prepare
from naap.figures.chart import Variant, draw
from naap.figures.figure import Language
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.review.keeping import keep_in
from naap.review.options import Options
from naap.review.organisations import organisations_of
from naap.review.origins import ClaimLine, Origin, origin_of
from naap.review.package import data_package, pack_tables
from naap.review.pages import Review, pages, pdf_of
from naap.review.pdf import pdf

__all__ = ["Asked", "edition"]


@dataclass(frozen=True)
class Asked:
    """What every edition of a review is made from."""

    pack: Pack
    snapshot: Snapshot
    options: Options
    cache: Path | None
    key: bytes


def edition(asked: Asked, language: Language) -> dict[str, bytes]:
    """The files in one language by name, and with the first one the data that all share.

    What it returns depends on nothing but the ledger's state, the pack, the options and the
    program: with a cache folder, files made before from the same are taken from there.
    """
    if asked.cache is None:
        return _made(asked, language)
    kept = asked.cache / f"edition-{_mark(asked, language)}.zip"
    if kept.exists():
        with zipfile.ZipFile(kept) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    content = _made(asked, language)
    asked.cache.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f".{kept.name}-{os.getpid()}")
    with zipfile.ZipFile(draft, "w") as archive:
        for name, made in content.items():
            archive.writestr(name, made)
    draft.replace(kept)
    return content


def _mark(asked: Asked, language: Language) -> str:
    """A hash of everything that the pages of an edition are made from."""
    log = asked.snapshot.log
    said = [language, repr(asked.options), asked.snapshot.digest, asked.snapshot.clearance]
    said += [each.digest for each in log[-1:]]
    mark = hashlib.sha256("\n".join(said).encode() + asked.key)
    for folder in (Path(naap.__file__).parent, asked.pack.folder):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in {".pyc", ".ttf", ".woff2"}:
                mark.update(f"\n{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return mark.hexdigest()[:32]


def _made(asked: Asked, language: Language) -> dict[str, bytes]:
    pack, snapshot, options, cache = asked.pack, asked.snapshot, asked.options, asked.cache
    computed = {}
    charts: dict[str, dict[Variant, str]] = {}
    extras: dict[str, Mapping[str, Sequence[Mapping[str, Any]]]] = {}
    origins: dict[str, Origin] = {}
    with Engine() as engine:
        prepare(engine, pack, snapshot, language, cache)
        keep_in(engine)
        for figure in figures():
            made = compute(figure, engine, pack, language)
            computed[figure.figure_id] = made
            extras[figure.figure_id] = _extra(made, engine)
            origins[figure.figure_id] = origin_of(made, engine, pack, asked.key)
            if figure.has_chart and made.rows:
                charts[figure.figure_id] = {
                    variant: draw(made, variant, extras[figure.figure_id], cache)
                    for variant in ("wide", "narrow")
                }
        withheld = engine.rows("SELECT * FROM withheld ORDER BY kind, publisher, handling")
    organisations = organisations_of(pack, snapshot, options, computed, language)
    review = Review(
        language, pack, snapshot, options, computed, origins, charts, extras, withheld,
        organisations,
    )  # fmt: skip
    content = dict(pages(review))
    if language == options.languages[0]:
        for figure_id, made in computed.items():
            columns = ["row_id", *(each.name for each in made.figure.about.columns), "claims"]
            content[f"data/{figure_id}.csv"] = _csv(_data_rows(made, origins[figure_id]), columns)
            content[f"data/{figure_id}-claims.csv"] = _csv(
                _claim_rows(origins[figure_id]), [each.name for each in fields(ClaimLine)]
            )
        tables = pack_tables(pack)
        content |= {f"data/{name}": text for name, text in tables.items()}
        content["data/datapackage.json"] = data_package(pack, computed, snapshot.digest, tables)
    return {name: text.encode() for name, text in content.items()} | {
        pdf_of(language, options): pdf(review)
    }


def _extra(made: Computed, engine: Engine) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return {
        path.stem: engine.rows(made.figure.text(path.name) or "")
        for path in sorted(made.figure.folder.glob("*.sql"))
        if path.stem not in {"query", "finding"}
    }


def _data_rows(made: Computed, origin: Origin) -> Iterable[dict[str, Any]]:
    for row in made.rows:
        yield {
            "row_id": row["row_id"],
            **{column.name: _flat(row[column.name]) for column in made.figure.about.columns},
            "claims": " ".join(origin.open(row["claims"])),
        }


def _claim_rows(origin: Origin) -> Iterable[dict[str, Any]]:
    for line in origin.claims.values():
        yield dict(line.__dict__)


def _flat(value: Any) -> Any:
    return "|".join(value) if isinstance(value, list) else value


def _csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(cell) for name, cell in row.items()} for row in rows)
    return stream.getvalue()


def _harmless(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula, as plain text; numbers stay numbers."""
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{cell}"
    return cell
