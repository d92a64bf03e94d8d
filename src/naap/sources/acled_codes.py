"""The codebook of ACLED: its types of events, and its classes of actors.

Source: ACLED Codebook (Armed Conflict Location & Event Data), sections on events, on actor types
and on precision; the classes are written as numbers in files until 2024, as words since.
"""

from __future__ import annotations

from typing import Literal

__all__ = ["ACTORS", "MONTHS", "TYPES", "UNDIRECTED", "Actor", "victim_of"]

Actor = Literal[
    "state forces", "rebel group", "political militia", "identity militia", "rioters",
    "protesters", "civilians", "external/other forces",
]  # fmt: skip

_ACTORS: tuple[Actor, ...] = (
    "state forces", "rebel group", "political militia", "identity militia", "rioters",
    "protesters", "civilians", "external/other forces",
)  # fmt: skip
ACTORS: dict[str, Actor] = {
    **{str(number): actor for number, actor in enumerate(_ACTORS, start=1)},
    **{actor.capitalize(): actor for actor in _ACTORS},
    "External/Other forces": "external/other forces",
    "Other forces": "external/other forces",
}
"""What stands in inter1 and inter2."""

TYPES: dict[str, tuple[str, ...]] = {
    "Battles": (
        "Government regains territory", "Non-state actor overtakes territory", "Armed clash",
    ),
    "Explosions/Remote violence": (
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Protests": (
        "Peaceful protest", "Protest with intervention", "Excessive force against protesters",
    ),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction",
        "Non-violent transfer of territory", "Other",
    ),
}  # fmt: skip
"""Sub-event types by event type."""

UNDIRECTED = frozenset({"Battles", "Protests", "Strategic developments"})
"""In these events the order of the two actors says nothing of who attacked whom."""

MONTHS = {
    name: number
    for number, month in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"), start=1,
    )
    for name in (month, month[:3])
}  # fmt: skip

_VICTIMS: dict[Actor, str] = {
    "state forces": "security-forces", "rebel group": "armed-group",
    "political militia": "armed-group", "identity militia": "armed-group",
    "rioters": "demonstrators", "protesters": "demonstrators", "civilians": "civilians",
    "external/other forces": "other-forces",
}  # fmt: skip


def victim_of(actor: Actor) -> str:
    """The class of victims that an actor is, where it is hit."""
    return _VICTIMS[actor]
