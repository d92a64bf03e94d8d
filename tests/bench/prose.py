"""Claims in a text of 1 MB, dense with numbers, with and without the evidence of the pack."""

from __future__ import annotations

import re
import time

from naap.checks.prose import Evidence, check_text
from naap.workspace import Workspace

SAYS = "claim checks on 1 MB of prose (target: 5 s on 2 cores)"
RUNS = 3

CLAIMS = """\
Attacks fell by 48 percent, from 1,206 in 2014 to 625 in 2015, an institute said on Monday.
The attacks killed 1,069 people, including 630 civilians, 318 security personnel and 121 militants.
PIPS counted 521 attacks in 2024, of which 295 took place in KP and 202 in Balochistan.
Courts convicted the accused in 410 of 1,228 cases (33%), and Rs 8.2bn of Rs 99.11bn was released.
"""
FILLER = """\
The committee met in the capital and asked the provinces to send their reports in time. Officials
of the ministry told the newspaper that the plan had been reviewed, and that all those concerned had
been told to speed up the work. Critics said that nobody had published the targets so far.
"""


def text(megabytes: float, claims: int) -> str:
    """Paragraphs of news, of which one in ``claims`` is full of numbers; no number twice alike."""
    paragraphs: list[str] = []
    length = 0
    while length < megabytes * 1_000_000:
        count = len(paragraphs)
        paragraphs.append(FILLER if count % claims else _with_other_numbers(count))
        length += len(paragraphs[-1]) + 1
    return "\n".join(paragraphs)


def _with_other_numbers(count: int) -> str:
    return re.sub(r"\d{3}\b", lambda found: f"{(int(found[0]) + count) % 1000:03}", CLAIMS)


def measure() -> dict[str, float]:
    workspace = Workspace.here()
    start = time.perf_counter()
    evidence = Evidence.of(workspace.snapshot(), workspace.pack)
    loaded = time.perf_counter()
    news = text(1, 4)
    found = check_text(news)
    told = time.perf_counter()
    held = check_text(news, evidence)
    done = time.perf_counter()
    dense = check_text(text(1, 1))
    return {
        "evidence_seconds": loaded - start,
        "news_seconds": told - loaded,
        "news_results": len(found),
        "news_with_evidence_seconds": done - told,
        "news_with_evidence_results": len(held),
        "nothing_but_claims_seconds": time.perf_counter() - done,
        "nothing_but_claims_results": len(dense),
    }
