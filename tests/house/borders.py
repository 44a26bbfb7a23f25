"""The borders that import contracts cannot see: which files a compartment has, what a rule may call, where SQL and files stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import SOURCE, Module, at, imports, modules

ANATOMY = {"__init__.py", "commands.py", "refusals.py", "events.py", "state.py", "rules.py", "records.py", "queries.py"}
PURE = {"commands", "events", "refusals", "state", "rules"}
SQL_STANDS_IN = {"records", "queries"}

# A compartment that would outgrow 300 lines may have further pure files, named here. This list only shrinks.
FURTHER_PURE_FILES: dict[str, set[str]] = {
    "accounts": {"charge_rows.py", "checks.py", "move_rules.py", "passkey_rules.py"},
    "loyalty": {"expiring.py", "expiry_rows.py", "points.py", "spend_rows.py", "spending.py", "tender_terms.py", "treats.py"},
    "ordering": {"baskets.py", "delivery.py", "promotion_rows.py", "selling.py", "sending.py"},
    "payments": {"checks.py", "points_part.py", "points_rows.py", "refunding.py"},
    "sales_audit": {"judging.py"},
    "switchboard": {"setting.py"},
    "tills": {
        *("facts.py", "till_rows.py", "trading_day.py", "tender_refusals.py"),  # the words
        *("day_events.py", "basket_events.py", "refund_events.py"),  # what happened
        *("basket_state.py", "money_state.py", "ledger.py"),  # and the rows
        *("checks.py", "colleague_rules.py", "day_rules.py", "invoice_rules.py", "basket_rules.py"),  # what a command leads to
        *("totalling.py", "tender_rules.py", "completing.py", "card_rules.py", "refund_rules.py", "reconciling.py"),
    },
}

# What pure code may import of the standard library; `datetime` and `zoneinfo` for calendars (ruff bans their clocks).
PURE_LIBRARY = {
    "__future__", "bisect", "calendar", "collections", "dataclasses", "datetime", "enum", "functools", "hashlib", "hmac", "itertools",
    "math", "msgspec", "operator", "re", "string", "typing", "unicodedata", "zoneinfo",
}  # fmt: skip
TOUCHES_THE_OUTSIDE = {"open", "input", "print", "eval", "exec", "compile", "__import__", "breakpoint", "globals"}
TOUCHES_FILES = {"read_text", "write_text", "read_bytes", "write_bytes", "unlink", "mkdir", "rmdir", "touch", "iterdir", "glob", "rglob"}
READS_ITS_OWN_PACKAGE = {"channels.design.pages"}  # styles and scripts that are part of the code
WIRES_REAL_THINGS = {"kit", "roles", "simulators", "demo", "__main__"}
SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|(UNIQUE\s+)?INDEX|VIEW|TRIGGER)"
    r"|DROP\s+TABLE|ALTER\s+TABLE|PRAGMA\s|WITH\s+\w+.*\sAS\s*\(\s*SELECT)\b",
    re.IGNORECASE | re.DOTALL,
)
SQL_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\s", re.IGNORECASE)


def anatomy(source: Path = SOURCE) -> list[str]:
    """Complaints about compartments that lack one of the eight files, have one that is not allowed, or have code in `__init__.py`."""
    return [complaint for folder in _compartments(source) for complaint in _anatomy_of(folder)]


def _compartments(source: Path) -> list[Path]:
    return sorted(path for path in (source / "compartments").iterdir() if path.is_dir() and path.name != "__pycache__")


def _anatomy_of(folder: Path) -> Iterator[str]:
    found = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
    allowed = ANATOMY | FURTHER_PURE_FILES.get(folder.name, set())
    yield from (f"{folder.name} lacks {name}" for name in sorted(ANATOMY - found))
    yield from (f"{folder.name} has {name}, which is no file of a compartment" for name in sorted(found - allowed))
    card = folder / "__init__.py"
    body = ast.parse(card.read_text("utf-8")).body if card.exists() else []
    if any(not _is_docstring(node) for node in body):
        yield f"{folder.name}/__init__.py holds code: it is the card and nothing else"


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def purity(source: Path = SOURCE) -> list[str]:
    """Complaints about rules, commands and events that import, await or call what is not pure."""
    return [complaint for module in modules(source) if _is_pure(module) for complaint in _impurities(module)]


def _is_pure(module: Module) -> bool:
    if module.part is None:
        return False
    return module.part in PURE or module.path.name in FURTHER_PURE_FILES.get(module.name.split(".")[1], set())


def _impurities(module: Module) -> Iterator[str]:
    home = "arkwright." + module.name.rpartition(".")[0]
    for name, line in imports(module):
        if not name.startswith(("arkwright.kit.", home + ".")) and name.split(".")[0] not in PURE_LIBRARY:
            yield f"{at(module.path, line)} imports {name}, which pure code does not know"
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith | ast.Global):
            yield f"{at(module.path, node.lineno)} is not pure: {type(node).__name__}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOUCHES_THE_OUTSIDE:
            yield f"{at(module.path, node.lineno)} calls {node.func.id}()"


def sql(source: Path = SOURCE) -> list[str]:
    """Complaints about SQL, written out or through a library, outside records, queries, journal and kit; and of queries that write."""
    return [complaint for module in modules(source) for complaint in _sql_of(module)]


def _sql_of(module: Module) -> Iterator[str]:
    if module.floor in {"kit", "journal"} or module.part == "records":
        return
    if module.part == "queries":
        yield from (f"{at(module.path, line)} writes: only records do" for name, line in _writes(module))
        return
    for name, line in imports(module):
        if name.split(".")[0] in {"sqlalchemy", "apsw", "sqlite3"}:
            yield f"{at(module.path, line)} imports {name}"
    for text, line in _texts(module):
        if SQL.match(text):
            yield f"{at(module.path, line)} holds SQL: {' '.join(text.split())[:50]}"


def _writes(module: Module) -> Iterator[tuple[str, int]]:
    for name, line in imports(module):
        if name.startswith("sqlalchemy") and name.rpartition(".")[2] in {"insert", "update", "delete"}:
            yield name, line
    yield from ((text, line) for text, line in _texts(module) if SQL.match(text) and SQL_WRITES.match(text))


def _texts(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno


def files(source: Path = SOURCE) -> list[str]:
    """Complaints about code between kit and the top floors that opens files itself instead of asking the World."""
    found = []
    for module in modules(source):
        if module.floor not in WIRES_REAL_THINGS and module.name not in READS_ITS_OWN_PACKAGE:
            found += [f"{at(module.path, line)} calls {name}(): ask the World" for name, line in _file_calls(module)]
    return found


def _file_calls(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id == "open":
                yield "open", node.lineno
            if isinstance(node.func, ast.Attribute) and node.func.attr in TOUCHES_FILES:
                yield node.func.attr, node.lineno
