"""What a review may not show: claims labelled for fewer readers, and sources that forbid it."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import naap.sources
from naap.drawing.chart import Chart
from naap.ledger import Batch, Claim, make_claim
from naap.ledger.handling import LABELS, PUBLIC
from naap.review.pages import Review
from naap.review.pdf.content import content_of
from naap.sources import Source
from naap.sources import sources as real_sources
from naap.workspace import Workspace
from tests.review_makers import account, english, figure, ledger_of, shipped
from tests.site_walk import Site


@pytest.fixture(autouse=True)
def _no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(chart: Chart, *_: object) -> str:
        # Who draws is given all of it: a picture can hold no more.
        return f"<svg>{json.loads(chart.spec)['datasets']}</svg>"

    def said(review: Review, _: object) -> bytes:
        # Everything that the PDF is made from, so that it can be searched.
        return json.dumps(content_of(review), ensure_ascii=False).encode()

    monkeypatch.setattr("naap.review.edition.drawn", drawn)
    monkeypatch.setattr("naap.review.edition.pdf", said)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace", "example")[0]


def saying(site: Site, *texts: str) -> set[str]:
    """The files that hold one of the texts."""
    return {
        name
        for name, content in site.files.items()
        if any(text.encode() in content for text in texts)
    }


def claims(publisher: str = "herald") -> list[Claim]:
    """Claims of every sort that pages print, with values found nowhere else."""
    said = {"series": "secret-file", "source": "peace-desk-2024", "basis": "study"}
    return [
        figure("secret-a", 918273, "2023", series="secret-file", publisher=publisher,
               locator="secret page", note="secret note", breakdown="secret parts"),
        figure("secret-b", 827364, "2024", series="secret-file", quantity="judges"),
        make_claim("rating", record_key="secret-c", publisher="herald", assessor="herald",
                   method="secret method", point="SAP22-01", period="2024",
                   rating="secret rating", **said),
        *(replace(account("secret-d", "2024-02-03", 736455)),),
    ]  # fmt: skip


SECRETS = ("918,273", "918273", "827,364", "827364", "736,455", "736455", "secret")


def test_an_open_claim_is_printed(workspace: Workspace, tmp_path: Path) -> None:
    """So that the tests below would find a closed one."""
    workspace.writable_ledger().append(Batch("tests", asserted=tuple(claims())))
    site = english(workspace, tmp_path / "out")
    for secret in ("918,273", "827,364", "secret rating", "736,455", "secret note"):
        assert saying(site, secret), secret
    for claim in claims():
        assert saying(site, claim.claim_id), claim.key


@pytest.mark.parametrize("clearance", ["TLP:CLEAR", "TLP:RED"])
def test_a_claim_that_is_closed_later_is_in_no_file(
    workspace: Workspace, tmp_path: Path, clearance: str
) -> None:
    """Whatever the workspace itself may read."""
    ledger = workspace.writable_ledger()
    ledger.append(Batch("tests", asserted=tuple(claims())))
    english(workspace, tmp_path / "out", cached=True)
    ledger.append(Batch("tests", relabelled={claim.key: "TLP:AMBER" for claim in claims()}))
    settings_file = tmp_path / "workspace" / "naap.toml"
    text = settings_file.read_text(encoding="utf-8").replace("TLP:CLEAR", clearance)
    settings_file.write_text(text, encoding="utf-8")
    site = english(Workspace.here(tmp_path / "workspace"), tmp_path / "out", cached=True)
    assert saying(site, *SECRETS) == set()
    assert saying(site, *(claim.claim_id[:12] for claim in claims())) == set()
    assert held_back(site) == {
        ("account", "ucdp-ged", "TLP:AMBER", 1), ("figure", "Sabzkoh Herald", "TLP:AMBER", 1),
        ("figure", "Peace Desk", "TLP:AMBER", 1), ("rating", "Sabzkoh Herald", "TLP:AMBER", 1),
    }  # fmt: skip


def test_a_number_of_the_pack_that_is_closed_is_in_no_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Also not in the tables of the pack that the review hands on."""
    key = "figure/pack-example/frozen-2023"
    (claim,) = workspace.snapshot().find(key)
    workspace.writable_ledger().append(Batch("tests", relabelled={key: "TLP:RED"}))
    site = english(workspace, tmp_path / "out")
    assert saying(site, "63.25", "frozen-2023", claim["claim_id"][:12]) == set()
    assert held_back(site) == {("figure", "Finance Ministry", "TLP:RED", 1)}


