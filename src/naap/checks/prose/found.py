"""A claim found in a sentence and judged, before it is put into its place in the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from naap.checks.prose.result import Result, Verdict
from naap.checks.prose.sentences import Sentence

__all__ = ["Found"]


@dataclass(frozen=True)
class Found:
    """As `Result`, with the places of the tokens that the reading used up.

    ``pair`` are the places of the old and the new number of a change, or of a share's part and
    whole. Other forms do not read a
    used number again: "1,206" in "fell from 1,206" is no count of its own.
    """

    form: str
    stated: str
    computed: str
    verdict: Verdict
    why: str
    inputs: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    used: frozenset[int] = frozenset()
    pair: tuple[int, ...] = ()

    def flagged(self, *flags: str) -> Found:
        new = tuple(flag for flag in flags if flag not in self.flags)
        return replace(self, flags=(*self.flags, *new))

    def resting_on(self, claims: Iterable[str]) -> Found:
        """With more claims of the ledger."""
        return replace(self, claims=tuple(dict.fromkeys((*self.claims, *claims))))

    def because(self, more: str) -> Found:
        """With one more reason."""
        return replace(self, why=f"{self.why}; {more}" if more else self.why)

    def also(self, *used: int) -> Found:
        """With more places used up."""
        return replace(self, used=self.used | frozenset(used))

    def result(self, sentence: Sentence) -> Result:
        return Result(
            sentence=sentence.text,
            start=sentence.start,
            end=sentence.end,
            form=self.form,
            stated=self.stated,
            computed=self.computed,
            verdict=self.verdict,
            inputs=self.inputs,
            claims=self.claims,
            flags=self.flags,
            why=self.why,
        )
