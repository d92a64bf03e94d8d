"""The pages on organisations: who lists them today, and the lineage of each family, as pictures.

What they show has passed the rule of publication in the SQL of the figure organisation-relations.
A body that no list names, and that no relation shown here touches, stands on no page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from naap.figures import Computed
from naap.figures.figure import Language
from naap.organisations.lineage import Step, families, steps_of
from naap.organisations.listed import Answer, Verdict, listed
from naap.organisations.register import Listing, Register, Relation
from naap.pack import Pack
from naap.pack.tables import BodyRow
from naap.review.numbers import period_written
from naap.review.options import Options
from naap.review.organisations.svg import SHAPES, Look, drawn, standing_alone
from naap.review.organisations.tracks import Link, Timeline, Track, timeline
from naap.review.words import word

__all__ = ["Family", "Organisations", "Standing", "organisations_of", "words_for"]

LISTINGS, RELATIONS = "organisation-listings", "organisation-relations"
_ANSWERS: Mapping[Answer, str] = {
    "yes": "answer_yes",
    "no": "answer_no",
    "listed, date unknown": "answer_undated",
    "uncertain": "answer_uncertain",
    "not in this register": "answer_unknown",
}
_WIDE, _NARROW = 980, 350
_WIDE_GUTTER, _NARROW_GUTTER = 190, 96
_LETTERS_OF_A_LABEL = {_WIDE: 30, _NARROW: 15}


@dataclass(frozen=True)
class Standing:
    """One organisation on the page of all: what each authority says on the day of the review."""

    org_id: str
    name: str
    acronym: str | None
    verdicts: tuple[Verdict, ...]
    family: str | None


@dataclass(frozen=True)
class Family:
    """Organisations that belong together, with what sources say of them."""

    family_id: str
    name: str
    members: tuple[str, ...]
    relations: tuple[Relation, ...]
    listings: tuple[Listing, ...]
    pictures: Mapping[str, str]
    """SVG by name: wide, narrow, and file (one that stands alone)."""


@dataclass(frozen=True)
class Organisations:
    """Everything that the pages on organisations need, in one language."""

    register: Register
    language: Language
    today: date
    standings: tuple[Standing, ...]
    families: tuple[Family, ...]
    landscape: Mapping[str, str]
    authorities: Mapping[str, str]
    withheld: bool
    """Whether relations or bodies are left out of the pages by the rule of publication."""

    @cached_property
    def shapes(self) -> Mapping[str, str]:
        return dict(zip(self.authorities, SHAPES, strict=False))

    def name_of(self, org_id: str) -> str:
        return self.register.name_of(org_id, self.language)

    def files(self) -> Iterator[tuple[str, str]]:
        """The pictures as files of their own, beside the pages that show them."""
        if self.landscape:
            yield "organisations/landscape.svg", self.landscape["file"]
        for family in self.families:
            yield f"organisations/{family.family_id}.svg", family.pictures["file"]


def organisations_of(
    pack: Pack,
    whole: Register,
    options: Options,
    computed: Mapping[str, Computed],
    language: Language,
) -> Organisations | None:
    """What the pages show of the ``whole`` register; None where no list has an organisation."""
    open_claims = {claim for row in computed[RELATIONS].rows for claim in row["claims"]}
    register = replace(
        whole,
        relations=_by_date(each for each in whole.relations if each.claim_id in open_claims),
        listings=tuple(each for each in whole.listings if whole.bodies[each.organisation].in_pack),
    )
    if not register.listings:
        return None
    today = options.moment.stated_by or options.as_of or pack.settings.released
    steps = steps_of(register.relations)
    authorities = {body: _short_name(pack, body, language) for body in register.authorities}
    words = computed[RELATIONS].figure.about.words
    drawing = _Drawing(register, steps, today, language, authorities, words)
    groups = [group for group in families(register.relations) if len(group) > 1]
    made = [_family(register, drawing, group) for group in groups]
    of_family = {org: family.family_id for family in made for org in family.members}
    shown = [
        org for org, body in register.bodies.items()
        if body.in_pack and (org in register.listings_of or org in of_family)
    ]  # fmt: skip
    standings = tuple(
        Standing(
            org,
            register.name_of(org, language),
            register.bodies[org].acronym,
            tuple(listed(register, org, today)),
            of_family.get(org),
        )
        for org in shown
    )
    return Organisations(
        register=register,
        language=language,
        today=today,
        standings=standings,
        families=tuple(made),
        landscape=drawing.landscape(groups) if groups else {},
        authorities=authorities,
        withheld=len(register.relations) < len(whole.relations)
        or len(shown) < sum(body.in_pack for body in whole.bodies.values()),
    )


def words_for(orgs: Organisations, computed: Mapping[str, Computed]) -> dict[str, Any]:
    """What the templates of these pages ask, beside what all pages have."""

    def said(figure: str) -> dict[str, str]:
        words = computed[figure].figure.about.words
        return {key: each[orgs.language] for key, each in words.items()}

    return {
        "org_name": orgs.name_of,
        "row_of": lambda claim: claim.key.partition("/")[2],
        "answer_words": _ANSWERS,
        "relation_words": said(RELATIONS),
        "listing_words": said(LISTINGS),
    }


def _short_name(pack: Pack, body: str, language: Language) -> str:
    """What pages call an authority: short where the language has it so, else in full."""
    short, fell_back = pack.text(pack.get(BodyRow, body), "short", language)
    if short and not fell_back:
        return short
    return pack.text(pack.get(BodyRow, body), "name", language)[0]


def _family(register: Register, drawing: _Drawing, group: frozenset[str]) -> Family:
    head = drawing.head(group)
    members = tuple(track.org_id for track in drawing.time(group).tracks)
    return Family(
        family_id=head,
        name=register.name_of(head, drawing.language),
        members=members,
        relations=_by_date(
            each for each in register.relations if each.from_org in group or each.to_org in group
        ),
        listings=tuple(each for org in members for each in register.listings_of.get(org, ())),
        pictures=drawing.family(group),
    )


@dataclass(frozen=True)
class _Drawing:
    """What all pictures of a review share."""

    register: Register
    steps: Sequence[Step]
    today: date
    language: Language
    authorities: Mapping[str, str]
    words: Mapping[str, Mapping[Language, str]]

    def time(self, group: frozenset[str]) -> Timeline:
        return timeline(self.register, group, self.steps, self.today)

    def head(self, group: frozenset[str]) -> str:
        """After whom a family is called: the one from which most others come."""
        tracks = self.time(group).tracks
        roots = [number for number, track in enumerate(tracks) if track.depth == 0]
        ends = [*roots[1:], len(tracks)]
        below = {start: end - start for start, end in zip(roots, ends, strict=True)}
        return tracks[max(roots, key=lambda each: (below[each], -each))].org_id

    def family(self, group: frozenset[str]) -> dict[str, str]:
        time = self.time(group)
        names = {org: self._named(org) for org in group}
        pictures = {
            name: drawn(time, self._look(width, names))
            for name, width in (("wide", _WIDE), ("narrow", _NARROW))
        }
        title = self.register.name_of(self.head(group), self.language)
        return pictures | {"file": standing_alone(pictures["wide"], title)}

    def landscape(self, groups: Sequence[frozenset[str]]) -> dict[str, str]:
        times = [self.time(group) for group in groups]
        whole = _joined(times)
        heads = {
            time.tracks[0].org_id: self.register.name_of(self.head(group), self.language)
            for time, group in zip(times, groups, strict=True)
        }
        pictures = {}
        for name, width, gutter in (
            ("wide", _WIDE, _WIDE_GUTTER), ("narrow", _NARROW, _NARROW_GUTTER),
        ):  # fmt: skip
            names = {
                track.org_id: _shortened(self._short(track.org_id), _LETTERS_OF_A_LABEL[width])
                for track in whole.tracks
            }
            pictures[name] = drawn(whole, self._look(width, names, gutter, heads))
        title = word("landscape", self.language)
        return pictures | {"file": standing_alone(pictures["wide"], title)}

    def _look(
        self,
        width: int,
        names: Mapping[str, str],
        gutter: int = 0,
        headings: Mapping[str, str] | None = None,
    ) -> Look:
        return Look(
            language=self.language,
            width=width,
            names=names,
            steps=self._words,
            authorities=tuple(self.authorities),
            gutter=gutter,
            headings=headings or {},
        )

    def _named(self, org: str) -> str:
        return self.register.name_of(org, self.language)

    def _short(self, org: str) -> str:
        body = self.register.bodies[org]
        name = self.register.name_of(org, self.language)
        return name if self.language == "ur" and body.name_ur else body.acronym or name

    def _words(self, of: Link | Track) -> str:
        """How a track began, with the date; or the date of a step that ends in an older track."""
        if isinstance(of, Link):
            return self._date(of.step) if of.into else ""
        if of.born is None:
            return ""
        claim = of.born.claims[0]
        if claim.from_org == of.org_id and claim.to_org is not None:
            said = self.words[of.born.relation][self.language]
            other = self._short(claim.to_org)
            how = f"{other} {said}" if self.language == "ur" else f"{said} {other}"
        else:
            how = f"{word('formerly', self.language)} {self._short(claim.from_org)}"
        return self._comma.join(each for each in (how, self._date(of.born)) if each)

    @property
    def _comma(self) -> str:
        return "، " if self.language == "ur" else ", "

    def _date(self, step: Step) -> str:
        if step.dating is None:
            return ""
        dates = [period_written(each.text, self.language) for each in step.dating.dates]
        doubt = word("question_mark", self.language) if step.contested else ""
        return f" {word('or_else', self.language)} ".join(dates) + doubt


def _by_date(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """The oldest first, those without a date last."""
    return tuple(
        sorted(
            relations,
            key=lambda each: (each.valid_from.start if each.valid_from else date.max, each.key),
        )
    )


def _joined(times: Sequence[Timeline]) -> Timeline:
    """Timelines below each other, in one time."""
    tracks: list[Track] = []
    links: list[Link] = []
    for time in times:
        shift = len(tracks)
        links += [
            replace(link, older=link.older + shift, newer=link.newer + shift) for link in time.links
        ]
        tracks += time.tracks
    return Timeline(
        tuple(tracks), tuple(links), min(t.first for t in times), max(t.last for t in times)
    )


def _shortened(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: letters - 1].rstrip(" ,") + "…"
