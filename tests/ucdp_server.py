"""A local server that answers as the API of UCDP does, and fails as it is told to."""

from __future__ import annotations

import json
import os
import socket
import struct
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.ged_files import LAYOUTS, event

TOKEN = "a-token-that-nobody-may-see"
_NUMBERS = {
    "id", "year", "type_of_violence", "conflict_new_id", "dyad_new_id", "side_a_new_id",
    "side_b_new_id", "number_of_sources", "where_prec", "priogrid_gid", "country_id",
    "event_clarity", "date_prec", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
    "best", "high", "low",
}  # fmt: skip


def as_json(number: int, **changed: str) -> dict[str, Any]:
    """An event as the API tells it: numbers, a truth value, days with a time, null for nothing."""
    row: dict[str, Any] = {}
    for column, cell in event(number, **changed).items():
        if column not in LAYOUTS["late"]:
            continue
        if column in _NUMBERS:
            row[column] = int(cell) if cell else None
        elif column in {"latitude", "longitude"}:
            row[column] = float(cell)
        elif column in {"date_start", "date_end"}:
            row[column] = f"{cell}T00:00:00"
        else:
            row[column] = cell or None
    return row | {"active_year": True}


class Ucdp:
    """The events by release, the faults to come by page, and what was asked."""

    def __init__(self) -> None:
        self.releases: dict[str, list[dict[str, Any]]] = {}
        self.faults: dict[int, list[Any]] = defaultdict(list)
        self.asked: list[int] = []
        self.announced_too_many = 0
        self.base = ""

    def answer(self, release: str, query: dict[str, list[str]]) -> dict[str, Any]:
        size, page = int(query["pagesize"][0]), int(query.get("page", ["0"])[0])
        country = int(query["Country"][0])
        rows = [row for row in self.releases[release] if row["country_id"] == country]
        total = len(rows) + self.announced_too_many
        pages = -(-total // size)

        def address(number: int) -> str:
            # The real one names its own host, whichever way one came.
            home = f"https://ucdpapi.pcr.uu.se/api/gedevents/{release}"
            return f"{home}?Country={country}&pagesize={size}&page={number}"

        return {
            "TotalCount": total,
            "TotalPages": pages,
            "PreviousPageUrl": address(page - 1) if page else "",
            "NextPageUrl": address(page + 1) if page + 1 < pages else "",
            "Result": rows[page * size : (page + 1) * size],
        }


class _Handler(BaseHTTPRequestHandler):
    api: Ucdp
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.close_connection = True
        if self.headers.get("x-ucdp-access-token") != TOKEN:
            self.send(401, b"API token required. Add header: x-ucdp-access-token")
            return
        parts = urlsplit(self.path)
        release = parts.path.removeprefix("/api/gedevents/")
        query = parse_qs(parts.query)
        page = int(query["page"][0])
        self.api.asked.append(page)
        if release not in self.api.releases:
            self.send(400, b"No such version")
            return
        fault = self.api.faults[page].pop(0) if self.api.faults[page] else None
        if callable(fault):
            fault()
        body = json.dumps(self.api.answer(release, query)).encode()
        match fault:
            case "broken":
                self.send(200, body[: len(body) // 2])
            case "cut" | "reset":
                self.send(200, body[: len(body) // 2], length=len(body))
                if fault == "reset":
                    self.reset()
            case (int() as status, dict() as headers):
                self.send(status, b"", headers=headers)
            case int():
                self.send(fault, b"")
            case bytes():
                self.send(200, fault)
            case _:
                self.send(200, body)

    def reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        os.close(self.connection.detach())

    def send(
        self,
        status: int,
        body: bytes,
        *,
        length: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(api: Ucdp) -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"api": api})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
