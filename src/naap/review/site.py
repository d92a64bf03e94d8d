"""Build the site: compute the figures, gather their origins, write the pages; all or nothing."""

from __future__ import annotations

import glob
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from naap.beside import HERE, Beside
from naap.disclosure import guarded
from naap.drawing.palette import palette
from naap.ledger.snapshot import Snapshot
from naap.pack import Pack
from naap.pack.past import known_by
from naap.problems import UnusableInput
from naap.review.edition import Asked, editions
from naap.review.options import Options

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
    others: Beside = HERE,
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Write the review to ``out``. The same ledger, pack and options give the same bytes.

    ``out`` must be new, empty, or an earlier review, which is replaced. ``key`` keys the digests
    that stand for claims that may not be shown. ``others``: who draws charts while pages are
    written.
    """
    _check_out(out)
    snapshot = guarded(snapshot, pack)
    if options.moment.stated_by is not None:
        pack = known_by(pack, options.moment.stated_by)
    progress(f"making the pages: {', '.join(options.languages)}")
    content = editions(Asked(pack, snapshot, options, cache, key), others)
    content["assets/style.css"] = _style().encode()
    content["assets/frames.js"] = (Path(__file__).parent / "frames.js").read_bytes()
    content[MARK] = f"{snapshot.digest}\n".encode()
    _write(content, out)
    progress("")
    written = [path for path in out.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in written)
    return Built(out, snapshot.digest, len(written), size)


def _check_out(out: Path) -> None:
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())):
        raise UnusableInput.one(
            out,
            found="something that is not a review",
            expected="a new or empty folder, or an earlier review to replace",
            mend="Choose another folder with --out; nothing was changed.",
        )


def _write(content: Mapping[str, bytes], out: Path) -> None:
    """Write beside the old review and swap, so that a reader never meets half of one."""
    out.parent.mkdir(parents=True, exist_ok=True)
    _sweep(out)
    draft = out.with_name(f".{out.name}-{os.getpid()}")
    old = out.with_name(f".{out.name}-{os.getpid()}-old")
    try:
        for name, made in content.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
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


def _sweep(out: Path) -> None:
    """Remove what builds left behind that were killed; put back a review that one had moved away.

    The folders of a build that still runs are left alone.
    """
    for left in sorted(out.parent.glob(f".{glob.escape(out.name)}-*")):
        found = re.fullmatch(r"([0-9]+)(-old)?", left.name.removeprefix(f".{out.name}-"))
        if found is None or _runs(int(found[1])):
            continue
        if found[2] and not out.exists():
            left.replace(out)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return process != os.getpid()


def _style() -> str:
    """One sheet of those in the folder ``style``, after the colours for light and dark pages."""

    def block(shade: str) -> str:
        return " ".join(f"--{name}: {shades[shade]};" for name, shades in palette().items())

    sheets = sorted((Path(__file__).parent / "style").glob("*.css"))
    sheet = "".join(path.read_text(encoding="utf-8") for path in sheets)
    return (
        f":root {{ color-scheme: light dark; {block('light')} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {block('dark')} }} }}\n{sheet}"
    )
