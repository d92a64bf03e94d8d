"""What all tables of a pack have in common, and the cells that many of them share."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from naap.pack.cells import Id, Ids, Ref

__all__ = [
    "Basis",
    "Body",
    "Domain",
    "Handling",
    "Organisation",
    "Place",
    "Point",
    "Points",
    "Row",
    "Source",
]

Source = Annotated[Id, Ref("sources")]
Body = Annotated[Id, Ref("bodies")]
Place = Annotated[Id, Ref("places")]
Point = Annotated[Id, Ref("points")]
Points = Annotated[Ids, Ref("points")]
Organisation = Annotated[Id, Ref("organisations")]
Domain = Literal["kinetic", "non-kinetic", "mixed", "institutional"]
Basis = Literal[
    "official", "court record", "survey", "study", "media", "testimony", "own judgement"
]
Handling = Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]


class Row(BaseModel):
    """One row of a table of the pack."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    table: ClassVar[str]
    key: ClassVar[str | None]
    """The column that holds the row's id, if other tables may name the row."""
    unique: ClassVar[tuple[str, ...]] = ()
    """Columns that no two rows may share; where there is neither, no two rows may be equal."""
    optional: ClassVar[bool] = False
