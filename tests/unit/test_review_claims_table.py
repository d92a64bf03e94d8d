"""The table of claims on a page of origin: light, and yet it tells everything of each claim."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.figures.figure import Language
from naap.review.claims.table import claim_table
from naap.review.numbers import period_written
from naap.review.origins import ClaimLine
from naap.review.words import word
from tests.review_makers import shipped
from tests.site_walk import Element, parse

PACK = shipped("example")
LINE = ClaimLine(
    claim_id="0" * 64, key="figure/desk/1", says="quantity killed, value 3", publisher="Desk",
    source_id="DESK", source_title="Desk's yearbook", locator="p. 4", basis="media",
    stated_on="2024-02-01", recorded_at="2024-03-02", handling="TLP:CLEAR",
)  # fmt: skip

texts = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)
lines = st.lists(
    st.builds(
        ClaimLine,
        claim_id=st.text("0123456789abcdef", min_size=64, max_size=64),
        key=texts, says=texts, publisher=texts, source_id=st.sampled_from(["A", "B"]),
        source_title=texts, locator=st.none() | texts, basis=st.sampled_from(["media", "study"]),
        stated_on=st.sampled_from([None, "2024", "2024-02"]),
        recorded_at=st.sampled_from(["2024-03-02", "2025-01-01"]),
        handling=st.sampled_from(["TLP:CLEAR", "TLP:GREEN"]),
    ),
    min_size=1, max_size=8, unique_by=lambda line: line.short,
)  # fmt: skip


def plain(text: str) -> str:
    return " ".join(text.split())


def told(line: ClaimLine, language: Language) -> dict[str, str]:
    unknown = word("not_recorded", language)

    def when(text: str | None) -> str:
        return unknown if text is None else period_written(text, language)

    said = {
        "claim": f"{line.short}{line.key}",
        "says": line.says,
        "publisher": line.publisher,
        "source": line.source_title,
        "place_in_it": line.locator or unknown,
        "basis": PACK.word("basis", line.basis, language),
        "stated": when(line.stated_on),
        "recorded": when(line.recorded_at),
        "label": line.handling,
    }
    return {name: plain(text) for name, text in said.items()}


def rows_of(html: str) -> list[Element]:
    return list(parse(f"<table>{html}</table>").all("tr"))


@given(made=lines, language=st.sampled_from(["en", "ur"]))
def test_every_claim_is_told_in_full_beside_or_above_the_table(
    made: list[ClaimLine], language: Language
) -> None:
    table = claim_table(made, PACK, language, "../")
    common = {name: parse(said).text for name, said in table.common}
    for line, row in zip(made, rows_of(table.rows), strict=True):
        beside = [plain(cell.text) for cell in row.all("th", "td")]
        assert common | dict(zip(table.columns, beside, strict=True)) == told(line, language)
        assert row.attributes["id"] == f"c-{line.claim_id[:12]}"
        assert [link.attributes["href"] for link in row.all("a")] == [
            f"../sources.html#s-{line.source_id}"
        ]


def test_what_is_said_and_who_said_it_always_stand_beside_the_claim() -> None:
    alike = [replace(LINE, claim_id=f"{number}" * 64) for number in range(9)]
    table = claim_table(alike, PACK, "en", "")
    assert table.columns == ["claim", "says", "publisher", "place_in_it"]
    assert [name for name, _ in table.common] == ["source", "basis", "stated", "recorded", "label"]
    for row in rows_of(table.rows):
        (link,) = row.all("a")
        assert (link.text, link.attributes["href"]) == ("Desk", "sources.html#s-DESK")


def test_a_publisher_with_digits_is_no_link_to_a_source_without_them() -> None:
    alike = [replace(LINE, claim_id=f"{number}" * 64, publisher="Desk 92") for number in range(9)]
    table = claim_table(alike, PACK, "en", "")
    assert table.columns[:4] == ["claim", "says", "publisher", "source"]


@pytest.mark.parametrize(("count", "columns"), [(3, 9), (4, 4)])
def test_a_few_claims_are_told_beside_each_other(count: int, columns: int) -> None:
    alike = [replace(LINE, claim_id=f"{number}" * 64) for number in range(count)]
    assert len(claim_table(alike, PACK, "en", "").columns) == columns


def test_words_of_sources_keep_their_language_in_urdu() -> None:
    (row,) = rows_of(claim_table([LINE], PACK, "ur", "").rows)
    english = [cell.text for cell in row.all("td") if cell.attributes.get("lang") == "en"]
    assert english == [LINE.says, LINE.source_title, LINE.locator]


def test_nothing_of_a_source_is_read_as_markup() -> None:
    table = claim_table([replace(LINE, says="<b>3</b>", key='"><i>')], PACK, "en", "")
    assert not re.search("<b>|<i>", table.rows)
