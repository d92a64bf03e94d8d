"""Reasons of the status as pages say them."""

from __future__ import annotations

from naap.figures.figure import Language
from naap.pack import Pack
from naap.review.numbers import period_written
from naap.status.sentences import sentence
from naap.status.words import Why

__all__ = ["reason_said"]


def reason_said(pack: Pack, reason: Why, language: Language) -> str:
    """The sentence of a reason; periods in it stand as everywhere on the page."""
    return sentence(pack, reason, language, period_written)
