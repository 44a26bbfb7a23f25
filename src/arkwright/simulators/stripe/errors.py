"""Errors in Stripe's shape."""

from __future__ import annotations

from typing import Any


class StripeError(Exception):
    """An error answer. `kept` says whether the answer is kept under the idempotency key.

    Stripe keeps what happened once an endpoint began to work; a request that fails validation is not kept
    (https://docs.stripe.com/api/idempotent_requests).
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        kept: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.type = type
        self.code = code
        self.param = param
        self.kept = kept

    def body(self) -> dict[str, Any]:
        """The JSON object that Stripe answers with."""
        details = {"type": self.type, "code": self.code, "message": self.message, "param": self.param}
        return {"error": {name: value for name, value in details.items() if value is not None}}


def missing(param: str) -> StripeError:
    """A parameter that must be there is not."""
    return StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def wrong(param: str, message: str, code: str = "parameter_invalid") -> StripeError:
    """A parameter has a value that is not allowed."""
    return StripeError(message, code=code, param=param)


def nothing_there(noun: str, id: str, param: str) -> StripeError:
    """No object has this id."""
    return StripeError(f"No such {noun}: '{id}'", status=404, code="resource_missing", param=param)


def unexpected_state(message: str) -> StripeError:
    """The payment intent's status does not allow it."""
    return StripeError(message, code="payment_intent_unexpected_state", kept=True)
