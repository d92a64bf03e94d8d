"""The comparison of accounts on Spark, where one machine is too small for it.

The accounts go to Spark as a file. The same query, put into Spark's dialect by sqlglot, compares
them there; the pairs with their levels come back as files. All that follows (model, links,
incidents) is the same code on the same pairs.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from naap.incidents.comparing import pairs_sql
from naap.problems import UnusableInput

__all__ = ["pairs_on_spark", "spark_sql"]


def spark_sql(sql: str) -> str:
    """The query in the dialect of Spark."""
    import sqlglot

    level = sqlglot.ErrorLevel.RAISE
    return sqlglot.transpile(sql, read="duckdb", write="spark", unsupported_level=level)[0]


def pairs_on_spark(store: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``pairs`` from the table ``told``, by a Spark session on this machine, or the
    one that runs already in this process. UnusableInput where pyspark or Java is missing."""
    try:
        from pyspark.sql import SparkSession

        session = (
            SparkSession.builder.appName("naap")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.log.level", "ERROR")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "8")
            .getOrCreate()
        )
    except Exception as error:  # noqa: BLE001 - Spark says in many ways that Java is missing
        raise UnusableInput.one(
            "--engine", found=f"no Spark ({str(error).splitlines()[0]})",
            expected="the package pyspark, and Java 17 or newer",
            mend="Install them (pip install pyspark), or leave --engine spark out.",
        ) from None  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="naap-spark-") as folder:
        told, pairs = Path(folder) / "told.parquet", Path(folder) / "pairs"
        store.execute(f"COPY told TO '{told}' (FORMAT parquet)")
        session.read.parquet(str(told)).createOrReplaceTempView("told")
        session.sql(spark_sql(pairs_sql())).write.parquet(str(pairs))
        store.execute(
            f"CREATE OR REPLACE TABLE pairs AS SELECT * FROM '{pairs}/*.parquet' "
            "ORDER BY one, other"
        )
