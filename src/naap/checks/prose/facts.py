"""Claims about the plan itself: its points, the years of policies, what came before what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from naap.checks.prose.found import Found
from naap.checks.prose.pattern import Line
from naap.checks.prose.vocabulary import content
from naap.pack import Pack
from naap.pack.tables import ContextEventRow, FrameworkRow, PlanRow, PointRow

__all__ = ["Event", "Facts", "facts_of"]

_YEARS = re.compile(r"\b(20\d\d)\s*[-–]\s*(20\d\d)\b")
_NAME = re.compile(r"[A-Z][\w’'-]+(?:\s+(?:[A-Z][\w’'-]+))*")
_REVISED = frozenset({"revised", "modified", "new", "newer", "second", "updated", "renewed"})


@dataclass(frozen=True)
class Event:
    """Something that happened, the names that texts give it, and its first and last day."""

    title: str
    names: re.Pattern[str]
    when: date
    last: date
    attack: bool = False


@dataclass(frozen=True)
class Facts:
    """What a pack knows of its plans, policies and events, by the names that texts use."""

    pack: Pack

    @cached_property
    def plans(self) -> tuple[PlanRow, ...]:
        return self.pack.rows(PlanRow)

    @cached_property
    def plan_names(self) -> re.Pattern[str]:
        """ "National Action Plan" and NAP: the words of the titles without what tells versions
        apart."""
        names = set()
        for plan in self.plans:
            words = [word for word in re.findall(r"[^\W\d_]+", plan.title_en)
                     if word.lower() not in _REVISED]  # fmt: skip
            names |= {r"\s+".join(words), "".join(word[0] for word in words if word[0].isupper())}
        return _one_of(names)

    @cached_property
    def points(self) -> dict[str, tuple[PointRow, ...]]:
        return {plan.plan_id: tuple(point for point in self.pack.rows(PointRow)
                                    if point.plan_id == plan.plan_id)
                for plan in self.plans}  # fmt: skip

    @cached_property
    def policies(self) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
        """Policies that carry years in their names: the name, and each edition's years."""
        editions: dict[str, list[str]] = {}
        for row in self.pack.rows(FrameworkRow):
            if years := _YEARS.search(row.title_en):
                name = row.title_en[: years.start()].strip()
                editions.setdefault(name, []).append(f"{years[1]}-{years[2]}")
        return tuple((_one_of({re.escape(name), "".join(each[0] for each in name.split())}),
                      tuple(years)) for name, years in editions.items())  # fmt: skip

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Operations and attacks, and the announcement of the first version of the plan."""
        found = []
        for row in self.pack.rows(ContextEventRow):
            names = [name for name in _NAME.findall(row.title_en)
                     if len(name.split()) > 1 or name.count("-") > 1]  # fmt: skip
            names += [word for name in names for word in name.split() if word.count("-") > 1]
            if names and row.type in ("operation", "attack"):
                pattern = _one_of(set(map(re.escape, names)))
                attack = row.type == "attack"
                found.append(Event(row.title_en, pattern, row.when.start, row.when.end, attack))
        found += [Event(plan.title_en, self.plan_names, plan.adopted.start, plan.adopted.end)
                  for plan in self.plans if not plan.replaces]  # fmt: skip
        return tuple(found)

    def named(self, text: str) -> list[tuple[int, Event]]:
        """The events that a text names, in its order, each with its offset."""
        found = [(match.start(), event) for event in self.events
                 if (match := event.names.search(text))]  # fmt: skip
        return sorted(found, key=lambda each: each[0])

    def plan_in(self, line: Line) -> PlanRow | None:
        """The version of the plan that a line speaks of; None where it speaks of no plan."""
        if not self.plan_names.search(line.text):
            return None
        words = set(line.words())
        years = {token.when.first.year for token in line.tokens
                 if token.when is not None and token.when.first is not None}  # fmt: skip
        later = [plan for plan in self.plans if plan.replaces]
        for plan in later:
            if words & _REVISED or plan.adopted.start.year in years:
                return plan
        return next((plan for plan in self.plans if not plan.replaces), None)


def _one_of(names: set[str]) -> re.Pattern[str]:
    known = sorted((name for name in names if len(name) > 2), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(known) or '(?!)'})(?!\w)")


def facts_of(line: Line, used: frozenset[int], facts: Facts) -> Iterator[Found]:
    """Every claim about the plan, its policies and events that the pack can speak to."""
    yield from _number_of_points(line, used, facts)
    numbered = list(_numbered_point(line, facts))
    yield from numbered or _mentions(line, facts)
    yield from _policy_years(line, facts)
    yield from _order(line, facts)
    yield from _dated_event(line, facts)
    yield from _toll(line, used, facts)


def _number_of_points(line: Line, used: frozenset[int], facts: Facts) -> Iterator[Found]:
    """ "the 20-point National Action Plan"."""
    plan = facts.plan_in(line)
    for match in line.matches("n=NUM point|points"):
        place = match.named["n"]
        token = line.tokens[place]
        if plan is None or place in used or token.value < 5 or token.qualifier:
            continue
        told = {each.points_stated: each.title_en for each in facts.plans if each.points_stated}
        holds = int(token.value) in told
        computed = "; ".join(f"{title}: {count}" for count, title in told.items())
        yield Found("count", line.said(place, match.last), computed, "holds" if holds else "fails",
                    "as many points as the plan is said to have" if holds
                    else "no version of the plan has so many points",
                    used=frozenset({place}))  # fmt: skip


def _numbered_point(line: Line, facts: Facts) -> Iterator[Found]:
    """ "the third point of the revised plan deals with persecution"."""
    plan = facts.plan_in(line)
    if plan is None:
        return
    for wanted in ("n=ORD point", "point [ no|number ] n=NUM"):
        for match in line.matches(wanted):
            place = match.named["n"]
            count = int(line.tokens[place].value)
            said = line.said(match.first, match.last)
            points = facts.points[plan.plan_id]
            point = next((each for each in points if each.number == count), None)
            if point is None:
                known = [each for each in points if each.number]
                whole = plan.completeness == "full"
                yield Found("count", said, "", "fails" if whole else "cannot tell",
                            f"the plan has {len(known)} points" if whole
                            else f"missing: the official list of the points of {plan.title_en}",
                            used=frozenset({place}))  # fmt: skip
            elif point.certainty != "confirmed":
                yield Found("count", said, f"{count}: {point.title_en}", "cannot tell",
                            f"missing: the official list of the points of {plan.title_en}; the "
                            f"number is in {point.source_id} alone",
                            used=frozenset({place}))  # fmt: skip
            else:
                topic = content(line.words(match.last + 1)) - content(plan.title_en.split())
                own = content([point.title_en, point.text_official or ""])
                if topic:
                    yield Found("count", said, f"{count}: {point.title_en}",
                                "holds" if topic & own else "fails",
                                "the words of the point" if topic & own
                                else "the point speaks of something else",
                                used=frozenset({place}))  # fmt: skip


_TOPIC = re.compile(
    r"(?P<none>\b(?:no|none)\b[^.;]{0,40})?\bpoints?\b[^.;:]{0,60}?"
    r"\b(?:such\s+as|including|like|mentions?|mention(?:ed|ing)|speaks?\s+of|covers?|deals?\s+with|"
    r"concerns?|on)\s+(?P<topic>[^,.;:()]{3,60})",
    re.IGNORECASE,
)
_TOPIC_ENDS = re.compile(r"\s+(?:were|was|is|are|have|has|had|which|that|and|remain\w*|in|of)\b.*")


def _mentions(line: Line, facts: Facts) -> Iterator[Found]:
    """ "points of the plan such as border fencing", "no point mentions the border"."""
    plan = facts.plan_in(line)
    match = _TOPIC.search(line.text)
    if plan is None or match is None:
        return
    said = _TOPIC_ENDS.sub("", match["topic"]).strip()
    topic = content([said])
    if not topic or any(word.isdigit() for word in said.split()):
        return
    points = facts.points[plan.plan_id]
    having = [point for point in points
              if 2 * len(topic & content([point.title_en, point.text_official or ""]))
              >= len(topic)]  # fmt: skip
    denied = match["none"] is not None
    shown = "; ".join(f"{point.number}: {point.title_en}" for point in having[:3]) or "none"
    form = "universal" if denied else "count"
    what = f"{'no point mentions' if denied else 'a point mentions'} {said}"
    if not having and plan.completeness != "full":
        yield Found(form, what, shown, "cannot tell",
                    f"missing: the official list of the points of {plan.title_en}")  # fmt: skip
        return
    holds = bool(having) != denied
    if holds and not denied:
        return  # a point is named, and nothing is claimed of it that the plan's words could show
    yield Found(form, what, shown, "holds" if holds else "fails",
                f"{len(having) or 'none'} of the {len(points)} points of {plan.title_en} "
                f"{'speaks' if len(having) == 1 else 'speak'} of {said}")  # fmt: skip


def _policy_years(line: Line, facts: Facts) -> Iterator[Found]:
    """ "NISP (2019-2023)", where the policy is one of 2018-2023."""
    for name, editions in facts.policies:
        for match in name.finditer(line.text):
            for place, token in enumerate(line.tokens):
                near = 0 <= token.start - match.end() <= 12
                if not near or token.when is None or token.when.precision != "span":
                    continue
                if token.when.first is None or token.when.last is None:
                    continue
                years = f"{token.when.first.year}-{token.when.last.year}"
                holds = years in editions
                yield Found("date", line.text[match.start() : token.end], "; ".join(editions),
                            "holds" if holds else "fails",
                            "an edition of these years" if holds
                            else f"{match[0]} has editions of {' and '.join(editions)}",
                            flags=() if holds else ("wrong year",),
                            used=frozenset({place}))  # fmt: skip


_LED = re.compile(
    r"\b(?:led\s+to|prompted|resulted\s+in|triggered|gave\s+(?:rise|birth)\s+to|brought\s+about"
    r"|paved\s+the\s+way\s+for|was\s+followed\s+by|gave\s+way\s+to|preceded|produced)\b"
)
_CAME = re.compile(
    r"\b(?:was\s+the\s+result\s+of|resulted\s+from|stemmed\s+from|was\s+launched\s+under"
    r"|(?:was\s+)?launched\s+(?:after|following|as\s+part\s+of)|began\s+after|grew\s+out\s+of)\b"
)


def _order(line: Line, facts: Facts) -> Iterator[Found]:
    """ "the plan led to Zarb-e-Azb": what is led to cannot have begun before."""
    found = _LED.search(line.text)
    turned = None if found else _CAME.search(line.text)
    word = found or turned
    if word is None:
        return
    first = _last_named(line.text[: word.start()], facts)
    second = _first_named(line.text[word.end() :], facts)
    if first is None or second is None:
        return
    cause, effect = (first, second) if found else (second, first)
    holds = cause.when <= effect.when
    computed = f"{cause.title}: {cause.when}; {effect.title}: {effect.when}"
    days = abs((effect.when - cause.when).days)
    why = f"{days} days {'after' if holds else 'before'} what it is said to come from"
    yield Found("date", line.text[word.start() : word.end()], computed,
                "holds" if holds else "fails", why)  # fmt: skip


def _first_named(text: str, facts: Facts) -> Event | None:
    found = facts.named(text)
    return found[0][1] if found else None


def _last_named(text: str, facts: Facts) -> Event | None:
    found = facts.named(text)
    return found[-1][1] if found else None


_BEGAN = "began|begun|launched|started|announced|adopted|approved|attacked|unveiled ... w=WHEN"


def _dated_event(line: Line, facts: Facts) -> Iterator[Found]:
    """ "Zarb-e-Azb was launched in June 2014"."""
    events = facts.named(line.text)
    times = [token for token in line.tokens if token.when is not None]
    if len(events) != 1 or len(times) != 1:
        return
    event = events[0][1]
    for match in line.matches(_BEGAN):
        place = match.named["w"]
        when = line.tokens[place].when
        if when is None or when.first is None or when.last is None:
            continue
        between = line.words(match.first + 1, place)
        if not between or between[-1] not in ("in", "on") or len(between) > 3:
            continue
        holds = when.first <= event.last and event.when <= when.last
        yield Found("date", line.said(match.first, place), f"{event.title}: {event.when}",
                    "holds" if holds else "fails",
                    f"the pack dates it {event.when}",
                    flags=() if holds or when.first.year == event.when.year else ("wrong year",),
                    used=frozenset({place}))  # fmt: skip
        return


_VICTIMS = frozenset({"killed", "massacre", "massacred", "died", "dead", "deaths", "lives", "toll",
                      "martyred", "victims", "children", "injured"})  # fmt: skip


def _toll(line: Line, used: frozenset[int], facts: Facts) -> Iterator[Found]:
    """ "the massacre of over 140 people at the school": the pack holds no toll of single events."""
    named = [event for _, event in facts.named(line.text) if event.attack]
    free = [place for place, token in enumerate(line.tokens)
            if token.type == "NUM" and place not in used and token.value > 1]  # fmt: skip
    if len(named) == 1 and len(free) == 1 and _VICTIMS & set(line.words()):
        place = free[0]
        bound = line.tokens[place].qualifier in ("over", "at least", "under", "at most")
        yield Found("bound" if bound else "count", line.said(place, place), "", "cannot tell",
                    f"missing: a published number of victims of: {named[0].title}",
                    used=frozenset({place}))  # fmt: skip
