"""How well names of organisations are matched and found: measures on the shared labelled data.

Organisations are parted in two halves by a digest of their id. The program was tuned on the one;
what counts is the other, of which nothing was looked at.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from naap.organisations import Index, match
from naap.organisations.text import plain

__all__ = ["Asked", "Pair", "Proof", "best_f1", "held_out", "recall_at_precision"]

SAME_BODY = {"12294": "art"}
"""OFAC's numbers of bodies of the register that it spells in a way of its own."""


def held_out(org_id: str) -> bool:
    return int(hashlib.sha256(org_id.encode()).hexdigest(), 16) % 2 == 1


@dataclass(frozen=True)
class Pair:
    """Two names with their label: ``same`` says that they are names of one organisation."""

    orgs: tuple[str, str]
    first: str
    second: str
    same: bool
    slice: str

    @property
    def held_out(self) -> bool:
        return all(map(held_out, self.orgs))


@dataclass(frozen=True)
class Asked:
    """A spelling that is asked for, and the organisation that it means."""

    org_id: str
    spelling: str


class Proof:
    """The shared data in ``folder``, read once."""

    def __init__(self, folder: Path) -> None:
        self.pairs = [
            Pair((row["org_a"], row["org_b"]), row["name_a"], row["name_b"],
                 row["label"] == "true", row["slice"])
            for row in _rows(folder / "name_pairs.csv")
        ]  # fmt: skip
        self.companies = [
            Pair(("", ""), row["name1"], row["name2"], row["is_match"] == "true", row["category"])
            for row in _rows(folder / "nomenklatura_name_bench_orgs.csv")
        ]
        self.ofac = [(row["ofac_id"], row["name"])
                     for row in _rows(folder / "ofac_sdn_entities_names.csv")]  # fmt: skip
        self.names = list(_rows(folder / "names.csv"))
        self.organisations = list(_rows(folder / "organisations.csv"))
        self.lawful = [row["name"] for row in _rows(folder / "lawful_bodies.csv")]

    def register(self) -> list[tuple[str, str]]:
        """Every name of the register with its organisation."""
        listed = [(row["org_id"], row["name"]) for row in self.organisations]
        return listed + [(row["org_id"], row["name"]) for row in self.names]

    def roman_and_ofac(self, acronyms: bool) -> list[tuple[str, str]]:
        """What is searched: the OFAC file and the register's Roman names, about 9,800."""
        kept = {"name", "gloss", "acronym"} if acronyms else {"name", "gloss"}
        return [
            *((f"ofac:{number}", name) for number, name in self.ofac),
            *((row["org_id"], row["name"]) for row in self.organisations),
            *((row["org_id"], row["name"]) for row in self.names
              if row["script"] == "Latn" and row["kind"] in kept),
        ]  # fmt: skip

    def asked(self, what: str) -> list[Asked]:
        """Spellings to ask for: ``arabic script``, ``roman`` or ``acronyms``."""
        roman: dict[str, set[str]] = {}
        for row in self.names:
            if row["script"] == "Latn" and row["kind"] == "name":
                roman.setdefault(row["org_id"], set()).add(plain(row["name"]))
        of: Mapping[str, Callable[[dict[str, str]], bool]] = {
            "arabic script": lambda row: row["script"] == "Arab" and row["kind"] == "name"
            and row["org_id"] in roman,
            "roman": lambda row: row["script"] == "Latn" and row["kind"] == "name"
            and len(roman[row["org_id"]]) > 1,
            "acronyms": lambda row: row["kind"] == "acronym",
        }  # fmt: skip
        return [Asked(row["org_id"], row["name"]) for row in self.names if of[what](row)]

    def meant_by_ofac(self) -> dict[str, set[str]]:
        """Organisations of the register that an OFAC number means: they share a whole name."""
        named: dict[str, set[str]] = {}
        for org_id, name in self.register():
            named.setdefault(_letters(name), set()).add(org_id)
        meant: dict[str, set[str]] = {}
        for number, name in self.ofac:
            # Short ones are acronyms, which bodies share that have nothing else in common.
            if len(_letters(name)) > 5 and (found := named.get(_letters(name))):
                meant.setdefault(f"ofac:{number}", set()).update(found)
        for number, org_id in SAME_BODY.items():
            meant.setdefault(f"ofac:{number}", set()).add(org_id)
        return meant


class LeftOut:
    """A search in which the spelling that is asked for is not on the list."""

    def __init__(self, names: Sequence[tuple[str, str]], meant: Mapping[str, set[str]]) -> None:
        # Each name is an entry of its own, so that one can be left out of an answer.
        self._index = Index((f"{org_id}#{place}", name) for place, (org_id, name)
                            in enumerate(names))  # fmt: skip
        self._meant = meant

    def rank(self, asked: Asked, threshold: float = 0.0) -> int | None:
        """Which answer is right, counted by organisation from 1; None: none of the first 40."""
        hits = self._index.search(asked.spelling, limit=40, threshold=threshold)
        seen: list[str] = []
        for hit in hits:
            if plain(hit.matched_name) == plain(asked.spelling):
                continue
            org_id = hit.org_id.partition("#")[0]
            if org_id not in seen:
                seen.append(org_id)
            if asked.org_id == org_id or asked.org_id in self._meant.get(org_id, ()):
                return len(seen)
        return None

    def share(self, asked: Iterable[Asked], first: int) -> float:
        """The share of queries with the right answer among the first so many."""
        ranks = [self.rank(each) for each in asked]
        return sum(rank is not None and rank <= first for rank in ranks) / len(ranks)


def scored(pairs: Iterable[Pair]) -> list[tuple[float, bool]]:
    return [(match(pair.first, pair.second).score, pair.same) for pair in pairs]


def best_f1(scores: Iterable[tuple[float, bool]]) -> float:
    return max((2 * p * r / (p + r) for p, r in _curve(scores) if p + r), default=0.0)


def recall_at_precision(scores: Iterable[tuple[float, bool]], precision: float) -> float:
    return max((r for p, r in _curve(scores) if p >= precision), default=0.0)


def f1_at(scores: Iterable[tuple[float, bool]], threshold: float) -> float:
    told = [(score >= threshold, same) for score, same in scores]
    right = sum(said and same for said, same in told)
    return 2 * right / (sum(said for said, _ in told) + sum(same for _, same in told))


def precision_and_recall_at(
    scores: Iterable[tuple[float, bool]], threshold: float
) -> tuple[float, float]:
    told = [(score >= threshold, same) for score, same in scores]
    right = sum(said and same for said, same in told)
    return right / max(1, sum(said for said, _ in told)), right / sum(same for _, same in told)


def _curve(scores: Iterable[tuple[float, bool]]) -> Iterator[tuple[float, float]]:
    """Precision and recall at every threshold at which something changes."""
    ranked = sorted(scores, key=lambda each: -each[0])
    whole = sum(same for _, same in ranked)
    right = 0
    for place, (score, same) in enumerate(ranked, start=1):
        right += same
        if place == len(ranked) or ranked[place][0] != score:
            yield right / place, right / whole


def _letters(name: str) -> str:
    return "".join(letter for letter in plain(name) if letter.isalnum())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)
