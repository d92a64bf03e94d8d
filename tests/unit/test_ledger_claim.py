"""Claims: one form for one value, ids that a new column leaves alone, text of every sort."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import naap.ledger.kinds
from naap.ledger import Batch, Claim, Coverage, Ledger, Moment, RefusedClaim, make_claim
from naap.ledger.claim import canonical, hashes_of, plain_number
from naap.ledger.kind import Column, Kind, kinds
from naap.ledger.snapshot import Snapshot
from naap.ledger.verify import verify
from tests.ledger_makers import claim, figure, held, hour, values


def test_one_value_has_one_id_however_it_is_written() -> None:
    composed, decomposed = "Société é", unicodedata.normalize("NFD", "Société é")
    assert composed != decomposed
    assert figure("a", 1, note=composed).claim_id == figure("a", 1, note=decomposed).claim_id
    same = {figure("a", given).claim_id for given in (Decimal("48.50"), "48.5", Decimal("4.85E1"))}
    assert len(same) == 1
    assert figure("a", 0).claim_id == figure("a", Decimal("-0.00")).claim_id
    assert figure("a", 1, note="").claim_id == figure("a", 1, note=None).claim_id
    assert figure("a", 1).claim_id != figure("a", 1, note="x").claim_id


def test_the_value_hash_leaves_out_who_said_it() -> None:
    one, other = figure("a", 1, document="Report 1"), figure("b", 1, locator="p. 7")
    assert (one.value_hash == other.value_hash, one.claim_id == other.claim_id) == (True, False)
    assert one.value_hash != figure("a", 2).value_hash


numbers = st.decimals(allow_nan=False, allow_infinity=False, places=8).filter(
    lambda number: abs(number) < Decimal(10) ** 20
)
contents = st.dictionaries(
    st.sampled_from([f"column_{n}" for n in range(5)]),
    st.one_of(
        st.text(),
        st.integers(),
        st.booleans(),
        numbers,
        st.dates(),
        st.lists(st.text(), min_size=1),
    ),
)


@given(contents)
def test_the_fast_hash_is_that_of_the_canonical_form(content: dict[str, Any]) -> None:
    import hashlib

    try:
        written = canonical({"kind": "figure", **content})
    except UnicodeEncodeError:
        return
    assert hashes_of("figure", content)[0] == hashlib.sha256(written).hexdigest()
    assert list(json.loads(written)) == sorted(["kind", *content])


account_fields = st.fixed_dictionaries(
    {
        "series": st.sampled_from(["s", "é"]),
        "record_key": st.text(min_size=1, max_size=3),
        "source": st.just("s"),
        "basis": st.sampled_from(["study", "e\u0301tude"]),
        "event_start": st.sampled_from([date(2014, 12, 16), date(1, 1, 1)]),
        "event_end": st.just(date(2014, 12, 16)),
        "date_precision": st.just("day"),
        "country": st.just("SZ"),
        "event_type": st.sampled_from(["attack", 'a "quoted" one']),
    },
    optional={
        "longitude": st.one_of(st.sampled_from(["71.5", "71.50", 71, Decimal("71.5")]), st.none()),
        "killed_best": st.one_of(st.integers(0, 2), st.booleans(), st.just("1")),
        "suicide": st.one_of(st.booleans(), st.integers(0, 1)),
        "targets": st.one_of(
            st.lists(st.sampled_from(["a", "b", ""]), max_size=2),
            st.tuples(st.sampled_from(["a", 1, []])),
            st.just(()),
        ),
        "stated_on": st.sampled_from(["2016", "2016-02", "", "2016-13"]),
    },
)


@given(told=st.lists(account_fields, min_size=2, max_size=6))
def test_what_was_checked_before_is_written_as_if_for_the_first_time(
    told: list[dict[str, Any]],
) -> None:
    """A value that was accepted lets no other in that equals it: True is no whole number."""
    import hashlib

    for fields in told:
        counts, suicide = fields.get("killed_best", 0), fields.get("suicide", False)
        targets = fields.get("targets", ())
        sound = (
            type(counts) is int
            and type(suicide) is bool
            and all(type(each) is str for each in targets)
            and fields.get("stated_on") != "2016-13"
        )
        try:
            made = make_claim("account", **fields)
        except RefusedClaim:
            unprintable = any(not each.isprintable() for each in fields["record_key"])
            assert not sound or unprintable
            continue
        assert sound
        assert hashes_of("account", made.fields) == (made.claim_id, made.value_hash)
        written = canonical({"kind": "account", **made.fields})
        assert made.written.encode() == written[1:-1]
        assert hashlib.sha256(written).hexdigest() == made.claim_id


@given(numbers)
def test_a_number_reads_back_as_it_was(number: Decimal) -> None:
    assert Decimal(plain_number(number)) == number
    assert "E" not in plain_number(number)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": 1.5}, "exact"),
        ({"value": "much"}, "a decimal number"),
        ({"value": "NaN"}, "below 10"),
        ({"value": "1e999999999999"}, "below 10"),
        ({"value": "1e-9"}, "8 decimal places"),
        ({"value": True}, "exact"),
        ({"unit": None}, "Unit of the value"),
        ({"note": "a\x00b"}, "control characters"),
        ({"note": "a\ud800b"}, "control characters"),
        ({"note": b"bytes"}, "text"),
        ({"period": "2016-13"}, "calendar"),
        ({"period": "٢٠١٦"}, "Latin digits"),
        ({"series": "a/b"}, "no stroke"),
        ({"colour": "red"}, "only columns of kind figure"),
        ({"handling": "SECRET"}, "TLP:CLEAR"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(fields: dict[str, Any], expected: str) -> None:
    with pytest.raises(RefusedClaim, match=expected):
        make_claim(
            "figure",
            **{
                "series": "s", "record_key": "a", "source": "paper", "basis": "media",
                "quantity": "q", "period": "2016", "place": "p", "unit": "u", "value": 1, **fields,
            },
        )  # fmt: skip


HOSTILE = [
    'it\'s "quoted"; DROP TABLE figure; --',
    "line\nbreak\tand \\ backslash \\u0041",
    '{"json": [null]}',
    "null",
    "پاکستان میں دہشت گردی کے واقعات ۲۰۱۶",
    "\u202eright to left\u202c \u200b\ufeff\U0001f600",
    "x" * 200_000,
    " ",
]


def test_text_of_every_sort_comes_back_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "a folder's name, with 'quotes'"
    ledger = Ledger.create(folder)
    told = [claim("judgement", text[:50] or "x", text, judged=[text, "b"]) for text in HOSTILE]
    ledger.append(Batch("it's a post", tuple(told), about={"file": "n\udcffame", "day": date.min}))
    assert held(ledger) == {each.key: each.claim_id for each in told}
    assert verify(ledger) == []
    for each in told:
        (row,) = Snapshot.of(ledger).find(each.key)
        assert (row["answer"], row["judged"]) == (each.fields["answer"], each.fields["judged"])
    about = ledger.log()[0].about
    assert about == {"file": "n?ame", "day": "0001-01-01"}


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(min_size=1), min_size=1, max_size=20))
def test_any_text_is_refused_or_kept(texts: list[str]) -> None:
    import tempfile

    told = {}
    for number, text in enumerate(texts):
        try:
            told[str(number)] = claim("rating", str(number), text, note=text)
        except RefusedClaim:
            continue
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.create(Path(folder) / "ledger")
        ledger.append(Batch("test", tuple(told.values())))
        assert verify(ledger) == []
        assert sorted(held(ledger).values()) == sorted(each.claim_id for each in told.values())


def test_remarks_do_not_enter_the_digest(tmp_path: Path) -> None:
    digests = set()
    for name, about in {"a": {}, "b": {"file": "x", "expunged": ["y"]}}.items():
        ledger = Ledger.create(tmp_path / name)
        ledger.append(Batch("test", (figure("a", 1),), about=about, at=hour(1)))
        digests.add(ledger.digest())
    assert len(digests) == 1


def test_the_order_of_claims_and_of_files_does_not_matter(tmp_path: Path) -> None:
    claims = [claim(kind, str(n), n) for kind in ("rating", "figure") for n in range(5)]
    one, other = (Ledger.create(tmp_path / name) for name in ("one", "other"))
    for ledger, order in ((one, 1), (other, -1)):
        for first in (0, 5):
            ledger.append(Batch("test", tuple(claims[first : first + 5][::order]), at=hour(first)))
    assert one.digest() == other.digest()
    copy = tmp_path / "copy"
    for path in sorted(one.folder.rglob("*"), reverse=True):
        if path.is_file():
            target = copy / path.relative_to(one.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    assert held(Ledger(copy)) == held(one)
    assert verify(Ledger(copy), against=one.digest()) == []


def test_a_restated_record_stays_as_it_was_first_told(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path / "ledger")
    first = figure("a", 1, document="Report 1")
    ledger.append(Batch("test", (first,)))
    again = figure("a", 1, document="Report 2")
    assert ledger.append(Batch("test", (again,), restates=True)).number is None
    assert held(ledger) == {first.key: first.claim_id}
    assert ledger.append(Batch("test", (again,))).number == 2
    closed = figure("a", 1, document="Report 3", handling="TLP:RED")
    assert ledger.append(Batch("test", (closed,), restates=True)).tallies["figure"].relabelled == 1
    assert held(ledger) == {again.key: again.claim_id}
    assert held(ledger, clearance="TLP:AMBER") == {}


def test_a_batch_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    from naap.problems import UnusableInput

    ledger = Ledger.create(tmp_path / "ledger")
    for batch, expected in (
        (Batch("test", (figure("a", 1), figure("a", 2))), "two different claims under one key"),
        (Batch("test", (figure("a", 1),), ("figure/s/a",)), "both asserts and retracts"),
        (Batch("test", retracted=("figure/s/none",)), "no claim under the key figure/s/none"),
        (Batch("test", relabelled={"figure/s/a": "SECRET"}), "the label 'SECRET'"),
        (Batch("test", retracted=("nonsense",)), "KIND/SERIES/RECORD_KEY"),
    ):
        with pytest.raises(UnusableInput, match=expected):
            ledger.append(batch)
    assert ledger.log() == []
    for wrong in ({"recorded_by": " "}, {"stated_on": "May"}, {"at": datetime(2020, 1, 1)}):  # noqa: DTZ001
        with pytest.raises(RefusedClaim):
            Batch(**{"recorded_by": "test", **wrong})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="holds no date"):
        Coverage("figure", "s", within=("period", date.min, date.max))
    with pytest.raises(ValueError, match="no column"):
        Coverage("figure", "s", {"colour": "red"})
    with pytest.raises(ValueError, match="time zone"):
        Moment(datetime(2020, 1, 1))  # noqa: DTZ001


def test_a_date_is_the_day_of_utc(tmp_path: Path) -> None:
    ledger = Ledger.create(tmp_path / "ledger")
    ledger.append(Batch("test", (figure("a", 1),), at=datetime(2020, 1, 1, 23, 59, 59, tzinfo=UTC)))
    assert values(ledger, Moment(date(2019, 12, 31))) == {}
    assert values(ledger, Moment(date(2020, 1, 1))) == {"a": 1}
    assert values(ledger, Moment(date.max)) == {"a": 1}


# --- kinds that change ----------------------------------------------------------------------

KIND_FILE = """
from naap.ledger.kind import Column, Kind

