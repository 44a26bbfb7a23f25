"""The OpenAPI 3.1 document, made from the table of operations: every answer, every refusal, an example of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from arkwright.channels.app_api.examples import OF, PROBLEMS
from arkwright.channels.app_api.limits import READING, WRITING
from arkwright.channels.app_api.operation import BASE, Operation, Parameter
from arkwright.channels.app_api.reading import UUID
from arkwright.channels.web.refusals import ProblemDetails

SCHEMAS = "#/components/schemas/{name}"
PROBLEM_JSON = "application/problem+json"
WAIT = {429, 503}

RULES = "\n\n".join(
    (
        "The journeys of the shop as JSON, for the app and for whoever wants to build one.",
        (
            "Amounts are whole pence and include VAT; times are milliseconds since 1970-01-01 UTC. `say` and `detail` are sentences "
            "for a person, the same ones as in the shop."
        ),
        (
            "Safe to repeat: each POST wants the header Idempotency-Key, a random UUID of version 4 or 7. Sent again with the same "
            "key it takes effect once and is answered the same; with other content it is refused (422). Keys never expire. A key "
            "counts together with the basket or order that it is sent to, so that no two clients can meet; the id of a new basket "
            "is made from the key alone, so use a fresh random one each time."
        ),
        "Whoever holds the id of a basket, or the key of an order, has it: keep them to yourself.",
        (
            "What is read has an ETag: send it back in If-None-Match, and 304 says that nothing has changed. Lists are followed by "
            "`next`, as it is."
        ),
        (
            "When something is paused, the answer is 503 with the sentence to show, and Retry-After. Nothing is decided then: send "
            "the same request again later."
        ),
        (
            f"One address may ask {READING.quota} times in {READING.window_s} seconds to read and {WRITING.quota} times to write; "
            "RateLimit tells what is left."
        ),
    )
)

TAGS = {
    "Range": "What we sell, and where. Closed when browsing is paused.",
    "What works now": "What to tell shoppers, and being told when something is back.",
    "Basket": "Kept through restarts and pauses; it promises nothing.",
    "Orders": "From the basket to the payment page, and afterwards.",
}
HEADERS: dict[str, tuple[str, str]] = {
    "ETag": ("A name for this very content.", '"9f86d081884c7d659a2feaa0c55ad015"'),
    "Location": ("Where it is from now on.", f"{BASE}/baskets/5vtjb0xk7r0qeh2c1m9wq3znfa"),
    "Link": ("The next page, with rel=next; left out on the last.", f'<{BASE}/products?cursor=WyIiLCIiLCJtdWciXQ>; rel="next"'),
    "Retry-After": ("Seconds to wait.", "300"),
    "RateLimit": ("Requests left (r), and seconds until all are back (t).", '"reading";r=239;t=1'),
    "RateLimit-Policy": ("Requests (q) in a window of seconds (w).", '"reading";q=240;w=60'),
}
LIMITS = ("RateLimit", "RateLimit-Policy")
KEY_EXAMPLE = '"8e03978e-40d5-43dd-bc93-6894a57f9324"'


def document(operations: Sequence[Operation], shop_name: str) -> dict[str, Any]:
    """The document as plain JSON values."""
    types = {kind for each in operations for kind in (each.asks, each.answer) if kind is not None} | {ProblemDetails}
    _, schemas = msgspec.json.schema_components(sorted(types, key=lambda kind: kind.__name__), ref_template=SCHEMAS)
    paths: dict[str, Any] = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = operation(each)
    found = {
        "openapi": "3.1.0",
        "info": {"title": f"{shop_name} app API", "version": "1.0.0", "description": RULES},
        "servers": [{"url": BASE}],
        "tags": [{"name": name, "description": about} for name, about in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "headers": {
                name: {"description": about, "schema": {"type": "string"}, "example": example} for name, (about, example) in HEADERS.items()
            },
            "responses": {str(status): problem(status) for status in PROBLEMS},
        },
    }
    return dict(msgspec.json.decode(msgspec.json.encode(found)))


def operation(each: Operation) -> dict[str, Any]:
    """One operation object."""
    found: dict[str, Any] = {
        "operationId": each.name,
        "tags": [each.tag],
        "summary": each.summary,
        "description": each.about,
        "parameters": [parameter(one) for one in each.parameters] + own_headers(each),
        "responses": responses(each),
    }
    if each.asks is not None:
        found["requestBody"] = {"required": True, "content": content(each.asks)}
    return found


def parameter(one: Parameter) -> dict[str, Any]:
    """One parameter object; its pattern holds for the whole value."""
    return {
        "name": one.name,
        "in": one.place,
        "required": one.required,
        "description": one.allowed,
        "schema": {"type": "string", "pattern": f"^(?:{one.pattern})$"},
        "example": one.example,
    }


def own_headers(each: Operation) -> list[dict[str, Any]]:
    """The headers that follow from what kind of operation it is."""
    if each.method == "GET":
        return [header("If-None-Match", "The ETag of what you have.", '"9f86d081884c7d659a2feaa0c55ad015"', required=False)]
    key = header("Idempotency-Key", "A random UUID of your own; the same again for a repetition.", KEY_EXAMPLE, not each.key_optional)
    key["schema"]["pattern"] = f"^(?:{UUID.pattern})$"
    return [key]


def header(name: str, about: str, example: str, required: bool) -> dict[str, Any]:
    """A header as a parameter."""
    return {"name": name, "in": "header", "required": required, "description": about, "schema": {"type": "string"}, "example": example}


def responses(each: Operation) -> dict[str, Any]:
    """Every status that it can be answered with."""
    success: dict[str, Any] = {
        "description": each.summary + ".",
        "headers": headers(*success_headers(each)),
        "content": content(each.answer),
    }
    found: dict[int, dict[str, Any]] = {each.status: success}
    if each.method == "GET":
        found[304] = {"description": "You have it as it is.", "headers": headers("ETag", *LIMITS)}
    for status in statuses(each):
        found[status] = {"$ref": f"#/components/responses/{status}"}
    for status, why in each.refused.items():
        found[status] = {**problem(status), "description": why}
    return {str(status): found[status] for status in sorted(found)}


def success_headers(each: Operation) -> tuple[str, ...]:
    """What a success carries."""
    own = ("ETag",) if each.method == "GET" else ("Location",) if each.status == 201 and each.tag != "What works now" else ()
    return (*own, *(("Link",) if each.name == "listProducts" else ()), *LIMITS)


def statuses(each: Operation) -> list[int]:
    """The refusals that come from what kind of operation it is."""
    shared = [421, 422, 429, 431, 500, 503]
    if each.method != "GET":
        shared += [400, 403, 413, 415]
    if any(one.place == "header" for one in each.parameters):
        shared += [400]
    return shared


def problem(status: int) -> dict[str, Any]:
    """A refusal as a response object."""
    about, example = PROBLEMS[status]
    told = ("Retry-After", *LIMITS) if status in WAIT else LIMITS
    schema = {"$ref": SCHEMAS.format(name="ProblemDetails")}
    return {
        "description": about,
        "headers": headers(*told),
        "content": {PROBLEM_JSON: {"schema": schema, "example": msgspec.to_builtins(example)}},
    }


def headers(*names: str) -> dict[str, Any]:
    """References to the headers."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def content(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """JSON of a shape, with its example."""
    return {"application/json": {"schema": {"$ref": SCHEMAS.format(name=kind.__name__)}, "example": msgspec.to_builtins(OF[kind])}}
