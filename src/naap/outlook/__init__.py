"""What is likely to come: forecasts of counts by area and month, and how well they did.

Areas and months only, never persons. Everything here needs the extra ``outlook``.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

from naap.problems import UnusableInput

__all__ = ["need_packages"]


def need_packages(asked_by: str) -> None:
    """Say in words what is missing where the extra ``outlook`` was not installed.

    The command line keeps pandas from being loaded for nothing; the packages of the extra may.
    """
    if sys.modules.get("pandas", sys) is None:
        del sys.modules["pandas"]
    if missing := [name for name in ("numpy", "scipy") if find_spec(name) is None]:
        raise UnusableInput.one(
            asked_by,
            found=f"no package {' and no '.join(missing)}",
            expected="the packages of the extra outlook",
            mend="Install them: pip install 'naap[outlook]'",
        )
