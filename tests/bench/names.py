"""Names of organisations, matched and searched, beside nomenklatura's logic-v2."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from naap.organisations import DEFAULT_THRESHOLD, Index, match
from naap.organisations.text import plain
from tests.bench.peer import nomenklatura
from tests.conftest import shared_folder
from tests.names_proof import (
    Asked,
    LeftOut,
    Proof,
    best_f1,
    f1_at,
    held_out,
    precision_and_recall_at,
    recall_at_precision,
    scored,
)

SAYS = (
    "names of organisations in any script, on the half of them that nothing was tuned on; "
    "beside nomenklatura's logic-v2 (needs the shared data)"
)
RUNS = 1

WHAT = {"arabic script": 1, "roman": 1, "acronyms": 5}
"""What is asked for, and among how many answers the right one has to be."""
PEER_ASKED = 12
"""nomenklatura compares a query with every name, which takes seconds: so many of each sort."""
NAMES_ONLY = {"latin-latin", "cross-script", "urdu-urdu", "lineage"}


def prepare() -> None:
    if (trouble := nomenklatura.install()) is not None:
        print(f"names: nomenklatura is left out: {trouble}", file=sys.stderr)


def measure() -> dict[str, float]:
    proof = Proof(shared_folder() / "data" / "organisations")
    speeds = cold_speeds(proof)  # first, before anything is remembered
    return {**speeds, **pairs(proof), **searches(proof), **peer(proof)}


def cold_speeds(proof: Proof) -> dict[str, float]:
    """Processor seconds, so that others on the machine do not count."""
    given = [(pair.first, pair.second) for pair in proof.pairs]
    first = _seconds(lambda: [match(a, b) for a, b in given])
    again = min(_seconds(lambda: [match(a, b) for a, b in given]) for _ in range(5))
    names = proof.roman_and_ofac(acronyms=True)
    # Other names than before, so that nothing of them is known yet.
    built = _seconds(lambda: Index(names))
    return {
        "pairs_per_s_first_sight": len(given) / first,
        "pairs_per_s": len(given) / again,
        "index_names": len(names),
        "index_build_s": built * 10_000 / len(names),
    }


def pairs(proof: Proof) -> dict[str, float]:
    held = [pair for pair in proof.pairs if pair.held_out]
    measured: dict[str, float] = {}
    for label, chosen in (
        ("held_out", held),
        ("held_out_names", [pair for pair in held if pair.slice in NAMES_ONLY]),
        ("all", proof.pairs),
    ):
        scores = scored(chosen)
        measured[f"pairs_{label}"] = len(chosen)
        measured[f"f1_{label}"] = best_f1(scores)
        measured[f"recall_at_p95_{label}"] = recall_at_precision(scores, 0.95)
    precision, recall = precision_and_recall_at(scored(held), DEFAULT_THRESHOLD)
    measured["default_precision_held_out"], measured["default_recall_held_out"] = precision, recall
    measured["companies_f1_at_0.7"] = f1_at(scored(proof.companies), 0.7)
    return measured


def searches(proof: Proof) -> dict[str, float]:
    measured: dict[str, float] = {}
    index = Index(proof.roman_and_ofac(acronyms=True))
    queries = [each.spelling for what in WHAT for each in proof.asked(what)]
    taken = [_seconds(partial(index.search, query)) for query in queries]
    measured["query_p50_ms"] = 1000 * statistics.median(taken)
    measured["query_p95_ms"] = 1000 * statistics.quantiles(taken, n=20)[-1]
    measured["queries_per_s"] = len(queries) / sum(taken)
    for what, first in WHAT.items():
        search = LeftOut(proof.roman_and_ofac(acronyms=what != "acronyms"), proof.meant_by_ofac())
        for label, asked in _halves(proof.asked(what)):
            measured[f"{what.replace(' ', '_')}_{label}"] = search.share(asked, first)
            measured[f"{what.replace(' ', '_')}_{label}_asked"] = len(asked)
    return measured


def peer(proof: Proof) -> dict[str, float]:
    """The same pairs, and a sample of the same queries, by nomenklatura."""
    if not nomenklatura.is_installed():
        return {}
    held = [pair for pair in proof.pairs if pair.held_out]
    answer = nomenklatura.ask(
        {
            "pairs": [(p.first, p.second) for p in [*proof.pairs, *held, *proof.companies]],
            "names": [],
            "queries": [],
        }
    )
    scores = answer["scores"]
    every = [(score, p.same) for score, p in zip(scores, proof.pairs, strict=False)]
    after = scores[len(proof.pairs) :]
    half = [(score, p.same) for score, p in zip(after, held, strict=False)]
    companies = zip(after[len(held) :], (p.same for p in proof.companies), strict=True)
    measured = {
        "nomenklatura_pairs_per_s": answer["pairs_per_second"],
        "nomenklatura_f1_all": best_f1(every),
        "nomenklatura_f1_held_out": best_f1(half),
        "nomenklatura_recall_at_p95_held_out": recall_at_precision(half, 0.95),
        "nomenklatura_companies_f1_at_0.7": f1_at(list(companies), 0.7),
    }
    meant = proof.meant_by_ofac()
    for what, first in WHAT.items():
        names = proof.roman_and_ofac(acronyms=what != "acronyms")
        asked = dict(_halves(proof.asked(what)))["held_out"]
        asked = asked[:: len(asked) // PEER_ASKED][:PEER_ASKED]
        queries = [each.spelling for each in asked]
        answer = nomenklatura.ask(
            {"pairs": [("a", "b")], "names": [name for _, name in names], "queries": queries}
        )
        right = 0
        for each, ranked in zip(asked, answer["answers"], strict=True):
            seen: list[str] = []
            for place, score in ranked:
                org_id, name = names[place]
                if score > 0 and plain(name) != plain(each.spelling) and org_id not in seen:
                    seen.append(org_id)
            right += any(each.org_id in {org, *meant.get(org, ())} for org in seen[:first])
        measured[f"nomenklatura_{what.replace(' ', '_')}_held_out"] = right / len(asked)
        measured["nomenklatura_query_ms"] = 1000 * answer["seconds_per_query"]
    return measured


def _halves(asked: list[Asked]) -> list[tuple[str, list[Asked]]]:
    held = [each for each in asked if held_out(each.org_id)]
    return [("held_out", held), ("all", asked)]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
