"""The walk over a review finds what it is there to find."""

from pathlib import Path

import pytest

from tests.site_walk import Site, parse

PAGE = (
    '<!doctype html><html lang="en" dir="ltr"><head><title>T</title></head><body><main>'
    "<h1>T</h1>{}</main></body></html>"
)
ORIGIN = PAGE.format(
    '<table><thead><tr><th scope="col">Value</th></tr></thead><tbody>'
    '<tr id="r-1"><td><data>521</data></td></tr></tbody></table><p id="r-2">909</p>'
).replace("<p", '<p class="name"')
SOURCES = PAGE.format('<ul><li id="s-a"><cite>Report 2024</cite></li></ul>')
POINT = PAGE.replace("<h1>T", "<h1><span class='name'>Point 7 of the plan</span>").format("")


def site(folder: Path, body: str, name: str = "index.html") -> Site:
    content = {
        "origins/a.html": ORIGIN, "sources.html": SOURCES, "points/7.html": POINT,
        "assets/style.css": "p { color: black }", name: PAGE.format(body),
    }  # fmt: skip
    for path, text in content.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return Site(folder)


GOOD = [
    '<p>There were <a class="n" href="origins/a.html#r-1">521</a> attacks.</p>',
    (
        "<p>Since <time>24 December 2014</time>, in <time>2016-H1</time>, "
        "<time>January 2009 to 2010</time>, <time>July, September to November 2024</time>.</p>"
    ),
    "<p>See <cite>Report 2024</cite>, <code>naap 1</code> and <span class='name'>NAP 2</span>.</p>",
    '<p><span class="said">12 courts</span> <a href="sources.html#s-a"><cite>Report</cite></a></p>',
    '<p><a href="points/7.html">Point 7 of the plan</a></p>',
    '<div class="narrative"><p>In 2016 little was done.</p><p class="by">By <b>x</b></p></div>',
    '<p><a class="url" href="https://a.example/1">https://a.example/1</a></p>',
    (
        '<details><summary><span class="said">Since 2014</span></summary><table><tbody>'
        '<tr><td><a href="sources.html#s-a">R</a></td></tr></tbody></table></details>'
    ),
]
NAKED = {
    "There were 521 attacks.": "<p>There were 521 attacks.</p>",
    "٥٢١": "<p>حملے ٥٢١</p>",
    "no such row": '<p><a class="n" href="origins/a.html#r-9">521</a></p>',
    "no such page": '<p><a class="n" href="origins/b.html#r-1">521</a></p>',
    "another number": '<p><a class="n" href="origins/a.html#r-1">905</a></p>',
    "no row": '<p><a class="n" href="origins/a.html#r-2">909</a></p>',
    "no page of origin": '<p><a class="n" href="sources.html#s-a">2024</a></p>',
    "no link at all": '<p><a class="n">521</a></p>',
    "no time": "<p><time>521 attacks</time></p>",
    "a number among months": "<p><time>July, 521 to November 2024 521</time></p>",
    "data elsewhere": "<p><data>521</data></p>",
    "words that nobody signed": '<div class="narrative"><p>In 2016 little was done.</p></div>',
    "said by nobody": '<p><span class="said">521 attacks</span></p>',
    "said in one row, sourced in another": '<table><tr><td><span class="said">5</span></td></tr>'
    '<tr><td><a href="sources.html#s-a">R</a></td></tr></table>',
    "a folded row without a source": '<details><summary><span class="said">5</span></summary>'
    "<table><tbody><tr><td>R</td></tr></tbody></table></details>",
    "another title": '<p><a href="points/7.html">Point 8</a></p>',
    "another address": '<p><a class="url" href="https://a.example/1">https://a.example/2</a></p>',
    "a heading": "<h2>521 attacks</h2>",
    "a caption": "<table><caption>14 points</caption></table>",
}


@pytest.mark.parametrize("body", GOOD)
def test_a_number_with_an_origin_passes(tmp_path: Path, body: str) -> None:
    assert site(tmp_path, body).naked_numbers() == []


@pytest.mark.parametrize("body", NAKED.values(), ids=NAKED)
def test_a_number_without_an_origin_is_found(tmp_path: Path, body: str) -> None:
    assert len(site(tmp_path, body).naked_numbers()) == 1


def test_data_stands_on_pages_of_origin_and_where_claims_held_back_are_counted(
    tmp_path: Path,
) -> None:
    held_back = '<table id="held-back"><tr><td><data>3</data></td></tr></table>'
    assert site(tmp_path, held_back, "methods.html").naked_numbers() == []
    assert site(tmp_path, "<p><data>3</data></p>", "origins/b.html").naked_numbers() == []


@pytest.mark.parametrize("href", ["points/8.html", "sources.html#s-b", "#nowhere", "data/a.csv"])
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, href: str) -> None:
    assert site(tmp_path, f'<a href="{href}">x</a>').broken_links() == [f"index.html: {href}"]


@pytest.mark.parametrize(
    "body",
    [
        "<script>fetch('a')</script>",
        '<script src="https://a.example/a.js"></script>',
        "<script>new Image().src = 'a'</script>",
        '<img src="https://a.example/x.png" alt="x">',
        '<link rel="stylesheet" href="//a.example/x.css">',
        '<p onclick="x()">x</p>',
        '<iframe src="sources.html"></iframe>',
        '<p style="background: url(http://a.example)">x</p>',
    ],
)
def test_a_request_to_the_outside_is_found(tmp_path: Path, body: str) -> None:
    assert site(tmp_path, body).outside_requests() != []


@pytest.mark.parametrize(
    "sheet", ["@import 'a.css';", "p { background: url(https://a.example/x) }", "p{src:url(a.ttf)}"]
)
def test_a_style_sheet_that_asks_for_more_is_found(tmp_path: Path, sheet: str) -> None:
    made = site(tmp_path, "")
    (tmp_path / "assets" / "style.css").write_text(sheet, encoding="utf-8")
    assert made.outside_requests() != []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<h1>Twice</h1>", "not one h1"),
        ("<h3>Too deep</h3>", "h3 follows h1"),
        ('<p id="a">x</p><p id="a">y</p>', "the id a stands 2 times"),
        ("<table><tr><td>x</td></tr></table>", "without header cells"),
        ("<table><tr><th>x</th></tr></table>", "without scope"),
        ('<table><tr><th scope="col">x</th></tr><tr><td>1</td><td>2</td></tr></table>', "rows of"),
        ("<svg></svg>", "cannot see it"),
        ("<details><p>x</p></details>", "without a summary"),
        ('<a href="sources.html"></a>', "without words"),
        ("<main></main>", "not one main"),
    ],
)
def test_what_a_listener_would_stumble_over_is_found(
    tmp_path: Path, body: str, complaint: str
) -> None:
    assert any(complaint in each for each in site(tmp_path, body).badly_built())


@pytest.mark.parametrize("html", ["<p><b>x</p></b>", "<p>x", '<p id="a" id="b">x</p>'])
def test_tags_that_do_not_close_in_order_are_refused(html: str) -> None:
    with pytest.raises(AssertionError):
        parse(html)
