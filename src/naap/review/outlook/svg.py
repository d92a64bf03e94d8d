"""Pictures of the outlook: a fan of forecasts, calibration, skill, a cartogram, a before and after.

Drawn here and not by Vega-Lite, which takes a tenth of a second for each. Time runs left to right
in every language; colours are those of the page, by name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from naap.review.marks import Scale, box, colour, dot, line, number_of, svg, text, ticks
from naap.review.outlook.scores import AT_LEAST, Group, Told
from naap.review.outlook.told import Area, Question

__all__ = ["Words", "calibration", "cartogram", "fan", "per_cent", "skills", "together"]

Words = Mapping[str, str]
_YEARS_NARROW = 5


def fan(area: Area, words: Words, width: int) -> str:
    """Ranges that the latest forecast gave for each month, and the counts that came."""
    shown = list(area.shown)
    last = number_of(shown[-1].month)
    if width < 500:
        shown = [each for each in shown if number_of(each.month) > last - 12 * _YEARS_NARROW]
    first = number_of(shown[0].month)
    height, left, right, top, bottom = 340 if width > 500 else 260, 44, 8, 44, 26
    counted = [each.counted for each in shown if each.counted is not None]
    highs = sorted(each.quantiles[-1] for each in shown)
    most = max([*counted, highs[int(0.9 * (len(highs) - 1))], 4]) * 1.05
    x = Scale(first - 0.5, last + 0.5, left, width - right)
    y = Scale(0, most, height - bottom, top)
    step = x(first + 1) - x(first)
    parts = []
    for tick in ticks(most):
        parts += [line(left, y(tick), width - right, y(tick)),
                  text(left - 6, y(tick) + 4, f"{tick:,}", anchor="end")]  # fmt: skip
    every = 1 if (last - first) < 80 else 2
    for year in range(-(-first // 12), last // 12 + 1):
        at = x(year * 12 - 0.5)
        parts.append(line(at, height - bottom, at, height - bottom + 4, "muted"))
        if year % every == 0 and at < width - 30:
            parts.append(text(at + 2, height - bottom + 17, year))
    for low, high, strength in ((0, 4, 0.2), (1, 3, 0.38)):
        parts.append(_band(shown, low, high, strength, x, y, step, top))
    parts += _future(shown, x, y, step, top, words)
    parts += _middle(shown, x, y, step)
    parts += _counts(shown, x, y, step)
    parts += _fan_key(words, left if width > 500 else 0, width)
    return svg(width, height, parts)


def _band(
    shown: Sequence[Told], low: int, high: int, strength: float, x: Scale, y: Scale, step: float,
    top: float,
) -> str:  # fmt: skip
    """A step for each month; what leaves the picture is cut off at its top."""
    shape = "".join(
        f"M{x(number_of(each.month)) - step / 2:.1f} {y(each.quantiles[low]):g}"
        f"h{step:.1f}V{max(y(each.quantiles[high]), top):g}h-{step:.1f}z"
        for each in shown
    )
    return f'<path d="{shape}" fill="{colour("accent")}" fill-opacity="{strength}"/>'


def _middle(shown: Sequence[Told], x: Scale, y: Scale, step: float) -> list[str]:
    shape = "".join(
        f"M{x(number_of(each.month)) - step / 2:.1f} {y(each.quantiles[2]):g}h{step:.1f}"
        for each in shown
    )
    return [f'<path d="{shape}" stroke="{colour("accent")}" stroke-width="1.6" fill="none"/>']


def _counts(shown: Sequence[Told], x: Scale, y: Scale, step: float) -> list[str]:
    """Counts inside the range as one path of points; those outside each with a mark of its own."""
    known = [each for each in shown if each.counted is not None]
    size = 1.9 if step < 6 else 2.4
    at = {each.month: (x(number_of(each.month)), y(each.counted or 0)) for each in known}
    inside = "".join(
        f"M{at[each.month][0]:g} {at[each.month][1]:g}h0" for each in known if each.inside
    )
    track = "".join(
        f"{'M' if not before or number_of(each.month) > number_of(before.month) + 1 else 'L'}"
        f"{at[each.month][0]:g} {at[each.month][1]:g}"
        for before, each in zip([None, *known], known, strict=False)
    )
    points = f'<path d="{inside}" stroke="{colour("ink")}" stroke-width="{2 * size:g}"'
    thin = f'stroke="{colour("ink")}" stroke-width=".7" stroke-opacity=".45" fill="none"'
    return [
        f'<path d="{track}" {thin}/>',
        f'{points} stroke-linecap="round"/>',
        *(dot(*at[each.month], size + 1, "paper", "kinetic") for each in known if not each.inside),
    ]


def _future(
    shown: Sequence[Told], x: Scale, y: Scale, step: float, top: float, words: Words
) -> list[str]:
    """Where counts end, and what is expected after that, in numbers."""
    unknown = [each for each in shown if each.counted is None]
    if not unknown:
        return []
    at = x(number_of(unknown[0].month)) - step / 2
    last = unknown[-1]
    right = x(number_of(last.month)) + step / 2 - 2
    low, _, middle, _, high = (last.quantiles[place] for place in range(5))
    parts = [
        line(at, top - 4, at, y(0), "muted", 1, "3 3"),
        text(at - 4, top + 8, words["counts_end"], anchor="end", size=11.5),
        text(right, max(y(high), top) - 4, f"{high:,}", "ink", "end", 11.5, 600),
    ]
    if y(middle) - y(high) > 26 and y(0) - y(middle) > 12:
        parts.append(text(right, y(middle) - 4, f"{middle:,}", "ink", "end", 11.5))
    if y(low) - y(middle) > 24 and y(0) - y(low) > 14:
        parts.append(text(right, y(low) + 12, f"{low:,}", "ink", "end", 11.5))
    return parts


def _fan_key(words: Words, left: float, width: float) -> list[str]:
    """What each mark means, above the picture."""
    marks = (
        box(0, 2, 16, 11, "accent", 0.2),
        box(0, 2, 16, 11, "accent", 0.5),
        dot(8, 8, 2.6, "ink"),
        dot(8, 8, 3.4, "paper", "kinetic"),
    )
    names = ("nine_of_ten", "one_of_two", "counted", "outside")
    columns = 4 if width > 500 else 2
    wide = (width - left) / columns
    parts = []
    for number, (mark, name) in enumerate(zip(marks, names, strict=True)):
        across, down = left + number % columns * wide, number // columns * 18
        parts.append(f'<g transform="translate({across:g},{down:g})">{mark}'
                     f'{text(22, 12, words[name], "ink", size=12)}</g>')  # fmt: skip
    return parts


def calibration(groups: Sequence[Group], words: Words, width: int) -> str:
    """Three panels: what was said across, how often it came upwards; on the line, both agree."""
    columns = 3 if width > 500 else 1
    wide = (width - 16) / columns
    side = min(wide - 62, 190)
    tall = side + 78
    rows = 3 // columns
    parts = []
    for number, level in enumerate(AT_LEAST):
        left, top = number % columns * wide + 46, number // columns * tall + 30
        x, y = Scale(0, 1, left, left + side), Scale(0, 1, top + side, top)
        parts.append(text(left, top - 12, words[f"at_least_{level}"], "ink", size=13, weight=600))
        for share in (0, 0.5, 1):
            parts += [
                line(x(0), y(share), x(1), y(share)),
                text(x(0) - 6, y(share) + 4, f"{share:.0%}", anchor="end", size=11),
                text(x(share), top + side + 16, f"{share:.0%}", anchor="middle", size=11),
            ]
        parts.append(line(x(0), y(0), x(1), y(1), "muted", 1, "3 3"))
        for each in groups:
            if each.at_least != level:
                continue
            low, high = _wilson(each.came, each.of)
            at = x(each.said)
            parts += [
                line(at, y(low), at, y(high), "accent", 1.4),
                dot(at, y(each.came / each.of), 4, "accent"),
            ]
        parts.append(text(left + side / 2, top + side + 34, words["said_across"],
                           anchor="middle", size=11.5))  # fmt: skip
    return svg(width, rows * tall + 8, parts)


def _wilson(found: int, of: int) -> tuple[float, float]:
    share, wide = found / of, 1.96**2 / of
    middle = (share + wide / 2) / (1 + wide)
    reach = math.sqrt(share * (1 - share) * wide + wide**2 / 4) / (1 + wide)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def skills(areas: Sequence[tuple[str, Area]], words: Words, width: int) -> str:
    """How much nearer than a baseline, with the interval; a hollow mark where it holds zero."""
    gutter = 250 if width > 500 else 0
    lane = 30 if gutter else 48
    told = [(name, area.skills[0]) for name, area in areas if area.skills]
    ends = [end for _, each in told for end in (each.low, each.high, each.value) if end is not None]
    least, most = min([-0.1, *ends]), max([0.2, *ends])
    x = Scale(max(least, -0.6), min(most, 0.6), gutter + 26, width - 30)
    top = 34
    bottom = top + lane * len(told)
    parts = []
    for share in (-0.4, -0.2, 0, 0.2, 0.4):
        if x.low <= share <= x.high:
            at = x(share)
            said = f"{share:+.0%}".replace("-", "−") if share else "0"
            parts += [
                line(at, top - 8, at, bottom, "ink" if share == 0 else "rule"),
                text(at, bottom + 16, said, anchor="middle", size=11),
            ]
    parts += [
        text(x(0) + 6, 14, words["nearer"] + " →", anchor="start", size=11.5),
        text(x(0) - 6, 14, "← " + words["farther"], anchor="end", size=11.5),
    ]
    for number, (name, each) in enumerate(told):
        middle = top + lane * number + (lane / 2 if gutter else 32)
        urdu = any("\u0600" <= sign <= "\u06ff" for sign in name)
        parts.append(
            text(gutter - 8, middle + 4, name, "ink", "end", 12.5) if gutter
            else text(4, middle - 14 - 3 * urdu, name, "ink", "start", 12.5, halo=True)
        )  # fmt: skip
        if each.low is not None and each.high is not None:
            low, high = (x(min(max(end, x.low), x.high)) for end in (each.low, each.high))
            parts.append(line(low, middle, high, middle, "accent", 2))
        at = x(min(max(each.value, x.low), x.high))
        parts.append(dot(at, middle, 5, "accent" if each.is_shown else "paper", "accent"))
    return svg(width, bottom + 24, parts)


def cartogram(areas: Sequence[tuple[str, Area]], words: Words, width: int) -> str:
    """A card for each place near where it lies, with a bar for each probability."""
    wide, tall = (158, 96) if width > 500 else (148, 92)
    height = 500 if width > 500 else 640
    at = _apart([area for _, area in areas], width, height, wide, tall)
    parts = []
    for (name, area), (across, down) in zip(areas, at, strict=True):
        left, top = across - wide / 2, down - tall / 2
        parts += [
            box(left, top, wide, tall, "paper", stroke="rule"),
            text(across, top + 20, name, "ink", "middle", _fitting(name, wide), 600),
        ]
        for number, each in enumerate(area.chances):
            level = top + 40 + 19 * number
            bar = Scale(0, 1, left + 44, left + wide - 42)
            parts += [
                text(left + 38, level + 4, f"≥ {each.at_least}", anchor="end", size=11),
                box(bar(0), level - 5, bar(1) - bar(0), 10, "faint"),
                box(bar(0), level - 5, bar(each.probability) - bar(0), 10, "accent"),
                text(left + wide - 6, level + 4, per_cent(each.probability), "ink", "end", 11),
            ]
    return svg(width, height, parts)


def _fitting(name: str, wide: float) -> float:
    """The size at which a name fits the card; bold letters are up to 0.68 of their size wide."""
    return min(12 if wide > 150 else 11, round((wide - 8) / (0.68 * len(name)), 1))


def per_cent(share: float) -> str:
    """No chance is none at all, and none is certain: a thousand draws do not tell."""
    said = f"{share:.0%}"
    return {"0%": "<1%", "100%": ">99%"}.get(said, said)


def _apart(
    areas: Sequence[Area], width: float, height: float, wide: float, tall: float
) -> list[tuple[float, float]]:
    """Where the cards lie: as on a map, then moved until none covers another."""
    lon = [float(area.place.longitude or 0) for area in areas]
    lat = [float(area.place.latitude or 0) for area in areas]
    x = Scale(min(lon), max(lon), wide / 2 + 2, width - wide / 2 - 2)
    y = Scale(min(lat), max(lat), height - tall / 2 - 2, tall / 2 + 2)
    at = [[x(east), y(north)] for east, north in zip(lon, lat, strict=True)]
    for turn in range(600):
        for one in range(len(at)):
            for other in range(one + 1, len(at)):
                across, down = at[other][0] - at[one][0], at[other][1] - at[one][1]
                over = (wide + 8 - abs(across), tall + 8 - abs(down))
                if min(over) <= 0:
                    continue
                # Where there is no room beside each other there is above and below.
                side = 0 if turn < 300 and over[0] / wide < over[1] / tall else 1
                push = over[side] / 2 * (1 if (across, down)[side] >= 0 else -1)
                at[one][side] -= push
                at[other][side] += push
        for each in at:
            each[0] = min(max(each[0], wide / 2 + 1), width - wide / 2 - 1)
            each[1] = min(max(each[1], tall / 2 + 1), height - tall / 2 - 1)
    return [(each[0], each[1]) for each in at]


def together(question: Question, words: Words, width: int) -> str:
    """Counts around the event, what a regression expects, and the interval of each design."""
    rows = question.series
    monthly = bool(rows) and len(rows[0].time.text) == 7
    left, top, floor = 44, 40, 240
    parts: list[str] = []
    if rows:
        when = [number_of(row.time.text) if monthly else int(row.time.text) * 12 for row in rows]
        each_step = 1 if monthly else 12
        x = Scale(when[0] - each_step / 2, when[-1] + each_step / 2, left, width - 8)
        most = max(max(row.counted for row in rows), *(float(row.expected) for row in rows)) * 1.05
        y = Scale(0, most, floor, top)
        for tick in ticks(most):
            parts += [line(left, y(tick), width - 8, y(tick)),
                      text(left - 6, y(tick) + 4, f"{tick:,}", anchor="end")]  # fmt: skip
        step = x(each_step) - x(0)
        for row, at in zip(rows, when, strict=True):
            up = y(row.counted)
            parts.append(box(x(at) - step * 0.36, up, step * 0.72, floor - up, "accent", 0.55))
        for year in range(-(-when[0] // 12), when[-1] // 12 + 1):
            if x(year * 12) < width - 30:
                parts.append(text(x(year * 12 - each_step / 2) + 2, floor + 17, year))
        start = number_of(question.record.first_after.text) if monthly else (
            int(question.record.first_after.text) * 12)  # fmt: skip
        parts += _expected(question, when, start, x, y)
        event = x(start - each_step / 2)
        parts += [
            line(event, top - 6, event, floor, "ink", 1.2),
            text(event - 5, top + 4, words["event"], "ink", "end", 11.5),
        ]
        parts += _series_key(words, left, width)
    begin = 284 if rows else 10
    return svg(width, begin + _lane(width) * len(question.designs) + 60,
                [*parts, *_designs(question, words, width, begin)])  # fmt: skip


def _expected(question: Question, when: Sequence[int], start: int, x: Scale, y: Scale) -> list[str]:
    parts = []
    for after in (False, True):
        points = [
            f"{x(at):g},{y(float(row.expected)):g}"
            for row, at in zip(question.series, when, strict=True)
            if (at >= start) == after
        ]
        dash = ' stroke-dasharray="5 3"' if after else ""
        parts.append(f'<polyline points="{" ".join(points)}" fill="none" '
                     f'stroke="{colour("kinetic")}" stroke-width="2"{dash}/>')  # fmt: skip
    return parts


def _series_key(words: Words, left: float, width: float) -> list[str]:
    half = (width - left) / 2
    return [
        box(left, 3, 14, 10, "accent", 0.55),
        text(left + 20, 12, words["counted"], "ink"),
        line(left + half * 0.7, 8, left + half * 0.7 + 20, 8, "kinetic", 2, "5 3"),
        text(left + half * 0.7 + 26, 12, words["expected"], "ink"),
    ]


def _lane(width: float) -> int:
    """How high a design's line is: on a narrow picture its name stands above it."""
    return 34 if width > 500 else 44