def held_back(site: Site) -> set[tuple[str, str, str, int]]:
    table = site.ids["methods.html"].get("held-back")
    found = [[cell.text for cell in row.all("td")] for row in table.all("tr")] if table else []
    return {(cells[0], cells[1], cells[2], int(cells[3])) for cells in found if cells}


# No shrinking: each example is a whole review.
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(labels=st.lists(st.sampled_from(LABELS), min_size=4, max_size=4))
def test_only_open_claims_are_printed_whatever_the_labels(labels: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = [
            replace(claim, handling=label)
            for claim, label in zip(claims(), labels, strict=True)
        ]  # fmt: skip
        site = site_of(Path(folder), told)
        for claim in told:
            assert bool(saying(site, claim.claim_id)) == (claim.handling == PUBLIC)
            if claim.handling != PUBLIC:
                assert not saying(site, str(claim.fields["record_key"]), *values(claim))
        assert sum(row[3] for row in held_back(site)) == sum(
            claim.handling != PUBLIC for claim in told
        )


def values(claim: Claim) -> list[str]:
    names = ("value", "killed_best", "rating", "note", "locator", "method")
    return [str(claim.fields[name]) for name in names if claim.fields.get(name)]


def site_of(folder: Path, told: list[Claim]) -> Site:
    from naap.ledger.snapshot import Snapshot
    from naap.review import Options, build

    pack = shipped("example")
    snapshot = Snapshot.of(ledger_of(folder / "ledger", *told))
    options = Options.asked(pack, languages=("en",))
    return Site(build(pack, snapshot, options, folder / "out", key=b"key").folder)


def publishing(
    monkeypatch: pytest.MonkeyPatch, what: Literal["rows", "aggregates", "nothing"]
) -> None:
    """Let the data set of events publish so much and no more."""
    known: dict[str, Source] = dict(real_sources())
    about = known["ucdp-ged"].about.model_copy(update={"publish": what})
    known["ucdp-ged"] = replace(known["ucdp-ged"], about=about)
    for module in ("keeping", "origins", "pages"):
        monkeypatch.setattr(f"naap.review.{module}.sources", lambda: known)
    monkeypatch.setattr("naap.incidents.telling.sources", lambda: known)
    assert naap.sources.sources()["ucdp-ged"].about.publish == "rows"


EVENTS = [account(f"event-{number}", f"2024-02-{number:02}", 1000 + number) for number in (1, 2, 9)]
SUM = "3,012"


@pytest.mark.parametrize("count", [1, 3])
def test_of_a_source_that_publishes_sums_only_no_row_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    events = EVENTS[:count]
    publishing(monkeypatch, "aggregates")
    site = site_of(tmp_path, events)
    assert saying(site, SUM if count == 3 else "1,001")
    assert saying(site, *(each.claim_id[:12] for each in events)) == set()
    assert saying(site, *(str(each.fields["record_key"]) for each in events)) == set()
    page = site.pages["origins/deaths-by-month.html"]
    hidden = site.ids["origins/deaths-by-month.html"]["kept-back"]
    assert hidden.tag == "h2"
    (digest,) = {
        code.text for code in page.all("code") if "digest" in code.classes
    } - {code.text for code in next(page.all("footer")).all("code")}  # fmt: skip
    assert len(digest) == 64
    assert sound(site)
    row = site.ids["origins/deaths-by-month.html"]["r-2024-02"]
    behind = list(row.all("td"))[-1]
    assert [data.text for data in behind.all("data")] == [str(count)]


def test_the_digest_of_hidden_claims_needs_the_key(tmp_path: Path) -> None:
    from naap.review.origins import _keyed

    ids = [each.claim_id for each in EVENTS]
    assert _keyed(b"a", ids) == _keyed(b"a", ids[::-1])
    assert len({_keyed(b"a", ids), _keyed(b"b", ids), _keyed(b"a", ids[:2])}) == 3


def test_of_a_source_that_publishes_nothing_no_sum_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing(monkeypatch, "nothing")
    site = site_of(tmp_path, EVENTS)
    assert (
        saying(site, SUM, SUM.replace(",", ""), *(each.claim_id[:12] for each in EVENTS)) == set()
    )
    assert held_back(site) == {("account", "ucdp-ged", "licence", 3)}
    assert sound(site)


def test_of_a_source_that_publishes_rows_every_event_is_named(tmp_path: Path) -> None:
    site = site_of(tmp_path, EVENTS)
    for each in EVENTS:
        assert saying(site, each.claim_id)
    assert "kept-back" not in site.ids["origins/deaths-by-month.html"]


def sound(site: Site) -> bool:
    return not [*site.naked_numbers(), *site.broken_links(), *site.badly_built()]
