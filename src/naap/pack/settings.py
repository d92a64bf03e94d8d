"""``pack.yml``: what a pack says about itself that is not a table."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from naap.pack.cells import Text

__all__ = ["PackSettings"]

Language = Literal["en", "ur"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Bilingual = dict[Language, Text]


def _version(written: Any) -> Any:
    # Settings arrive as the words of the file, so that YAML takes none for something else.
    return 1 if written == "1" else written


class DataSetIds(BaseModel):
    """How outside data sets name this country."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ucdp_country_id: int | None = Field(None, description="Gleditsch-Ward number in UCDP files.")
    iso_number: int | None = Field(
        None, description="Number of ISO 3166-1, the column iso in ACLED files."
    )
    gtd_country_id: int | None = Field(None, description="The column country in GTD files.")


class PackSettings(BaseModel):
    """The settings of a country pack, read from ``pack.yml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Annotated[Literal[1], BeforeValidator(_version)] = Field(
        description="Version of this format."
    )
    pack_id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")] = Field(
        description="Short id, used in file names and links."
    )
    country_place: str = Field(description="Id of the country in places.csv.")
    released: date = Field(
        description="Date of this release; what the pack ships is recorded as of it."
    )
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = Field(
        description="Languages of the pack, the first one being the main one."
    )
    fictional: bool = Field(False, description="true: pages say that the country is not real.")
    fiscal_year_starts: Annotated[int, Field(ge=1, le=12)] = Field(
        1, description="Month in which the fiscal year begins."
    )
    current_plan: str = Field(description="Id of the version in force, from plans.csv.")
    reporting_grace_days: Annotated[int, Field(ge=0, le=366)] = Field(
        30, description="Days after the end of a period in which statements about it still count."
    )
    coordinator: str | None = Field(
        None, description="Id of the body that returns go to and that accepts them."
    )
    returns_source: str | None = Field(
        None, description="Id of the source that returned numbers name, from sources.csv."
    )
    weekend: tuple[Weekday, ...] = Field(
        ("saturday", "sunday"), description="Days of the week on which offices are closed."
    )
    licence: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+-]*$")] = Field(
        "CC-BY-4.0", description="SPDX name of the licence of the pack's own work."
    )
    title: Bilingual = Field(description="Title of the review.")
    disclaimer: Bilingual = Field(description="What every page with a map or a place list says.")
    corrections: Bilingual = Field(description="How to ask for a correction.")
    own_judgement: Bilingual = Field(
        description="What pages say beside classifications that are the pack's own."
    )
    data_sets: DataSetIds = Field(
        default_factory=DataSetIds, description="How outside data sets name this country."
    )
