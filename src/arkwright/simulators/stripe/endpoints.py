"""The endpoints: parameters in, an object in Stripe's shape out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from arkwright.simulators.stripe import forms, shapes
from arkwright.simulators.stripe.books import LineItem, Terms
from arkwright.simulators.stripe.errors import StripeError, missing, nothing_there, wrong
from arkwright.simulators.stripe.forms import Params
from arkwright.simulators.stripe.model import Account
from arkwright.simulators.stripe.shapes import Json

SHORTEST_SESSION_S = 30 * 60
LONGEST_SESSION_S = 24 * 3600
SMALLEST_CHARGE_PENCE = 30
LARGEST_CHARGE_PENCE = 99_999_999
WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?(?=[/?#]|$)[!-~]*")


class Call(NamedTuple):
    """One request, authenticated and decoded. `now` is in Unix seconds."""

    account: Account
    id: str
    params: Params
    now: int
    pages_at: str


def create_session(call: Call) -> Json:
    """POST /v1/checkout/sessions"""
    terms = _terms(call.params, call.now)
    session = call.account.open(terms, call.now)
    return _expanded(call, shapes.session_object(session, call.account.books, call.pages_at))


def retrieve_session(call: Call) -> Json:
    """GET /v1/checkout/sessions/:id"""
    forms.only(call.params, "expand")
    return _expanded(call, shapes.session_object(call.account.session(call.id), call.account.books, call.pages_at))


def expire_session(call: Call) -> Json:
    """POST /v1/checkout/sessions/:id/expire"""
    forms.only(call.params, "expand")
    session = call.account.session(call.id)
    call.account.expire(session, call.now)
    return _expanded(call, shapes.session_object(session, call.account.books, call.pages_at))


def retrieve_intent(call: Call) -> Json:
    """GET /v1/payment_intents/:id"""
    forms.only(call.params, "expand")
    return _expanded(call, shapes.intent_object(call.account.intent(call.id)))


def capture_intent(call: Call) -> Json:
    """POST /v1/payment_intents/:id/capture"""
    forms.only(call.params, "amount_to_capture", "final_capture", "metadata", "expand")
    intent = call.account.intent(call.id)
    amount = forms.integer(call.params, "amount_to_capture")
    final = forms.truth(call.params, "final_capture", default=True)
    call.account.capture(intent, amount, final=final, metadata=forms.metadata(call.params), now=call.now)
    return _expanded(call, shapes.intent_object(intent))


def cancel_intent(call: Call) -> Json:
    """POST /v1/payment_intents/:id/cancel"""
    forms.only(call.params, "cancellation_reason", "expand")
    intent = call.account.intent(call.id)
    call.account.cancel(intent, call.now)
    return _expanded(call, shapes.intent_object(intent))


def create_refund(call: Call) -> Json:
    """POST /v1/refunds"""
    forms.only(call.params, "payment_intent", "amount", "metadata", "reason", "expand")
    intent = call.account.intent(forms.needed_text(call.params, "payment_intent"))
    refund = call.account.refund(intent, forms.integer(call.params, "amount"), forms.metadata(call.params), call.now)
    return _expanded(call, shapes.refund_object(refund))


def list_refunds(call: Call) -> Json:
    """GET /v1/refunds, of one payment intent or of all"""
    forms.only(call.params, "payment_intent", "limit", "starting_after")
    intent = forms.text(call.params, "payment_intent")
    refunds = [refund for refund in call.account.books.refunds.values() if intent in {None, refund.intent}]
    return _page(call, "/v1/refunds", [shapes.refund_object(refund) for refund in reversed(refunds)])


def retrieve_event(call: Call) -> Json:
    """GET /v1/events/:id"""
    forms.only(call.params, "expand")
    if call.id not in call.account.books.events:
        raise nothing_there("event", call.id, "id")
    return shapes.event_object(call.account.books.events[call.id])


def list_events(call: Call) -> Json:
    """GET /v1/events, of one type or of all"""
    forms.only(call.params, "type", "limit", "starting_after")
    wanted = forms.text(call.params, "type")
    events = [event for event in call.account.books.events.values() if wanted in {None, event.type}]
    return _page(call, "/v1/events", [shapes.event_object(event) for event in reversed(events)])


class Endpoint(NamedTuple):
    """Which requests go where; `operation` is its name among the faults."""

    operation: str
    method: str
    path: re.Pattern[str]
    act: Callable[[Call], Json]


def _endpoint(operation: str, method: str, path: str, act: Callable[[Call], Json]) -> Endpoint:
    return Endpoint(operation, method, re.compile(path.replace(":id", r"(?P<id>[A-Za-z0-9_]+)")), act)


ENDPOINTS = (
    _endpoint("sessions.create", "POST", "/v1/checkout/sessions", create_session),
    _endpoint("sessions.retrieve", "GET", "/v1/checkout/sessions/:id", retrieve_session),
    _endpoint("sessions.expire", "POST", "/v1/checkout/sessions/:id/expire", expire_session),
    _endpoint("intents.retrieve", "GET", "/v1/payment_intents/:id", retrieve_intent),
    _endpoint("intents.capture", "POST", "/v1/payment_intents/:id/capture", capture_intent),
    _endpoint("intents.cancel", "POST", "/v1/payment_intents/:id/cancel", cancel_intent),
    _endpoint("refunds.create", "POST", "/v1/refunds", create_refund),
    _endpoint("refunds.list", "GET", "/v1/refunds", list_refunds),
    _endpoint("events.retrieve", "GET", "/v1/events/:id", retrieve_event),
    _endpoint("events.list", "GET", "/v1/events", list_events),
)


def find(method: str, path: str) -> tuple[Endpoint, str]:
    """The endpoint and the id in its path, or Stripe's 404 for an unknown address."""
    for endpoint in ENDPOINTS:
        match = endpoint.path.fullmatch(path)
        if match and endpoint.method == method:
            return endpoint, match.groupdict().get("id", "")
    raise StripeError(f"Unrecognized request URL ({method}: {path}).", status=404)


