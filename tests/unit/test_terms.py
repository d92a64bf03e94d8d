"""The words that pages print: spelled right, the words of GLOSSARY.md, the same in both languages.

codespell knows common slips by name and stays silent about Urdu terms in Roman letters and names,
which a dictionary of English would all refuse. What it cannot know are our own rules, below.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from naap.review.words import words

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "naap"

LATIN_IN_URDU = {
    "English",  # the link to the English pages
    "CSV", "PDF", "SQL", "TLP", "UCDP", "GED", "IATI", "JSON",
    "Word", "Ctrl", "A", "F9",  # a program and its keys
}  # fmt: skip
"""Names and acronyms that Urdu readers meet in Latin letters everywhere."""

AVOIDED: Mapping[str, str] = {
    r"casualt\w*": "killed, or injured; casualties are both together",
    r"fatalit\w*": "deaths, or people killed",
    r"wounded": "injured",
    r"terrorists?(?= (?:group|organi|outfit|network|bod|militia|part))|terrorists":
        "organisation; that it is terrorist is for an authority to say, and is then its word",
    r"percent|(?<=\d)%": "per cent",
    r"datasets?|databases?": "data set",
    r"provenance": "origin",
    r"licens(?:e|es|ed|ing)": "licence",
    r"organiz\w*|recogniz\w*|analyz\w*|summariz\w*|categoriz\w*|emphasiz\w*|harmoniz\w*":
        "the same with s",
    r"color\w*|behavior\w*|labor|center(?:s|ed)?|defense|neighbor\w*|labeled|totaled": "British",
    r"madrasah?s?": "madrassas",
    r"jihadis?\w*|extremist (?:group|organi\w*)": "organisation",
    r"suspects?|perpetrators?": "nobody: Naap holds no persons",
}  # fmt: skip
"""A word that pages do not use, and what they say instead."""


@dataclass(frozen=True)
class Text:
    """A text in both languages: where it stands, and what it says in each."""

    where: str
    said: Mapping[str, str]

    def __str__(self) -> str:
        return self.where


def catalogue() -> Iterator[Text]:
    for key, said in words().items():
        yield Text(f"review/words {key}", dict(said.items()))


def glossary() -> Iterator[Text]:
    for entry in _read("review/glossary.yml"):
        for part in ("term", "says"):
            yield Text(f"review/glossary.yml {entry['term']['en']}, {part}", entry[part])


def of_figures() -> Iterator[Text]:
    for path in sorted((SOURCE / "figures").glob("*/figure.yml")):
        yield from _pairs(path.parent.name, yaml.safe_load(path.read_text(encoding="utf-8")))


def of_packs() -> Iterator[Text]:
    for path in sorted((SOURCE / "packs").glob("*/words.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                said = {language: row[language] for language in ("en", "ur")}
                yield Text(f"packs/{path.parent.name}/words.csv {row['word']}", said)
    for path in sorted((SOURCE / "packs").glob("*/pack.yml")):
        about = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield from _pairs(f"packs/{path.parent.name}/pack.yml", about)


def _read(name: str) -> Any:
    return yaml.safe_load((SOURCE / name).read_text(encoding="utf-8"))


def _pairs(where: str, node: Any) -> Iterator[Text]:
    """Every text in two languages below a node; a list of texts gives one for each."""
    if isinstance(node, list):
        for number, each in enumerate(node):
            yield from _pairs(f"{where} {number + 1}", each)
    elif isinstance(node, dict) and node.keys() & {"en", "ur"}:
        if isinstance(node.get("en"), list):
            ours, theirs = node["en"], node.get("ur", [])
            for number in range(max(len(ours), len(theirs))):
                said = {"en": [*ours, *[""] * len(theirs)], "ur": [*theirs, *[""] * len(ours)]}
                yield Text(f"{where} {number + 1}", {key: said[key][number] for key in said})
        else:
            yield Text(where, node)
    elif isinstance(node, dict):
        for key, each in node.items():
            yield from _pairs(f"{where} {key}", each)


SOURCES: dict[str, Callable[[], Iterator[Text]]] = {
    "catalogue": catalogue, "glossary": glossary, "figures": of_figures, "packs": of_packs,
}  # fmt: skip
TEXTS = [text for source in SOURCES.values() for text in source()]
ONE_LANGUAGE_ONLY = {
    "review/words unreviewed",
    "review/words pdf_unreviewed",
    "review/words time_left_to_right",
    "ratings-by-point notes 2",
}
"""What only readers of Urdu are told."""
PLACEHOLDER = r"\{\w+\}|\b(?:N|DATE|LAST|BODY)\b"
"""What a number, a day or a body is put in place of: a {name} in titles, capitals in charts."""
NAMED_AS_SUCH = re.compile(r"Casualties, (?:term|says)$")
"""Where a word that pages avoid is explained."""


def complaints(rule: Callable[[Text], Iterator[str]]) -> list[str]:
    return [f"{text}: {what}" for text in TEXTS for what in rule(text)]


def avoided(english: str) -> Iterator[str]:
    for word, instead in AVOIDED.items():
        for found in re.findall(rf"(?:(?<!\w)|(?=%))(?:{word})(?!\w)", english, re.IGNORECASE):
            yield f"{found!r}; we say: {instead}"


def _without_placeholders(text: str) -> str:
    return re.sub(rf"{PLACEHOLDER}|\S+@\S+", "", text)


@pytest.mark.parametrize("source", SOURCES)
def test_there_are_texts_to_check(source: str) -> None:
    assert len(list(SOURCES[source]())) > 20


def test_every_text_stands_in_both_languages() -> None:
    def rule(text: Text) -> Iterator[str]:
        for language in ("en", "ur"):
            if not text.said.get(language) and text.where not in ONE_LANGUAGE_ONLY:
                yield f"nothing in {language}"

    assert complaints(rule) == []


def test_numbers_are_put_into_both_languages_alike() -> None:
    def rule(text: Text) -> Iterator[str]:
        english, urdu = (sorted(re.findall(PLACEHOLDER, text.said.get(each) or ""))
                         for each in ("en", "ur"))  # fmt: skip
        if english != urdu:
            yield f"{english} in English, {urdu} in Urdu"

    assert complaints(rule) == []


def test_english_uses_the_words_of_the_glossary() -> None:
    def rule(text: Text) -> Iterator[str]:
        if not NAMED_AS_SUCH.search(text.where):
            yield from avoided(text.said.get("en") or "")

    assert complaints(rule) == []


def test_digits_in_urdu_are_latin() -> None:
    def rule(text: Text) -> Iterator[str]:
        if found := re.findall("[٠-٩۰-۹]+", text.said.get("ur") or ""):
            yield f"{found}; pages print 0 to 9 in both languages"

    assert complaints(rule) == []


def test_urdu_holds_no_latin_letters_but_known_acronyms() -> None:
    def rule(text: Text) -> Iterator[str]:
        urdu = _without_placeholders(text.said.get("ur") or "")
        for found in re.findall(r"[A-Za-z][\w-]*", urdu):
            if found not in LATIN_IN_URDU:
                yield f"{found!r} in Urdu; write it in Urdu, or list it in LATIN_IN_URDU"

    assert complaints(rule) == []


def test_english_holds_no_urdu() -> None:
    def rule(text: Text) -> Iterator[str]:
        if text.where != "review/words other_language" and re.search(
            "[\u0600-\u06ff]", text.said.get("en") or ""
        ):
            yield "Urdu letters in English"

    assert complaints(rule) == []


def test_urdu_is_written_with_urdu_letters() -> None:
    """Arabic ye, kaf and he look alike on some screens, and are other letters to a search."""

    def rule(text: Text) -> Iterator[str]:
        for letter, instead in {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ۃ"}.items():
            if letter in (text.said.get("ur") or ""):
                yield f"Arabic {letter} (U+{ord(letter):04X}); Urdu writes {instead}"

    assert complaints(rule) == []


def test_punctuation_is_that_of_the_language() -> None:
    def rule(text: Text) -> Iterator[str]:
        urdu = _without_placeholders(text.said.get("ur") or "")
        if found := re.findall(r"(?<![0-9])[,;?](?![0-9])", urdu):
            yield f"{found} in Urdu; it writes ، ؛ ؟"
        for language, said in text.said.items():
            if re.search(r" {2}| [.,،۔؛;](?!\w)", said or ""):
                yield f"a space too many in {language}"

    assert complaints(rule) == []


@pytest.mark.parametrize(
    ("english", "word"),
    [
        ("Casualties of 2014", "Casualties"),
        ("terrorist groups", "terrorist"),
        ("40 percent", "percent"),
        ("a 40% decline", "%"),
        ("fatalities", "fatalities"),
        ("The organization", "organization"),
    ],
)
def test_the_rules_see_what_they_look_for(english: str, word: str) -> None:
    assert [found.partition(";")[0] for found in avoided(english)] == [repr(word)]


@pytest.mark.parametrize("english", ["killed in terrorist attacks", "per cent", "the licence"])
def test_the_rules_let_our_words_pass(english: str) -> None:
    assert list(avoided(english)) == []


def test_english_is_spelled_right(tmp_path: Path) -> None:
    printed = tmp_path / "printed.txt"
    printed.write_text(
        "\n".join(
            f"{text.where}: {' '.join((text.said.get('en') or '').split())}" for text in TEXTS
        )
    )
    templates = sorted((SOURCE / "review" / "templates").glob("*.html"))
    documents = [*PROJECT.glob("*.md"), *(PROJECT / "docs" / "guide").glob("*.md")]
    assert spelled(printed, *templates, *sorted(documents)) == ""


def test_the_speller_sees_a_slip(tmp_path: Path) -> None:
    slip = tmp_path / "slip.txt"
    slip.write_text("the goverment recieved teh plan")
    assert spelled(slip).count("==>") == 3


def spelled(*paths: Path) -> str:
    """What codespell finds, a line each, with the file and what it should be."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "codespell_lib",
            "--builtin",
            "clear,rare",
            "--ignore-words-list",
            "mis",  # MIS: the mean interval score, as the field writes it
            *map(str, paths),
        ],
        capture_output=True,
        text=True,
    )
    assert not done.stderr.startswith("Traceback"), done.stderr
    return done.stdout
