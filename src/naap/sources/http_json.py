"""Asking a publisher's API for JSON: bounded, patient where waiting helps, and over TLS."""

from __future__ import annotations

import http.client
import ipaddress
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urlsplit

from naap.problems import UnusableInput

__all__ = ["Answer", "Api", "NotAccepted"]

_TRIES = 6
_FIRST_WAIT_SECONDS = 1.0
_LONGEST_WAIT_SECONDS = 300.0
_SILENCE_SECONDS = 60.0
_WHOLE_ANSWER_SECONDS = 300.0
_LARGEST_ANSWER = 64_000_000
_PIECE = 1 << 16
_PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Statuses that may be gone when one asks again."""
_LOOPBACK_NAMES = {"localhost"}


@dataclass(frozen=True)
class Answer:
    """What came: the JSON as read (numbers with a point stay as written), and its bytes."""

    value: Any
    body: bytes


class NotAccepted(UnusableInput):
    """Status 401: the token is wrong, or it has run out."""


class _Passing(Exception):
    """A failure after which one may ask again, and the seconds that the server asks to wait."""

    def __init__(self, told: str, wait: float | None = None) -> None:
        super().__init__(told)
        self.wait = wait


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    # A redirect would carry the token in our header to another host.
    def redirect_request(self, *_: Any) -> None:
        return None


class Api:
    """One API. ``headers`` may hold a secret: it goes to this host only, and into no message."""

    def __init__(
        self,
        base: str,
        headers: Mapping[str, str],
        *,
        progress: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base = _checked(base)
        self._headers = {"Accept": "application/json", "User-Agent": "naap", **headers}
        self._progress = progress
        self._sleep = sleep
        handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
        if _is_loopback(self.base):
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def get(
        self,
        path: str,
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        also_passing: frozenset[int] = frozenset(),
    ) -> Answer:
        """The JSON at base + path, asked for again where the fault may pass.

        UnusableInput names the status that ended it; NotAccepted where it was 401.
        ``also_passing`` are statuses that this API gives for a passing fault too.
        """
        return self._patiently(path, headers, None, also_passing)

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """The JSON answer to a form, asked for again where the fault may pass. The form may hold
        a secret: it goes to this host only, and into no message."""
        return self._patiently(path, {}, urlencode(form).encode(), frozenset())

    def _patiently(
        self, path: str, headers: Mapping[str, str], form: bytes | None, also: frozenset[int]
    ) -> Answer:
        told = ""
        for number in range(_TRIES):
            try:
                return self._asked(path, headers, form, also)
            except _Passing as fault:
                told = str(fault)
                wait = max(fault.wait or 0.0, _FIRST_WAIT_SECONDS * 2**number)
                if wait > _LONGEST_WAIT_SECONDS:
                    raise self._given_up(f"{told} (asked to wait {wait:,.0f} seconds)") from None
                if number < _TRIES - 1:
                    self._progress(f"{told}; asking again in {wait:,.0f} s")
                    self._sleep(wait)
        raise self._given_up(f"{told}, {_TRIES} times")

    def _asked(
        self, path: str, headers: Mapping[str, str], form: bytes | None, also: frozenset[int]
    ) -> Answer:
        request = urllib.request.Request(
            f"{self.base}/{path}", data=form, headers={**self._headers, **headers}
        )
        try:
            with self._opener.open(request, timeout=_SILENCE_SECONDS) as response:
                body = self._body(response)
        except urllib.error.HTTPError as error:
            with error:
                if error.code in _PASSING | also:
                    wait = _asked_to_wait(error.headers.get("Retry-After"))
                    raise _Passing(f"status {error.code}", wait) from None
                # OAuth says 400 for a password or a refresh token that is not accepted.
                raise self._refused(401 if form and error.code == 400 else error.code) from None
        except (OSError, http.client.HTTPException) as error:
            # urllib wraps most faults of the network; a reset within an answer comes bare.
            reason = getattr(error, "reason", None) or error
            if type(reason).__name__ == "SSLCertVerificationError":
                raise self._failed(
                    "a certificate that cannot be trusted", "the API over a safe connection",
                    "Check the address and the clock of this machine.",
                ) from None  # fmt: skip
            raise _Passing(f"a broken connection ({type(reason).__name__})") from None
        try:
            return Answer(json.loads(body, parse_float=str), body)
        except (ValueError, RecursionError):
            raise _Passing("an answer that is not whole JSON") from None

    def _body(self, response: Any) -> bytes:
        until = time.monotonic() + _WHOLE_ANSWER_SECONDS
        pieces, size = [], 0
        while piece := response.read1(_PIECE):
            size += len(piece)
            if size > _LARGEST_ANSWER:
                raise self._failed(
                    f"an answer of more than {_LARGEST_ANSWER:,} bytes", "one page of events",
                    "Check the address.",
                )  # fmt: skip
            if time.monotonic() > until:
                raise _Passing(f"an answer that took over {_WHOLE_ANSWER_SECONDS:.0f} seconds")
            pieces.append(piece)
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and size < int(length):
            raise _Passing("an answer that breaks off")
        return b"".join(pieces)

    def _refused(self, status: int) -> UnusableInput:
        if status in {401, 403}:
            failed = self._failed(
                f"status {status}: the token is not accepted", "a token that this API gave out",
                "Check the token; nothing was imported.",
            )  # fmt: skip
            return NotAccepted(failed.problems) if status == 401 else failed
        if 300 <= status < 400:
            return self._failed(
                f"status {status}: a redirect", "an answer from this address",
                "Redirects are not followed, because the token would go along. Give the new "
                "address.",
            )  # fmt: skip
        return self._failed(f"status {status}", "an answer", "Check the release and the address.")

    def _given_up(self, told: str) -> UnusableInput:
        return self._failed(
            told, "an answer",
            "Run the same command again later: it goes on with the pages that it has.",
        )  # fmt: skip

    def _failed(self, found: str, expected: str, mend: str) -> UnusableInput:
        self._progress("")
        return UnusableInput.one(self.base, found=found, expected=expected, mend=mend)


def _checked(base: str) -> str:
    base = base.rstrip("/")
    try:
        parts = urlsplit(base)
        usable = parts.hostname and not (parts.username or parts.query or parts.fragment)
        usable = usable and parts.port != 0 and base.isascii() and base.isprintable()
        usable = usable and " " not in base
    except ValueError:
        usable = False
        parts = urlsplit("")
    if not usable or not (
        parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(base))
    ):
        raise UnusableInput.one(
            "the address of the API",
            found=repr(base[:100]),
            expected="an address that begins with https://",
            mend="Plain http is taken from this machine only, since the token would be readable.",
        )
    return base


def _is_loopback(base: str) -> bool:
    host = urlsplit(base).hostname or ""
    try:
        return host in _LOOPBACK_NAMES or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _asked_to_wait(header: str | None) -> float | None:
    """Retry-After is a number of seconds or a date."""
    if header is None:
        return None
    if header.strip().isdecimal() and len(header) < 10:
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
