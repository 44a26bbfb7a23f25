"""A shopper with an account: opens it with a mailed code, joins, and has the membership card along in the stores."""

from __future__ import annotations

from arkwright.compartments.loyalty.commands import JoinLoyalty
from arkwright.journeys import accounts
from arkwright.journeys import contact as guests
from arkwright.kit.membership import number_of
from arkwright.kit.refusal import Refusal
from tests.simulation.actors.person import GivesUp, Person, Town
from tests.simulation.office import RunningOffice

MOST_ATTEMPTS, LOOKS = 4, 20


class AccountHolder(Person):
    """`purses` has the membership numbers that may be shown at a till."""

    def __init__(self, town: Town, name: str, purses: list[str]) -> None:
        super().__init__(town, name)
        self.email = f"{name}@example.com"
        self.purses = purses

    async def work(self, until_s: float) -> None:
        """Until it is open, or out of patience."""
        self.about = "account"
        for _ in range(MOST_ATTEMPTS):
            await self.wait(0.5, 4.0)
            try:
                account = await self.signed_in(self.new_id())
                number = number_of(account)
                join = JoinLoyalty(id=f"{self.name}.join", member=account, number=number)
                await self.persist(lambda office: office.shop.loyalty.submit(join))  # noqa: B023 - awaited before the next round
            except (GivesUp, Refusal):
                continue
            self.purses.append(number)
            self.town.universe.met["an account opened"] += 1
            return

    async def signed_in(self, attempt: str) -> str:
        """Ask for a code, read the letter, type it; the account's id."""
        await self.persist(lambda office: accounts.begin(office.shop, attempt, self.email, "web"))
        for _ in range(LOOKS):
            if any(letter["To"] and self.email in letter["To"] for letter in self.town.universe.letters):
                return await self.persist(lambda office: self.typed(office, attempt))
            await self.wait(0.5, 3.0)
        raise GivesUp

    async def typed(self, office: RunningOffice, attempt: str) -> str:
        """The code as it stands in the letter."""
        shop = office.shop
        account = await accounts.person_of(shop, await guests.fingerprint(shop.vault, self.email))
        key = await shop.vault.find(account) if account else None
        if account is None or key is None:
            raise GivesUp
        browser = accounts.Browser(accounts.new_token(shop), self.name, "a device we do not know", "web")
        await accounts.enter(shop, attempt, accounts.code_of(key, attempt), browser)
        return account
