"""A local server that answers as the API of ACLED does, and fails as it is told to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.event_files import acled_event

EMAIL, PASSWORD = "analyst@desk.example", "a-password-that-nobody-may-see"
_NUMBERS = {"year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp"}


def as_json(number: int, **changed: str) -> dict[str, Any]:
    """An event as the API tells it: numbers as numbers, degrees as text, empty text for nothing."""
    return {
        column: int(cell) if column in _NUMBERS and cell else cell
        for column, cell in acled_event(number, **changed).items()
    }


class Acled:
    """The events, the faults to come by page, and what was asked."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.deleted: list[dict[str, Any]] = []
        self.faults: dict[int, list[Any]] = defaultdict(list)
        self.asked: list[tuple[str, int]] = []
        self.grants: list[str] = []
        self.password = PASSWORD
        self.seconds = 86_400
        self.refuse_refresh = False
        self.embargo: str | None = None
        self.hours = 0
        self.base = ""
        self._tokens = 0
        self.valid: set[str] = set()

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.grants.append(form.get("grant_type", ""))
        right = form.get("client_id") == "acled"
        if form.get("grant_type") == "password":
            right = right and (form.get("username"), form.get("password")) == (EMAIL, self.password)
        else:
            known = form.get("refresh_token") == f"refresh-{self._tokens}"
            right = right and known and not self.refuse_refresh
        if not right:
            return 400, {"error": "invalid_grant", "error_description": "SECRET"}
        self._tokens += 1
        self.valid.add(f"token-{self._tokens}")
        return 200, {
            "token_type": "Bearer", "expires_in": self.seconds,
            "access_token": f"token-{self._tokens}", "refresh_token": f"refresh-{self._tokens}",
        }  # fmt: skip

    def read(self, what: str, query: dict[str, str]) -> dict[str, Any]:
        page, limit = int(query["page"]), int(query["limit"])
        if what == "acled":
            rows = [row for row in self.events if str(row["iso"]) == query["iso"]]
            if query.get("timestamp_where") == ">=":
                rows = [row for row in rows if row["timestamp"] >= int(query["timestamp"])]
        else:
            begin = int(query["deleted_timestamp"])
            rows = [row for row in self.deleted if row["deleted_timestamp"] >= begin]
        rows = rows[(page - 1) * limit : page * limit]
        self.hours += 1
        restricted = {"date_recency": {"quantity": 12, "unit": "Months", "date": self.embargo}}
        return {
            "status": 200, "success": True, "last_update": self.hours, "count": len(rows),
            "messages": [], "data": rows, "filename": "",
            "data_query_restrictions": restricted if self.embargo else [],
        }  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    api: Acled
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        self.close_connection = True
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(text).items()}
        if self.path != "/oauth/token":
            self.send(404, {})
            return
        self.send(*self.api.token(form))

    def do_GET(self) -> None:
        self.close_connection = True
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        what = parts.path.removeprefix("/api/").removesuffix("/read")
        page = int(query["page"])
        self.api.asked.append((what, page))
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.api.valid:
            self.send(401, {"message": "SECRET"})
            return
        fault = self.api.faults[page].pop(0) if self.api.faults[page] else None
        if callable(fault):
            fault()
        if isinstance(fault, tuple):
            self.send(fault[0], {}, headers=fault[1])
        elif isinstance(fault, int):
            self.send(fault, {})
        else:
            answer = self.api.read(what, query)
            self.send(200, {**answer, **fault} if isinstance(fault, dict) else answer)

    def send(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(api: Acled) -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"api": api})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
