"""Walk a built review with the standard library alone, and tell what a reader could not trust."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

__all__ = ["Element", "Site", "parse"]

_VOID = {"br", "meta", "link", "img", "hr", "input", "wbr", "col", "source"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MONTHS = (
    "January February March April May June July August September October November December "
    "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر"
)
_MONTH = f"(?:{_MONTHS.replace(' ', '|')})"
_URDU_PART = r"\d{4} کی (?:پہلی|دوسری|تیسری|چوتھی) (?:ششماہی|سہ ماہی)|مالی سال \d{4}/\d\d"
_WHEN = (
    rf"(?:\d{{1,2}} )?(?:{_MONTH} )?\d{{4}}(?:-[HQ]\d)?|FY\d{{4}}-\d\d|\d{{4}}-\d\d-\d\d"
    rf"|{_URDU_PART}"
)
# A month may leave its year to one that follows: July, September to November 2024.
_NEXT = rf"(?:{_WHEN}|{_MONTH}|…)"
_TIME = re.compile(rf"(?:{_NEXT}(?: (?:to|تا)|[,،]) )*(?:{_WHEN})")


@dataclass(eq=False)
class Element:
    """An element of a page, with its texts and elements in order."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """The words in it, with single spaces."""
        return " ".join("".join(text for _, text in self.texts()).split())

    def texts(self) -> Iterator[tuple[Element, str]]:
        """Every text below it, with the element that it stands in."""
        for child in self.children:
            if isinstance(child, str):
                yield self, child
            else:
                yield from child.texts()

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element below it, of the tags named or of all."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def around(self) -> Iterator[Element]:
        """The element itself, then what it stands in, outwards."""
        here: Element | None = self
        while here is not None:
            yield here
            here = here.parent

    def inside(self, *tags: str) -> Element | None:
        return next((each for each in self.around() if each.tag in tags), None)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says an attribute twice, {self.getpos()}"
        made = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(made)
        if tag not in _VOID:
            self.here = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.here.tag, f"</{tag}> closes <{self.here.tag}>, {self.getpos()}"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def parse(html: str) -> Element:
    """A page as a tree; AssertionError where a tag is not closed in its place."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is never closed"
    return reader.root


@dataclass(frozen=True)
class Site:
    """The files of a review. Each check returns its complaints, none for a sound site."""

    folder: Path

    @cached_property
    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    @cached_property
    def pages(self) -> dict[str, Element]:
        return {
            name: parse(content.decode())
            for name, content in self.files.items()
            if name.endswith(".html")
        }

    @cached_property
    def ids(self) -> dict[str, dict[str, Element]]:
        return {
            name: {each.attributes["id"]: each for each in page.all() if "id" in each.attributes}
            for name, page in self.pages.items()
        }

    def target(self, page: str, href: str) -> tuple[str, Element | None] | None:
        """The file that a link leads to and the element named there; None where there is none."""
        path, fragment = urldefrag(urljoin(page, unquote(href)))
        if path not in self.files:
            return None
        if not fragment:
            return path, self.pages.get(path)
        found = self.ids.get(path, {}).get(fragment)
        return None if found is None else (path, found)

    def naked_numbers(self) -> list[str]:
        """Numbers that a reader cannot follow to where they come from."""
        found = []
        for name, page in self.pages.items():
            body = next(page.all("body"))
            for holder, text in body.texts():
                if any(sign.isdigit() for sign in text) and (why := self._naked(name, holder)):
                    found.append(f"{name}: {' '.join(text.split())[:80]!r} {why}")
        return found

    def _naked(self, page: str, holder: Element) -> str | None:
        """Why digits that stand in this element have no origin, or None where they have one."""
        for each in holder.around():
            match each.tag:
                case "cite" | "code" | "pre" | "blockquote" | "svg" | "style" | "script":
                    return None
                case "time":
                    return None if _TIME.fullmatch(each.text) else "is in <time> and is no time"
                case "data":
                    counted = self._may_count(page, each)
                    return None if counted else "is <data> outside the pages of origin"
                case "a":
                    return self._links_wrongly(page, each)
            if "name" in each.classes:
                return None
            if "narrative" in each.classes:  # an office's words, which must say whose they are
                signed = any("by" in part.classes for part in each.all("p"))
                return None if signed else "is told, and nobody answers for it"
            if "said" in each.classes:
                return None if self._beside_a_source(holder) else "is said, and no source beside it"
        return "stands in plain text"

    def _may_count(self, page: str, told: Element) -> bool:
        """Whether a number may stand there without a link: where numbers lead to."""
        held_back = self.ids[page].get("held-back")
        in_table = held_back is not None and told.inside("table") is held_back
        return in_table or "origins/" in page or "claims/" in page

    def _links_wrongly(self, page: str, link: Element) -> str | None:
        href = link.attributes.get("href", "")
        if "url" in link.classes:
            return None if link.text == href else "is a web address that leads elsewhere"
        path, element = self.target(page, href) or ("", None)
        if element is None:
            return f"links to {href}, which is not there"
        if "n" in link.classes:
            if "origins/" not in path:
                return f"links to {href}, which is no page of origin"
            if element.tag != "tr":
                return f"links to {href}, which is no row"
            told = " ".join(cell.text for cell in element.all("td", "th"))
            return None if link.text in told else f"links to {href}, where another number stands"
        if "#" in href:
            return None if link.text in element.text else f"links to {href}, which has another name"
        # A title: the page that it names has the same one.
        headings = [heading.text for heading in element.all("h1")]
        return None if any(link.text in heading for heading in headings) else f"links to {href}"

    def _beside_a_source(self, said: Element) -> bool:
        """Whether the row, item or paragraph that says it names its source."""
        if said.inside("summary"):
            # What a folded table is about: each of its rows names a source.
            table = said.inside("details")
            return table is not None and all(
                _names_a_source(row) for body in table.all("tbody") for row in body.all("tr")
            )
        around = said.inside("tr", "li", "p", "dd")
        return around is not None and _names_a_source(around)

    def broken_links(self) -> list[str]:
        found = []
        for name, page in self.pages.items():
            for each in page.all():
                for attribute in ("href", "src"):
                    href = each.attributes.get(attribute)
                    if href is None or urlsplit(href).scheme:
                        continue
                    if self.target(name, href) is None:
                        found.append(f"{name}: {href}")
        return found

    def outside_requests(self) -> list[str]:
        """Whatever could make a browser ask for something that is not a file of the review."""
        found = []
        for name, page in self.pages.items():
            for each in page.all():
                if each.tag in {"iframe", "object", "embed", "base", "form"}:
                    found.append(f"{name}: <{each.tag}>")
                for attribute, value in each.attributes.items():
                    if attribute.startswith("on"):
                        found.append(f"{name}: {attribute}")
                    outside = re.search(r"(?:https?:)?//", value)
                    if outside and (each.tag, attribute) not in {("a", "href"), ("svg", "xmlns")}:
                        found.append(f"{name}: <{each.tag} {attribute}={value}>")
        for name, content in self.files.items():
            if name.endswith((".js", ".html")) and (asks := _script_asks(content.decode(), name)):
                found.append(f"{name}: a script asks: {asks}")
            if name.endswith(".css"):
                found += [f"{name}: {what}" for what in self._style_asks(name, content.decode())]
        return found

    def _style_asks(self, name: str, sheet: str) -> Iterator[str]:
        yield from re.findall(r"@import|//", sheet)
        for asked in re.findall(r"""url\(["']?(.*?)["']?\)""", sheet):
            if urljoin(name, asked) not in self.files:
                yield asked

    def badly_built(self) -> list[str]:
        """What a reader who listens to the page, or jumps in it, would stumble over."""
        checks = (_frame, _ids, _headings, _tables, _pictures, _controls)
        return [
            f"{name}: {complaint}"
            for name, page in self.pages.items()
            for check in checks
            for complaint in check(page)
        ]


