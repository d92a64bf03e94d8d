"""Search in a list of names: the pack's own, a made one, one with every kind of trouble."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import naap
from naap.organisations import DEFAULT_THRESHOLD, Index, match
from naap.organisations.names import MOST_WORDS, parse

PACK = Path(naap.__file__).parent / "packs" / "pakistan"
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


@pytest.fixture(scope="module")
def register() -> Index:
    names = [(row["org_id"], row["name"]) for row in rows(PACK / "names.csv")]
    for row in rows(PACK / "organisations.csv"):
        names += [(row["org_id"], row[cell]) for cell in ("name_en", "name_ur", "acronym")
                  if row[cell]]  # fmt: skip
    return Index(names)


@pytest.mark.parametrize(
    ("query", "org_id"),
    [
        ("لشکر طیبہ", "let"),
        ("Lashkar-i-Tayyaba", "let"),
        ("LASHKER TAIBAH", "let"),
        ("LeT", "let"),
        ("Tehreek i Taliban", "ttp"),
        ("تحریک طالبان پاکستان", "ttp"),
        ("تحريك طالبان باكستان", "ttp"),
        ("Jaish Mohammed", "jem"),
        ("Jaysh al-Adl", "jaa"),
        ("بلوچستان لبریشن آرمی", "bla"),
        ("بلوچستان لبریشن فرنٹ", "blf"),
        ("Sindhu-Desh Revolutionary Army", "sra"),
        ("Falah Insaniyat Foundation", "fif"),
        ("Jama'at ad-Da'wa", "jud"),
    ],
)
def test_the_first_answer_is_right(register: Index, query: str, org_id: str) -> None:
    hits = register.search(query)
    assert [hit.org_id for hit in hits[:1]] == [org_id]
    assert hits[0].reason


def test_no_lawful_body_is_flagged(register: Index) -> None:
    lawful = [row["name"] for row in rows(FIXTURES / "lawful_bodies.csv")]
    assert len(lawful) >= 200
    flagged = {
        name: (hits[0].matched_name, hits[0].score, hits[0].reason)
        for name in lawful
        if (hits := register.search(name))
    }
    assert flagged == {}


def test_every_lawful_body_tells_where_it_is_known_from() -> None:
    listed = list(rows(FIXTURES / "lawful_bodies.csv"))
    assert all(row["known_from"] and row["class"] for row in listed)
    assert len({row["name"] for row in listed}) == len(listed)


def test_names_in_arabic_script_find_their_roman_spelling() -> None:
    """The words are of Arabic, Urdu, Persian, Pashto and Sindhi; lawful names stand beside."""
    pairs = list(rows(FIXTURES / "arabic_script_names.csv"))
    index = Index(
        [(row["roman"], row["roman"]) for row in pairs]
        + [(row["name"], row["name"]) for row in rows(FIXTURES / "lawful_bodies.csv")]
    )
    wrong = []
    for row in pairs:
        hits = index.search(row["name"], limit=1, threshold=0.0)
        if not hits or hits[0].org_id != row["roman"]:
            wrong.append((row["name"], row["roman"], [hit.org_id for hit in hits]))
    assert len(wrong) <= 0.05 * len(pairs), wrong


def test_each_organisation_is_answered_once_by_its_best_name_best_first() -> None:
    index = Index([("x", "Red Hill Front"), ("x", "Red Hull Front"), ("y", "Red Hills Front"),
                   ("z", "Blue Lake Party")])  # fmt: skip
    hits = index.search("Red Hull Front", threshold=0.0)
    assert [hit.org_id for hit in hits if hit.score > 0] == ["x", "y"]
    assert (hits[0].name, hits[0].matched_name) == ("Red Hill Front", "Red Hull Front")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert [hit.org_id for hit in index.search("Red Hill Front", limit=1)] == ["x"]
    assert index.search("Green Sea Union") == []


def test_a_full_name_is_not_flagged_for_its_initials_alone() -> None:
    index = Index([("a", "KRT"), ("b", "Kala Rung Tila")])
    assert [hit.org_id for hit in index.search("Karim Rashid Trust")] == []
    assert [hit.org_id for hit in index.search("KRT")] == ["a", "b"]


def test_words_that_many_names_share_say_less() -> None:
    others = ["Kohsar", "Bulbul", "Dariya", "Gulzar", "Firdous", "Mehran", "Sahil"]
    crowd = [(word, f"Zarbat {word}") for word in others]
    common = Index([*crowd, ("a", "Zarbat Qalandar")])
    rare = Index([("a", "Zarbat Qalandar")])
    # The word that is left over is the telling one where the shared word is common.
    assert (
        common.search("Zarbat Noor", threshold=0.0)[0].score
        < rare.search("Zarbat Noor", threshold=0.0)[0].score
    )


HOSTILE = [
    "", " ", "\x00", "\u202e\u200b", "a" * 1_000_000, "ال" * 200_000, "- " * 100_000,
    "\u0301" * 100_000, "Lashkar " * 50_000, "ﷺ" * 10_000, "((((" * 10_000, "🜏" * 5_000,
    "\ud800", "A.B." * 50_000, "'s" * 50_000, "abcdefg " * 10_000, "eeee " * 10_000,
    "=cmd|' /C calc'!A0", "%s%n{}", "'; DROP TABLE names; --",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_neither_stalls_nor_stops_it(hostile: str, register: Index) -> None:
    begun = time.process_time()
    found = match(hostile, "Lashkar-e-Taiba")
    assert 0.0 <= found.score <= 1.0
    assert found.reason
    assert match(hostile, hostile[::-1]).score <= 1.0
    for hit in register.search(hostile, threshold=0.0):
        assert hit.reason
    Index([("x", hostile), ("y", "Red Hill Front")]).search("Red Hill Front")
    assert time.process_time() - begun < 5.0
    assert len(parse(hostile).words) <= MOST_WORDS


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=30)), max_size=12), st.text())
def test_any_list_can_be_searched_for_anything(names: list[tuple[str, str]], query: str) -> None:
    hits = Index(names).search(query, limit=5)
    assert len(hits) <= 5
    assert len({hit.org_id for hit in hits}) == len(hits)
    assert all(hit.score >= DEFAULT_THRESHOLD for hit in hits)


WORDS = ["Kohsar", "Zarb", "Qalam", "Dariya", "لشکر", "پرچم"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
def test_a_name_on_the_list_is_found_as_it_stands(words: list[str]) -> None:
    name = " ".join(words)
    hits = Index([("wanted", name), ("other", "Blue Lake Party")]).search(name.upper())
    assert (hits[0].org_id, hits[0].score) == ("wanted", 1.0)


@given(st.permutations(["Red Hill Front", "Lahore", "Azad"]), st.sampled_from([", ", " (", " - "]))
def test_the_order_of_parts_says_nothing(parts: list[str], mark: str) -> None:
    whole = "Red Hill Front, Lahore, Azad"
    assert match(mark.join(parts), whole).score == pytest.approx(1.0, abs=0.01)


@given(st.sampled_from(["Army", "Front", "Movement"]), st.sampled_from(["Qalandar", "Kohsar"]))
def test_of_and_the_possessive_turn_a_name_round(head: str, rest: str) -> None:
    assert match(f"{head} of {rest}", f"{rest}'s {head}").score > 0.9
    assert match(f"{head} of {rest}", f"{rest} {head}").score > 0.9
