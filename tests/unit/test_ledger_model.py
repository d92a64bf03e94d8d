"""The ledger against a plain dictionary, through whatever people may do to it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from naap.ledger import Batch, Claim, Coverage, Ledger, Moment
from naap.ledger.expunge import expunge
from naap.ledger.handling import LABELS, readable, stricter
from naap.ledger.snapshot import Snapshot
from naap.ledger.verify import verify
from naap.periods import parse_period
from tests.ledger_makers import CLOSED, OPEN, claim, held, hour

KINDS = ("figure", "rating", "judgement")
SERIES = ("s1", "s2")
RECORDS = ("a", "b/b")
KEYS = [f"{kind}/{series}/{record}" for kind in KINDS for series in SERIES for record in RECORDS]
STATED = (None, "2015", "2016-H1", "2017-03-01")
DAYS = (date(2015, 6, 1), date(2016, 6, 30), date(2018, 1, 1))

keys = st.sampled_from(KEYS)
labels = st.sampled_from(LABELS)
words = st.tuples(st.integers(1, 3), st.sampled_from(STATED), st.sampled_from([OPEN, *LABELS]))
tellings = st.dictionaries(keys, words, min_size=1, max_size=4)


@dataclass
class Told:
    """One operation as the model remembers it."""

    number: int
    op: str
    claim_id: str
    label: str
    stated_on: str | None

    def said_by(self, day: date) -> bool:
        if self.stated_on is None:
            return self.op == "retract"
        return parse_period(self.stated_on).end <= day


@dataclass
class Model:
    """What a ledger is, in a dictionary: every key's operations, oldest first."""

    told: dict[str, list[Told]] = field(default_factory=dict)
    expunged: set[str] = field(default_factory=set)
    commits: int = 0

    def last(self, key: str) -> Told | None:
        return self.told[key][-1] if key in self.told else None

    def holds(self, key: str) -> bool:
        last = self.last(key)
        return last is not None and last.op != "retract" and last.claim_id not in self.expunged

    def append(
        self,
        claims: Mapping[str, Claim],
        retracted: set[str],
        relabelled: Mapping[str, str],
        stated_on: str | None,
    ) -> bool:
        number, wrote = self.commits + 1, False

        def tell(key: str, op: str, claim_id: str, label: str, stated: str | None) -> None:
            nonlocal wrote
            self.told.setdefault(key, []).append(Told(number, op, claim_id, label, stated))
            wrote = True

        for key, each in claims.items():
            last = self.last(key)
            if each.claim_id in self.expunged:
                continue
            label = stricter(each.handling, last.label) if last else each.handling
            same = self.holds(key) and last is not None and last.claim_id == each.claim_id
            if last is not None and same and (last.op != "assert" or label == last.label):
                continue
            tell(key, "assert", each.claim_id, label, each.fields.get("stated_on"))
        for key in sorted(retracted):
            if (last := self.last(key)) is not None and last.op != "retract":
                tell(key, "retract", last.claim_id, last.label, stated_on)
        for key, label in relabelled.items():
            if (last := self.last(key)) is not None and last.label != label:
                op = "retract" if last.op == "retract" else "relabel"
                tell(key, op, last.claim_id, label, last.stated_on)
        self.commits += wrote
        return wrote

    def view(self, clearance: str, number: int | None, stated_by: date | None) -> dict[str, str]:
        seen = {}
        for key, every in self.told.items():
            then = [
                told
                for told in every
                if (number is None or told.number <= number)
                and (stated_by is None or told.claim_id in self.expunged or told.said_by(stated_by))
            ]
            open_now = every[-1].label in readable(clearance)
            if then and then[-1].op != "retract" and open_now:
                seen[key] = then[-1].claim_id
        return {key: claim_id for key, claim_id in seen.items() if claim_id not in self.expunged}


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="naap-model-"))
        self.ledger = Ledger.create(self.folder / "ledger")
        self.cache = self.folder / "cache"
        self.model = Model()
        self.batches: list[Batch] = []

    def teardown(self) -> None:
        try:
            assert verify(self.ledger) == []
            if not self.model.expunged:
                self.assert_same_digest_elsewhere()
        finally:
            shutil.rmtree(self.folder)

    def assert_same_digest_elsewhere(self) -> None:
        """The same batches make the same digest in another folder, whatever order claims are in."""
        other = Ledger.create(self.folder / "other")
        for batch in self.batches:
            other.append(Batch(**{**batch.__dict__, "asserted": tuple(reversed(batch.asserted))}))
        assert other.digest() == self.ledger.digest()

    def append(
        self, told: Mapping[str, tuple[int, str | None, str]], retracted: set[str], **more: Any
    ) -> None:
        claims = {}
        for key, (said, stated_on, handling) in told.items():
            kind, series, record = key.split("/", 2)
            claims[key] = claim(
                kind, record, said, series=series, handling=handling, stated_on=stated_on
            )
        given = set() if more.get("coverage") else retracted
        batch = Batch(
            f"post-{self.model.commits % 2}", tuple(claims.values()), tuple(sorted(given)),
            at=hour(self.model.commits + 1), **more,
        )  # fmt: skip
        before = self.ledger.digest()
        wrote = self.model.append(claims, retracted, batch.relabelled, batch.stated_on)
        receipt = self.ledger.append(batch)
        assert (receipt.number is not None) == wrote
        assert (receipt.digest != before) == wrote
        if wrote:
            assert receipt.number == self.model.commits
            self.batches.append(batch)
        again = self.ledger.append(batch)
        assert (again.number, again.digest) == (None, receipt.digest)

    @rule(told=tellings)
    def tell(self, told: dict[str, tuple[int, str | None, str]]) -> None:
        self.append(told, set())

    @rule(told=tellings, kind=st.sampled_from(KINDS), series=st.sampled_from(SERIES),
          stated_on=st.sampled_from(STATED))  # fmt: skip
    def tell_all_of_a_series(
        self, told: dict[str, tuple[int, str | None, str]], kind: str, series: str,
        stated_on: str | None,
    ) -> None:  # fmt: skip
        inside = {key for key in self.model.told if key.startswith(f"{kind}/{series}/")}
        absent = {key for key in inside if key not in told and self.model.holds(key)}
        self.append(told, absent, coverage=(Coverage(kind, series),), stated_on=stated_on)

    @precondition(lambda self: self.model.told)
    @rule(data=st.data(), stated_on=st.sampled_from(STATED))
    def retract(self, data: st.DataObject, stated_on: str | None) -> None:
        known = st.sampled_from(sorted(self.model.told))
        self.append({}, data.draw(st.sets(known, min_size=1, max_size=2)), stated_on=stated_on)

    @precondition(lambda self: self.model.told)
    @rule(data=st.data(), label=labels)
    def relabel(self, data: st.DataObject, label: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.model.told)))
        self.append({}, set(), relabelled={key: label})

    @precondition(lambda self: any(map(self.model.holds, self.model.told)))
    @rule(data=st.data())
    def expunge(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(filter(self.model.holds, self.model.told))))
        claim_id = data.draw(st.sampled_from(self.contents(key)))
        held(self.ledger, cache_folder=self.cache)
        expunge(self.ledger, [claim_id], recorded_by="court", reason="order 1", cache=self.cache)
        self.model.expunged.add(claim_id)
        self.model.commits += 1
        assert not list(self.cache.glob("*"))
        assert claim_id not in held(self.ledger).values()

    def contents(self, key: str) -> list[str]:
        ids = {told.claim_id for told in self.model.told[key] if told.op != "retract"}
        return sorted(ids - self.model.expunged)

    @rule(data=st.data(), clearance=labels, stated_by=st.sampled_from([None, *DAYS]))
    def look_back(self, data: st.DataObject, clearance: str, stated_by: date | None) -> None:
        """Any past, twice: from the files and from the cache."""
        log = self.ledger.log()
        number = data.draw(st.sampled_from([None, *range(len(log) + 1)]))
        as_of = None if number is None else hour(0) if number == 0 else log[number - 1].recorded_at
        expected = self.model.view(clearance, number, stated_by)
        moment = Moment(as_of, stated_by)
        assert held(self.ledger, moment, clearance) == expected
        assert held(self.ledger, moment, clearance, self.cache) == expected

    @precondition(lambda self: self.model.told)
    @rule(data=st.data(), clearance=labels)
    def find(self, data: st.DataObject, clearance: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.model.told)))
        every = self.model.told[key]
        may_read = every[-1].label in readable(clearance)
        found = Snapshot.of(self.ledger, clearance=clearance).find(key)
        expected = [told.number for told in every if told.claim_id not in self.model.expunged]
        assert [row["number"] for row in found] == (expected if may_read else [])

    @invariant()
    def readers_see_what_the_dictionary_holds(self) -> None:
        for clearance in (OPEN, CLOSED):
            assert held(self.ledger, clearance=clearance) == self.model.view(clearance, None, None)


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(
    max_examples=12,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