def _script_asks(text: str, name: str) -> str | None:
    """What in a script could ask for more than is there. Data in a page is no script."""
    pattern = r"<script(?: src=[^>]*)?>(.*?)</script>"
    code = text if name.endswith(".js") else " ".join(re.findall(pattern, text, re.DOTALL))
    found = re.search(
        r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import|eval)\b|https?:|"
        r"\.src\b|\.innerHTML\b",
        code,
    )
    return found[0] if found else None


def _names_a_source(element: Element) -> bool:
    return any("sources.html#" in link.attributes.get("href", "") for link in element.all("a"))


def _frame(page: Element) -> Iterator[str]:
    html = next(page.all("html"))
    if not html.attributes.get("lang") or html.attributes.get("dir") not in {"ltr", "rtl"}:
        yield "html without lang or dir"
    if len(list(page.all("main"))) != 1 or not any(each.text for each in page.all("title")):
        yield "not one main, or no title"


def _ids(page: Element) -> Iterator[str]:
    ids = Counter(each.attributes["id"] for each in page.all() if "id" in each.attributes)
    for id_, count in ids.items():
        if count > 1:
            yield f"the id {id_} stands {count} times"


def _headings(page: Element) -> Iterator[str]:
    levels = [_HEADINGS.index(each.tag) + 1 for each in page.all(*_HEADINGS)]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"not one h1, first of the headings: {levels}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} follows h{before}"


def _tables(page: Element) -> Iterator[str]:
    for table in page.all("table"):
        heads = list(table.all("th"))
        if not any(head.attributes.get("scope") == "col" for head in heads):
            yield "a table without header cells"
        for head in heads:
            if head.attributes.get("scope") not in {"col", "row"} or not head.text:
                yield f"a header cell without scope or words: {head.text!r}"
        widths = {len(list(row.all("td", "th"))) for row in table.all("tr")}
        if len(widths) > 1:
            yield f"a table with rows of {sorted(widths)} cells"


def _pictures(page: Element) -> Iterator[str]:
    for picture in page.all("svg"):
        around = [each for each in picture.around() if each.attributes.get("role") == "img"]
        if not around or not around[0].attributes.get("aria-label"):
            yield "a chart without words for a reader who cannot see it"


def _controls(page: Element) -> Iterator[str]:
    for each in page.all("details"):
        first = next((child for child in each.children if isinstance(child, Element)), None)
        if first is None or first.tag != "summary" or not first.text:
            yield "details without a summary"
    for link in page.all("a"):
        if not link.text or "href" not in link.attributes:
            yield f"a link without words or target: {link.attributes}"
