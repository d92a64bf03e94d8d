"""How the settings that ship were chosen, done again: nothing after October 2017 is looked at."""

from __future__ import annotations

import time

import numpy as np

from naap.outlook.choose import choose
from naap.outlook.pool import read_settings
from tests.outlook_proof import CHOSEN, views_panel

SAYS = "choose the model's settings anew, on windows before 2018 (needs the shared data)"
RUNS = 1


def measure() -> dict[str, float]:
    cpu = time.process_time()
    found = choose(views_panel(), **CHOSEN, steps=range(3, 15))
    apart = np.abs(found.weights - read_settings().weights).max()
    return {
        "choose_cpu_s": time.process_time() - cpu,
        "windows": float(found.about["windows"]),
        "farthest_from_the_settings_that_ship": float(apart),
    }
