"""Form-encoded parameters with brackets, as Stripe's libraries send them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from arkwright.simulators.stripe.errors import StripeError, missing, wrong

Params = dict[str, Any]


def decode(text: str) -> Params:
    """`a[b]=1&c[0]=2&c[1]=3` to `{"a": {"b": "1"}, "c": ["2", "3"]}`; `c[]` counts up. Refuses names that contradict one another."""
    tree: Params = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        place, *inner = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name) or [""]
        node = tree
        for step in inner:
            node = node.setdefault(place, {})
            if not isinstance(node, dict):
                raise wrong(name, f"Invalid parameters: {name} is both a value and a hash.")
            place = step or str(len(node))
        node[place] = value
    lists: Params = _with_lists(tree)
    return lists


def only(params: Params, *known: str) -> None:
    """Refuse parameters that Stripe does not know, so that a misspelt one is found here and not in production."""
    for name in params:
        if name not in known:
            raise StripeError(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def text(params: Params, name: str, longest: int = 5000) -> str | None:
    """A string, or None where it is absent or empty."""
    value = params.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise wrong(name, f"Invalid string: {name}")
    if len(value) > longest:
        raise wrong(name, f"Invalid string: {name} must be at most {longest} characters", "parameter_invalid_string")
    return value


def needed_text(params: Params, name: str) -> str:
    """A string that must be there."""
    value = text(params, name)
    if value is None:
        raise missing(name)
    return value


def integer(params: Params, name: str) -> int | None:
    """A whole number, or None where it is absent."""
    value = text(params, name)
    if value is None:
        return None
    if not re.fullmatch(r"-?\d{1,12}", value):
        raise wrong(name, f"Invalid integer: {value}", "parameter_invalid_integer")
    return int(value)


def truth(params: Params, name: str, default: bool) -> bool:
    """`true` or `false`."""
    value = text(params, name)
    if value is None:
        return default
    if value not in {"true", "false"}:
        raise wrong(name, f"Invalid boolean: {value}", "parameter_invalid_boolean")
    return value == "true"


def nested(params: Params, name: str) -> Params:
    """A hash; empty where it is absent."""
    value = params.get(name, {})
    if value == "":
        return {}
    if not isinstance(value, dict):
        raise wrong(name, f"Invalid hash: {name}")
    return value


def listed(params: Params, name: str) -> list[Any]:
    """An array; empty where it is absent."""
    value = params.get(name, [])
    if not isinstance(value, list):
        raise wrong(name, f"Invalid array: {name}")
    return value


def metadata(params: Params) -> dict[str, str]:
    """Names to values, within Stripe's limits: 50 names of up to 40 characters, values of up to 500."""
    found = nested(params, "metadata")
    for name, value in found.items():
        if not isinstance(value, str) or len(name) > 40 or len(value) > 500:
            raise wrong("metadata", f"Metadata keys can be 40 characters and values 500 characters long: {name}")
    return within_limit(found)


def within_limit(found: dict[str, str]) -> dict[str, str]:
    """The same, refused above 50 names."""
    if len(found) > 50:
        raise wrong("metadata", "You can have up to 50 metadata keys.")
    return found


def _with_lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    inner = {name: _with_lists(value) for name, value in node.items()}
    if inner and all(name.isdecimal() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
