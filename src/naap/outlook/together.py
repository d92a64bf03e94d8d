"""Several panels read as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from naap.outlook.panel import Panel
from naap.problems import UnusableInput

__all__ = ["together"]


def together(panels: Sequence[Panel]) -> Panel:
    """All units and months of these panels; where two speak of a cell, they must say the same."""
    if len(panels) == 1:
        return panels[0]
    if len({each.in_words for each in panels}) > 1:
        raise UnusableInput.one(
            "--actuals", found="months as numbers in one file and as 2017-10 in another",
            expected="one way to write a month", mend="Write both files alike.",
        )  # fmt: skip
    units = tuple(dict.fromkeys(unit for panel in panels for unit in panel.units))
    first = min(panel.first for panel in panels)
    times = range(first, max(panel.last for panel in panels) + 1)
    values = np.full((len(units), len(times)), np.nan)
    for panel in panels:
        new = panel.at(units, times)
        differ = ~np.isnan(values) & ~np.isnan(new) & (values != new)
        if differ.any():
            row, column = (int(each[0]) for each in np.nonzero(differ))
            raise UnusableInput.one(
                "--actuals", found=f"{values[row, column]:g} and {new[row, column]:g} for "
                f"{units[row]} in month {times[column]}",
                expected="one count for each unit and month",
                mend="Give each month in one file only, or files that agree.",
            )  # fmt: skip
        values = np.where(np.isnan(new), values, new)
    return Panel(units, first, values, panels[0].in_words)