def _arrow(x: float, y: float, way: int) -> str:
    """The end of a line that goes on beyond the scale, to the left (-1) or to the right (1)."""
    points = f"{x + 8 * way:g},{y:g} {x:g},{y - 5:g} {x:g},{y + 5:g}"
    return f'<polygon points="{points}" fill="{colour("accent")}"/>'


def _designs(question: Question, words: Words, width: float, begin: float) -> list[str]:
    """A line for each design: times what was expected, on a scale where halves are like doubles."""
    gutter = 230 if width > 500 else 0
    lane = _lane(width)
    x = Scale(-4, 4, gutter + 16, width - 16)
    top, floor = begin + 18, begin + 18 + lane * len(question.designs)
    parts = []
    for power in (-4, -2, -1, 0, 1, 2, 4):
        said = {-4: "1/16", -2: "1/4", -1: "1/2"}.get(power, str(2**power if power >= 0 else ""))
        parts += [
            line(x(power), top - 6, x(power), floor, "ink" if power == 0 else "rule"),
            text(x(power), floor + 16, said, anchor="middle", size=11),
        ]
    for number, each in enumerate(question.designs):
        middle = top + lane * number + (14 if gutter else 31)
        name = words[f"design_{each.design}"]
        parts.append(text(gutter - 6, middle + 4, name, "ink", "end", 12) if gutter
                     else text(4, middle - 14, name, "ink", "start", 11.5, halo=True))  # fmt: skip
        if each.ratio is None or each.ratio_low is None or each.ratio_high is None:
            key = "untold" if each.finding == "untold" else "no_break"
            parts.append(text(x(0) + 8, middle + 4, words[key], size=11.5, halo=True))
            continue
        low, at, high = (
            x(min(max(math.log2(max(float(end), 1e-9)), -4), 4))
            for end in (each.ratio_low, each.ratio, each.ratio_high)
        )
        fill = "paper" if each.finding == "unclear" else "accent"
        parts += [line(low, middle, high, middle, "accent", 2), dot(at, middle, 5, fill, "accent")]
        if each.ratio_low < 2**-4:
            parts.append(_arrow(low, middle, -1))
        if each.ratio_high > 2**4:
            parts.append(_arrow(high, middle, 1))
    parts.append(text(x(0), floor + 36, words["times_expected"], anchor="middle", size=11.5))
    return parts
