"""An SVG without what changes no picture."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naap.drawing.lighter import lighter

FONT = ' font-family="system-ui, sans-serif"'
OTHER = ' font-family="serif"'


@pytest.mark.parametrize(
    ("heavy", "light"),
    [
        ('<path class="background" aria-hidden="true" d="M0,0h9v9h-9Z"/>', ""),
        ('<path class="foreground" aria-hidden="true" d="" display="none"/>', ""),
        ('<path class="background" d="M0,0h9Z" fill="#fff"/>', '<path d="M0,0h9Z" fill="#fff"/>'),
        ('<g class="mark-rect" role="graphics-object" aria-label="a > b">', "<g>"),
        ('<path d="M1.23456,-0.98765L3.5,4"/>', '<path d="M1.23,-0.99L3.5,4"/>'),
        ('<path transform="rotate(6.123456e-17)"/>', '<path transform="rotate(6.12e-17)"/>'),
        ('<rect x="12345.6789" width="0.125"/>', '<rect x="12345.6789" width="0.12"/>'),
    ],
)
def test_what_is_not_seen_goes(heavy: str, light: str) -> None:
    assert lighter(heavy) == light


def test_the_commonest_typeface_is_named_once() -> None:
    heavy = f"<g><text{FONT}>a</text><text{OTHER}>b</text><text{FONT}>c</text></g>"
    light = f"<g{FONT}><text>a</text><text{OTHER}>b</text><text>c</text></g>"
    assert lighter(heavy) == light


def test_what_marks_share_is_said_by_their_group() -> None:
    heavy = [
        f'<path d="M0,0h{n}" fill="red" stroke="{colour}" opacity="0.5"/>'
        for n, colour in enumerate("aab")
    ]
    light = [mark.replace(' fill="red"', "") for mark in heavy]
    assert lighter(f"<g>{''.join(heavy)}</g>") == f'<g fill="red">{"".join(light)}</g>'


@pytest.mark.parametrize(
    "group",
    [
        '<g><path d="M0,0" fill="red"/><path d="M0,1" fill="red"/></g>',
        '<g><text fill="red">a</text><text>b</text><text fill="red">c</text></g>',
        '<g><g fill="red"/><path fill="red"/><path fill="red"/></g>',
        '<g fill="blue"><path fill="red"/><path fill="red"/><path fill="red"/></g>',
    ],
)
def test_groups_of_few_or_unlike_marks_stay(group: str) -> None:
    assert lighter(group) == group


@given(st.text(st.characters(exclude_characters="<>&", exclude_categories=["C"])))
def test_no_word_in_a_picture_changes(said: str) -> None:
    light = lighter(f'<g><text x="1.23456"{FONT}>{said}</text></g>')
    assert re.findall(">([^<]*)</text>", light) == [said]
