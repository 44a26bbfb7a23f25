"""Events are frozen, past tense, listed, free of personal data in clear, and every version ever written still loads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from arkwright.journal.entries import EventDecoder
from arkwright.kit.messages import Event, canonical
from tests.house import events

EVENTS = [(name, event) for name, module in events.event_modules().items() for event in events.events_of(module)]
every_event = pytest.mark.parametrize(("compartment", "event"), EVENTS, ids=lambda value: getattr(value, "__name__", value))
GOLDEN = sorted(events.GOLDEN.glob("*/*.json"))

# Fields that would hold a person in clear; what is encrypted under the person's key, or is a digest, says so in its name.
OF_A_PERSON = {
    "email", "phone", "telephone", "mobile", "first_name", "last_name", "full_name", "surname", "birthday", "date_of_birth", "recipient",
    "card_number", "password", "ip", "ip_address",
}  # fmt: skip


@every_event
def test_an_event_is_frozen_and_versioned(compartment: str, event: type[Event]) -> None:
    config = event.__struct_config__
    name, _, version = events.tag(event).rpartition(".")
    assert (config.frozen, name, version.isdecimal()) == (True, event.__name__, True)


@every_event
def test_an_event_is_named_in_the_past_tense(compartment: str, event: type[Event]) -> None:
    assert events.is_past_tense(event.__name__)


@every_event
def test_an_event_holds_nobody_in_clear(compartment: str, event: type[Event]) -> None:
    assert OF_A_PERSON & {field.name for field in msgspec.structs.fields(event)} == set()


@every_event
def test_an_event_has_a_golden_file(compartment: str, event: type[Event]) -> None:
    assert events.golden_path(compartment, events.tag(event)).exists(), "run `make events`"


@every_event
def test_an_event_comes_back_as_it_went(compartment: str, event: type[Event]) -> None:
    before = events.sample(event)
    assert EventDecoder(events.event_modules()[compartment])(canonical(before)) == before


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_version_ever_written_still_loads(path: Any) -> None:
    module = events.event_modules()[path.parent.name]
    event = EventDecoder(module)(path.read_bytes())
    assert events.tag(type(event)).rpartition(".")[0]
    if path.stem == events.tag(type(event)):
        assert canonical(event) + b"\n" == path.read_bytes(), "the shape changed under the same tag: give it the next version"


def test_the_page_of_events_is_up_to_date() -> None:
    assert events.PAGE.read_text("utf-8") == events.page(), "run `make events`"


@pytest.mark.parametrize(
    ("name", "past"),
    [
        ("OrderPlaced", True),
        ("PaymentTaken", True),
        ("NoticeSent", True),
        ("ParcelLost", True),
        ("IntentPaid", True),
        ("AllowanceTakenBack", True),
        ("PlaceOrder", False),
        ("GiveBack", False),
        ("StockAdjustment", False),
        ("OrderCancellation", False),
        ("OrderEvent", False),
    ],
)
def test_the_past_tense_is_told_by_the_ending(name: str, past: bool) -> None:
    assert events.is_past_tense(name) is past


class WoolShorn(Event, frozen=True, tag="WoolShorn.2"):
    """An event whose first version counted in ounces."""

    grams: int


def _raised(plain: dict[str, Any]) -> dict[str, Any]:
    return {"type": "WoolShorn.2", "grams": plain["ounces"] * 28}


@pytest.mark.parametrize(
    ("raises", "content", "loaded"),
    [
        ({}, b'{"type":"WoolShorn.2","grams":5}', WoolShorn(grams=5)),
        ({"WoolShorn.1": _raised}, b'{"type":"WoolShorn.1","ounces":2}', WoolShorn(grams=56)),
        ({}, b'{"type":"WoolShorn.1","ounces":2}', msgspec.ValidationError),
        ({}, b'{"type":"WoolShorn.2","ounces":2}', msgspec.ValidationError),
    ],
)
def test_an_old_event_loads_only_while_it_is_raised(
    raises: dict[str, Callable[[dict[str, Any]], dict[str, Any]]], content: bytes, loaded: Any
) -> None:
    module = type(events)("wool")
    module.__dict__.update(WoolShorn=WoolShorn, RAISE=raises, __name__=__name__)
    if isinstance(loaded, WoolShorn):
        assert EventDecoder(module)(content) == loaded
    else:
        with pytest.raises(loaded):
            EventDecoder(module)(content)
