"""``rules.yml``: what must hold between the published numbers, one class a check.

A rule names quantities of the pack; the checks run it over the figures of the ledger. The page
about rules in the reference is made from these classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator

from naap.pack.cells import Amount, Flag, Id, Text
from naap.pack.settings import Language

__all__ = ["ANY_RULE", "CHECKS", "RULES_FILE", "AnyRule", "Rule", "Severity", "Term"]

RULES_FILE = "rules.yml"

Severity = Literal["error", "warning", "note"]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _term(written: Any) -> Any:
    return {"quantity": written} if isinstance(written, str) else written


def _listed(written: Any) -> Any:
    return [written] if isinstance(written, str | dict) else written


Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed)]


class Term(_Written):
    """A number that a rule takes up: a quantity, and where it is not the place, scope or
    publisher of the number tested, which one. Several places are added up."""

    quantity: Id = Field(description="The quantity.")
    places: Ids = Field((), description="These places, added up.")
    scope: Id | None = Field(None, description="This scope.")
    publisher: Id | None = Field(None, description="This publisher.")


ATerm = Annotated[Term, BeforeValidator(_term)]
Terms = Annotated[tuple[ATerm, ...], BeforeValidator(_listed)]
Quantities = Annotated[
    Literal["all"] | Annotated[tuple[Id, ...], Field(min_length=1)],
    BeforeValidator(lambda written: written if written == "all" else _listed(written)),
]
Kinds = Literal["publisher", "place", "scope"]
_ALL = "Ids of quantities; all: every quantity that it suits, data sets' totals left out."


class Rule(_Written):
    """What every rule says."""

    check: str = Field(description="Which check it is.")
    title: dict[Language, Text] = Field(description="What must hold, in a few words: en, ur.")
    severity: Severity | None = Field(
        None, description="How much a finding matters, where that is not as usual for the check."
    )
    mend: dict[Language, Text] | None = Field(
        None, description="What to do about a finding, where the check's own words do not fit."
    )
    across: Annotated[tuple[Kinds, ...], BeforeValidator(_listed)] = Field(
        (), description="What the numbers need not share: publisher, place, scope."
    )
    periods: Literal["same", "overlapping", "within", "any"] = Field(
        "same",
        description="How the periods must agree. same: both ends, and for stocks and cumulative "
        "counts the last day; within: one inside the other.",
    )


class Sum(Rule):
    """The parts make up the whole, and no part is larger than it."""

    check: Literal["sum"]
    whole: ATerm = Field(description="The stated total.")
    parts: Terms = Field((), description="The quantities that make it up.")
    parts_by: Literal["place"] | None = Field(
        None, description="place: the parts are the same quantity in the places inside."
    )
    complete: Flag = Field(
        True, description="no: some parts are not told; what is left is shown, and not a fault."
    )
    tolerance: Amount = Field(Decimal(0), ge=0, description="How far sum and total may lie apart.")
    exactly: Flag = Field(
        False, description="yes: read 'at least' as exact, since the source names each one."
    )

    @model_validator(mode="after")
    def _has_parts(self) -> Sum:
        if bool(self.parts) == bool(self.parts_by):
            raise ValueError("write either parts or parts_by")
        return self


class Identity(Rule):
    """A number is what others give when added and taken away."""

    check: Literal["identity"]
    stated: ATerm = Field(description="The number that is tested.")
    plus: Terms = Field(description="What is added.")
    minus: Terms = Field((), description="What is taken away.")
    tolerance: Amount = Field(Decimal(0), ge=0, description="How far the two may lie apart.")


class StockFlow(Rule):
    """opening + new - decided = closing, over periods that follow each other."""

    check: Literal["stock-flow"]
    closing: ATerm = Field(description="The stock at the end of the period.")
    opening: ATerm | None = Field(
        None, description="The stock at its beginning; empty: the closing stock of the one before."
    )
    inflows: Terms = Field(description="What came in during the period.")
    outflows: Terms = Field(description="What went out during the period.")
    tolerance: Amount = Field(Decimal(0), ge=0, description="How far the two may lie apart.")


class Ratio(Rule):
    """A share is what its parts give, in printed precision."""

    check: Literal["ratio"]
    numerator: Terms = Field(description="What is counted; several terms are added up.")
    denominator: Terms = Field(description="Out of what; several terms are added up.")
    stated: ATerm | None = Field(None, description="The share that was printed, if one was.")
    rest: Flag = Field(False, description="yes: the printed share is that of the rest.")
    factor: Amount = Field(Decimal(100), gt=0, description="100 for per cent.")
    most: Amount | None = Field(None, description="What the ratio cannot exceed.")


class Rate(Rule):
    """A rate is what count and denominator give, in printed precision."""

    check: Literal["rate"]
    count: ATerm = Field(description="What is counted.")
    per: Literal["day", "month", "100000 people"] = Field(
        description="By what it is divided: the days or months of its period, or the place's "
        "population as last counted."
    )
    stated: ATerm = Field(description="The rate that was printed.")


class Change(Rule):
    """A rise or fall in per cent is what the two numbers give, in printed precision."""

    check: Literal["change"]
    quantity: ATerm = Field(description="What rose or fell, from the period before to this one.")
    stated: ATerm = Field(description="The change in per cent that was printed for the period.")


class Cumulative(Rule):
    """A count since a start never falls."""

    check: Literal["cumulative"]
    quantities: Quantities = Field(description=_ALL)


class Bounds(Rule):
    """A number lies where it can lie."""

    check: Literal["bounds"]
    quantities: Quantities = Field(description=_ALL)
    least: Amount | None = Field(None, description="The smallest value that makes sense.")
    most: Amount | None = Field(None, description="The largest value that makes sense.")
    not_above: ATerm | None = Field(None, description="It cannot be larger than this one.")

    @model_validator(mode="after")
    def _has_bounds(self) -> Bounds:
        if self.least is None and self.most is None and self.not_above is None:
            raise ValueError("write least, most or not_above")
        return self


class Unit(Rule):
    """A number is in the unit that stands beside it: no share printed as per cent, no million
    printed for a billion."""

    check: Literal["unit"]
    quantities: Quantities = Field(description=_ALL)


class Publishers(Rule):
    """Those who count the same thing differ by no more than a little."""

    check: Literal["publishers"]
    quantities: Quantities = Field(description=_ALL)
    places: Ids = Field((), description="Only these places; empty: all.")
    spread: Amount = Field(
        Decimal("1.05"), ge=1, description="How many times the smallest the largest may be."
    )
    voices: Literal["publisher", "scope", "record"] = Field(
        "publisher",
        description="Whose numbers are held against each other. scope: also those of one publisher "
        "under several scopes; record: every statement against every other.",
    )


class Repeats(Rule):
    """A publisher gives one number for one thing, not two."""

    check: Literal["repeats"]
    quantities: Quantities = Field(description=_ALL)
    not_publishers: Ids = Field(
        (), description="Bodies that stand for several publishers, such as the press."
    )


class Stale(Rule):
    """A number that stands still while its neighbours move was perhaps not counted again."""

    check: Literal["stale"]
    quantities: Quantities = Field(description=_ALL)
    neighbours: Ids = Field(description="Quantities that must have moved in the same time.")
    reports: int = Field(3, ge=2, description="In so many reports unchanged, and it is told.")


class Break(Rule):
    """A series does not jump by more than a factor from one report to the next."""

    check: Literal["break"]
    quantities: Quantities = Field(description=_ALL)
    factor: Amount = Field(Decimal(2), gt=1, description="Told from this factor on, up or down.")


class Outlier(Rule):
    """No value lies far from the others: |value - median| / (1.4826 x MAD) beyond a threshold."""

    check: Literal["outlier"]
    quantity: ATerm = Field(description="The quantity.")
    per: ATerm | None = Field(None, description="Divide it by this one first.")
    over: Literal["places", "time"] = Field(
        description="places: the places of one report; time: the periods of one series."
    )
    threshold: Amount = Field(
        Decimal("3.5"), gt=0, description="Robust distance from which it is told."
    )
    values: int = Field(5, ge=3, description="With fewer values nothing is said.")


class Denominator(Rule):
    """A share says out of what: several denominators in use give several shares."""

    check: Literal["denominator"]
    numerator: ATerm | None = Field(None, description="What is counted.")
    denominators: Terms = Field((), description="The numbers that it is divided by.")
    quantity: ATerm | None = Field(
        None, description="Or a share whose scope must not change between reports."
    )

    @model_validator(mode="after")
    def _has_either(self) -> Denominator:
        both = self.numerator is not None and len(self.denominators) > 1
        if both == (self.quantity is not None):
            raise ValueError("write numerator and two denominators, or quantity")
        return self


class Breakdown(Rule):
    """The parts printed beside a number add up to it."""

    check: Literal["breakdown"]
    quantities: Quantities = Field(description=_ALL)
    complete: Flag = Field(True, description="no: some parts are not told.")


class Printed(Rule):
    """The number as printed can be read in one way, and it is the number recorded."""

    check: Literal["printed"]
    quantities: Quantities = Field(description=_ALL)


class Vocabulary(Rule):
    """A number carries the word, the year and the kind of place that it was counted for."""

    check: Literal["vocabulary"]
    quantities: Quantities = Field(description=_ALL)
    not_words: Ids = Field((), description="Words that may not stand beside it as printed.")
    one_year: Flag = Field(False, description="yes: a series keeps to calendar or to fiscal years.")
    spans: Flag = Field(
        False, description="yes: a flow needs a period; one day leaves open since when."
    )
    levels: Annotated[
        tuple[Literal["country", "province", "district"], ...],
        BeforeValidator(_listed),
    ] = Field((), description="The levels of place it is counted for.")


AnyRule = Annotated[
    Sum | Identity | StockFlow | Ratio | Rate | Change | Cumulative | Bounds | Unit | Publishers
    | Repeats | Stale | Break | Outlier | Denominator | Breakdown | Printed | Vocabulary,
    Field(discriminator="check"),
]  # fmt: skip
ANY_RULE: TypeAdapter[Any] = TypeAdapter(AnyRule)


def _checks() -> Iterator[tuple[str, type[Rule]]]:
    for kind in Rule.__subclasses__():
        (name,) = get_args(kind.model_fields["check"].annotation)
        yield name, kind


CHECKS: dict[str, type[Rule]] = dict(_checks())
"""The class of each check's rules, by the name of the check."""
