"""Where everything of the demo listens."""

from __future__ import annotations

import msgspec


class Ports(msgspec.Struct, frozen=True):
    """Where everything listens, on loopback."""

    edge: int = 8080
    office: int = 8081
    desk: int = 8082
    cards: int = 8083
    mailbox: int = 8084
    shop: int = 8085
    smtp: int = 8086
    office_metrics: int = 8087
    desk_metrics: int = 8088
    edge_metrics: int = 8089
    acquirer: int = 8090
    acquirer_page: int = 8091
    leeds_1: int = 8092
    leeds_2: int = 8093
    york_1: int = 8094
    york_2: int = 8095
    office_line: int = 8096
    leeds: int = 8097
    york: int = 8098
    leeds_office: int = 8099
    leeds_desk: int = 8100
    leeds_mail: int = 8101
    leeds_acquirer: int = 8102
    york_office: int = 8103
    york_desk: int = 8104
    york_mail: int = 8105
    york_acquirer: int = 8106

    @property
    def shop_url(self) -> str:
        """Where shoppers go."""
        return f"http://shop.localhost:{self.edge}"

    @property
    def office_url(self) -> str:
        """Where colleagues go."""
        return f"http://office.localhost:{self.office}"

    @property
    def desk_url(self) -> str:
        """Where the incident desk is."""
        return f"http://desk.localhost:{self.desk}"

    @property
    def cards_url(self) -> str:
        """Where the card simulator is."""
        return f"http://pay.localhost:{self.cards}"

    @property
    def mailbox_url(self) -> str:
        """Where the demo's mail can be read."""
        return f"http://mail.localhost:{self.mailbox}"

    @property
    def acquirer_url(self) -> str:
        """Where the acquirer simulator's books are."""
        return f"http://acquirer.localhost:{self.acquirer_page}"

    @property
    def terminals(self) -> dict[str, int]:
        """The card terminals by id (POIID), each with the port of its page and of its till."""
        return {"leeds-1": self.leeds_1, "leeds-2": self.leeds_2, "york-1": self.york_1, "york-2": self.york_2}

    @property
    def stores(self) -> dict[str, int]:
        """The store nodes, each with the port of its pages."""
        return {"leeds": self.leeds, "york": self.york}

    def store_url(self, store: str) -> str:
        """Where the tills of a store are."""
        return f"http://{store}.localhost:{self.stores[store]}"

    def lines_of(self, store: str) -> tuple[int, int, int, int]:
        """The near ends of a store's lines: to head office, desk and mail, and of its terminals to the acquirer."""
        if store == "leeds":
            return (self.leeds_office, self.leeds_desk, self.leeds_mail, self.leeds_acquirer)
        return (self.york_office, self.york_desk, self.york_mail, self.york_acquirer)

    def terminal_url(self, terminal: str) -> str:
        """Where the page of a card terminal is."""
        return f"http://{terminal}.terminal.localhost:{self.terminals[terminal]}"
