"""The house: which room may know which, how long a file may be, what no file may say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot

from naap.figures.figure import with_shared_steps

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "naap"
ROOMS = (
    "problems", "memory", "yml", "periods", "beside", "typeset", "drawing", "config", "engine",
    "pack", "ledger", "disclosure", "sources", "workspace", "organisations", "checks", "incidents",
    "returns", "status", "outlook", "figures", "review", "exchange", "desk", "cli",
)  # fmt: skip
"""In the order of the flow: a room knows itself and those before it."""
NOT_ROOMS = {"__init__", "__version__", "packs"}
MODULES = sorted(SOURCE.rglob("*.py"))
SHARED_STEPS = sorted(SOURCE.glob("figures/shared/*.sql"))
"""Parts of queries: read where the queries are."""
SQL = sorted(set(SOURCE.rglob("*.sql")) - set(SHARED_STEPS))
MOST_LINES = 420

# Spelled in parts, so that this file does not say what it looks for.
HOSTS = [".".join(parts) for parts in (
    ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"), ("crates", "io"),
    ("proxy", "golang", "org"), ("anaconda", "org"), ("rubygems", "org"), ("deb", "debian", "org"),
)]  # fmt: skip
MACHINE_PATHS = re.compile(r"(?<![\w.{}$/])/(?:home/\w|root/|Users/\w|work/|farm/|mnt/|workspace/)")
TEXT = {".py", ".md", ".toml", ".txt", ".yml", ".yaml", ".json", ".sql", ".html", ".css", ".js",
        ".csv", ".cfg", ""}  # fmt: skip


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def project_files() -> Iterator[Path]:
    for path in sorted(PROJECT.rglob("*")):
        inside = path.relative_to(PROJECT).parts
        if inside[0] in {"out", "dist", "build"} or "_build" in inside or "__pycache__" in inside:
            continue
        if any(part.startswith(".") and part != ".ci" for part in inside):
            continue
        if path.is_file() and path.suffix in TEXT:
            yield path


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(tree: ast.Module, path: Path) -> Iterator[tuple[int, str]]:
    """(line, room) of every import of a room, also inside functions and in strings."""
    package = ("naap", *path.relative_to(SOURCE).parent.parts)
    for node in ast.walk(tree):
        names: list[str] = []
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            whole = ".".join((*base, *([node.module] if node.module else [])))
            names = [f"{whole}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # What importlib is given, also with the name of an object after a colon.
            rooms = "|".join(ROOMS)
            names = re.findall(rf"\Anaap\.(?:{rooms})(?:\.\w+)*(?=:\w+\Z|\Z)", node.value)
        for name in names:
            parts = name.split(".")
            if parts[0] == "naap" and len(parts) > 1 and parts[1] not in NOT_ROOMS:
                yield line, parts[1]


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_room_imports_only_itself_and_rooms_before_it(path: Path) -> None:
    room = room_of(path)
    if room in NOT_ROOMS:
        allowed: set[str] = set()
    else:
        assert room in ROOMS, f"{room} is no room of the house; see the decision on its rooms"
        allowed = set(ROOMS[: ROOMS.index(room) + 1])
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [f"line {line}: {other}" for line, other in imported(tree, path)
             if other not in allowed]  # fmt: skip
    assert wrong == [], f"{named(path)} knows rooms that come after {room}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import naap.review", {"review"}),
        ("from naap import review, __version__", {"review"}),
        ("from naap.desk.models import User", {"desk"}),
        ("def later():\n    from naap.cli import naap", {"cli"}),
        ("from . import source", {"ledger"}),
        ("from ..review import build", {"review"}),
        ("importlib.import_module('naap.figures')", {"figures"}),
        ("import_module('naap.cli.review:review')", {"cli"}),
        ("import json, naapy", set()),
        ("'naap review'; 'naap.toml'", set()),
        ("import naap.packs", set()),
    ],
)
def test_the_test_of_the_order_sees_every_way_to_import(text: str, found: set[str]) -> None:
    path = SOURCE / "ledger" / "example.py"
    assert {room for _, room in imported(ast.parse(text), path)} == found


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_file_is_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, "give each idea a file of its own"


def test_no_file_names_the_host_of_a_registry() -> None:
    wrong = [
        f"{named(path)}: {host}"
        for path in project_files()
        for host in HOSTS
        if host in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert wrong == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    wrong = [
        f"{named(path)}: {found[0]}"
        for path in project_files()
        if (found := MACHINE_PATHS.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", SQL, ids=named)
def test_shared_sql_runs_elsewhere_too(path: Path) -> None:
    text = with_shared_steps(path.read_text(encoding="utf-8"))
    statements = sqlglot.parse(text, read="duckdb", error_level=sqlglot.ErrorLevel.RAISE)
    assert statements
    for statement in statements:
        assert statement is not None
        assert list(statement.find_all(sqlglot.exp.Qualify, sqlglot.exp.Pivot)) == []
        spark = statement.sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
        sqlglot.parse_one(spark, read="spark")
    words = {token.text.upper() for token in sqlglot.tokenize(text, read="duckdb")}
    assert words.isdisjoint({"QUALIFY", "PIVOT", "UNPIVOT", "ASOF"})


def test_all_shared_steps_are_steps_of_a_query() -> None:
    queries = "".join(path.read_text(encoding="utf-8") for path in SQL)
    assert [path for path in SHARED_STEPS if f"-- from shared/{path.name}\n" not in queries] == []


@pytest.mark.parametrize("parts", [("", "work", "x"), ("see ", "home", "jo"), ("'", "root", "x")])
def test_the_test_of_paths_sees_them(parts: tuple[str, ...]) -> None:
    assert MACHINE_PATHS.search("/".join(parts))
    assert any(path.name == "README.md" for path in project_files())
