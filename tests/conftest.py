"""What a machine may lack, and what the tests say about it.

A test marked with a capability is left out where that is missing. The run ends by naming what was
left out; NAAP_REQUIRE=browser,shared,... makes leaving one of these out a failure instead.
"""

import importlib.util
import os
import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code.
settings.register_profile("naap", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("naap")

PROJECT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def shared_folder() -> Path:
    given = os.environ.get("NAAP_SHARED")
    return PROJECT / given if given else PROJECT.parent / "shared"


def _browser_lacks() -> str | None:
    return None if find_chromium() else f"none of {', '.join(CHROMIUM_NAMES)} is on PATH"


def _shared_lacks() -> str | None:
    return None if shared_folder().is_dir() else "the shared folder (NAAP_SHARED) is absent"


def _postgres_lacks() -> str | None:
    # Debian keeps the server's programs off PATH.
    found = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return None if found else "no PostgreSQL server (initdb) is installed"


def _libreoffice_lacks() -> str | None:
    program = shutil.which("soffice")
    if program is None:
        return "LibreOffice (soffice) is not on PATH"
    has_writer = any(Path(program).resolve().parent.glob("libswlo.*"))
    return None if has_writer else "LibreOffice is there without Writer"


def _spark_lacks() -> str | None:
    if importlib.util.find_spec("pyspark") is None:
        return "the package pyspark is not installed"
    return None if shutil.which("java") else "java is not on PATH"


def _screens_lack() -> str | None:
    if lack := _browser_lacks():
        return lack
    from tests.screens import fonts_lack

    return fonts_lack()


CAPABILITIES: dict[str, Callable[[], str | None]] = {
    "browser": cache(_browser_lacks),
    "shared": cache(_shared_lacks),
    "postgres": cache(_postgres_lacks),
    "spark": cache(_spark_lacks),
    "screens": cache(_screens_lack),
    "libreoffice": cache(_libreoffice_lacks),
}


def _required() -> set[str]:
    return set(filter(None, os.environ.get("NAAP_REQUIRE", "").replace(" ", "").split(",")))


def _need(capability: str) -> None:
    reason = CAPABILITIES[capability]()
    if reason is None:
        return
    if capability in _required():
        pytest.fail(f"NAAP_REQUIRE names {capability}, but {reason}", pytrace=False)
    pytest.skip(f"{capability}: {reason}")


def pytest_configure() -> None:
    if unknown := _required() - CAPABILITIES.keys():
        raise pytest.UsageError(
            f"NAAP_REQUIRE names {', '.join(sorted(unknown))}; known: {', '.join(CAPABILITIES)}"
        )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for capability in CAPABILITIES:
        if item.get_closest_marker(capability):
            _need(capability)


def _left_out(report: pytest.TestReport) -> str | None:
    """`capability: reason` for a test left out for want of a capability, read from its report.

    The tests may run in several processes; their reports all arrive in the one that sums up.
    """
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    said = words.removeprefix("Skipped: ")
    return said if said.partition(": ")[0] in CAPABILITIES else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = Counter(filter(None, map(_left_out, skipped)))
    terminalreporter.section("left out")
    for said, count in sorted(left_out.items()):
        capability, _, reason = said.partition(": ")
        terminalreporter.line(f"{capability}: {count} test{'s'[: count > 1]}, because {reason}")
    if others := len(skipped) - left_out.total():
        terminalreporter.line(f"other: {others} skipped for the reasons given above")
    if not skipped:
        terminalreporter.line("Nothing was left out.")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data that tests marked `shared` read."""
    _need("shared")
    return shared_folder() / "data"


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium, for Playwright's executable_path."""
    _need("browser")
    path = find_chromium()
    assert path is not None
    return path
