"""nomenklatura's ``logic-v2``, the tool that names are compared with, in an environment of its own.

It needs 60 packages, and among them PyICU, which is built where no wheel is to be had: that takes a
C++ compiler and the headers of ICU (on Debian: libicu-dev). Naap itself needs neither.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench.data import folder

__all__ = ["ask", "install", "is_installed"]

VERSION = "4.17.4"
_HERE = Path(__file__).parent


def _home() -> Path:
    return folder() / f"nomenklatura-{VERSION}"


def is_installed() -> bool:
    return (_home() / "done").exists()


def install() -> str | None:
    """Make the environment once; what is in the way, or None."""
    if is_installed():
        return None
    home = _home()
    shutil.rmtree(home, ignore_errors=True)
    for command in (
        [sys.executable, "-m", "venv", str(home)],
        [str(home / "bin" / "pip"), "install", "--quiet", f"nomenklatura=={VERSION}"],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return f"{' '.join(command[:3])}: {(done.stderr or done.stdout).strip()[-300:]}"
    (home / "done").touch()
    return None


def ask(task: dict[str, Any]) -> dict[str, Any]:
    """Scores of the pairs, how many a second, and the best answers to the queries."""
    done = subprocess.run(
        # -P: this file beside it has the name of the package.
        [str(_home() / "bin" / "python"), "-P", str(_HERE / "nomenklatura_run.py")],
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
