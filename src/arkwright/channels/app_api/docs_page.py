"""The document as a page to read: made on the server, without a script, so that it stands under the strict policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from arkwright.channels.design.pages import environment


def docs_page(document: dict[str, Any]) -> str:
    """The page, the same for everybody."""
    pages = environment(Path(__file__).parent / "templates")
    by_tag = [(tag, [each for each in operations(document) if tag["name"] in each["tags"]]) for tag in document["tags"]]
    return pages.get_template("docs.html").render(
        document=document,
        paragraphs=document["info"]["description"].split("\n\n"),
        by_tag=by_tag,
        base=document["servers"][0]["url"],
        shapes=[(name, shape(found)) for name, found in document["components"]["schemas"].items()],
        pretty=pretty,
        resolved=lambda found: resolved(document, found),
        code_of=code_of,
    )


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation with its method and path."""
    return [
        {**found, "method": method.upper(), "path": path}
        for path, methods in document["paths"].items()
        for method, found in methods.items()
    ]


def resolved(document: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """What a reference within the document points at."""
    while "$ref" in found:
        target: Any = document
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        found = target
    return found


def shape(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema as a table: each field, its kind, whether it must be there, and what is allowed."""
    required = schema.get("required", ())
    fields = [(name, kind(found), name in required, found.get("description", "")) for name, found in schema.get("properties", {}).items()]
    return {"about": schema.get("description", ""), "fields": fields}


def kind(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return ", ".join(str(each) for each in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(kind(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        items = schema.get("items")
        return f"list of {kind(items)}" if isinstance(items, dict) and items else "list"
    return str(schema.get("type", "any"))


def code_of(content: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """Media type, the name of the shape, and the example."""
    media_type, found = next(iter(content.items()))
    return media_type, kind(found["schema"]), found["example"]


def pretty(value: object) -> str:
    """JSON to read."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
