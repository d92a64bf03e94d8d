"""A review in its languages: figures computed, charts drawn, origins gathered, pages written."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache as once
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import naap
from naap.beside import Beside, Later
from naap.checks.outcome import Outcome
from naap.config import EDITIONS
from naap.drawing.chart import drawn, make_ready
from naap.engine import Engine
from naap.figures import Computed, compute, figures
from naap.figures.chart import Extra, Variant, chart_of
from naap.figures.check_findings import found_by_rules, register_findings
from naap.figures.compute import Known, show
from naap.figures.figure import Figure, Language
from naap.figures.tables import register_incidents, register_words
from naap.incidents.telling import told_in
from naap.incidents.told import Told
from naap.ledger.snapshot import Snapshot
from naap.organisations.register import Register, read_register
from naap.pack import Pack
from naap.review.data import data_of
from naap.review.keeping import keep_in
from naap.review.options import Options
from naap.review.organisations.told import organisations_of
from naap.review.origins import origins_of
from naap.review.pages import Drawn, Review, docx_of, pages, pdf_of
from naap.review.pdf.document import pdf
from naap.review.topics import topics

__all__ = ["Asked", "editions"]


@dataclass(frozen=True)
class Asked:
    """What every edition of a review is made from."""

    pack: Pack
    snapshot: Snapshot
    options: Options
    cache: Path | None
    key: bytes


def editions(asked: Asked, others: Beside) -> dict[str, bytes]:
    """The files of all languages by name, with the data that all share.

    What they are depends on nothing but the ledger's state, the pack, the options and the
    program: with a cache folder, files made before from the same are taken from there.
    """
    kept = _kept(asked)
    wanted = [language for language, path in kept.items() if path is None or not path.exists()]
    content: dict[str, bytes] = {}
    for language, path in kept.items():
        if path is not None and language not in wanted:
            with zipfile.ZipFile(path) as archive:
                content |= {name: archive.read(name) for name in archive.namelist()}
    if wanted:
        for language, made in _made(asked, wanted, others).items():
            if (path := kept[language]) is not None:
                _keep(made, path)
            content |= made
    return content


def _kept(asked: Asked) -> dict[Language, Path | None]:
    """Where the files in each language are kept, or would be."""
    if asked.cache is None:
        return dict.fromkeys(asked.options.languages)
    mark = _mark(asked)
    return {
        language: asked.cache / EDITIONS.replace("*", f"{mark}-{language}")
        for language in asked.options.languages
    }


def _keep(content: Mapping[str, bytes], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    with zipfile.ZipFile(draft, "w") as archive:
        for name, made in content.items():
            archive.writestr(name, made)
    draft.replace(path)


def _mark(asked: Asked) -> str:
    """A hash of everything that the pages of a review are made from."""
    log = asked.snapshot.log
    said = [repr(asked.options), asked.snapshot.digest, asked.snapshot.clearance]
    said += [each.digest for each in log[-1:]]
    # Without it the incidents of several data sets are missing, and the pages say so.
    said.append(f"can link: {find_spec('splink') is not None}")
    mark = hashlib.sha256("\n".join(said).encode() + asked.key)
    for folder in (Path(naap.__file__).parent, asked.pack.folder):
        for path in sorted(folder.rglob("*")):
            made = "__pycache__" in path.parts or path.suffix in {".ttf", ".woff2"}
            if path.is_file() and not made:
                mark.update(f"\n{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return mark.hexdigest()[:32]


def _made(
    asked: Asked, languages: Sequence[Language], others: Beside
) -> dict[Language, dict[str, bytes]]:
    """The files of each language. While another process draws the charts, this one computes,
    writes the pages that have none, and has each PDF set when its charts are there."""
    others.process(make_ready)
    # The first language last: in others, words take longer to set. Narrow charts last: no PDF
    # waits for them.
    reviews, pdfs, documents = {}, {}, {}
    with Engine(threads=1) as engine:  # the tables are small, and who draws has the other core
        same = _Same.of(asked, engine)
        for language in reversed(languages):
            review = _review(asked, engine, language, same, others.process)
            reviews[language], pdfs[language] = review, others.thread(pdf, review, others.apart)
            if asked.options.word:
                documents[language] = others.thread(_word, review)
    for review in reviews.values():
        for made in review.shown:
            if made.figure.figure_id in review.drawn["wide"]:
                _begin(review.drawn, made, "narrow", review.extras, asked, others.process)
    others.no_more()
    content = {language: _data(asked, review) for language, review in reviews.items()}
    for with_charts in (False, True):
        for language, review in reviews.items():
            written = pages(review, with_charts=with_charts)
            content[language] |= {name: text.encode() for name, text in written}
    for language, finished in pdfs.items():
        content[language][pdf_of(language, asked.options)] = finished()
    for language, finished in documents.items():
        content[language][docx_of(language, asked.options)] = finished()
    return content


def _word(review: Review) -> bytes:
    from naap.review.docx.document import docx  # which takes long to load

    return docx(review)


@dataclass(frozen=True)
class _Same:
    """What is the same in every language. It is worked out when it is first asked for, so that
    charts that need none of it are begun before."""

    found: Callable[[], Sequence[Outcome]]
    register: Callable[[], Register]
    told: Callable[[], Told]
    incidents: Callable[[], None]
    """Fills the engine's tables of incidents."""
    rows: Known = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Asked, engine: Engine) -> _Same:
        pack, snapshot, cache = asked.pack, asked.snapshot, asked.cache
        register = once(lambda: read_register(snapshot, pack))
        told = once(lambda: told_in(snapshot, pack, register(), cache))
        return cls(
            found=once(lambda: found_by_rules(snapshot, pack, cache)),
            register=register,
            told=told,
            incidents=once(lambda: register_incidents(engine, told())),
        )


