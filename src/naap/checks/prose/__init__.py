"""Claims in English prose: found, recomputed and judged.

``check_text(text, evidence)`` gives one `Result` for each claim that was understood. The rules are
told in the guide "Check a text".
"""

from naap.checks.prose.check import check_text
from naap.checks.prose.evidence import Evidence
from naap.checks.prose.result import FLAGS, FORMS, VERDICTS, Result

__all__ = ["FLAGS", "FORMS", "VERDICTS", "Evidence", "Result", "check_text"]
