"""Open a page in the system's Chromium and count what a reader gets to see."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["cells_seen", "has_browser", "served"]

_COUNT = "document.querySelectorAll('td').length"
_WAIT_MS = 10_000


def has_browser() -> bool:
    from tests.conftest import find_chromium

    return find_chromium() is not None


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base's name
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a web server of this machine, by its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def cells_seen(address: str, enough: int = 1) -> int:
    """Table cells on the page, once there are enough of them or time is up.

    Requests to other hosts are refused, as for a reader without a network.
    """
    from playwright.sync_api import Error, sync_playwright

    from tests.conftest import find_chromium

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        try:
            page = browser.new_page()
            page.route(
                lambda url: not url.startswith(("file:", "http://127.0.0.1:")),
                lambda route: route.abort(),
            )
            page.goto(address)
            with suppress(Error):  # what is there by then is what the reader gets
                page.wait_for_function(f"{_COUNT} >= {enough}", timeout=_WAIT_MS)
            return int(page.evaluate(_COUNT))
        finally:
            browser.close()
