"""Splink as its guide shows it: what one would write in an afternoon, without tuning.

Blocked on the day and on the district within the month, Splink's own comparisons, u from random
pairs, m by expectation and maximisation, best links one to one.
"""

from __future__ import annotations

import logging

import duckdb
import splink.internals.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

from tests.incident_proof import Proof, Score

__all__ = ["score"]

_LIKELY = 0.5


def score(store: duckdb.DuckDBPyConnection, proof: Proof) -> Score:
    """The pairs of the table ``told`` that the sketch puts into one cluster."""
    names = sorted(set(proof.series))
    api = DuckDBAPI(connection=store)
    tables = []
    for name in names:
        table = "sketch_" + name.replace("-", "_")
        store.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT number AS unique_id, "
            f"'{table}' AS source_dataset, event_start AS day, latitude, longitude, district, "
            "strftime(event_start, '%Y-%m') AS month, event_type, means, killed_best, "
            f"organisation_1 FROM told WHERE series = '{name}'"
        )
        tables.append(api.register(table))
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.AbsoluteDateDifferenceAtThresholds(
                "day", input_is_string=False, metrics=["day", "day"], thresholds=[1, 2]
            ),
            cl.DistanceInKMAtThresholds("latitude", "longitude", [5, 15, 30]),
            cl.ExactMatch("means"),
            cl.ExactMatch("killed_best"),
            cl.ExactMatch("organisation_1"),
        ],
        blocking_rules_to_generate_predictions=[block_on("day"), block_on("district", "month")],
    )
    linker = Linker(tables, settings, log_level=logging.CRITICAL)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("day", "district", "killed_best")], recall=0.4
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("day"), block_on("district", "month", "killed_best")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=_LIKELY)
    clusters = linker.clustering.cluster_using_single_best_links(
        found,
        duplicate_free_datasets=[each.physical_name for each in tables],
        threshold_match_probability=_LIKELY,
        ties_method="lowest_id",
    )
    clusters.as_duckdbpyrelation().create_view("sketch_clusters", replace=True)
    rows = store.execute(
        "SELECT one.unique_id - 1, other.unique_id - 1 FROM sketch_clusters AS one "
        "INNER JOIN sketch_clusters AS other ON one.cluster_id = other.cluster_id "
        "AND one.unique_id < other.unique_id AND one.source_dataset <> other.source_dataset"
    ).fetchall()
    return proof.score(rows)
