"""What each level of each comparison says for or against one event: estimated by Splink from the
data, without a labelled example, and kept as a file with a digest.

Splink sees the combinations of levels that occur and not the pairs themselves: pairs of one
combination have one weight, so nothing is lost, and it takes seconds however many pairs there are.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from naap.incidents.comparing import Comparison, comparisons, patterns_sql
from naap.ledger.claim import canonical
from naap.problems import UnusableInput

__all__ = ["ENOUGH_PAIRS", "Model", "estimate", "read_model", "shipped_model", "weights_sql"]

ENOUGH_PAIRS = 5_000
"""With fewer pairs the shipped model is used: there is too little to estimate from."""
_MOST_PAIRS = 60_000
"""Of more pairs a sample is taken, always the same."""
_LEAST = 1e-4
"""No level is taken to be rarer than this, so that no single respect decides alone."""
_ROUNDS = 10


@dataclass(frozen=True)
class Model:
    """``m``: share of the pairs of one event at each level, ``u``: of the other pairs, both among
    the candidates; ``share``: how many of the candidates were taken to be of one event."""

    m: Mapping[str, tuple[float, ...]]
    u: Mapping[str, tuple[float, ...]]
    share: float
    pairs: int
    accepted_from: float = 0.95
    likely_from: float = 0.40

    @property
    def digest(self) -> str:
        return hashlib.sha256(canonical(self._plain())).hexdigest()

    def weight(self, name: str, level: int) -> float:
        """Bits for (above 0) or against one event; 0 for an unknown level."""
        return 0.0 if level < 0 else math.log2(self.m[name][level] / self.u[name][level])

    def save(self, path: Path) -> None:
        """Write the model as JSON, with its digest."""
        body = {"digest": self.digest, **self._plain()}
        path.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")

    def _plain(self) -> dict[str, Any]:
        labels = {each.name: [level.label for level in each.levels] for each in comparisons()}
        return {
            "comparisons": {
                name: [
                    {"level": label, "m": f"{m:.6f}", "u": f"{u:.6f}"}
                    for label, m, u in zip(labels[name], self.m[name], self.u[name], strict=True)
                ]
                for name in labels
            },
            "when": {each.name: [level.when for level in each.levels] for each in comparisons()},
            "share": f"{self.share:.6f}",
            "pairs": self.pairs,
            "accepted_from": f"{self.accepted_from:.4f}",
            "likely_from": f"{self.likely_from:.4f}",
        }


def read_model(path: Path) -> Model:
    """A model that was saved; UnusableInput where it was altered or compares otherwise."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        digest = body.pop("digest")
        model = Model(
            {name: tuple(float(at["m"]) for at in levels)
             for name, levels in body["comparisons"].items()},
            {name: tuple(float(at["u"]) for at in levels)
             for name, levels in body["comparisons"].items()},
            float(body["share"]), int(body["pairs"]), float(body["accepted_from"]),
            float(body["likely_from"]),
        )  # fmt: skip
        whole = digest == model.digest
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnusableInput.one(
            path, found=f"no model of links ({str(error) or type(error).__name__})",
            expected="a file that naap incidents reconcile --save-model wrote",
            mend="Save the model again.",
        ) from None  # fmt: skip
    if not whole:
        raise UnusableInput.one(
            path, found="a model that does not fit its digest, or compares accounts otherwise",
            expected="the file as this release of Naap writes it",
            mend="Save the model again with: naap incidents reconcile --save-model FILE",
        )  # fmt: skip
    return model


def shipped_model() -> Model:
    """What was estimated on made sources; for ledgers with too few accounts for an estimate."""
    return read_model(Path(__file__).parent / "model.json")


def weights_sql(model: Model) -> str:
    """SQL for the weight of a pair in bits, from the columns of its levels."""
    parts = []
    for each in comparisons():
        cases = " ".join(
            f"WHEN {level} THEN {model.weight(each.name, level):.9e}"
            for level in range(len(each.levels))
        )
        parts.append(f"CASE {each.column} {cases} ELSE 0e0 END")
    return " + ".join(parts)


def estimate(store: duckdb.DuckDBPyConnection, share: float, pairs: str = "pairs") -> Model:
    """Estimate the model from the table of pairs, by expectation and maximisation.

    ``share`` of the pairs is held to be of one event, and is not estimated: where events come in
    bursts, it would grow round by round until neighbours count as the same event.
    """
    counted = store.execute(f"SELECT count(*) FROM {pairs}").fetchone()
    total = int(counted[0]) if counted else 0
    every = max(1, round(total / _MOST_PAIRS))
    sample = f"(SELECT * FROM {pairs} WHERE (one * 7919 + other) % {every} = 0) AS sample"
    store.execute(
        f"CREATE OR REPLACE TABLE patterns AS SELECT row_number() OVER () AS pattern, * "
        f"FROM ({patterns_sql(sample)})"
    )
    rows = store.execute("SELECT * EXCLUDE pattern FROM patterns").fetchall()
    trained = _trained(store, rows, share)
    seen = _counts(rows)
    m, u = {}, {}
    for given in trained["comparisons"]:
        levels = [each for each in given["comparison_levels"] if not each.get("is_null_level")]
        name = given["output_column_name"]
        m[name] = _smoothed([each.get("m_probability") for each in levels], seen[name])
        u[name] = _smoothed([each.get("u_probability") for each in levels], seen[name])
    return Model(m, u, round(share, 6), total)


