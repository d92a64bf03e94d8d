"""Claims in English prose: found, recomputed and judged.

``check_text(text, evidence)`` gives one `Result` for each claim that was understood. The rules are
told in the guide "Check a text".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from naap.checks.prose.result import FLAGS, FORMS, VERDICTS, Result

if TYPE_CHECKING:
    from naap.checks.prose.check import check_text
    from naap.checks.prose.evidence import Evidence

__all__ = ["FLAGS", "FORMS", "VERDICTS", "Evidence", "Result", "check_text"]


def __getattr__(name: str) -> Any:
    """The grammar is loaded only for who checks a text, not for who reads a number."""
    if name == "check_text":
        from naap.checks.prose.check import check_text

        return check_text
    if name == "Evidence":
        from naap.checks.prose.evidence import Evidence

        return Evidence
    raise AttributeError(name)
