"""From links to incidents: accounts that are linked, directly or by way of others, are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["joined"]


def joined(
    series: Sequence[int],
    links: Iterable[tuple[int, int]],
    together: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> list[int]:
    """For each account the number of one that stands for its incident.

    ``links`` come in the order of their probability. One that would put two accounts of a data set
    into one incident is left out; so is one that a person's judgement ``apart`` forbids. What a
    person put ``together`` is one incident, also within a data set.
    """
    groups = _Groups(series)
    for one, other in together:
        groups.join(one, other)
    for one, other in apart:
        groups.forbid(one, other)
    for one, other in links:
        if groups.may_join(one, other):
            groups.join(one, other)
    return [groups.leader(account) for account in range(len(series))]


class _Groups:
    """Accounts in groups: the data sets that each group holds, and what may not be joined."""

    def __init__(self, series: Sequence[int]) -> None:
        self._lead = list(range(len(series)))
        self._holds = [1 << each for each in series]
        self._forbidden: dict[int, set[int]] = {}

    def leader(self, account: int) -> int:
        lead = self._lead
        while lead[account] != account:
            lead[account] = lead[lead[account]]
            account = lead[account]
        return account

    def may_join(self, one: int, other: int) -> bool:
        first, second = self.leader(one), self.leader(other)
        return not self._holds[first] & self._holds[second] and second not in self._forbidden.get(
            first, ()
        )

    def forbid(self, one: int, other: int) -> None:
        first, second = self.leader(one), self.leader(other)
        if first != second:
            self._forbidden.setdefault(first, set()).add(second)
            self._forbidden.setdefault(second, set()).add(first)

    def join(self, one: int, other: int) -> None:
        first, second = self.leader(one), self.leader(other)
        kept, gone = min(first, second), max(first, second)
        if kept == gone:
            return
        self._lead[gone] = kept
        self._holds[kept] |= self._holds[gone]
        for each in self._forbidden.pop(gone, ()):
            self._forbidden[each].discard(gone)
            self.forbid(each, kept)
