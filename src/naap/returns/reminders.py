"""Reminders 7, 3 and 0 days before a return is due: letters, a calendar file, JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from naap.pack import Pack
from naap.pack.settings import Language
from naap.pack.tables import BodyRow, PointRow
from naap.returns.reporting import Reported, reporting
from naap.returns.store import Store
from naap.returns.words import LANGUAGES, told

__all__ = ["DAYS_BEFORE", "Reminder", "as_calendar", "letter", "reminders"]

DAYS_BEFORE = (7, 3, 0)
_FURTHEST = 366 + 31
"""No obligation is due later than so many days after its period's end."""


@dataclass(frozen=True)
class Reminder:
    """A return, or the part of it with one due date, that has not come."""

    body: str
    month: str
    due: date
    days: int
    rows: int
    points: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"body": self.body, "period": self.month, "due": self.due.isoformat(),
                "days": self.days, "rows": self.rows, "points": list(self.points)}  # fmt: skip


def reminders(
    pack: Pack, store: Store | None, today: date, days: Sequence[int] | None = DAYS_BEFORE
) -> list[Reminder]:
    """What has not come and is due in so many days; without ``days``, all that is due from today
    on. In the order of due dates and bodies."""
    lines = reporting(pack, today - timedelta(days=_FURTHEST), today, today, store)
    groups: dict[tuple[date, str, str], list[Reported]] = {}
    for line in lines:
        each = line.expected
        left = (each.due - today).days
        if not line.came and left >= 0 and (days is None or left in days):
            groups.setdefault((each.due, each.body, each.month), []).append(line)
    order = {row.body_id: place for place, row in enumerate(pack.rows(BodyRow))}
    return [
        Reminder(
            body, month, due, (due - today).days, sum(line.rows for line in lines),
            tuple(dict.fromkeys(line.expected.obligation.point_id for line in lines)),
        )
        for (due, body, month), lines in sorted(
            groups.items(), key=lambda item: (item[0][0], order[item[0][1]], item[0][2])
        )
    ]  # fmt: skip


def letter(pack: Pack, reminder: Reminder, language: Language) -> str:
    """The reminder in a sentence or two."""
    points = [pack.get(PointRow, each) for each in reminder.points]
    return told(
        "remind", "text", language,
        body=_name(pack, reminder.body, language), month=reminder.month,
        due=reminder.due.isoformat(), when=_when(reminder, language), rows=reminder.rows,
        points=", ".join(str(point.number or point.point_id) for point in points),
        to=_name(pack, str(pack.settings.coordinator), language),
    )  # fmt: skip


def as_calendar(pack: Pack, found: Sequence[Reminder], today: date) -> str:
    """An iCalendar file (RFC 5545): an event on each due date, with an alarm on each of the days
    before. Equal input gives equal text."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Naap//Returns//EN", "CALSCALE:GREGORIAN"]
    for each in found:
        body = _name(pack, each.body, "en")
        subject = told("remind", "subject", "en", month=each.month, when=each.due.isoformat())
        name = f"{each.body}/{each.month}/{each.due}"
        mark = hashlib.sha256(f"{pack.settings.pack_id}/{name}".encode()).hexdigest()[:32]
        lines += [
            "BEGIN:VEVENT", f"UID:{mark}@naap", f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{each.due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{each.due + timedelta(days=1):%Y%m%d}",
            "SUMMARY:" + _escaped(f"{body}: {subject}"),
            "DESCRIPTION:" + _escaped("\n".join(letter(pack, each, lang) for lang in LANGUAGES)),
            "TRANSP:TRANSPARENT",
        ]  # fmt: skip
        for days in DAYS_BEFORE:
            trigger = f"-P{days}D" if days else "PT0S"
            lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(subject)}",
                      f"TRIGGER:{trigger}", "END:VALARM"]  # fmt: skip
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _when(reminder: Reminder, language: Language) -> str:
    if reminder.days == 0:
        return told("remind", "today", language)
    return told("remind", "in_days", language, days=reminder.days)


def _name(pack: Pack, body: str, language: Language) -> str:
    return pack.text(pack.get(BodyRow, body), "name", language)[0]


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 bytes a line, broken between letters; the next line begins with a space."""
    pieces: list[str] = []
    room, piece, used = 75, "", 0
    for letter_ in line:
        size = len(letter_.encode())
        if used + size > room:
            pieces.append(piece)
            room, piece, used = 74, "", 0
        piece += letter_
        used += size
    return "\r\n ".join([*pieces, piece])
