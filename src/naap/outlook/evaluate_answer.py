"""The answer in words: what holds across designs and what does not, never a cause.

Urdu as shipped has not been reviewed; the command says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from naap.outlook.evaluate import Confounder, Evaluation
from naap.outlook.evaluate_design import Estimate, Finding

__all__ = ["Answer", "Language", "answer", "design_word", "finding_word", "joint_finding"]

Language = Literal["en", "ur"]
MOST_BESIDE = 3
_TELLS: tuple[Finding, ...] = ("unclear", "fewer", "more")
"""The cautious one first: it stands where as many designs find this as that."""

_DESIGNS: Mapping[str, Mapping[Language, str]] = {
    "segmented": {"en": "segmented regression", "ur": "قطعہ وار رجعت"},
    "breaks": {"en": "break without a chosen date", "ur": "تاریخ چنے بغیر ٹوٹ کی تلاش"},
    "synthetic": {"en": "comparison with other countries", "ur": "دوسرے ملکوں سے موازنہ"},
    "forecast": {"en": "forecast made on the eve", "ur": "ایک دن پہلے کی پیش گوئی"},
}
_FINDINGS: Mapping[Finding, Mapping[Language, str]] = {
    "fewer": {"en": "fewer than expected", "ur": "توقع سے کم"},
    "more": {"en": "more than expected", "ur": "توقع سے زیادہ"},
    "unclear": {"en": "no change that stands out from chance",
                "ur": "ایسی کوئی تبدیلی نہیں جو اتفاق سے الگ پہچانی جائے"},
    "untold": {"en": "cannot be told", "ur": "بتایا نہیں جا سکتا"},
}  # fmt: skip


_LIMITS: Mapping[Language, str] = {
    "en": "This says what the counts did around the date. It does not say what caused it.",
    "ur": "یہ بتاتا ہے کہ اس تاریخ کے آس پاس شمار کیسے رہے؛ یہ نہیں بتاتا کہ وجہ کیا تھی۔",
}


@dataclass(frozen=True)
class Answer:
    """Sentences that are read one after the other."""

    holds: str
    does_not_hold: str
    breaks: str
    hangs_on: str
    beside: str
    limits: str

    def __str__(self) -> str:
        return " ".join(filter(None, vars(self).values()))


def design_word(design: str, language: Language) -> str:
    """What a design is called for a reader who is not a statistician."""
    return _DESIGNS[design][language]


def finding_word(finding: Finding, language: Language) -> str:
    """What a design found, in words."""
    return _FINDINGS[finding][language]


def joint_finding(estimates: Sequence[Estimate]) -> Finding:
    """What most designs find; where as many find this as that, the cautious one."""
    found = [each.finding for each in estimates]
    return max(_TELLS, key=found.count)


def answer(found: Evaluation, language: Language) -> Answer:
    """What holds across the designs that can tell, what does not, and what neither can say."""
    by: dict[Finding, list[Estimate]] = {}
    for each in found.estimates:
        by.setdefault(each.finding, []).append(each)
    told = [each for each in found.estimates if each.is_told]
    holding = joint_finding(found.estimates)
    same = by[holding]
    apart = [each for each in told if each.finding != holding]
    title = found.event.title_en if language == "en" else found.event.title_ur
    return Answer(
        _holds(same, told, holding, title, language),
        _apart(apart, by.get("untold", []), language),
        _breaks(found, language),
        _hangs_on(found, language),
        _beside(found.confounders, language),
        _LIMITS[language],
    )  # fmt: skip


def _holds(
    same: Sequence[Estimate], told: Sequence[Estimate], finding: Finding, title: str,
    language: Language,
) -> str:  # fmt: skip
    points = [each.ratio for each in same if each.ratio is not None]
    span = _span(points, language)
    word = finding_word(finding, language)
    if language == "ur":
        how_many = f"{len(told)} میں سے {len(same)} طریقے"
        return f"{title}: {how_many} یہ کہتے ہیں: {word}{span}۔"
    how_many = (
        f"all {len(told)} designs that can tell" if len(same) == len(told) and len(told) > 1
        else f"{len(same)} of {len(told)} designs that can tell"
    )  # fmt: skip
    verb = "finds" if len(same) == 1 else "find"
    return f"{title}: {how_many} {verb} {word}{span}."


def _span(points: Sequence[float], language: Language) -> str:
    if not points:
        return ""
    least, most = (f"{min(points):.2f}", f"{max(points):.2f}")
    if language == "ur":
        numbers = least if least == most else f"{least} تا {most}"
        return f" (متوقع تعداد کا {numbers} گنا)"
    numbers = least if least == most else f"{least} to {most}"
    return f" ({numbers} times what was expected)"


def _apart(apart: Sequence[Estimate], untold: Sequence[Estimate], language: Language) -> str:
    joined = "؛ " if language == "ur" else "; "
    told = joined.join(
        f"{design_word(each.design, language)}: {finding_word(each.finding, language)}"
        f"{_span([each.ratio] if each.ratio is not None else [], language)}"
        for each in apart
    )
    silent = ("، " if language == "ur" else ", ").join(
        design_word(each.design, language) for each in untold
    )
    stop = "۔" if language == "ur" else "."
    sentences = []
    if told:
        begins = "یہ ہر طریقے میں نہیں ٹھہرتا: " if language == "ur" else "Not across designs: "
        sentences.append(f"{begins}{told}{stop}")
    if silent:
        begins = "جو طریقے بتا نہیں سکتے: " if language == "ur" else "Cannot be told by: "
        sentences.append(f"{begins}{silent}{stop}")
    return " ".join(sentences)


def _breaks(found: Evaluation, language: Language) -> str:
    """Where the series breaks by itself, if not at the event."""
    details = next(each for each in found.estimates if each.design == "breaks").details
    if details.get("at_the_event") is not False:
        return ""
    listed = ("، " if language == "ur" else ", ").join(details["breaks"])
    if language == "ur":
        return f"تاریخ بتائے بغیر سلسلہ یہاں ٹوٹتا ہے: {listed}۔"
    return f"Asked without a date, the series breaks in {listed}, not at the event."


def _hangs_on(found: Evaluation, language: Language) -> str:
    own = {each.design: each.finding for each in found.estimates}
    asked = [each for each in found.variations if each.estimate.is_told and each.about != "area"]
    other = [each for each in asked if each.estimate.finding != own[each.estimate.design]]
    if not asked:
        return ""
    abouts = sorted({each.about for each in other})
    if language == "ur":
        words = {"date": "تاریخ", "window": "مدت", "outcome": "پیمانہ", "publisher": "ناشر"}
        if not other:
            return f"تاریخ، مدت، پیمانہ یا ناشر بدلنے کی {len(asked)} صورتوں میں نتیجہ یہی رہتا ہے۔"
        listed = "، ".join(words[each] for each in abouts)
        return f"{len(asked)} میں سے {len(other)} صورتوں میں نتیجہ بدل جاتا ہے ({listed})۔"
    if not other:
        return (f"The finding stays in all {len(asked)} variations of date, window, outcome and "
                "publisher.")  # fmt: skip
    return f"The finding changes in {len(other)} of {len(asked)} variations ({', '.join(abouts)})."


def _beside(confounders: Sequence[Confounder], language: Language) -> str:
    """The events near that the pack calls prominent, or else the nearest; at most three."""
    nearest = sorted(confounders, key=lambda each: (not each.event.prominent, abs(each.days)))
    prominent = [each for each in nearest if each.event.prominent]
    listed = sorted((prominent or nearest)[:MOST_BESIDE], key=lambda each: each.days)
    if not listed:
        return ""
    if language == "ur":
        told = "؛ ".join(
            f"{each.event.title_ur} ({abs(each.days)} دن {'پہلے' if each.days < 0 else 'بعد'})"
            for each in listed
        )
        return f"کوئی طریقہ اسے ان واقعات سے الگ نہیں کر سکتا: {told}۔"
    told = "; ".join(
        f"{each.event.title_en} ({abs(each.days)} days {'before' if each.days < 0 else 'after'})"
        for each in listed
    )
    return f"No design can tell it from what happened near it: {told}."
