"""What the journeys of one office may touch: its lanes, its vault, the card provider and the world."""

from __future__ import annotations

from dataclasses import dataclass

from arkwright.journal.lane import Lane
from arkwright.kit.provider import CardProvider
from arkwright.kit.vault import Vault
from arkwright.kit.world import World


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where people find the shop: used in links."""

    shop_url: str

    def back_from_paying(self, order: str) -> str:
        """Where the provider sends the shopper after paying."""
        return f"{self.shop_url}/checkout/return?order={order}"

    @property
    def paying_cancelled(self) -> str:
        """Where the provider sends the shopper who goes back without paying."""
        return f"{self.shop_url}/checkout/cancelled"

    def orders_found(self, token: str) -> str:
        """The list of an address's orders, by the token of a short-lived link."""
        return f"{self.shop_url}/your-orders/list?key={token}"

    def not_me(self, token: str) -> str:
        """The question whether something in an account was not its holder, by the token of a letter's link."""
        return f"{self.shop_url}/account/not-me?key={token}"

    @property
    def points(self) -> str:
        """Somebody's points, once they have signed in."""
        return f"{self.shop_url}/account/points"

    def saved_basket(self, secret: str) -> str:
        """The page of a saved basket, by its secret."""
        return f"{self.shop_url}/basket/saved?key={secret}"

    def order_page(self, number: str, secret: str) -> str:
        """The order's own page, by its secret link."""
        return f"{self.shop_url}/order/{number}?key={secret}"


@dataclass(frozen=True, kw_only=True)
class Shop:
    """One office, as its journeys see it."""

    world: World
    vault: Vault
    provider: CardProvider
    addresses: Addresses
    catalogue: Lane
    promotions: Lane
    stores: Lane
    stock: Lane
    ordering: Lane
    dispatch: Lane
    payments: Lane
    customers: Lane
    notices: Lane
    sales_audit: Lane
    accounts: Lane
    loyalty: Lane

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Every lane of the office."""
        return (
            self.catalogue,
            self.promotions,
            self.stores,
            self.stock,
            self.ordering,
            self.dispatch,
            self.payments,
            self.customers,
            self.notices,
            self.sales_audit,
            self.accounts,
            self.loyalty,
        )
