"""No code knows a country: what is particular to one is in its pack."""

import re
from pathlib import Path

import naap

ROOM = Path(naap.__file__).parent
TEXT = {".py", ".sql", ".html", ".jinja", ".j2", ".css", ".js", ".json", ".yml", ".yaml", ".po"}
WORDS = re.compile(
    r"pakistan|\bNAP(14|20|21)|\bNAP-?20\d\d|NACTA|\bFATA\b|punjab|sindh|baloch|khyber|pakhtun|"
    r"peshawar|islamabad|karachi|lahore|\bTTP\b|\bPIPS\b|\bPICSS\b|\bCRSS\b|\bPK\d|\bPKR\b",
    re.IGNORECASE,
)
# Pakistan's number in UCDP files (Gleditsch and Ward).
NUMBER = re.compile(r"(?<![\d.])770(?![\d.])")


def test_no_code_knows_a_country() -> None:
    found = [
        f"{path.relative_to(ROOM)}:{number}: {line.strip()[:80]}"
        for path in sorted(ROOM.rglob("*"))
        if path.suffix in TEXT and "packs" not in path.relative_to(ROOM).parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if WORDS.search(line) or (path.suffix in {".py", ".sql"} and NUMBER.search(line))
    ]
    assert found == []


def test_the_words_are_found_where_they_are() -> None:
    assert WORDS.search("places.pakistan")
    assert WORDS.search("if plan == 'NAP14':")
    assert not WORDS.search("snap14, kidnap 2014")
