"""Reasons of the status on pages: their periods are told as all others there."""

from __future__ import annotations

import re
from datetime import date
from typing import cast

import pytest

from naap.ledger.snapshot import Snapshot
from naap.review.scorecard.reasons import reason_said
from naap.status.detectors import detections
from naap.status.plan_quality import plan_quality
from naap.status.sentences import sentence
from naap.status.told import Told
from naap.status.words import Why, why
from tests.plan_makers import example

DAY = date(2025, 1, 31)
NOBODY = cast("Snapshot", None)
AS_DATA = re.compile(r"\b[0-9]{4}-[0-9HQ]|\bFY[0-9]{4}")


@pytest.mark.parametrize(
    ("reason", "english", "urdu"),
    [
        (
            why("silent", count=2024, first="2023-H2", last="2024-03"),
            "2,024 reports in a row did not come, from 2023-H2 to March 2024.",
            "2023 کی دوسری ششماہی سے مارچ 2024 تک لگاتار 2,024 رپورٹیں نہیں آئیں۔",
        ),
        (
            why("late-baseline", start="2019-03-14/2022-12", adopted="2022"),
            "Its baseline is of 14 March 2019 to December 2022, after the plan was adopted (2022).",
            "اس کی بنیاد 14 مارچ 2019 تا دسمبر 2022 کی ہے، یعنی پلان کی منظوری (2022) کے بعد کی۔",
        ),
        (
            why("sunset-then", ends="FY2016-17", event="event:e-plan"),
            "Its term ended on FY2016-17. Since then: Plan adopted (14 March 2019).",
            "اس کی مدت مالی سال 2016/17 کو ختم ہوئی۔ اس کے بعد: منصوبہ منظور (14 مارچ 2019)۔",
        ),
    ],
)
def test_periods_are_told_as_everywhere_on_the_page(reason: Why, english: str, urdu: str) -> None:
    assert reason_said(example(), reason, "en") == english
    assert reason_said(example(), reason, "ur").replace("\u200e", "") == urdu


@pytest.mark.parametrize("plan", ["SAP19", "SAP22"])
def test_no_finding_about_a_plan_tells_urdu_readers_a_period_as_data(plan: str) -> None:
    pack = example()
    reasons = [each.why for each in detections(pack, NOBODY, DAY, plan, Told())]
    quality = plan_quality(pack, NOBODY, DAY, plan, Told())
    reasons += [one.why for each in quality.points for one in each.answers]
    assert any(AS_DATA.search(sentence(pack, reason, "ur")) for reason in reasons)
    told = [reason_said(pack, reason, "ur") for reason in reasons]
    assert [each for each in told if AS_DATA.search(each)] == []
