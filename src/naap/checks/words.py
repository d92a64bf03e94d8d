"""A finding in words: its subject, what it says, the formula with its numbers, how to mend it."""

from __future__ import annotations

from collections.abc import Callable

from naap.checks.catalogue import catalogue
from naap.checks.outcome import Input, Outcome
from naap.pack import Pack
from naap.pack.settings import Language
from naap.pack.tables import BodyRow, PlaceRow, QuantityRow, ScopeRow

__all__ = ["flag_word", "formula", "input_label", "mend", "rule_title", "said", "severity_word",
           "stated", "subject", "verdict_word"]  # fmt: skip

_MOST_IN_FORMULA = 12
_SEMICOLON: dict[Language, str] = {"en": "; ", "ur": "؛ "}
_TIMES = {"period", "from", "to"}
Written = Callable[[str, Language], str]
"""How periods are written: pages write 2016-03 as March 2016, commands as data have it."""


def _as_data(text: str, _: Language) -> str:
    return text


def said(found: Outcome, language: Language, period: Written = _as_data) -> str:
    """The sentence of the finding."""
    template: str = catalogue()["checks"][found.check]["says"][found.case][language]
    told = {"computed": found.computed, "unit": found.unit, "period": found.period}
    told |= dict(found.numbers)
    told |= {name: period(told[name], language) for name in _TIMES & told.keys()}
    told["stated"] = stated(found, language, period)
    if "shares" in told:
        told["shares"] = _listed(told["shares"], language)
    if language == "ur" and "as_printed" in told:
        # A source's words run from left to right, whatever stands around them.
        told["as_printed"] = f"\u2066{told['as_printed']}\u2069"
    return template.format_map(told)


def stated(found: Outcome, language: Language, period: Written = _as_data) -> str:
    """What was stated: a number, several of them, or the years of a series."""
    if found.case == "two kinds of year":
        years = [period(each, language) for each in found.stated.split("; ")]
        return _SEMICOLON[language].join(years)
    return _listed(found.stated, language)


def _listed(numbers: str, language: Language) -> str:
    return numbers.replace("; ", _SEMICOLON[language])


def formula(found: Outcome) -> str:
    """The numbers as they entered: 1,335 + 16,267 = 17,602."""
    above = [each for each in found.inputs if each.sign in {"+", "-"}]
    below = [each for each in found.inputs if each.sign == "/"]
    if not found.computed or not above or len(above) > _MOST_IN_FORMULA:
        return ""
    match found.check:
        case "sum" | "identity" | "stock-flow" if len(above) > 1:
            return f"{_joined(above)} = {found.computed}"
        case "ratio" if below:
            times = " x 100" if found.unit == "per cent" else ""
            return f"{_bracketed(above)} / {_bracketed(below)}{times} = {found.computed}"
        case "change" if found.case == "other base":
            return f"{_joined(above)} / (1 + {found.stated} / 100) = {found.computed}"
        case "change" if below:
            return f"({_joined(above)} / {_joined(below)} - 1) x 100 = {found.computed}"
        case _:
            return ""


def _bracketed(inputs: list[Input]) -> str:
    text = _joined(inputs)
    return f"({text})" if len(inputs) > 1 else text


def _joined(inputs: list[Input]) -> str:
    text = ""
    for each in inputs:
        sign = "-" if each.sign == "-" else "+"
        text += f" {sign} {each.number}" if text else each.number
    return text


def subject(found: Outcome, pack: Pack, language: Language) -> str:
    """What it is about: the quantity, as the pack names it."""
    return quantity_name(found.quantity, pack, language)


def quantity_name(quantity: str, pack: Pack, language: Language) -> str:
    if not pack.has(QuantityRow, quantity):
        return quantity
    return pack.text(pack.get(QuantityRow, quantity), "name", language)[0] or quantity


def place_name(place: str, pack: Pack, language: Language) -> str:
    if not pack.has(PlaceRow, place):
        return place
    return pack.text(pack.get(PlaceRow, place), "name", language)[0] or place


def publisher_name(publisher: str, pack: Pack, language: Language) -> str:
    if not pack.has(BodyRow, publisher):
        return publisher
    row = pack.get(BodyRow, publisher)
    short, fell_back = pack.text(row, "short", language)
    return short if short and not fell_back else pack.text(row, "name", language)[0]


def scope_name(scope: str, pack: Pack, language: Language) -> str:
    if not pack.has(ScopeRow, scope):
        return scope
    return pack.text(pack.get(ScopeRow, scope), "title", language)[0] or scope


def input_label(each: Input, found: Outcome, pack: Pack, language: Language) -> str:
    """What sets a number apart from the one tested: its quantity, place, publisher or scope."""
    value, parts = each.value, []
    if value.quantity != found.quantity:
        parts.append(quantity_name(value.quantity, pack, language))
    if value.place != found.place:
        parts.append(place_name(value.place, pack, language))
    if value.publisher != found.publisher or found.check in {"publishers", "repeats"}:
        parts.append(publisher_name(value.publisher, pack, language))
    if value.scope and len({other.value.scope for other in found.inputs}) > 1:
        parts.append(scope_name(value.scope, pack, language))
    return ", ".join(parts)


def mend(found: Outcome, pack: Pack, language: Language) -> str:
    """What to do about it: in the rule's words, or else in those of the check."""
    rule = pack.rules.get(found.rule)
    own = rule.mend if rule is not None else None
    if own:
        return own.get(language) or next(iter(own.values()))
    about = catalogue()["checks"][found.check]
    text: str = about["says"][found.case].get("mend", about["mend"])[language]
    return text


def rule_title(found: Outcome, pack: Pack, language: Language) -> str:
    """What must hold, in the words of the pack's rule."""
    title = pack.rules[found.rule].title
    return title.get(language) or title["en"]


def verdict_word(verdict: str, language: Language) -> str:
    text: str = catalogue()["verdicts"][verdict][language]
    return text


def flag_word(flag: str, language: Language) -> str:
    text: str = catalogue()["flags"][flag][language]
    return text


def severity_word(severity: str, language: Language) -> str:
    text: str = catalogue()["severities"][severity][language]
    return text
