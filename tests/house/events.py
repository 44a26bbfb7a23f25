"""All events of all compartments: the page that lists them, a sample of each, and golden files that must load for ever.

`python -m tests.house.events --write` writes docs/events.md and the golden files that are missing; it never overwrites one. With `--anew`
it throws all of them away first: for the time before a first release, when no journal of anybody's holds an event yet.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import msgspec

from arkwright.journal import entries
from arkwright.kit.messages import Event, canonical
from tests.house.tree import ROOT, SOURCE

PAGE = ROOT / "docs" / "events.md"
GOLDEN = ROOT / "tests" / "golden"
INTRODUCTION = """# Events

What happens in each compartment, as its journal keeps it. Written from the code by `make events`; do not edit.
Amounts are integers in pence (`_pence`), times are integers in milliseconds since 1970 in UTC (`_ms`).
"""
IRREGULAR = {"Paid", "Held", "Told", "Sold", "Made", "Laid", "Found", "Read", "Withheld", "Rung", "Spent", "Struck", "Woke", "Owed"}
PARTICLES = {"Back", "Down", "In", "Off", "On", "Out", "Over", "Up"}
NOT_PAST = ("ment", "tion", "sion", "Event", "ent", "Begin", "Open")


def event_modules() -> dict[str, ModuleType]:
    """The module that defines the events of each compartment, and of the lanes themselves, by name."""
    names = sorted(path.parent.name for path in (SOURCE / "compartments").glob("*/events.py"))
    return {"journal": entries} | {name: importlib.import_module(f"arkwright.compartments.{name}.events") for name in names}


def events_of(module: ModuleType) -> list[type[Event]]:
    """The events that a module defines, in the order of the page; a class that others derive from is no event itself."""
    found = [value for value in vars(module).values() if inspect.isclass(value) and issubclass(value, Event)]
    own = [event for event in found if event.__module__.rpartition(".")[0] == module.__name__.rpartition(".")[0]]
    return [event for event in own if not any(event in other.__bases__ for other in own)]


def tag(event: type[Event]) -> str:
    """The tag under which the journal keeps it, version included: `OrderPlaced.1`."""
    return str(event.__struct_config__.tag)


def is_past_tense(name: str) -> bool:
    """Whether the name's last word is a past participle, as far as its ending tells."""
    words = re.findall(r"[A-Z][a-z]*", name)
    last = words[-2] if words[-1] in PARTICLES and len(words) > 1 else words[-1]
    return last in IRREGULAR or (last.endswith(("ed", "t", "n")) and not last.endswith(NOT_PAST)) or last == "Sent"


def page() -> str:
    """The text of docs/events.md."""
    sections = [_section(name, module) for name, module in event_modules().items()]
    return "\n".join([INTRODUCTION, *sections])


def _section(name: str, module: ModuleType) -> str:
    rows = [f"| `{tag(event)}` | {_sentence(event)} | {', '.join(_fields(event))} |" for event in events_of(module)]
    return "\n".join([f"## {name}\n", "| event | what happened | holds |", "|---|---|---|", *rows]) + "\n"


def _sentence(event: type[Event]) -> str:
    return " ".join((inspect.getdoc(event) or "").split("\n\n")[0].split()).replace("|", "\\|")


def _fields(event: type[Event]) -> Iterator[str]:
    yield from (f"`{field.name}`" for field in msgspec.structs.fields(event))


def sample(kind: Any) -> Any:
    """A value of a struct type or of a field's type, always the same."""
    if inspect.isclass(kind) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind, include_extras=True)
        return kind(
            **{field.name: _sample_of(msgspec.inspect.type_info(hints[field.name]), field.name) for field in msgspec.structs.fields(kind)}
        )
    return _sample_of(msgspec.inspect.type_info(kind), "value")


def _sample_of(info: Any, name: str) -> Any:
    match info:
        case msgspec.inspect.UnionType(types=types):
            return _sample_of(next(kind for kind in types if not isinstance(kind, msgspec.inspect.NoneType)), name)
        case msgspec.inspect.LiteralType(values=values):
            return min(values, key=str)
        case msgspec.inspect.EnumType(cls=cls):
            return next(iter(cls))
        case msgspec.inspect.StructType(cls=cls):
            return sample(cls)
        case msgspec.inspect.VarTupleType(item_type=item) | msgspec.inspect.ListType(item_type=item):
            return (_sample_of(item, name),)
        case msgspec.inspect.SetType(item_type=item) | msgspec.inspect.FrozenSetType(item_type=item):
            return frozenset([_sample_of(item, name)])
        case msgspec.inspect.TupleType(item_types=items):
            return tuple(_sample_of(item, name) for item in items)
        case msgspec.inspect.DictType(key_type=key, value_type=value):
            return {_sample_of(key, f"{name}-key"): _sample_of(value, name)}
        case msgspec.inspect.IntType(ge=least):
            return max(least or 0, 1)
        case msgspec.inspect.BoolType():
            return True
        case msgspec.inspect.BytesType():
            return name.encode()
        case msgspec.inspect.StrType():
            return name
        case _:
            raise TypeError(f"{name}: an event holds integers, text, booleans, bytes and structs of them, not {info}")


def golden_path(compartment: str, event_tag: str) -> Path:
    """Where the sample of one version of one event is kept."""
    return GOLDEN / compartment / f"{event_tag}.json"


def write(anew: bool) -> None:
    """Write the page, and the golden files that are missing, or all of them anew."""
    PAGE.write_text(page(), "utf-8")
    wanted = {golden_path(name, tag(event)): event for name, module in event_modules().items() for event in events_of(module)}
    for path in GOLDEN.glob("*/*.json"):
        if anew:
            path.unlink()
    for path, event in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(canonical(sample(event)) + b"\n")


if __name__ == "__main__":
    if sys.argv[1:] not in (["--write"], ["--write", "--anew"]):
        sys.exit("Usage: python -m tests.house.events --write [--anew]")
    write(anew="--anew" in sys.argv)
