"""Reading a request: JSON alone, known fields alone, parameters of the declared form; whatever is wrong is named with what is allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from arkwright.channels.app_api import refusals as no
from arkwright.channels.app_api.operation import Operation, Parameter
from arkwright.channels.web.noes import InputIsWrong, JsonIsUnreadable
from arkwright.channels.web.plain import check, check_body

UUID = re.compile(r'"?([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[47][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})"?')

_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"unknown field `(?P<name>.*)`")
_MISSING = re.compile(r"missing required field `(?P<name>.*)`")


def body_of(operation: Operation, content_type: str, content: bytes) -> Any:
    """The body as the operation asks for it, or a refusal that names the field."""
    if operation.asks is None:
        return None
    if content_type.split(";")[0].strip().lower() != "application/json":
        raise no.NotJsonContent()
    try:
        body = msgspec.json.decode(content, type=operation.asks)
    except msgspec.ValidationError as error:
        raise wrong_field(operation.asks, str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise JsonIsUnreadable() from error
    check_body(body)
    return body


def wrong_field(asked: type[msgspec.Struct], message: str) -> Exception:
    """msgspec's complaint as a refusal: which field, and what its description allows."""
    said = _AT.match(message)
    what, path = (said["what"], said["path"] or "$") if said else (message, "$")
    steps = re.findall(r"[A-Za-z_][A-Za-z_0-9]*|\[[^\]]*\]", path.removeprefix("$"))
    unknown, missing = _UNKNOWN.search(what), _MISSING.search(what)
    if unknown:
        known = ", ".join(fields_of(asked, steps)) or "none"
        return wrong(field_name([*steps, unknown["name"]])[:200], f"This is not a field here. There are: {known}.")
    if missing:
        steps = [*steps, missing["name"]]
        return wrong(field_name(steps), f"This is missing. {allowed(asked, steps)}")
    return wrong(field_name(steps) or "body", f"This is not right. {allowed(asked, steps)}")


def wrong(field: str, sentence: str) -> InputIsWrong:
    """One field or parameter at fault."""
    return InputIsWrong(((field, sentence),))


def field_name(steps: Sequence[str]) -> str:
    """'lines[].sku' for the path of a field."""
    return "".join("[]" if step.startswith("[") else f".{step}" for step in steps).removeprefix(".")


def fields_of(asked: type[msgspec.Struct], steps: Sequence[str]) -> list[str]:
    """The names of the fields that may stand at a path."""
    return [each.name for each in getattr(_type_at(msgspec.inspect.type_info(asked), steps)[0], "fields", ())]


def allowed(asked: type[msgspec.Struct], steps: Sequence[str]) -> str:
    """What the description of a field says, the nearest one that has one."""
    found = _type_at(msgspec.inspect.type_info(asked), steps)[1]
    return found or "Send one JSON object with the fields that /api/v1/docs lists."


def _type_at(info: msgspec.inspect.Type, steps: Sequence[str]) -> tuple[msgspec.inspect.Type, str]:
    described, found = "", info
    for step in ["", *steps]:
        if step.startswith("["):
            found = getattr(found, "item_type", found)
        elif step:
            found = next((each.type for each in getattr(found, "fields", ()) if each.name == step), found)
        if isinstance(found, msgspec.inspect.Metadata):
            described = (found.extra_json_schema or {}).get("description", described)
            found = found.type
    if isinstance(found, msgspec.inspect.StructType) and steps:
        described = f"An object with the fields {', '.join(each.name for each in found.fields)}."
    return found, described


def query_of(operation: Operation, given: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The parameters of the address, each once and of its form."""
    declared = {parameter.name: parameter for parameter in operation.of("query")}
    found: dict[str, str] = {}
    for name, value in given:
        if name not in declared:
            raise wrong(name[:100], f"This is not a parameter here. There are: {', '.join(declared) or 'none'}.")
        if name in found:
            raise wrong(name, f"Give it once. {declared[name].allowed}")
        found[name] = value
    checked(declared.values(), found)
    return found


def checked(declared: Any, found: Mapping[str, str]) -> None:
    """Refuse the first that is missing or not of its form."""
    parameter: Parameter
    for parameter in declared:
        value = found.get(parameter.name)
        if value is None and not parameter.required:
            continue
        if value is None or not re.fullmatch(parameter.pattern, value):
            raise wrong(parameter.name, f"This is missing or not right. {parameter.allowed}")
        check([(parameter.name, value)])


def key_of(operation: Operation, header: str | None) -> str:
    """The client's idempotency key: a random UUID, so that no two clients can have the same one by chance."""
    if header is None:
        if operation.keyed and not operation.key_optional:
            raise no.IdempotencyKeyIsMissing()
        return ""
    match = UUID.fullmatch(header.strip())
    if match is None:
        raise no.IdempotencyKeyIsWrong()
    return match[1].lower()
