"""pandas, which only the outlook works with, costs the other commands nothing."""

from __future__ import annotations

import subprocess
import sys

SEES = """
import sys
from naap.cli import main
try:
    main()
except SystemExit:
    pass
print(sys.modules.get("pandas") is None)
{then}
"""


def told(then: str = "", *arguments: str) -> list[str]:
    code = SEES.format(then=then)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_a_command_that_asks_the_ledger_does_not_load_pandas() -> None:
    assert told("", "ledger", "log", "--json")[-1] == "True"


def test_nor_does_a_review_which_only_shows_forecasts() -> None:
    said = told(
        "import naap.review.site\nprint('pandas' in sys.modules)", "ledger", "log", "--json"
    )
    assert said[-2:] == ["True", "True"]


def test_the_outlook_may_load_it_all_the_same() -> None:
    asked = "from naap.outlook import need_packages\nneed_packages('here')"
    said = told(f"{asked}\nprint('pandas' in sys.modules)", "ledger", "log", "--json")
    assert said[-2:] == ["True", "False"]
