"""``naap incidents places`` and ``resolve``: which place of the pack is meant."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from naap.cli import MOST_TOLD
from naap.cli.shared import DAY, json_option, print_json, progress_printer, workspace_of
from naap.problems import UnusableInput

if TYPE_CHECKING:
    from naap.incidents.places import Place, Places
    from naap.pack import Pack

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_COLUMNS = (
    "series", "record_key", "event_start", "area_1", "area_2", "locality", "latitude", "longitude",
    "place_precision",
)  # fmt: skip
_ROWS_A_REPORT = 5_000

boundaries_option = click.option(
    "--boundaries", type=_FILE, help="Districts as GeoJSON, with the pack's place ids. None ship."
)


def _resolver(pack: Pack, boundaries: Path | None) -> Places:
    from naap.incidents.boundaries import read_boundaries
    from naap.incidents.places import Places

    return Places(pack, read_boundaries(boundaries, pack) if boundaries else None)


@click.command(
    epilog="Example: naap incidents places --series ucdp-ged; "
    "naap incidents places --boundaries districts.geojson --json"
)
@click.option("--series", help="Only the accounts of this data set.")
@boundaries_option
@json_option
@click.pass_context
def places(
    context: click.Context, series: str | None, boundaries: Path | None, as_json: bool
) -> None:
    """Say where the events of the ledger lie, in the pack's own places on the day of the event.

    An event whose source knows the province only is placed in the province. What cannot be
    resolved is listed with the places that it may be; the exit code is then 1.
    """
    from naap.engine import Engine
    from naap.ledger.kind import kinds

    workspace = workspace_of(context)
    resolver, progress = _resolver(workspace.pack, boundaries), progress_printer()
    with Engine() as engine:
        told = f"FROM ({workspace.snapshot().sql(kinds()['account'])})"
        chosen = "WHERE series = $series" if series else ""
        rows = engine.rows(
            f"SELECT {', '.join(_COLUMNS)} {told} {chosen} ORDER BY series, record_key",
            **({"series": series} if series else {}),
        )
    if not rows:
        raise UnusableInput.one(
            "ledger",
            found=f"no event of {series}" if series else "no event of any data set",
            expected="accounts that were imported",
            mend="Import some first, such as with: naap import ucdp-ged FILE",
        )
    found = []
    for number, row in enumerate(rows, start=1):
        found.append((row, resolver.of_account(row)))
        if number % _ROWS_A_REPORT == 0:
            progress(f"placing events: {number:,} of {len(rows):,}")
    progress("")
    open_ = [(row, place) for row, place in found if _is_open(place)]
    if as_json:
        print_json(
            {
                "counts": _counts(found),
                "unresolved": [{**_asked(row), **_as_json(place)} for row, place in open_],
                "events": [
                    {"key": f"account/{row['series']}/{row['record_key']}", **_as_json(place)}
                    for row, place in found
                ],
            }
        )
    else:
        _tell(found, open_)
    context.exit(1 if open_ else 0)


def _is_open(place: Place) -> bool:
    """A name that was told and not understood; a source that knows no closer is no fault."""
    if place.how == "source knows no closer":
        return bool(place.candidates)
    return place.how == "not found" or place.level is None


def _counts(found: list[tuple[dict[str, Any], Place]]) -> dict[str, dict[str, int]]:
    """Events by data set and by what was found."""
    counted: dict[str, Counter[str]] = {}
    for row, place in found:
        what = f"{place.level}, by {place.how}" if place.level else place.how
        counted.setdefault(row["series"], Counter())[what] += 1
    return {series: dict(counts.most_common()) for series, counts in counted.items()}


def _tell(
    found: list[tuple[dict[str, Any], Place]], open_: list[tuple[dict[str, Any], Place]]
) -> None:
    for series, counts in _counts(found).items():
        click.echo(f"{series}: {sum(counts.values()):,} events")
        for what, count in counts.items():
            click.echo(f"  {count:>7,}  {what}")
    doubted = sum(place.note is not None for _, place in found)
    if doubted:
        click.echo(f"{doubted:,} of them with a doubt (name and point disagree); see --json")
    if not open_:
        return
    names = Counter(
        (" / ".join(_words(row)), _nearest(place)) for row, place in open_
    )  # fmt: skip
    click.echo(f"Not resolved: {len(open_):,} events, {len(names):,} places")
    for (name, near), count in names.most_common(MOST_TOLD):
        click.echo(f"  {count:>7,}  {name}; nearest: {near}")
    if (more := len(names) - MOST_TOLD) > 0:
        click.echo(f"  and {more:,} more; --json lists all")


def _words(row: dict[str, Any]) -> list[str]:
    return [row[name] for name in ("area_1", "area_2", "locality") if row[name]] or ["no name"]


def _nearest(place: Place) -> str:
    told = [f"{each.name} ({each.place_id})" for each in place.candidates]
    return ", ".join(told) or "none"


def _asked(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _COLUMNS if row[name] is not None}


def _as_json(place: Place) -> dict[str, Any]:
    return {"place_id": place.place_id, **dataclasses.asdict(place)}


@click.command(
    epilog="Example: naap incidents resolve Millbridge --on 2024-03-04; "
    "naap incidents resolve 'Highpass agency' --in 'Northern Tract' --on 2019-05-01 --json"
)
@click.argument("name", required=False)
@click.option("--on", "day", type=DAY, required=True, help="The day that is meant.")
@click.option("--in", "area", metavar="NAME", help="The province that it lies in, by any name.")
@click.option(
    "--point",
    metavar="LAT,LON",
    help="Degrees north and east, such as 35.21,71.20.",
)
@boundaries_option
@json_option
@click.pass_context
def resolve(
    context: click.Context,
    name: str | None,
    day: date,
    area: str | None,
    point: str | None,
    boundaries: Path | None,
    as_json: bool,
) -> None:
    """Say which place NAME or a point means on a day, how surely, and what else it may be.

    NAME may be spelled in any of the usual ways, in Roman or Urdu script. The exit code is 1 where
    it is not resolved.
    """
    from naap.incidents.places import Asked

    at = _degrees(point) if point else None
    if name is None and area is None and at is None:
        raise UnusableInput.one(
            "NAME", found="nothing", expected="a name, --in or --point",
            mend="Write: naap incidents resolve Millbridge --on 2024-03-04",
        )  # fmt: skip
    pack = workspace_of(context).pack
    resolver = _resolver(pack, boundaries)
    place = resolver.resolve(Asked(day, area, name, None, at))
    if name is not None and area is None and place.level is None:
        # A name alone may be that of a province.
        whole = resolver.resolve(Asked(day, name, grade="province"))
        place = whole if whole.level else place
    if as_json:
        print_json({"on": day.isoformat(), **_as_json(place)})
    else:
        _tell_one(place, resolver, day)
    context.exit(0 if place.level else 1)


def _tell_one(place: Place, resolver: Places, day: date) -> None:
    for level, found in (("district", place.district), ("province", place.province)):
        if found:
            row = resolver.gazetteer.place(found)
            click.echo(f"{level}: {row.name_en} ({found})")
    if place.level is None:
        click.echo(f"Not resolved on {day}.")
    else:
        click.echo(f"by: {place.how}; confidence {place.confidence:.2f}")
    if place.note:
        click.echo(f"note: {place.note}")
    for each in place.candidates:
        near = f"alike {each.likeness:.2f}" if each.likeness is not None else ""
        near = near or f"{each.distance_km:,} km from its centre"
        click.echo(f"may be: {each.name} ({each.place_id}), {near}")


def _degrees(point: str) -> tuple[float, float]:
    parts = point.split(",")
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
        usable = len(parts) == 2 and abs(latitude) <= 90 and abs(longitude) <= 180
    except (ValueError, IndexError):
        usable = False
    if not usable:
        raise UnusableInput.one(
            "--point", found=repr(point), expected="degrees north and east, such as 35.21,71.20",
            mend="Write --point LAT,LON.",
        )  # fmt: skip
    return latitude, longitude
