"""The codebook of the Global Terrorism Database: its codes in its words.

Source: GTD Codebook: Methodology, Inclusion Criteria, and Variables (START).
"""

from __future__ import annotations

__all__ = ["ATTACKS", "TARGETS", "YES_NO", "victim_of"]

ATTACKS = {
    "1": "Assassination", "2": "Armed Assault", "3": "Bombing/Explosion", "4": "Hijacking",
    "5": "Hostage Taking (Barricade Incident)", "6": "Hostage Taking (Kidnapping)",
    "7": "Facility/Infrastructure Attack", "8": "Unarmed Assault", "9": "Unknown",
}  # fmt: skip
"""attacktype1 to attacktype3."""

TARGETS = {
    "1": "Business", "2": "Government (General)", "3": "Police", "4": "Military",
    "5": "Abortion Related", "6": "Airports & Aircraft", "7": "Government (Diplomatic)",
    "8": "Educational Institution", "9": "Food or Water Supply", "10": "Journalists & Media",
    "11": "Maritime", "12": "NGO", "13": "Other", "14": "Private Citizens & Property",
    "15": "Religious Figures/Institutions", "16": "Telecommunication",
    "17": "Terrorists/Non-State Militia", "18": "Tourists", "19": "Transportation",
    "20": "Unknown", "21": "Utilities", "22": "Violent Political Party",
}  # fmt: skip
"""targtype1 to targtype3."""

YES_NO = {"1": True, "0": False, "-9": None}
"""-9 says that it is not known."""

_VICTIMS = {
    "2": "government", "3": "security-forces", "4": "security-forces", "7": "government",
    "13": "unknown", "17": "armed-group", "20": "unknown", "22": "armed-group",
}  # fmt: skip


def victim_of(target: str) -> str:
    """The class of victims behind the code of a target: civilians, where no other is named."""
    return _VICTIMS.get(target, "civilians")
