"""Who may see a claim: the labels of the Traffic Light Protocol 2.0, from open to closed."""

from __future__ import annotations

__all__ = ["LABELS", "PUBLIC", "is_label", "readable", "stricter"]

LABELS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
PUBLIC = "TLP:CLEAR"


def is_label(text: str) -> bool:
    return text in LABELS


def readable(clearance: str) -> tuple[str, ...]:
    """The labels that a reader with this clearance may read; ValueError for an unknown one."""
    if not is_label(clearance):
        raise ValueError(f"{clearance!r} is no handling label; there are {', '.join(LABELS)}")
    return LABELS[: LABELS.index(clearance) + 1]


def stricter(one: str, other: str) -> str:
    """The label that fewer people may read."""
    return max(one, other, key=LABELS.index)
