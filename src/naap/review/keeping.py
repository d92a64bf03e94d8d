"""What a source's licence keeps in the house altogether."""

from __future__ import annotations

from naap.engine import Engine
from naap.ledger.kind import kinds
from naap.sources import sources

__all__ = ["keep_in"]


def keep_in(engine: Engine) -> None:
    """Take the claims of sources of which nothing may leave, not even sums, out of the tables
    that figures ask, and count them among the withheld."""
    closed = [name for name, source in sources().items() if source.about.publish == "nothing"]
    if not closed:
        return
    listed = ", ".join(f"'{name}'" for name in closed)
    counted = ["SELECT * FROM labelled"]
    engine.run("ALTER VIEW withheld RENAME TO labelled")
    for kind in kinds():
        engine.run(f"ALTER VIEW {kind} RENAME TO every_{kind}")
        engine.run(
            f"CREATE VIEW {kind} AS SELECT * FROM every_{kind} WHERE source NOT IN ({listed})"
        )
        counted.append(
            f"SELECT '{kind}', coalesce(publisher, source), 'licence', count(*)::BIGINT, "
            f"list(claim_id ORDER BY claim_id) FROM every_{kind} "
            f"WHERE source IN ({listed}) GROUP BY ALL"
        )
    engine.run(f"CREATE VIEW withheld AS {' UNION ALL '.join(counted)}")
