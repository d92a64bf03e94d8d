"""Observable Framework, the generator of static data sites that a review is compared with.

Its pages load libraries from a CDN while they are built. Here they are put into its cache from
the packages that npm has installed, so that a build asks nobody.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import yaml

import naap.review
from naap.figures import figures
from tests.bench._process import Cost, run
from tests.bench.data import folder

__all__ = ["build", "install", "is_installed", "project"]

PACKAGES = {
    "@observablehq/framework": "1.13.4",
    "@observablehq/plot": "0.6.17",
    "d3-dsv": "3.0.2",
    "htl": "1.0.0",
}
LOADED_FROM_CDN = ("d3-dsv", "htl")
_HERE = Path(__file__).parent
_LANGUAGES = ("en", "ur")


def _installed() -> Path:
    return folder() / f"framework-{PACKAGES['@observablehq/framework']}"


def is_installed() -> bool:
    return (_installed() / "done").exists()


def install() -> str | None:
    """Have npm install the packages once; what is in the way, or None."""
    if is_installed():
        return None
    if shutil.which("npm") is None:
        return "npm is not on PATH"
    home = _installed()
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "package.json").write_text(
        json.dumps({"private": True, "type": "module", "dependencies": PACKAGES})
    )
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    try:
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        return "npm install took longer than ten minutes"
    if done.returncode:
        return f"npm install failed: {done.stderr.strip()[-300:]}"
    for name in LOADED_FROM_CDN:
        _bundle(home, name)
    (home / "done").touch()
    return None


def _bundle(home: Path, name: str) -> None:
    """The package as one module, as the CDN would give it."""
    into = home / "cache" / "_npm" / f"{name}@{PACKAGES[name]}" / "_esm.js"
    into.parent.mkdir(parents=True)
    subprocess.run(
        [
            str(home / "node_modules" / ".bin" / "esbuild"), "--bundle", "--format=esm",
            "--minify", f"--outfile={into}", "--log-level=error",
        ],
        input=f'export * from "{name}";', cwd=home, check=True, text=True,
    )  # fmt: skip


def project(where: Path, review: Path) -> Path:
    """A project with the figures and pages of a review that was built, from its own data."""
    shutil.copytree(_HERE / "site", where / "site")
    shutil.copy(_HERE / "observablehq.config.js", where)
    (where / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
    (where / "node_modules").symlink_to(_installed() / "node_modules")
    shutil.copytree(_installed() / "cache", where / "site" / ".observablehq" / "cache")
    data = where / "site" / "data"
    shutil.copytree(review / "data", data)
    (data / "figures.json").write_text(json.dumps(list(_described()), ensure_ascii=False))
    glossary = Path(naap.review.__file__).parent / "glossary.yml"
    (data / "glossary.json").write_text(
        json.dumps(yaml.safe_load(glossary.read_text(encoding="utf-8")), ensure_ascii=False)
    )
    (where / "paths.json").write_text(json.dumps(list(_paths(review))))
    return where


def _described() -> Iterator[dict[str, object]]:
    for figure in figures():
        about = figure.about
        yield {
            "id": figure.figure_id,
            "title": about.title,
            "subtitle": about.subtitle,
            "formula": about.formula,
            "notes": about.notes,
            "sql": figure.query,
            "chart": figure.has_chart,
            "page": about.order > 0,
            "columns": [
                {"name": each.name, "format": each.format, "title": each.title}
                for each in about.columns
            ],
        }


def _paths(review: Path) -> Iterator[str]:
    fixed = [page.stem for page in (_HERE / "site" / "[language]").glob("*.md")]
    drawn = {figure.figure_id for figure in figures()}
    of_review = [
        page.relative_to(review).with_suffix("").as_posix()
        for room in ("points", "figures", "origins", "organisations")
        for page in sorted((review / room).glob("*.html"))
        if room != "origins" or page.stem in drawn
    ]
    for language in _LANGUAGES:
        yield from (f"/{language}/{name}" for name in (*sorted(fixed), *of_review))


def build(where: Path, *, watched: bool) -> Cost:
    """Build the site into ``dist``."""
    shutil.rmtree(where / "dist", ignore_errors=True)
    command = [str(where / "node_modules" / ".bin" / "observable"), "build"]
    settings = {"OBSERVABLE_TELEMETRY_DISABLE": "true", "CI": "true"}
    return run(command, where, settings, watched=watched)
