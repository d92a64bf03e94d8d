"""Runs in nomenklatura's own environment: reads a task as JSON, prints the answer as JSON.

A task: ``pairs`` of names; ``names`` that are searched; ``queries``, each compared with every name.
"""

import itertools
import json
import sys
import time

from followthemoney import model  # type: ignore[import-not-found, unused-ignore]
from nomenklatura.matching.logic_v2.model import (  # type: ignore[import-not-found, unused-ignore]
    LogicV2,
)

CONFIG = LogicV2.default_config()


numbers = itertools.count()


def entity(name: str) -> object:
    """An organisation with an id of its own: what is known of an id is remembered."""
    data = {"id": f"e{next(numbers)}", "schema": "Organization", "properties": {"name": [name]}}
    return model.get_proxy(data)


def score(first: object, second: object) -> float:
    return float(LogicV2.compare(first, second, CONFIG).score)


def main() -> None:
    task = json.load(sys.stdin)
    begun = time.process_time()
    scores = [score(entity(a), entity(b)) for a, b in task["pairs"]]
    took = time.process_time() - begun
    listed = [entity(name) for name in task["names"]]
    answers = []
    begun_search = time.process_time()
    for query in task["queries"]:
        asked = entity(query)
        ranked = sorted(((score(asked, each), -n) for n, each in enumerate(listed)), reverse=True)
        answers.append([(-n, value) for value, n in ranked[:40]])
    took_search = time.process_time() - begun_search
    print(
        json.dumps(
            {
                "scores": scores,
                "pairs_per_second": len(scores) / took,
                "answers": answers,
                "seconds_per_query": took_search / max(1, len(answers)),
            }
        )
    )


if __name__ == "__main__":
    main()
