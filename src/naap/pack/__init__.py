"""A country pack: a plan, its places, bodies, words and evidence, as a folder of plain files."""

from naap.pack.loading import load, load_record, validate
from naap.pack.model import Pack

__all__ = ["Pack", "load", "load_record", "validate"]
