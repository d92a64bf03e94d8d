"""Two names: spellings of one, or look-alikes. The names are of the register or made up."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.organisations import DEFAULT_THRESHOLD, match

SAME = [
    ("Jaish-e-Muhammad", "JAISH-I-MOHAMMED"),
    ("Jaish-e-Muhammad", "جیش محمد"),
    ("Jaish-e-Muhammad", "جيش محمد"),
    ("Lashkar-e-Tayyaba", "Lashkar e-Toiba"),
    ("Lashkar-e-Taiba", "لشکرطیبہ"),
    ("Hizb-ul-Mujahideen", "حزب المجاہدین"),
    ("Jamaatud Dawa", "Jama'at al-Da'wah"),
    ("Falah-e-Insaniyat Foundation", "فلاح انسانیت فاؤنڈیشن"),
    ("Ahle Sunnat Wal Jamaat", "Ahl-e Sunnah wal-Jamaah"),
    ("Sindhu Desh Liberation Army", "Sindhudesh Liberation Army"),
    ("Balochistan Liberation Army", "Baloch Liberation Army"),
    ("Al-Khidmat Trust", "Alkhidmat Trust"),
    ("Khair-un-Nisa Trust", "خیرالنساء ٹرسٹ"),
    ("Black Ridge Front", "بلیک رج فرنٹ"),
    ("Pakhtun Zalmi", "پښتون زلمي"),
    ("Babbar Khalsa", "ببر خالصہ"),
    ("Jeay Sindh Qaumi Mahaz", "جيئي سنڌ قومي محاذ"),
    ("Mohammed's Army", "Army of Mohammed"),
    ("Harkat Ansar, Lahore", "Lahore: Harkat-ul-Ansar"),
]

LOOK_ALIKES = [
    ("Jaish-e-Muhammad", "Jaish ul-Adl"),
    ("Jaish-e-Muhammad", "جيش العدل"),
    ("Balochistan Liberation Army", "Balochistan Liberation Front"),
    ("Balochistan Liberation Army", "بلوچستان لبریشن فرنٹ"),
    ("Lashkar-e-Islam", "Lashkar-e-Jhangvi"),
    ("Lashkar-e-Islam", "Jaish-e-Islam"),
    ("Balochistan United Army", "United Baloch Army"),
    ("Tehrik-e-Taliban Swat", "Tehrik-e-Taliban Bajaur"),
    ("Lashkar-e-Jhangvi", "Lashkar-e-Jhangvi Al-Alami"),
    ("Ahle Sunnat Wal Jamaat", "Jamaat Ahle Sunnat Pakistan"),
    ("Al-Rashid Trust", "Al-Rashid Hospital"),
    ("313 Brigade", "314 Brigade"),
    ("BLA", "BLF"),
    ("BLA", "BWLA"),
    ("Tehrik-e-Taliban", "Tehrik-e-Taliban Swat"),
    ("Lashkar-e-Taiba", ""),
    ("", ""),
    ("...", "---"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_spellings_of_one_name_are_matched(first: str, second: str) -> None:
    found = match(first, second)
    assert found.score >= DEFAULT_THRESHOLD, found.reason


@pytest.mark.parametrize(("first", "second"), LOOK_ALIKES)
def test_look_alikes_are_told_apart(first: str, second: str) -> None:
    found = match(first, second)
    assert found.score < DEFAULT_THRESHOLD, found.reason


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        ("LeT", "Lashkar-e-Tayyaba"),
        ("let", "لشکر طیبہ"),
        ("JuD", "Jamaat-ud-Dawa"),
        ("BLA", "Balochistan Liberation Army"),
        ("TTP", "تحریک طالبان پاکستان"),
        ("پی ٹی ایم", "Pashtun Tahafuz Movement"),
        ("JSQM-A", "Jeay Sindh Qaumi Mahaz (Arisar)"),
    ],
)
def test_an_acronym_is_matched_with_what_it_stands_for(letters: str, name: str) -> None:
    found = match(letters, name)
    assert found.score >= DEFAULT_THRESHOLD
    assert found.reason.startswith("acronym: ")


NAMES = [name for pair in (*SAME, *LOOK_ALIKES) for name in pair]
any_name = st.one_of(st.sampled_from(NAMES), st.text(max_size=60))


@given(any_name, any_name)
def test_the_score_is_a_share_and_the_same_both_ways(first: str, second: str) -> None:
    found = match(first, second)
    assert 0.0 <= found.score <= 1.0
    assert found.score == match(second, first).score
    assert found.reason


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_case_form_marks_and_invisible_characters_say_nothing(first, second, random) -> None:  # type: ignore[no-untyped-def]
    score = match(first, second).score
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert match(unicodedata.normalize(form, first), second).score == score
    assert match(first.upper(), second).score == match(first.swapcase(), second).score == score
    hidden = "".join(letter + random.choice(["", "\u200b", "\u200f", "\u0301", "\u064e", "\u00ad"])
                     for letter in first)  # fmt: skip
    assert match(hidden, second).score == score


def test_reasons_tell_what_was_aligned_how_and_what_was_left() -> None:
    assert "lashkar = لشکر (transliteration)" in match("Lashkar-e-Taiba", "لشکر طیبہ").reason
    reason = match("Balochistan Liberation Army", "Balochistan Liberation Front").reason
    assert "only in 'balochistan liberation army': army" in reason
    assert "(translation)" in match("Army of Justice", "Jaish al-Adl").reason
    assert "(written as one word)" in match("Sindhu Desh Army", "Sindhudesh Army").reason
    assert match("Zarb", "Qalam").reason == "no word in common"
