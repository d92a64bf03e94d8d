"""Pakistan's provinces and districts by month, 1 to 12 months ahead, 2010 to 2021.

Settings are chosen on its districts up to December 2009. Origins are every third month from
December 2009 to December 2020; the events are those of UCDP GED 22.1, imported as a user does.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from naap.outlook.scoring import against, mean_scores
from tests.outlook_proof import ged_panels, pakistan_settings, rolled

SAYS = (
    "forecasts of Pakistan's provinces and districts, 45 origins, beside conflictology and "
    "weighted history (needs the shared data)"
)
RUNS = 1
ORIGINS = range(360, 493, 3)
BASELINES = ("conflictology", "weighted-history")


def measure() -> dict[str, float]:
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        panels = ged_panels(Path(folder))
    settings = pakistan_settings(panels["district"])
    measured: dict[str, float] = {}
    for level, panel in panels.items():
        ours = rolled(panel, "pool", settings, ORIGINS)
        means = mean_scores(ours)
        measured[f"{level}s"] = len(panel.units)
        for name in ("crps", "log_crps", "coverage_active"):
            measured[f"{level}_{name}"] = means[name]
        for model in BASELINES:
            theirs = rolled(panel, model, None, ORIGINS)
            for over in ("units", "years"):
                for each in against(ours, theirs, over):
                    if each.score not in ("crps", "log_crps", "brier_1"):
                        continue
                    name = f"{level}_{each.score}_skill_{model}"
                    measured[name] = each.skill
                    measured[f"{name}_{over}_low"] = each.skill_low
                    measured[f"{name}_{over}_high"] = each.skill_high
    return {**measured, "cpu_s": time.process_time() - begun}
