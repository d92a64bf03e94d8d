"""Build the site: compute the figures, gather their origins, write the pages; all or nothing."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from naap.engine import Engine
from naap.figures import Computed, compute, figures, prepare
from naap.figures.chart import Variant, draw, palette
from naap.figures.figure import Language
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.problems import UnusableInput
from naap.review.keeping import keep_in
from naap.review.options import Options
from naap.review.origins import ClaimLine, Origin, origin_of
from naap.review.package import data_package, pack_tables
from naap.review.pages import Review, pages

__all__ = ["Built", "build"]

MARK = ".naap-review"
_FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Built:
    """What was written."""

    folder: Path
    digest: str
    files: int
    bytes: int

    @property
    def index(self) -> Path:
        return self.folder / "index.html"


def build(
    pack: Pack,
    snapshot: Snapshot,
    options: Options,
    out: Path,
    *,
    cache: Path | None = None,
    key: bytes = b"",
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Write the review to ``out``. The same ledger, pack and options give the same bytes.

    ``out`` must be new, empty, or an earlier review, which is replaced. ``key`` keys the digests
    that stand for claims that may not be shown.
    """
    _check_out(out)
    content: dict[str, str] = {}
    for language in options.languages:
        content |= _edition(pack, snapshot, options, language, cache, key, progress)
    content["assets/style.css"] = _style()
    content[MARK] = f"{snapshot.digest}\n"
    _write(content, out)
    progress("")
    written = [path for path in out.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in written)
    return Built(out, snapshot.digest, len(written), size)


def _edition(
    pack: Pack,
    snapshot: Snapshot,
    options: Options,
    language: Language,
    cache: Path | None,
    key: bytes,
    progress: Callable[[str], None],
) -> dict[str, str]:
    """The pages in one language, and with the first one the data that all languages share."""
    computed = {}
    charts: dict[str, dict[Variant, str]] = {}
    extras: dict[str, Mapping[str, Sequence[Mapping[str, Any]]]] = {}
    origins: dict[str, Origin] = {}
    with Engine() as engine:
        progress("reading the ledger")
        prepare(engine, pack, snapshot, language, cache)
        keep_in(engine)
        for figure in figures():
            progress(f"figure {figure.figure_id}")
            made = compute(figure, engine, pack, language)
            computed[figure.figure_id] = made
            extras[figure.figure_id] = _extra(made, engine)
            origins[figure.figure_id] = origin_of(made, engine, pack, key)
            if figure.has_chart and made.rows:
                charts[figure.figure_id] = {
                    variant: draw(made, variant, extras[figure.figure_id])
                    for variant in ("wide", "narrow")
                }
        withheld = engine.rows("SELECT * FROM withheld ORDER BY kind, publisher, handling")
    progress("writing pages")
    review = Review(language, pack, snapshot, options, computed, origins, charts, extras, withheld)
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
    return content


def _extra(made: Computed, engine: Engine) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return {
        path.stem: engine.rows(path.read_text(encoding="utf-8"))
        for path in sorted(made.figure.folder.glob("*.sql"))
        if path.stem not in {"query", "finding"}
    }


def _check_out(out: Path) -> None:
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())):
        raise UnusableInput.one(
            out,
            found="something that is not a review",
            expected="a new or empty folder, or an earlier review to replace",
            mend="Choose another folder with --out; nothing was changed.",
        )


def _write(content: Mapping[str, str], out: Path) -> None:
    """Write beside the old review and swap, so that a reader never meets half of one."""
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}-{os.getpid()}")
    old = out.with_name(f".{out.name}-{os.getpid()}-old")
    try:
        for name, text in content.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        shutil.copytree(_FONTS, draft / "assets" / "fonts", ignore=shutil.ignore_patterns("*.ttf"))
        if out.exists():
            out.replace(old)
        draft.replace(out)
    except OSError as error:
        raise UnusableInput.one(
            out,
            found=f"trouble while writing ({error})",
            expected="room, and leave to write there",
            mend="Free some room or choose another folder with --out.",
        ) from None
    finally:
        if old.exists() and not out.exists():
            old.replace(out)
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _style() -> str:
    """The style sheet, with the colours of the palette as variables for light and dark pages."""

    def block(shade: str) -> str:
        return " ".join(f"--{name}: {shades[shade]};" for name, shades in palette().items())

    sheet = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    return (
        f":root {{ color-scheme: light dark; {block('light')} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {block('dark')} }} }}\n{sheet}"
    )


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
    writer.writerows(rows)
    return stream.getvalue()
