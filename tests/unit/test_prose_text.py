"""Claims in prose: found where there are any, judged by the rules, and never a crash."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from naap.checks.prose import FLAGS, FORMS, VERDICTS, check_text
from naap.checks.prose.vocabulary import _names

FIXTURES = Path(__file__).parents[1] / "fixtures"
DEVELOPED: list[dict[str, Any]] = yaml.safe_load(
    (FIXTURES / "prose_development.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("entry", DEVELOPED, ids=[entry["text"][:60] for entry in DEVELOPED])
def test_a_sentence_is_read_as_it_was_when_the_grammar_was_written(entry: dict[str, Any]) -> None:
    found = [[each.form, each.verdict, each.computed] for each in check_text(entry["text"])]
    assert found == entry["found"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # printed precision
        ("It fell by 48 percent, from 1,206 to 625.", "holds"),
        ("It fell by 47 percent, from 1,206 to 625.", "fails"),
        ("It fell by 48.2 percent, from 1,206 to 625.", "holds"),
        ("It fell by 48.3 percent, from 1,206 to 625.", "fails"),
        ("It rose by 33 percent, from Rs 1.2 billion to Rs 1.6 billion.", "holds"),
        ("It rose by 50 percent, from Rs 1.2 billion to Rs 1.6 billion.", "fails"),
        # bounds
        ("Over 100 were killed: 55 civilians and 47 soldiers.", "holds"),
        ("Over 102 were killed: 55 civilians and 47 soldiers.", "fails"),
        ("At least 102 were killed: 55 civilians and 47 soldiers.", "holds"),
        ("Fewer than 102 were killed: 55 civilians and 47 soldiers.", "fails"),
        ("Up to 102 were killed: 55 civilians and 47 soldiers.", "holds"),
        # nearly and about
        ("Nearly 110 were killed: 55 civilians and 47 soldiers.", "holds"),
        ("Nearly 100 were killed: 55 civilians and 47 soldiers.", "holds loosely"),
        ("Nearly 120 were killed: 55 civilians and 47 soldiers.", "fails"),
        ("About 100 were killed: 55 civilians and 47 soldiers.", "holds"),
        ("About 110 were killed: 55 civilians and 47 soldiers.", "holds loosely"),
        ("About 120 were killed: 55 civilians and 47 soldiers.", "fails"),
        # multiples
        ("It doubled from 100 to 215.", "holds"),
        ("It doubled from 100 to 240.", "holds loosely"),
        ("It doubled from 100 to 260.", "fails"),
        ("There were 909 attacks, nearly four times the 257 of before.", "holds loosely"),
        ("There were 1,000 attacks, nearly four times the 257 of before.", "holds"),
        ("There were 1,100 attacks, nearly four times the 257 of before.", "holds loosely"),
        ("There were 1,300 attacks, nearly four times the 257 of before.", "fails"),
        ("It more than doubled from 100 to 201.", "holds"),
        ("It more than doubled from 100 to 197.", "fails"),
        # fractions
        ("It halved from 100 to 55.", "holds"),
        ("It halved from 100 to 56.", "fails"),
        ("It halved from 100 to 44.", "fails"),
        ("It more than halved from 100 to 49.", "holds"),
        ("It more than halved from 100 to 51.", "fails"),
        ("It nearly halved from 100 to 54.", "holds"),
        ("It nearly halved from 100 to 49.", "fails"),
        ("It fell by a third, from 900 to 600.", "holds"),
        ("It fell by a third, from 900 to 650.", "fails"),
        # years and days
        ("They met in six years (2008-2014).", "ambiguous"),
        ("They met in seven years (2008-2014).", "ambiguous"),
        ("They met in eight years (2008-2014).", "fails"),
        ("From 28 August 2014 to 16 December 2014 it took 110 days.", "holds"),
        ("From 28 August 2014 to 16 December 2014 it took 112 days.", "fails"),
        # parts
        ("The 1,069 killed include 630 civilians.", "holds"),
        ("The 1,069 killed include 1,630 civilians.", "fails"),
        ("In all 605 are pending: 48 here, 195 there and 208 elsewhere.", "fails"),
    ],
)
def test_a_rule_of_tolerance_decides(text: str, verdict: str) -> None:
    assert [each.verdict for each in check_text(text)] == [verdict]


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("An increase of 10 per cent, from 12 % to 22 %.", "wrong word"),
        ("It fell by 0.48 percent, from 1,206 to 625.", "unit"),
        ("The share was 0.03 per cent, 3 of 100 cases.", "unit"),
        ("Fenced are 9,00 km, with 300 km more to come, 1,200 km in all.", "number format"),
        ("In all 605 are pending: 48 here, 195 there and 208 elsewhere.", "incomplete"),
        ("Attacks fell from 100 to 50 and deaths fell from 200 to 150.", "missing view"),
    ],
)
def test_a_flag_stands_beside_a_verdict(text: str, flag: str) -> None:
    assert flag in {each for result in check_text(text) for each in result.flags}


@pytest.mark.parametrize(
    "text",
    [
        "Section 144 was imposed in 12 districts for 30 days.",
        "A 25-year-old man was killed when five gunmen opened fire at 10pm on Monday.",
        "Police seized 5 kg of explosives, two pistols and 300 rounds.",
        "Call 15 or 1122, or write to P.O. Box 1,206.",
        "The court heard Criminal Appeal No. 625 of 2015.",
        "On 16 December 2014 gunmen attacked a school.",
        "Gunmen killed 12 people in 3 villages.",
        "The match ended 2-1, with 40,000 watching.",
        "He was born in 1961 and became a minister in 2008.",
        "Act XXI of 1997 has 40 sections and two schedules.",
        "1,206 attacks in 2014, 625 in 2015 and 441 in 2016.",
        "The plan has many points, and all of them matter.",
        "",
    ],
)
def test_a_number_alone_is_no_claim(text: str) -> None:
    assert check_text(text) == []


RIGHT = [
    "Attacks fell by 48 percent, from 1,206 in 2014 to 625 in 2015.",
    "There were 625 attacks, 48 percent fewer than the 1,206 of before.",
    "The attacks killed 1,069 people: 630 civilians, 318 security personnel and 121 militants.",
    "Courts convicted the accused in 410 of 1,228 cases (33.4%).",
    "Of 521 attacks, 295 were in KP and 202 in Balochistan, or 95.4 percent of the total.",
    "Of the 717 cases, 646 were decided and 71 remain.",
    "There were 3.30 attacks per day in 2014, and 1,206 attacks in all.",
    "The alert of 28 August 2014 came 110 days before the attack of 16 December 2014.",
    "They killed 852 people in 521 attacks, or 1.635 per attack.",
    "The share rose by 10 percentage points, from 12 percent to 22 percent.",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_sentence_with_one_number_changed_stops_holding(text: str) -> None:
    assert {each.verdict for each in check_text(text)} == {"holds"}
    numbers = [match for match in re.finditer(r"\d[\d,.]*\d", text)
               if not re.fullmatch(r"20\d\d", match[0])]  # fmt: skip
    assert len(numbers) > 1
    for match in numbers:
        digits = match[0].replace(",", "")
        # A tenth more: beyond what any of these is rounded to.
        decimals = len(digits.partition(".")[2])
        changed = f"{float(digits) * 1.1 + 1:,.{decimals}f}"
        wrong = text[: match.start()] + changed + text[match.end() :]
        verdicts = {each.verdict for each in check_text(wrong)}
        assert "holds" not in verdicts, wrong


PIECES = st.sampled_from(
    [each["text"] for each in DEVELOPED]
    + ["from", "to", "(", ")", "%", "per cent", "half", "of", "fell by", "1,206", "9" * 40, "0",
       "0 %", "zero", "from 0 to 0", "-5", "1e9", "۱۲۳", "Rs", "million", "in 2014", "\n\n", ".",
       "lowest since", "twice the", "31 June", "2014-2008", "every year", "؟", "لاکھ", "\x00",
       "one in one", "of the 0", "per 100,000", "\ud83d\ude00"[:1]]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=12)).map(" ".join)


@given(TEXTS)
@settings(max_examples=300)
def test_no_text_breaks_the_check_and_every_result_stands_where_it_says(text: str) -> None:
    last = 0
    for result in check_text(text):
        assert text[result.start : result.end] == result.sentence
        assert result.start >= last
        last = result.start
        assert result.form in FORMS
        assert result.verdict in VERDICTS
        assert set(result.flags) <= set(FLAGS)
        assert result.why
        assert json.loads(json.dumps(result.to_json()))["sentence"] == result.sentence


def test_a_result_is_told_with_the_keys_of_the_guide() -> None:
    (result,) = check_text("Attacks fell by 48 percent, from 1,206 to 625.")
    assert result.to_json() == {
        "sentence": "Attacks fell by 48 percent, from 1,206 to 625.",
        "start": 0,
        "end": 46,
        "form": "change",
        "stated": "fell by 48 percent",
        "computed": "-48.2 %",
        "verdict": "holds",
        "inputs": ["1,206", "625"],
        "claims": [],
        "flags": [],
        "why": "from 1,206 to 625 is -48.2 % (printed precision)",
    }


def test_a_sentence_ends_at_a_full_stop_that_ends_it() -> None:
    text = (
        "Gen. X of the U.S. spent Rs. 5 bn, i.e. 3.5 per cent more, in Jan. 2015. It fell by half, "
        "from 10 to 5! Was it No. 3? Yes.\n\nA heading\n\nFrom 10 to 20 it doubled"
    )
    results = check_text(text)
    assert [each.sentence for each in results][-2:] == [
        "It fell by half, from 10 to 5!",
        "From 10 to 20 it doubled",
    ]


def test_the_same_thing_counted_twice_in_a_paragraph_is_a_contradiction() -> None:
    said = "The list has 78 proscribed organisations. In all 79 organisations are proscribed."
    assert [each.verdict for each in check_text(said)] == ["fails"]
    assert check_text(said.replace(". In", ".\n\nIn")) == []
    assert check_text(said.replace("79", "78")) == []


def test_a_name_is_known_in_either_spelling_of_centre_and_by_its_first_letters() -> None:
    name = _names("Center for Rural Studies")
    assert name.search("the Centre for Rural Studies said")
    assert name.search("the Center for Rural Studies said")
    assert name.search("CRS counted")
    assert not name.search("the Centrefor Rural Studies")
