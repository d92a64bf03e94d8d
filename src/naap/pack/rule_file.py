"""Reads ``rules.yml``: every fault with its line, every id looked up in the pack's tables."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError

from naap.pack.folder import leads_out
from naap.pack.rows import Located
from naap.pack.rules import ANY_RULE, CHECKS, RULES_FILE, Rule, Term
from naap.pack.tables import TABLES
from naap.problems import Problem

__all__ = ["read_rules"]

LARGEST_KB = 1000
# The parser in C reads the same tree ten times faster, where PyYAML was built with it.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LISTS = {"quantities": "quantities", "neighbours": "quantities", "places": "places",
          "not_publishers": "bodies"}  # fmt: skip


def read_rules(
    folder: Path, tables: Mapping[str, Sequence[Located]], whole: bool, report: list[Problem]
) -> Mapping[str, Rule]:
    """The rules by id, in the order of the file; a pack without the file has none.

    Problems go to ``report``. ``whole`` is False where tables could not be read in full: ids are
    then not looked up.
    """
    path = folder / RULES_FILE
    if leads_out(path, folder) or not path.is_file():
        return MappingProxyType({})
    root = _tree(path, report)
    if root is None:
        return MappingProxyType({})
    ids = {
        table: {getattr(row, TABLES[table].key or "") for _, row in tables.get(table, ())}
        for table in ("quantities", "places", "scopes", "bodies")
    }
    found = {}
    for name, node in root.value:
        rule = _rule(name, node, report)
        if rule is None:
            continue
        if name.value in found:
            report.append(_at(name, name.value, "an id that is written twice", "an id of its own",
                              "Give one of the two rules another id."))  # fmt: skip
        if whole:
            report.extend(_unknown(name, node, rule, ids))
        found[name.value] = rule
    return MappingProxyType(found)


def _tree(path: Path, report: list[Problem]) -> yaml.MappingNode | None:
    """The file as a tree whose nodes know their lines."""

    def refuse(found: str, expected: str, mend: str, row: int | None = None) -> None:
        report.append(Problem(RULES_FILE, row, None, found, expected, mend))

    try:
        if path.stat().st_size > LARGEST_KB * 1000:
            refuse("a very large file", f"at most {LARGEST_KB} KB", "Shorten it.")
            return None
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        refuse(f"text that is not YAML ({error.problem})", "rules as ID: {check: ...}",
               "Check the indentation and put words that hold ': ' or '#' in quotes.",
               row)  # fmt: skip
        return None
    except (OSError, UnicodeError, yaml.YAMLError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        refuse(f"text that cannot be read ({reason})", "YAML in UTF-8", "Write the file again.")
        return None
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode):
        refuse("something else than rules", "rules as ID: {check: ...}",
               "Begin each rule with its id and a colon.", root.start_mark.line + 1)  # fmt: skip
        return None
    return root


def _rule(name: yaml.Node, node: yaml.Node, report: list[Problem]) -> Rule | None:
    try:
        written = _plain(node)
    except RecursionError:
        written = None
    if not isinstance(written, dict) or not isinstance(name, yaml.ScalarNode):
        report.append(_at(name, None, "something else than a rule", "ID: {check: ...}",
                          "See the reference of rules."))  # fmt: skip
        return None
    check = written.get("check")
    if check not in CHECKS:
        near = difflib.get_close_matches(str(check), CHECKS, 1)
        report.append(_at(_node(node, ("check",)) or name, f"{name.value}.check", repr(check),
                          "one of: " + ", ".join(CHECKS),
                          f"Did you mean {near[0]}?" if near else "Write the name of a check.",
                          ))  # fmt: skip
        return None
    try:
        rule: Rule = ANY_RULE.validate_python(written)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        report.extend(_fault(name, node, check, fault) for fault in faults)
        return None
    if "en" not in rule.title:
        report.append(_at(_node(node, ("title",)) or name, f"{name.value}.title", "no English",
                          "the words in English, and in Urdu if there are any",
                          "Add en: under title."))  # fmt: skip
        return None
    return rule


def _fault(name: Any, node: yaml.Node, check: str, fault: Mapping[str, Any]) -> Problem:
    where = [part for part in fault["loc"][1:] if _is_of_file(node, part) or part in _fields(check)]
    column = ".".join([name.value, *map(str, where)])
    fields = ", ".join(_fields(check))
    said = str(fault["msg"]).removeprefix("Value error, ")
    here = _node(node, where) or name
    match fault["type"]:
        case "missing":
            return _at(here, column, "nothing", "a value", f"A rule {check} needs it.")
        case "extra_forbidden":
            near = difflib.get_close_matches(str(where[-1] if where else ""), _fields(check), 1)
            mend = f"Did you mean {near[0]}?" if near else "Delete the line."
            return _at(here, column, "a name that this check does not know", f"one of: {fields}",
                       mend)  # fmt: skip
        case _:
            value = here.value if isinstance(here, yaml.ScalarNode) else "a group"
            return _at(here, column, repr(value), said, "See the reference of rules.")


def _fields(check: str) -> list[str]:
    return list(CHECKS[check].model_fields)


def _is_of_file(node: yaml.Node, part: Any) -> bool:
    """Whether a part of a fault's place is written in the file, and is no name of a type."""
    if isinstance(part, int):
        return True
    if isinstance(node, yaml.MappingNode):
        return any(key.value == part or _is_of_file(value, part) for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return any(_is_of_file(value, part) for value in node.value)
    return False


def _node(node: yaml.Node, where: Sequence[Any]) -> yaml.Node | None:
    """The node at a place of the tree, or the last one on the way to it."""
    found: yaml.Node | None = None
    for part in where:
        below: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            below = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            below = node.value[part] if part < len(node.value) else None
        if below is None:
            break
        node = found = below
    return found


def _plain(node: yaml.Node) -> Any:
    """All values as words: YAML's own guesses (no, 1e3) surprise people."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    return node.value


def _unknown(
    name: Any, node: yaml.Node, rule: Rule, ids: Mapping[str, set[str]]
) -> Iterator[Problem]:
    for column, table, told in _named(rule):
        if told not in ids[table]:
            near = difflib.get_close_matches(told, sorted(ids[table]), 1)
            advice = f"Did you mean {near[0]}? Otherwise add" if near else "Add"
            yield _at(_node(node, (column,)) or name, f"{name.value}.{column}", repr(told),
                      f"an id from {table}.csv", f"{advice} a row with this id.")  # fmt: skip


def _named(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """(field, table, id) of everything of the pack that a rule names."""
    for field in type(rule).model_fields:
        value = getattr(rule, field)
        if field in _LISTS and value != "all":
            yield from ((field, _LISTS[field], each) for each in value)
        for term in value if isinstance(value, tuple) else (value,):
            if isinstance(term, Term):
                yield field, "quantities", term.quantity
                yield from ((field, "places", place) for place in term.places)
                if term.scope:
                    yield field, "scopes", term.scope
                if term.publisher:
                    yield field, "bodies", term.publisher


def _at(node: yaml.Node, column: str | None, found: str, expected: str, mend: str) -> Problem:
    return Problem(RULES_FILE, node.start_mark.line + 1, column, found, expected, mend)
