"""The pack's words for what pages say."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from naap.pack.cells import Flag, Text
from naap.pack.tables.row import Row

__all__ = ["WordRow"]


class WordRow(Row):
    """A word of the pack in both languages: themes, domains, states, units, disclaimers."""

    table = "words"
    key = None
    unique = ("word",)

    word: Annotated[str, Field(pattern=r"^[a-z0-9_.+ -]+$")] = Field(
        description="What it is the word for: theme.justice, unit.persons."
    )
    en: Text = Field(description="In English.")
    ur: Text | None = Field(None, description="In the second language.")
    reviewed: Flag = Field(description="yes: a reader of the second language has agreed.")