KIND = Kind("pledge", "Somebody pledges something.",
            (Column("what", "text", "What.", required=True), {more}), ("what",))
"""


@pytest.fixture
def pledge(tmp_path: Path) -> Iterator[Path]:
    """A made-up kind: a file in a folder of kinds, as an engineer would add it."""
    import sys

    folder = tmp_path / "kinds"
    folder.mkdir()
    naap.ledger.kinds.__path__.append(str(folder))
    yield folder / "pledge.py"
    naap.ledger.kinds.__path__.remove(str(folder))
    sys.modules.pop("naap.ledger.kinds.pledge", None)
    kinds.cache_clear()


def define(path: Path, more: str) -> None:
    import importlib
    import sys

    path.write_text(KIND_FILE.format(more=more))
    sys.modules.pop("naap.ledger.kinds.pledge", None)
    importlib.invalidate_caches()
    for compiled in path.parent.glob("__pycache__/*"):
        compiled.unlink()
    kinds.cache_clear()


def test_a_new_optional_column_leaves_old_ids_and_old_files_alone(
    pledge: Path, tmp_path: Path
) -> None:
    def said(key: str, **more: Any) -> Claim:
        return make_claim(
            "pledge", series="s", record_key=key, source="paper", basis="media", what="w", **more
        )

    define(pledge, "")
    ledger = Ledger.create(tmp_path / "ledger")
    before = said("a")
    ledger.append(Batch("test", (before,)))
    define(pledge, 'Column("amount_pkr_million", "decimal", "How much.")')
    assert said("a") == before
    assert ledger.append(Batch("test", (said("a"),))).number is None
    ledger.append(Batch("test", (said("b", amount_pkr_million=7),)))
    assert verify(ledger) == []
    rows = [row for key in "ab" for row in Snapshot.of(ledger).find(f"pledge/s/{key}")]
    assert [row["amount_pkr_million"] for row in rows] == [None, 7]


def test_claims_of_an_unknown_kind_are_named(pledge: Path, tmp_path: Path) -> None:
    define(pledge, "")
    ledger = Ledger.create(tmp_path / "ledger")
    fields = {"series": "s", "record_key": "a", "source": "p", "basis": "media", "what": "w"}
    ledger.append(Batch("test", (make_claim("pledge", **fields),)))
    pledge.unlink()
    kinds.cache_clear()
    assert "claims of the kind pledge" in str(verify(ledger)[0])


@pytest.mark.parametrize("name", ["number", "Kind", "a b", "series", "when_start"])
def test_a_kind_whose_columns_collide_is_refused(name: str) -> None:
    when = Column("when", "period", "When.")
    with pytest.raises(ValueError, match="kind x"):
        Kind("x", "X.", (when, Column(name, "text", "Text.")), ())
