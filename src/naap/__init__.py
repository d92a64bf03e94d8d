"""Naap measures whether a national action plan is carried out and shows where each number is from.

Data flows one way: pack, sources and returns into the ledger; everything else reads it.
"""

__version__ = "0.1.0"
