"""The way to typst, which sets documents: a template, what it says as JSON, and a PDF comes out.

What a document says is never read as markup. Fonts are those in a folder of ours and those within
typst, so that the same words give the same bytes on every machine. Nothing else is loaded here, so
that a process which only sets a document is small and soon there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

__all__ = ["Document", "picture", "typeset"]

# A shown letter stands in one of the typefaces that the template names.
_PROBE = b"""#set text(font: ("Noto Nastaliq Urdu", "Libertinus Serif"))
#sys.inputs.letters"""
_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg")"""
_UNSHOWN = "could not be displayed"


@dataclass(frozen=True)
class Document:
    """``content``: JSON for the template. ``standards``: what the PDF conforms to, in typst's
    names. ``made_at``: its date."""

    template: Path
    fonts: Path
    content: str
    standards: tuple[str, ...]
    tagged: bool
    made_at: datetime


def typeset(document: Document) -> bytes:
    """The PDF's bytes, the same for the same document; letters that no font has are spelt out.

    Raises RuntimeError with typst's words for a template or content that it cannot set.
    """
    import typst

    compiler = typst.Compiler(
        document.template,
        root=document.template.parent,
        font_paths=[document.fonts],
        ignore_system_fonts=True,
    )
    content = document.content
    try:
        try:
            return _set(compiler, document, content)
        except typst.TypstError as error:
            if _UNSHOWN not in str(error):
                raise
        return _set(compiler, document, _spelt_out(content, _unshown(content, document.fonts)))
    except typst.TypstError as error:
        raise RuntimeError(str(error)) from None  # that of typst does not pass between processes


def picture(svg: str, fonts: Path, scale: float) -> bytes:
    """An SVG on white paper as PNG, with ``scale`` pixels to one of its own."""
    import typst

    faces: Any = [fonts]
    compiler = typst.Compiler(_PICTURE, font_paths=faces, ignore_system_fonts=True)
    made: Any = compiler.compile(sys_inputs={"svg": svg}, format="png", ppi=96 * scale)
    return bytes(made)


def _set(compiler: Any, document: Document, content: str) -> bytes:
    made: bytes = compiler.compile(
        sys_inputs={"content": content},
        pdf_standards=list(document.standards),
        pdf_tags=document.tagged,
        timestamp=document.made_at,
    )
    return made


def _unshown(content: str, fonts: Path) -> Iterable[str]:
    """The letters that no font has: PDF/A refuses to print a box in their place."""
    import typst

    compiler = typst.Compiler(font_paths=[fonts], ignore_system_fonts=True)

    def without_font(letters: list[str]) -> list[str]:
        try:
            compiler.compile(
                _PROBE,
                sys_inputs={"letters": " ".join(letters)},
                pdf_standards=["a-2b"],
                timestamp=0,
            )
        except typst.TypstError:
            if len(letters) == 1:
                return letters
            half = len(letters) // 2
            return without_font(letters[:half]) + without_font(letters[half:])
        return []

    return without_font(sorted({letter for letter in content if ord(letter) > 126}))


def _spelt_out(content: str, letters: Iterable[str]) -> str:
    """The content with each of these letters as its code, so that a reader can look it up."""
    return content.translate({ord(letter): f"[U+{ord(letter):04X}]" for letter in letters})
