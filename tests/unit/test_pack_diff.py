"""What became of each point, by the crosswalk."""

import shutil
from pathlib import Path

import pytest

import naap
from naap.pack import load
from naap.pack.diff import PlanDiff, PointChange, compare, versions
from naap.problems import UnusableInput

EXAMPLE = Path(naap.__file__).parent / "packs" / "example"
HEAD = (
    "subject_id,predicate_id,object_id,mapping_justification,confidence,author_label,comment,"
    "source_id\n"
)


@pytest.fixture(scope="module")
def shipped() -> PlanDiff:
    pack = load(EXAMPLE)
    return compare(pack, *versions(pack))


def with_crosswalk(folder: Path, *rows: str, **changes: tuple[str, str]) -> PlanDiff:
    """The comparison under another crosswalk; a row is ``01 broad 03``."""
    shutil.copytree(EXAMPLE, folder)
    lines = []
    for row in rows:
        old, how, new = row.split()
        relation = "sssom:NoTermFound" if new == "-" else f"skos:{how}Match"
        target = "sssom:NoTermFound" if new == "-" else f"SAP22-{new}"
        lines.append(f"SAP19-{old},{relation},{target},semapv:ManualMappingCuration,0.5,Us,,own\n")
    (folder / "crosswalk.sssom.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    for file, (old, new) in changes.items():
        path = folder / f"{file}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return compare(load(folder), "SAP19", "SAP22")


def found(points: tuple[PointChange, ...]) -> dict[str, str]:
    return {point.point_id[-2:]: point.change for point in points}


def test_the_example(shipped: PlanDiff) -> None:
    assert found(shipped.old_points) == {
        "01": "related", "02": "kept", "03": "merged", "04": "merged", "05": "kept",
        "06": "dropped",
    }  # fmt: skip
    assert found(shipped.new_points) == {
        "01": "related", "02": "kept", "03": "merged", "04": "kept", "05": "new",
    }  # fmt: skip
    assert shipped.unmapped == ()
    assert shipped.partial == ()


def test_links_say_who_how_sure_and_why(shipped: PlanDiff) -> None:
    (link,) = shipped.old_points[4].links
    assert (link.other, link.confidence, link.author) == ("SAP22-04", 1.0, "Plan Office")
    assert link.justification == "semapv:ManualMappingCuration"
    assert link.comment == "Named so in the preamble."
    (gone,) = shipped.old_points[5].links
    assert gone.other is None


def test_owners_lost(shipped: PlanDiff) -> None:
    assert shipped.owners_lost == ("SAP19-02",)
    roads = shipped.old_points[1]
    assert (roads.owners_before, roads.owners_after) == (("interior",), ())
    books = shipped.old_points[2]
    assert books.owners_after == ("vale", "lakeland", "coast")


def test_an_owner_whose_time_ended_before_the_version_does_not_count(tmp_path: Path) -> None:
    old = "SAP22-04,finance,accountable,,2022-09-01,"
    ended = with_crosswalk(
        tmp_path / "pack", "05 exact 04",
        owners=(f"{old},gazette-2022\nSAP22-04,plan-office,reporter,,2022-09-01,,",
                "SAP22-04,finance,accountable,,2019,2020,"),
    )  # fmt: skip
    assert ended.owners_lost == ("SAP19-05",)


@pytest.mark.parametrize(
    ("rows", "old", "new"),
    [
        (["01 exact 01"], {"01": "kept"}, {"01": "kept"}),
        (["01 close 01"], {"01": "kept"}, {"01": "kept"}),
        (["01 broad 01"], {"01": "merged"}, {"01": "merged"}),
        (["01 close 01", "02 close 01"], {"01": "merged", "02": "merged"}, {"01": "merged"}),
        (["01 exact 01", "02 related 01"], {"01": "kept", "02": "related"}, {"01": "kept"}),
        (["01 narrow 01", "01 narrow 02"], {"01": "narrowed"}, {"01": "narrowed"}),
        (["01 close 01", "01 none -"], {"01": "kept"}, {"01": "kept"}),
        (["01 related 01", "01 close 02"], {"01": "kept"}, {"01": "related", "02": "kept"}),
        (["01 none -"], {"01": "dropped"}, {"01": "new"}),
        ([], {"01": "dropped"}, {"01": "new"}),
    ],
)
def test_each_kind(
    tmp_path: Path, rows: list[str], old: dict[str, str], new: dict[str, str]
) -> None:
    compared = with_crosswalk(tmp_path / "pack", *rows)
    assert found(compared.old_points).items() >= old.items()
    assert found(compared.new_points).items() >= new.items()


def test_a_point_that_nobody_mapped_is_not_the_same_as_a_dropped_one(tmp_path: Path) -> None:
    compared = with_crosswalk(tmp_path / "pack", "01 none -", "02 close 02")
    assert compared.unmapped == ("SAP19-03", "SAP19-04", "SAP19-05", "SAP19-06")


def test_versions_known_in_part_are_named(tmp_path: Path) -> None:
    compared = with_crosswalk(tmp_path / "pack", plans=("SAP19,full,5", "SAP19,partial,14"))
    assert compared.partial == ("SAP22",)


def test_a_version_that_does_not_exist() -> None:
    with pytest.raises(UnusableInput, match="one of: SAP19, SAP22"):
        compare(load(EXAMPLE), "SAP19", "SAP20")
