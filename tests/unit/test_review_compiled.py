"""Templates that one process has compiled, for another."""

from __future__ import annotations

import jinja2
import pytest

from naap.beside import beside
from naap.review import compiled
from naap.review.compiled import compile_all, environment, take


def test_what_another_process_compiled_is_not_compiled_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compiled, "_COMPILED", compiled._Compiled())
    with beside(2) as others:
        take(others.process(compile_all)())

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("compiled once more")

    monkeypatch.setattr(jinja2.Environment, "compile", fail)
    pages = environment()
    for name in pages.list_templates(extensions=["html"]):
        assert pages.get_template(name).name == name