def _terms(params: Params, now: int) -> Terms:
    known = "mode line_items payment_intent_data payment_method_options payment_method_types client_reference_id customer_email"
    forms.only(params, *known.split(), "metadata", "success_url", "cancel_url", "expires_at", "locale", "expand")
    if forms.needed_text(params, "mode") != "payment":
        raise wrong("mode", "This simulator knows mode=payment only.")
    intent_data = forms.nested(params, "payment_intent_data")
    forms.only(intent_data, "capture_method", "metadata", "description", "statement_descriptor_suffix")
    suffix = forms.text(intent_data, "statement_descriptor_suffix", longest=22) or ""
    if suffix and (set(suffix) & set("<>\\'\"*") or not any(each.isalpha() for each in suffix)):
        raise wrong(
            "payment_intent_data[statement_descriptor_suffix]", "The statement descriptor suffix must hold a letter, and none of <>\\'\"*."
        )
    card_options = forms.nested(forms.nested(params, "payment_method_options"), "card")
    terms = Terms(
        line_items=[_line_item(item, place) for place, item in enumerate(forms.listed(params, "line_items"))],
        success_url=_web_address(params, "success_url") or "",
        cancel_url=_web_address(params, "cancel_url"),
        expires_at=_expires_at(params, now),
        capture_manually=forms.text(intent_data, "capture_method") == "manual",
        multicapture=forms.text(card_options, "request_multicapture") == "if_available",
        client_reference_id=forms.text(params, "client_reference_id", longest=200),
        customer_email=_email(params),
        metadata=forms.metadata(params),
        intent_metadata=forms.metadata(intent_data),
        description=forms.text(intent_data, "description", longest=1000),
    )
    if not terms.success_url:
        raise missing("success_url")
    if not terms.line_items:
        raise missing("line_items")
    if terms.amount < SMALLEST_CHARGE_PENCE:
        raise StripeError("The Checkout Session's total amount due must add up to at least £0.30 gbp", code="amount_too_small")
    if terms.amount > LARGEST_CHARGE_PENCE:
        raise StripeError("The Checkout Session's total amount due must be no more than £999,999.99", code="amount_too_large")
    return terms


def _line_item(item: Any, place: int) -> LineItem:
    param = f"line_items[{place}]"
    if not isinstance(item, dict):
        raise wrong(param, f"Invalid hash: {param}")
    price = forms.nested(item, "price_data")
    if forms.needed_text(price, "currency") != "gbp":
        raise wrong(f"{param}[price_data][currency]", "This simulator knows gbp only.")
    unit_amount, quantity = forms.integer(price, "unit_amount"), forms.integer(item, "quantity")
    if unit_amount is None or unit_amount < 0:
        raise wrong(f"{param}[price_data][unit_amount]", "Invalid non-negative integer", "parameter_invalid_integer")
    if quantity is None or quantity < 1:
        raise wrong(f"{param}[quantity]", "This value must be greater than or equal to 1.", "parameter_invalid_integer")
    name = forms.needed_text(forms.nested(price, "product_data"), "name")
    return LineItem(name=name, unit_amount=unit_amount, quantity=quantity)


def _expires_at(params: Params, now: int) -> int:
    asked = forms.integer(params, "expires_at")
    if asked is None:
        return now + LONGEST_SESSION_S
    if asked < now + SHORTEST_SESSION_S:
        raise wrong("expires_at", "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.")
    if asked > now + LONGEST_SESSION_S:
        raise wrong("expires_at", "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.")
    return asked


def _web_address(params: Params, name: str) -> str | None:
    address = forms.text(params, name)
    if address is not None and not WEB_ADDRESS.fullmatch(address):
        raise wrong(name, "Not a valid URL", "url_invalid")
    return address


def _email(params: Params) -> str | None:
    email = forms.text(params, "customer_email", longest=512)
    if email is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise wrong("customer_email", f"Invalid email address: {email}", "email_invalid")
    return email


def _expanded(call: Call, body: Json) -> Json:
    return shapes.expanded(body, [str(path) for path in forms.listed(call.params, "expand")], call.account.books)


def _page(call: Call, url: str, objects: list[Json]) -> Json:
    limit = forms.integer(call.params, "limit")
    if limit is not None and not 1 <= limit <= 100:
        raise wrong("limit", "Limit must be from 1 to 100.", "parameter_invalid_integer")
    return shapes.page_of(url, objects, 10 if limit is None else limit, forms.text(call.params, "starting_after"))
