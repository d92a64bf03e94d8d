"""How the sheets of a return look: type, widths, heights, colours, protection."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from naap.pack.settings import Language
from naap.returns import layout

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["INK", "QUIET", "WRONG", "dropdown", "heading", "height", "page", "wide", "write"]

_LATIN, _URDU = "Arial", "Noto Nastaliq Urdu"
INK, QUIET, WRONG = "1F2933", "6B7780", "9B2C00"
_ASKED, _HEAD, _LINE = "FFF6D6", "E6ECF0", "C9D2D9"
_ARABIC = re.compile("[\u0600-\u06ff]")


def page(
    sheet: Worksheet, language: Language, widths: Sequence[int], *, landscape: bool = True
) -> None:
    from openpyxl.utils import get_column_letter

    sheet.sheet_view.rightToLeft = language == "ur"
    sheet.sheet_view.showGridLines = False
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def write(
    sheet: Worksheet,
    row: int,
    column: int,
    value: object,
    *,
    size: float = 10,
    bold: bool = False,
    color: str = INK,
    asked: bool = False,
    head: bool = False,
    edge: bool = False,
    quiet: bool = False,
    latin: bool = False,
    wrap: bool = True,
) -> None:
    cell = sheet.cell(row, column)
    cell.value = value  # type: ignore[assignment]
    is_text = isinstance(value, str)
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = "s"
    urdu = isinstance(value, str) and bool(_ARABIC.search(value))
    look = _Look(
        urdu=urdu, size=7 if quiet else size, bold=bold, color=QUIET if quiet else color,
        across=("right" if urdu or (is_text and sheet.sheet_view.rightToLeft)
                else "left" if is_text else None),
        order=2 if urdu else 1 if is_text else 0,
        wrap=wrap and not quiet, indent=1 if wrap and is_text else 0,
        fill=_ASKED if asked else _HEAD if head else None, open=asked, edge=asked or head or edge,
        form="#,##0" if isinstance(value, int) else "@" if asked and latin else "General",
    )  # fmt: skip
    cell.style = _style_of(sheet, look)


@dataclass(frozen=True)
class _Look:
    urdu: bool
    size: float
    bold: bool
    color: str
    across: str | None
    order: int
    wrap: bool
    indent: int
    fill: str | None
    open: bool
    edge: bool
    form: str


def _style_of(sheet: Worksheet, look: _Look) -> str:
    """The name of the workbook's style with this look, made at the first use. Setting its parts
    cell by cell takes ten times as long."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    name = "Naap " + hashlib.sha256(repr(look).encode()).hexdigest()[:8]
    book: Any = sheet.parent
    if name in book.named_styles:
        return name
    side = Side("thin", color=_LINE) if look.edge else Side()
    book.add_named_style(
        NamedStyle(
            name,
            font=Font(name=_URDU if look.urdu else _LATIN, sz=look.size, b=look.bold,
                      color=look.color),
            alignment=Alignment(wrap_text=look.wrap, vertical="center", readingOrder=look.order,
                                horizontal=look.across, indent=look.indent),
            fill=PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill(),
            protection=Protection(locked=not look.open),
            border=Border(side, side, side, side),
            number_format=look.form,
        )
    )  # fmt: skip
    return name


def heading(sheet: Worksheet, title: str, below: str) -> None:
    """The first two rows of a sheet."""
    for row, text, size, color in ((1, title, 15.0, INK), (2, below, 10.0, QUIET)):
        write(sheet, row, 1, text, size=size, bold=row == 1, color=color, wrap=False)
        tall = 2.6 if _ARABIC.search(text) else 1.6
        sheet.row_dimensions[row].height = size * tall


def wide(sheet: Worksheet, row: int, text: str, **looks: Any) -> None:
    """A text across the first two columns, which read as one; nobody fills them in."""
    write(sheet, row, 1, text, **looks)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    height(sheet, row, [(text, layout.Column("", 82))])


def height(sheet: Worksheet, row: int, texts: Sequence[tuple[str, layout.Column]]) -> None:
    """A row as high as its longest text: programs do not work that out for locked sheets."""
    most = 16.0
    for text, column in texts:
        urdu = bool(_ARABIC.search(text))
        count = math.ceil(max(1, len(text)) * (0.72 if urdu else 1.08) / column.width)
        most = max(most, count * (25 if urdu else 13.5) + (8 if urdu else 4))
    sheet.row_dimensions[row].height = most


def dropdown(sheet: Worksheet, area: str, offered: Sequence[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        type="list", formula1='"' + ",".join(offered) + '"', allow_blank=True,
        showErrorMessage=True, sqref=area,
    )  # fmt: skip
    sheet.add_data_validation(rule)