def _review(asked: Asked, engine: Engine, language: Language, same: _Same, later: Later) -> Review:
    """All numbers in one language; their wide pictures are begun."""
    pack = asked.pack
    computed: dict[str, Computed] = {}
    extras: dict[str, Extra] = {}
    pictures: Drawn = {"wide": {}, "narrow": {}}
    if same.shared:
        register_words(engine, pack, language)
    else:
        show(engine, pack, asked.snapshot, language, asked.cache)
        keep_in(engine)
    for figure in sorted(figures(), key=_waits_for):
        if figure.asks_incidents:
            same.incidents()
        if figure.asks_findings:
            register_findings(engine, pack, language, same.found())
        made = compute(figure, engine, pack, language, same.rows)
        computed[figure.figure_id] = made
        extras[figure.figure_id] = _extra(made, engine)
        if figure.has_chart and made.rows:
            _begin(pictures, made, "wide", extras, asked, later)
    computed = {each.figure_id: computed[each.figure_id] for each in figures()}
    same.shared["incidents_missing"] = same.told().missing
    for topic in topics():
        topic.reads(engine, pack, asked.options, same.shared)
    known = same.shared.setdefault("claims", {})
    origins = origins_of(computed.values(), engine, pack, asked.key, known)
    withheld = engine.rows("SELECT * FROM withheld ORDER BY kind, publisher, handling")
    organisations = organisations_of(pack, same.register(), asked.options, computed, language)
    return Review(
        language, pack, asked.snapshot, asked.options, computed, origins, pictures, extras,
        withheld, organisations, same.shared,
    )  # fmt: skip


def _waits_for(figure: Figure) -> tuple[bool, bool, bool]:
    """The order in which figures are computed: first those for whose charts somebody waits."""
    return figure.asks_findings, figure.asks_incidents, not figure.has_chart


def _begin(
    pictures: Drawn,
    made: Computed,
    variant: Variant,
    extras: Mapping[str, Extra],
    asked: Asked,
    later: Later,
) -> None:
    """Have a picture drawn. Who draws is not sent the rows that no chart shows."""
    figure_id = made.figure.figure_id
    made = replace(made, rows=[row for row in made.rows if row.get("drawn", True)])
    chart = chart_of(made, variant, extras[figure_id])
    pictures[variant][figure_id] = later(drawn, chart, asked.cache)


def _data(asked: Asked, review: Review) -> dict[str, bytes]:
    """The data, which go with the first language."""
    return data_of(review) if review.language == asked.options.languages[0] else {}


def _extra(made: Computed, engine: Engine) -> Extra:
    return {
        path.stem: engine.rows(made.figure.text(path.name) or "")
        for path in sorted(made.figure.folder.glob("*.sql"))
        if path.stem not in {"query", "finding"}
    }
