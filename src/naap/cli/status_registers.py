"""``naap status detectors``, ``plan-quality``, ``decisions`` and ``ratings``."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

import click

from naap.cli.returns_shared import now
from naap.cli.shared import json_option, print_json, workspace_of
from naap.cli.status_shared import on_option

if TYPE_CHECKING:
    from naap.ledger.snapshot import Snapshot
    from naap.pack import Pack
    from naap.pack.settings import Language
    from naap.status.assessors import Assessment
    from naap.status.decisions import Decided
    from naap.status.detection import Detection
    from naap.status.plan_quality import PlanQuality, PointQuality

__all__ = ["decisions", "detectors", "known", "language_option", "plan_option", "plan_quality",
           "ratings"]  # fmt: skip

plan_option = click.option(
    "--plan", "plan_id", metavar="ID", help="A version of the plan. Default: the one in force."
)
language_option = click.option(
    "--language", type=click.Choice(["en", "ur"]), default="en", show_default=True,
    help="Language of the sentences; JSON has both.",
)  # fmt: skip


_STOP = {"en": ".", "ur": "۔"}
_SEMICOLON = {"en": "; ", "ur": "؛ "}
_COMMA = {"en": ", ", "ur": "، "}


def known(context: click.Context, on: date | None) -> tuple[Pack, Snapshot, date]:
    """The pack and the claims as they were known at the end of a day, and the day."""
    from naap.ledger.state import NOW, Moment
    from naap.pack.past import known_by

    workspace = workspace_of(context)
    day = on or now().date()
    snapshot = workspace.snapshot(Moment(stated_by=on) if on else NOW)
    return known_by(workspace.pack, day), snapshot, day


@click.command(
    epilog="Example: naap status detectors --detector no-owner; "
    "naap --pack example status detectors --on 2025-01-31 --json"
)
@plan_option
@click.option("--detector", metavar="ID", help="Only this one: no-owner, credited-before ...")
@on_option
@language_option
@json_option
@click.pass_context
def detectors(
    context: click.Context,
    plan_id: str | None,
    detector: str | None,
    on: date | None,
    language: Language,
    as_json: bool,
) -> None:
    """List what is wrong with the plan as it is written or led.

    Nobody answers, or several do; an owner lost in a revision; no sign of a beginning; credited
    from before the plan; past its term; decisions that nothing followed; targets that nobody can
    measure. A finding that may stand in what nobody saw is marked. The exit code is 1 where there
    is any.
    """
    from naap.problems import UnusableInput
    from naap.status.detectors import DETECTORS, detections

    if detector is not None and detector not in DETECTORS:
        raise UnusableInput.one(
            "--detector", found=repr(detector), expected="one of: " + ", ".join(DETECTORS),
            mend="Correct the id.",
        )  # fmt: skip
    pack, snapshot, day = known(context, on)
    found = [
        each for each in detections(pack, snapshot, day, plan_id)
        if detector in (None, each.detector)
    ]  # fmt: skip
    if as_json:
        print_json({"on": str(day), "plan": plan_id or pack.settings.current_plan,
                    "detections": [each.as_json(pack) for each in found]})  # fmt: skip
    else:
        _tell_detections(pack, found, language)
    context.exit(1 if found else 0)


def _tell_detections(pack: Pack, found: list[Detection], language: Language) -> None:
    from naap.status.sentences import sentence
    from naap.status.words import word

    if not found:
        click.echo("Nothing found.")
    heading = ""
    # What is true of many points in the same words is said once, below all of them.
    for (detector, said, note), same in groupby(
        found, lambda each: (each.detector, sentence(pack, each.why, language), each.note)
    ):
        listed = list(same)
        if detector != heading:
            heading = detector
            count = sum(one.detector == heading for one in found)
            click.echo(f"{word(heading, language)} [{heading}]: {count}")
        for each in listed:
            marks = [] if each.sure else [word("not certain", language)]
            marks += [] if each.official else [word("proposal", language)]
            told = f"  {each.subject}  {_title(pack, each, language)}"
            told += f"  ({_SEMICOLON[language].join(marks)})" if marks else ""
            click.echo(told.rstrip())
        click.echo(f"    {said}")
        if note:
            click.echo(f"    {word('note', language)}: {note}")
        sources = dict.fromkeys(source for each in listed for source in each.sources)
        click.echo(f"    {word('sources', language)}: {', '.join(sources)}")


def _title(pack: Pack, each: Detection, language: Language) -> str:
    from naap.pack.tables import (
        ActionRow,
        MilestoneRow,
        PointRow,
        QuantityRow,
        Row,
        TargetRow,
    )

    tables: dict[str, tuple[type[Row], str]] = {
        "point": (PointRow, "title"), "action": (ActionRow, "title"),
        "milestone": (MilestoneRow, "title"), "target": (TargetRow, "text"),
        "quantity": (QuantityRow, "name"),
    }  # fmt: skip
    if each.kind not in tables:
        return ""
    table, field = tables[each.kind]
    return pack.text(pack.get(table, each.subject), field, language)[0]


@click.command(
    "plan-quality",
    epilog="Example: naap status plan-quality --point SAP22-01",
)
@plan_option
@click.option("--point", metavar="ID", help="Only this point, with what each answer rests on.")
@on_option
@language_option
@json_option
@click.pass_context
def plan_quality(
    context: click.Context,
    plan_id: str | None,
    point: str | None,
    on: date | None,
    language: Language,
    as_json: bool,
) -> None:
    """Put five questions to the plan and each of its points: yes, no or cannot tell.

    Are activities and institutions named? Deadlines? Funding? Indicators? Is it published? What
    the pack proposes itself makes no yes, and a text that nobody saw makes no no. The exit code is
    1 where an answer is no.
    """
    from naap.problems import UnusableInput
    from naap.status.plan_quality import plan_quality as asked

    pack, snapshot, day = known(context, on)
    found = asked(pack, snapshot, day, plan_id)
    points = [each for each in found.points if point in (None, each.point_id)]
    if not points and point is not None:
        raise UnusableInput.one(
            "--point", found=repr(point), expected="one of: "
            + ", ".join(each.point_id for each in found.points), mend="Correct the id.",
        )  # fmt: skip
    if as_json:
        told = found.as_json(pack)
        told["points"] = [each for each in told["points"] if point in (None, each["point"])]
        print_json(told)
    elif point is not None:
        _tell_point(pack, points[0], language)
    else:
        _tell_quality(pack, found, language)
    answers = [one for each in points for one in each.answers]
    context.exit(1 if any(each.answer == "no" for each in answers) else 0)


def _tell_quality(pack: Pack, found: PlanQuality, language: Language) -> None:
    from naap.pack.tables import PlanRow
    from naap.status.plan_quality import CRITERIA
    from naap.status.sentences import sentence
    from naap.status.words import word

    plan = pack.get(PlanRow, found.plan_id)
    click.echo(f"{pack.text(plan, 'title', language)[0]} ({found.plan_id})")
    if note := pack.text(plan, "note", language)[0]:
        click.echo(f"  {note}")
    for each in found.answers:
        click.echo(f"  {word(each.criterion, language)}: {word(each.answer, language)}"
                   f"{_STOP[language]} {sentence(pack, each.why, language)}")  # fmt: skip
    click.echo()
    widest = max((len(each.point_id) for each in found.points), default=0)
    click.echo("  " + " " * widest + "".join(f"  {name:<11}" for name in CRITERIA).rstrip())
    for row in found.points:
        cells = "".join(f"  {word(each.answer, language):<11}" for each in row.answers)
        click.echo(f"  {row.point_id:<{widest}}{cells}".rstrip())
    if found.points_unknown:
        click.echo(f"  + {found.points_unknown}: {word('cannot tell', language)}")


def _tell_point(pack: Pack, found: PointQuality, language: Language) -> None:
    from naap.pack.tables import PointRow
    from naap.status.sentences import sentence
    from naap.status.words import word

    title = pack.text(pack.get(PointRow, found.point_id), "title", language)[0]
    click.echo(f"{found.point_id}  {title}")
    for each in found.answers:
        click.echo(f"  {word(each.criterion, language)}: {word(each.answer, language)}"
                   f"{_STOP[language]} {sentence(pack, each.why, language)}")  # fmt: skip
        click.echo(f"    {word('sources', language)}: {', '.join(each.sources)}")


@click.command(epilog="Example: naap status decisions --on 2025-01-31 --overdue")
@click.option("--overdue", is_flag=True, help="Only what is overdue, the longest first.")
@on_option
@language_option
@json_option
@click.pass_context
def decisions(
    context: click.Context, overdue: bool, on: date | None, language: Language, as_json: bool
) -> None:
    """List what meetings decided, who has to see to it, by when, and what became of it.

    The exit code is 1 where a decision is overdue, or nothing followed it at all.
    """
    from naap.status.decisions import decisions as register
    from naap.status.decisions import decisions_overdue

    pack, _, day = known(context, on)
    found = decisions_overdue(pack, day) if overdue else register(pack, day)
    if as_json:
        print_json({"on": str(day), "decisions": [each.as_json() for each in found]})
    else:
        _tell_decisions(pack, found, language)
    context.exit(
        1 if any(each.standing == "overdue" or each.never_followed for each in found) else 0
    )


def _tell_decisions(pack: Pack, found: tuple[Decided, ...], language: Language) -> None:
    from naap.status.sentences import bodies, names
    from naap.status.words import said, why, word

    if not found:
        click.echo("No decisions on record.")
    meeting = ""
    for each in found:
        row = each.row
        held = f"{pack.text(row, 'meeting', language)[0]}{_COMMA[language]}{row.held}"
        if held != meeting:
            meeting = held
            click.echo(meeting)
        where = f" ({row.point_id})" if row.point_id else ""
        click.echo(f"  {row.decision_id}{where}: {pack.text(row, 'text', language)[0]}")
        who = (
            names(pack, bodies(row.responsible), language)
            if row.responsible
            else word("nobody named", language)
        )
        due = str(row.due) if row.due else word("no date set", language)
        parts = [f"{word('responsible', language)}: {who}", f"{word('due', language)}: {due}"]
        if row.due or each.open_days is None:
            late = f"{_COMMA[language]}{said(why('days', count=each.days), language)}"
            parts.append(word(each.standing, language) + (late if each.days else ""))
        click.echo(f"    {_SEMICOLON[language].join(parts)}")
        if each.open_days is None:
            click.echo(f"    {row.followed_up_on}: {pack.text(row, 'follow_up', language)[0]} "
                       f"({row.follow_up_source_id})")  # fmt: skip
        elif each.never_followed:
            click.echo(f"    {said(why('nothing-since', count=each.open_days), language)}")
        if each.given_again:
            click.echo(f"    {word('given again', language)}: {', '.join(each.given_again)}")
        click.echo(f"    {word('sources', language)}: {row.source_id}")


@click.command(epilog="Example: naap status ratings --on 2025-01-31 --point SAP22-04")
@plan_option
@click.option("--point", metavar="ID", help="Only this point.")
@on_option
@language_option
@json_option
@click.pass_context
def ratings(
    context: click.Context,
    plan_id: str | None,
    point: str | None,
    on: date | None,
    language: Language,
    as_json: bool,
) -> None:
    """Set the ratings of several assessors beside each other, each with method, date and source.

    They keep their own words; there is no mean and no light. The evidence behind each is graded:
    what kind of source, whether it is independent, and how many days old. The exit code is 1 where
    assessors who use one scale disagree.
    """
    from naap.problems import UnusableInput
    from naap.status.assessors import assessments

    pack, snapshot, day = known(context, on)
    every = assessments(pack, snapshot, day, plan_id)
    found = [each for each in every if point in (None, each.point_id)]
    if not found and point is not None:
        raise UnusableInput.one(
            "--point", found=repr(point), expected="one of: "
            + ", ".join(each.point_id for each in every), mend="Correct the id.",
        )  # fmt: skip
    if as_json:
        print_json({"on": str(day), "points": [each.as_json() for each in found]})
    else:
        for each in found:
            _tell_rated(pack, each.point_id, each.ratings, language)
    context.exit(1 if any(each.differ for each in found) else 0)


def _tell_rated(
    pack: Pack, point_id: str, found: tuple[Assessment, ...], language: Language
) -> None:
    from naap.pack.tables import PointRow
    from naap.status.sentences import bodies, names, sentence
    from naap.status.words import said, why, word

    click.echo(f"{point_id}  {pack.text(pack.get(PointRow, point_id), 'title', language)[0]}")
    if not found:
        click.echo(f"    {word('nobody rated', language)}")
    for each in found:
        graded = each.grade
        age = (
            word("not dated", language)
            if graded.age_days is None
            else said(why("age", count=graded.age_days), language)
        )
        free = word("independent" if graded.independent else "not independent", language)
        who = names(pack, bodies((each.assessor,)), language)
        click.echo(f"    {who}{_COMMA[language]}{each.period}: “{each.rating}”")
        said_on = each.stated_on or word("not dated", language)
        click.echo("      " + _SEMICOLON[language].join(
            (each.method, said_on, graded.source_id, each.claim_id[:12])
        ))  # fmt: skip
        worth = _SEMICOLON[language].join((word(graded.evidence, language), free, age))
        click.echo(f"      {worth}{_STOP[language]} {sentence(pack, graded.why, language)}")
