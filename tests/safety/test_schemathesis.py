"""Schemathesis over the app API's own document: whatever is sent, right or wrong, no 500 and no answer that the document does not declare.

CASES is how many inputs each operation gets of either kind; `SCHEMATHESIS_CASES=2000 make test` asks more, SCHEMATHESIS_SEED others.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from arkwright.channels.app_api.limits import Policy
from tests.channels.app_api.line import DOCUMENT, HOST, Line, new_order, on_the_line

CASES = int(os.environ.get("SCHEMATHESIS_CASES", "12"))
SEED = int(os.environ.get("SCHEMATHESIS_SEED", "20261123"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MANY = 10_000_000
LIMITS = {"reading": Policy(name="reading", quota=MANY, window_s=60), "writing": Policy(name="writing", quota=MANY, window_s=60)}
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations() if isinstance(result, Ok)]
LABELS = [operation.label for operation in OPERATIONS]
# Without a body, a parameter or a header that must be there, nothing that is sent can be wrong.
TAKE_ANYTHING = ["GET /categories", "GET /stores", "GET /what-works-now"]
# Its only wrong input that fits into an address is a name that is too long, which the generator rarely finds: it has a test of its own.
ONLY_TOO_LONG = "GET /products/{product}"


@dataclass
class Asking:
    """The office, in a loop that turns while a request is under way; and what stands there to be asked for."""

    runner: asyncio.Runner
    line: Line
    real: dict[str, str]
    order: dict[str, Any]
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)

    def refilled(self) -> None:
        """The basket that cases name holds something, whatever was asked before."""
        self.runner.run(self.line.ask("PUT", f"/baskets/{self.real['basket']}/lines/MUG-1", {"quantity": 2}))

    def send(self, case: Case[Any]) -> httpx.Response:
        """The case as `requests` would put it on the wire."""
        given = case.as_transport_kwargs(base_url=f"http://{HOST}/api/v1")
        names = ("method", "url", "headers", "params", "data", "json", "files", "cookies")
        wire = requests.Request(**{name: value for name, value in given.items() if name in names}).prepare()
        headers = [(name.encode(), as_bytes(value)) for name, value in wire.headers.items()]
        assert wire.method
        assert wire.url
        answer = self.runner.run(self.line.client.request(wire.method, wire.url, headers=headers, content=wire.body))  # type: ignore[arg-type]
        self.statuses[case.operation.label, answer.status_code] += 1
        return answer


def as_bytes(value: str | bytes) -> bytes:
    """A header's value on the wire."""
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """An office with a basket and an order that are real."""
    folder: Path = tmp_path_factory.mktemp("schemathesis")
    with asyncio.Runner() as runner:
        opened = on_the_line(folder, **LIMITS)
        line = runner.run(opened.__aenter__())
        try:
            yield runner.run(stocked(runner, line))
        finally:
            runner.run(opened.__aexit__(None, None, None))


async def stocked(runner: asyncio.Runner, line: Line) -> Asking:
    """What a case may name, so that not everything asked for is missing."""
    taken = (await line.post("/orders", new_order(await line.basket(1)), 1)).json()
    basket, kept = await line.basket(2), await line.basket(3)
    saved = (await line.post(f"/baskets/{kept}/save", {}, 4)).json()
    real = {"basket": kept, "key": saved["key"], "number": taken["number"], "Order-Key": taken["key"]}
    real |= {"sku": "MUG-1", "product": "mug", "postcode": "LS1 4DY", "capability": "orders"}
    return Asking(runner, line, real, new_order(basket))


def with_real_things(office: Asking, case: Case[Any]) -> None:
    """Parts of the case that name something name what there is."""
    for place in (case.path_parameters, case.query, case.headers):
        for name in list(place or {}):
            if name in office.real:
                place[name] = office.real[name]
    if case.operation.label == "POST /orders" and isinstance(case.body, dict):
        case.body = {**case.body, **office.order}
    elif isinstance(case.body, dict):
        case.body |= {name: office.real[name] for name in ("sku", "capability", "key") if name in case.body}


def asked(label: str, mode: GenerationMode, act: Callable[[Case[Any], bool], None]) -> None:
    """Draw the operation's inputs, the same ones each time, and act on each."""
    operation = OPERATIONS[LABELS.index(label)]
    drawn = operation.as_strategy(generation_mode=mode)

    @hypothesis.seed(SEED)
    @settings(max_examples=CASES, database=None, deadline=None, suppress_health_check=list(HealthCheck), phases=[hypothesis.Phase.generate])
    @hypothesis.given(case=drawn, real=st.booleans())
    def run(case: Case[Any], real: bool) -> None:
        act(case, real)

    run()


@pytest.mark.parametrize("label", LABELS)
def test_right_inputs_are_answered_as_declared(office: Asking, label: str) -> None:
    def act(case: Case[Any], real: bool) -> None:
        if real:
            with_real_things(office, case)
        case.validate_response(office.send(case), checks=CHECKS)

    office.refilled()
    asked(label, GenerationMode.POSITIVE, act)
    assert any(status < 300 for asked_for, status in office.statuses if asked_for == label), office.statuses


@pytest.mark.parametrize("label", [label for label in LABELS if label not in (*TAKE_ANYTHING, ONLY_TOO_LONG)])
def test_wrong_inputs_are_refused_as_declared(office: Asking, label: str) -> None:
    def act(case: Case[Any], _: bool) -> None:
        case.validate_response(office.send(case), checks=[*CHECKS, negative_data_rejection])

    asked(label, GenerationMode.NEGATIVE, act)


@pytest.mark.parametrize("length", [101, 5_000])
def test_a_name_that_is_too_long_is_refused_as_declared(office: Asking, length: int) -> None:
    case = OPERATIONS[LABELS.index(ONLY_TOO_LONG)].Case(path_parameters={"product": "x" * length})
    answer = office.send(case)
    case.validate_response(answer, checks=CHECKS)
    assert answer.status_code in {404, 422}


def test_the_document_that_is_asked_is_the_one_that_is_served(office: Asking) -> None:
    served = office.runner.run(office.line.client.get("/api/v1/openapi.json"))
    assert served.json() == DOCUMENT
    assert len(LABELS) == sum(len(methods) for methods in DOCUMENT["paths"].values())


def test_an_answer_that_is_not_declared_is_found(office: Asking) -> None:
    case = OPERATIONS[LABELS.index("GET /categories")].Case()
    answer = office.send(case)
    case.validate_response(answer, checks=CHECKS)
    for spoiled in (
        httpx.Response(500, request=answer.request, json={}),
        httpx.Response(418, request=answer.request, json={}),
        httpx.Response(200, request=answer.request, text="<p>"),
        httpx.Response(200, request=answer.request, headers=dict(answer.headers), json={"categories": 1}),
    ):
        spoiled.elapsed = answer.elapsed
        with pytest.raises(FailureGroup):
            case.validate_response(spoiled, checks=CHECKS)
