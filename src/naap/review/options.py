"""What a review is asked to show."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from naap.figures.figure import Language
from naap.ledger import Moment
from naap.pack import Pack
from naap.periods import Period, period_asked
from naap.review.halfyear.narrative import Narrative

__all__ = ["Options", "OwnRecord"]


@dataclass(frozen=True)
class OwnRecord:
    """A workspace's own record of forecasts and answers; the hash tells of what is in it."""

    folder: Path
    sha256: str

    @classmethod
    def of(cls, folder: Path) -> OwnRecord | None:
        """None where the folder holds no record."""
        files = sorted(folder.glob("*.csv")) if folder.is_dir() else []
        if not files:
            return None
        content = b"".join(each.read_bytes() for each in files)
        return cls(folder, hashlib.sha256(content).hexdigest())


@dataclass(frozen=True)
class Options:
    """``languages``: the first one's pages stand at the top, the others in a folder of their own.

    ``period``: the time reviewed; without one, the review shows all that is held. ``narratives``:
    what an analyst has written into a review of that period. ``word``: with a Word document
    beside each PDF.

    A review of a past period shows what had been stated by its end plus the pack's reporting
    grace, unless ``stated_by`` says otherwise.
    """

    languages: tuple[Language, ...] = ("en",)
    period: Period | None = None
    as_of: date | datetime | None = None
    stated_by: date | None = None
    narratives: tuple[Narrative, ...] = ()
    word: bool = False
    own_record: OwnRecord | None = None
    """Forecasts and answers of the workspace; they outrank what the pack ships."""

    @classmethod
    def asked(
        cls,
        pack: Pack,
        period: str | None = None,
        as_of: date | None = None,
        stated_by: date | None = None,
        languages: tuple[Language, ...] = (),
    ) -> Options:
        """The options as a user writes them; UnusableInput for a period that is none."""
        reviewed = None
        if period is not None:
            reviewed = period_asked(period, pack.settings.fiscal_year_starts)
            if stated_by is None:
                grace = timedelta(days=pack.settings.reporting_grace_days)
                stated_by = reviewed.end + grace
        return cls(languages or pack.settings.languages, reviewed, as_of, stated_by)

    @property
    def moment(self) -> Moment:
        return Moment(self.as_of, self.stated_by)
