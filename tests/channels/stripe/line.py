"""Our client and the simulator in one world, without a socket between them."""

from __future__ import annotations

from typing import Any, NamedTuple

from arkwright.kit.provider import CardProvider, Evidence, PaymentPage
from arkwright.simulators.stripe.faults import Fault
from arkwright.simulators.stripe.simulator import CardSimulator
from tests.simulators.shop import StillWorld, pay

HOUR_MS = 3_600_000


class Line(NamedTuple):
    """Our client and the simulator in one world."""

    stripe: CardProvider
    simulator: CardSimulator
    world: StillWorld

    async def begin(self, **changed: Any) -> PaymentPage:
        asked: dict[str, Any] = {
            "payment_id": "01k3payment",
            "order_number": "A-1001-7",
            "amount_pence": 5000,
            "email": "ann@example.org",
            "back_url": "http://shop.localhost/back?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://shop.localhost/basket",
            "expires_at_ms": self.world.now_ms() + HOUR_MS,
        }
        return await self.stripe.begin(**(asked | changed))

    async def held(self) -> Evidence:
        page = await self.begin()
        await pay(self.simulator, page.session)
        return await self.stripe.look(page.session)

    async def payment(self) -> str:
        payment = (await self.held()).payment
        assert payment is not None
        return payment

    def next(self, operation: str, kind: Any, times: int = 1) -> None:
        self.simulator.faults.plan(Fault(operation=operation, kind=kind, times=times))