def linker(
    store: duckdb.DuckDBPyConnection,
    rows: Sequence[tuple[int, ...]],
    share: float,
    known: Model | None = None,
) -> Any:
    """Splink's linker over the table of patterns: each pair is one that it compares.

    It begins with what is expected, or with a model that is known.
    """
    try:
        import splink.internals.comparison_level_library as cll
        import splink.internals.comparison_library as cl
        from splink import Linker, SettingsCreator, block_on
        from splink.internals.duckdb.database_api import DuckDBAPI
    except ImportError:
        raise UnusableInput.one(
            "splink", found="that it is not installed", expected="Splink 5, to estimate a model",
            mend="Install it with: pip install 'naap[linkage]'; or give a model with --model FILE.",
        ) from None  # fmt: skip
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    columns = ", ".join(each.column for each in comparisons())
    store.execute(
        f"CREATE OR REPLACE TABLE of_patterns AS SELECT pattern AS unique_id, pattern, {columns} "
        "FROM patterns"
    )
    store.execute(
        "CREATE OR REPLACE TABLE of_pairs AS SELECT row_number() OVER (ORDER BY pattern) "
        f"AS unique_id, pattern, {columns} FROM patterns, range(pairs) AS copies(copy)"
    )
    first = {each.name: [level.expected for level in each.levels] for each in comparisons()}
    m = known.m if known else {name: _whole(shares) for name, shares in first.items()}
    u = known.u if known else _first_shares(_counts(rows))
    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=share,
        blocking_rules_to_generate_predictions=[block_on("pattern")],
        em_convergence=0.0005,
        max_iterations=_ROUNDS,
        comparisons=[
            cl.CustomComparison(
                output_column_name=each.name,
                comparison_levels=[
                    cll.CustomLevel(f"{each.column}_l < 0", "unknown").configure(
                        is_null_level=True
                    ),
                    *(
                        cll.CustomLevel(f"{each.column}_l = {number}", level.label).configure(
                            m_probability=m[each.name][number],
                            u_probability=u[each.name][number],
                        )
                        for number, level in enumerate(each.levels)
                    ),
                ],
            )
            for each in comparisons()
        ],
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI(connection=store)
    tables = [api.register(name) for name in ("of_pairs", "of_patterns")]
    # The settings name columns that were made above: to look for them takes a tenth of a second.
    return Linker(tables, settings, validate_settings=False, log_level=logging.CRITICAL)


def _trained(
    store: duckdb.DuckDBPyConnection, rows: Sequence[tuple[int, ...]], share: float
) -> dict[str, Any]:
    made = linker(store, rows, share)
    made.training.estimate_parameters_using_expectation_maximisation(
        "l.pattern = r.pattern",
        fix_u_probabilities=False,
        fix_probability_two_random_records_match=True,
        estimate_without_term_frequencies=True,
    )
    saved: dict[str, Any] = made.misc.save_model_to_json()
    return saved


def _counts(rows: Sequence[tuple[int, ...]]) -> dict[str, list[int]]:
    """How many pairs there are at each level."""
    counts = {each.name: [0] * len(each.levels) for each in comparisons()}
    for row in rows:
        for at, each in enumerate(comparisons()):
            if row[at] >= 0:
                counts[each.name][row[at]] += row[-1]
    return counts


def _whole(shares: Sequence[float]) -> list[float]:
    return [each / sum(shares) for each in shares]


def _first_shares(counts: Mapping[str, Sequence[int]]) -> dict[str, list[float]]:
    """The share of all pairs at each level: most pairs are not of one event."""
    return {
        name: [(each + 0.5) / (sum(found) + 0.5 * len(found)) for each in found]
        for name, found in counts.items()
    }


def _smoothed(found: Sequence[Any], seen: Sequence[int]) -> tuple[float, ...]:
    """Shares that add up to one. A level that no pair is at says nothing: it is as rare among
    links as among others."""
    shares = [
        max(float(each), _LEAST) if count and isinstance(each, float | int) else 0.0
        for each, count in zip(found, seen, strict=True)
    ]
    whole = sum(shares) or 1.0
    return tuple(round(each / whole, 6) if each else _LEAST for each in shares)


def levels_of(row: Mapping[str, Any]) -> dict[str, tuple[Comparison, int]]:
    """The level of a pair in each respect."""
    return {each.name: (each, int(row[each.column])) for each in comparisons()}
