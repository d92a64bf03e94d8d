"""One figure is one folder: the question as SQL, the picture, and what a reader must know."""

from naap.figures.compute import Cell, Computed, Finding, compute, prepare
from naap.figures.figure import Figure, figure_named, figures

__all__ = ["Cell", "Computed", "Figure", "Finding", "compute", "figure_named", "figures", "prepare"]
