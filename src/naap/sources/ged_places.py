"""Where an event of UCDP GED lies, in the pack's own places.

The pack's ``place_labels.csv`` says what the data set calls each place and in what time. A row
without a second label names the province; where it names a district, the province is one
district as a whole, and events that name no other one lie in it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from naap.ledger import Claim
from naap.pack import Pack
from naap.pack.tables import PlaceLabelRow, PlaceRow
from naap.problems import UnusableInput
from naap.sources.ucdp_ged import SERIES

__all__ = ["Placer"]

_FILE = "place_labels.csv"
_CLOSE_ENOUGH = {"1", "2", "3"}
"""Grades of where_prec with which UCDP knows the district."""

_Labels = tuple[str, str]


class Placer:
    """Looks up provinces and districts by label and day."""

    def __init__(self, pack: Pack) -> None:
        self._rows: dict[str, dict[_Labels, list[PlaceLabelRow]]] = {
            "province": defaultdict(list), "district": defaultdict(list),
        }  # fmt: skip
        for row in pack.rows(PlaceLabelRow):
            level = pack.get(PlaceRow, row.place_id).level
            if row.data_set == SERIES and level in self._rows:
                self._rows[level][row.label_1, row.label_2 or ""].append(row)
        if not any(self._rows.values()):
            raise UnusableInput.one(
                _FILE,
                found=f"no row for the data set {SERIES}",
                expected="a row for each label of a province and district in the file",
                mend="Say in it which place each label means.",
            )

    def province(self, account: Claim) -> str | None:
        """The province, or None where the data set names none."""
        area = account.fields.get("area_1")
        return self._found("province", (area, ""), account) if area else None

    def district(self, account: Claim) -> str | None:
        """The district, or None where the place is known to the province at best."""
        area, part = account.fields.get("area_1"), account.fields.get("area_2") or ""
        if not area or account.fields.get("place_precision") not in _CLOSE_ENOUGH:
            return None
        return self._found("district", (area, part), account, needed=bool(part))

    def _found(
        self, level: str, labels: _Labels, account: Claim, *, needed: bool = True
    ) -> str | None:
        day: date = account.fields["event_start"]
        rows = [row for row in self._rows[level].get(labels, ()) if _holds(row, day)]
        if len(rows) == 1:
            return rows[0].place_id
        if rows or needed:
            raise UnusableInput.one(
                _FILE,
                column="label_2" if labels[1] else "label_1",
                found=f"{len(rows)} rows for the {level} {' / '.join(filter(None, labels))!r} "
                f"on {day}",
                expected="one row for each label and day that the file holds",
                mend="Say which place is meant: add a row, or correct the dates.",
            )
        return None


def _holds(row: PlaceLabelRow, day: date) -> bool:
    return (row.valid_from is None or row.valid_from.start <= day) and (
        row.valid_to is None or day <= row.valid_to.end
    )
