"""Totals of one country's UCDP GED events: what a pack may ship in place of the events.

Three tables can be made: by month; by month, province and type of violence; by year and district.
Each has events and the best, low and high estimate of deaths, the second events and the best
estimate only. The first has a row for every month, since the data set covers it: a month without
an event is a zero. The other two have rows only where there is an event. Inside the months of the
first table, a row that they lack is a zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Literal

from naap.ledger import Claim
from naap.pack import Pack
from naap.sources.ged_places import Placer
from naap.sources.ucdp_ged import SERIES

__all__ = ["By", "totals"]

By = Literal["month", "province-month", "district-year"]

_ALL_TYPES = "ucdp-organised-violence"
_TYPES = {
    "state-based": "ucdp-state-based",
    "non-state": "ucdp-non-state",
    "one-sided": "ucdp-one-sided",
}
_SUMS = {
    "events": ("ucdp-events", None),
    "best": ("ucdp-deaths-best", "killed_best"),
    "low": ("ucdp-deaths-low", "killed_low"),
    "high": ("ucdp-deaths-high", "killed_high"),
}
"""Short name, quantity of the pack, and the column of an account that is summed."""
_SUMMED: dict[By, tuple[str, ...]] = {
    "month": tuple(_SUMS),
    # The finest of the three, and the longest: what nobody draws by province would double it.
    "province-month": ("events", "best"),
    "district-year": tuple(_SUMS),
}

_Cell = tuple[str, str, str]
"""Period, place, scope."""


def totals(
    accounts: Iterable[Claim], by: By, *, pack: Pack, source: str, until: date
) -> Iterator[dict[str, str]]:
    """Rows of the pack's figures table. An event counts in the month or year of its first day."""
    country = pack.settings.country_place
    cell_of = _cell_of(by, pack)
    sums: defaultdict[_Cell, Counter[str]] = defaultdict(Counter)
    if by == "month":
        for month in _months(date(1989, 1, 1), until):
            sums[month, country, _ALL_TYPES] = Counter()
    for account in accounts:
        cell = cell_of(account)
        if cell is not None:
            sums[cell].update({name: _share(account, name) for name in _SUMMED[by]})
    for (period, place, scope), counted in sorted(sums.items()):
        named = [] if by == "month" else [place]
        named += [period] if scope == _ALL_TYPES else [period, scope.removeprefix("ucdp-")]
        for name in _SUMMED[by]:
            yield {
                "record_id": "-".join([SERIES, *named, name]),
                "publisher": "ucdp",
                "quantity_id": _SUMS[name][0],
                "period": period,
                "place_id": place,
                "scope_id": scope,
                "value": str(counted[name]),
                "aggregate_of": SERIES,
                "source_id": source,
            }


def _cell_of(by: By, pack: Pack) -> Callable[[Claim], _Cell | None]:
    """Where an event counts; nowhere if its place is not known closely enough."""
    if by == "month":
        country = pack.settings.country_place
        return lambda account: (f"{account.fields['event_start']:%Y-%m}", country, _ALL_TYPES)
    placer = Placer(pack)

    def in_province(account: Claim) -> _Cell | None:
        province = placer.province(account)
        if province is None:
            return None
        month = f"{account.fields['event_start']:%Y-%m}"
        return month, province, _TYPES[account.fields["event_type"]]

    def in_district(account: Claim) -> _Cell | None:
        district = placer.district(account)
        if district is None:
            return None
        return f"{account.fields['event_start']:%Y}", district, _ALL_TYPES

    return in_province if by == "province-month" else in_district


def _share(account: Claim, name: str) -> int:
    column = _SUMS[name][1]
    return 1 if column is None else int(account.fields[column])


def _months(first: date, last: date) -> Iterator[str]:
    month = first
    while month <= last:
        yield f"{month:%Y-%m}"
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
