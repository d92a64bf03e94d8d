"""What a built site asks of those who keep and read it: bytes, files, other hosts, a script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ["Output"]

# What a browser fetches by itself, and not what a reader may follow.
_FETCHED = re.compile(
    r"""<(?:link|script|img|iframe)\b[^>]*?\b(?:href|src)=["']?(?:https?:)?//([^/"'\s>]+)"""
    r"""|(?:url\(|@import\s|\bfrom|\bimport\(?)\s*["']?(?:https?:)?//([\w.-]+)"""
)
_CELL_WITH_NUMBER = re.compile(r"<td[^>]*>(?:<[^>]*>|\s)*[0-9]")


@dataclass(frozen=True)
class Output:
    """A folder that a generator has written."""

    folder: Path

    @cached_property
    def _paths(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]

    @cached_property
    def _texts(self) -> dict[Path, str]:
        return {
            path: path.read_text(encoding="utf-8")
            for path in self._paths
            if path.suffix in {".html", ".css", ".js"}
        }

    @property
    def files(self) -> int:
        return len(self._paths)

    @property
    def megabytes(self) -> float:
        return sum(path.stat().st_size for path in self._paths) / 1e6

    @property
    def pages(self) -> int:
        return sum(path.suffix == ".html" for path in self._paths)

    @property
    def other_hosts(self) -> set[str]:
        """Hosts that a browser asks for something when it opens a page."""
        return {
            first or second
            for text in self._texts.values()
            for first, second in _FETCHED.findall(text)
        }

    @property
    def numbers_without_script(self) -> int:
        """Table cells with a number that stand in the pages before any script runs."""
        return sum(
            len(_CELL_WITH_NUMBER.findall(text))
            for path, text in self._texts.items()
            if path.suffix == ".html"
        )

    def measured(self, name: str) -> dict[str, float]:
        return {
            f"{name}_mb": self.megabytes,
            f"{name}_files": self.files,
            f"{name}_pages": self.pages,
            f"{name}_other_hosts": len(self.other_hosts),
            f"{name}_numbers_without_script": self.numbers_without_script,
        }
