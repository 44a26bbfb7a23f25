"""What a store's node is told, and its folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from arkwright.roles.node import Origin, Port


class StoreConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a store's node is told, in store.toml; its key lies in `folder`, in `secrets/`, its papers from the desk in `desk/`.

    `terminals` gives the address of the card terminal of a till; `terminal_ids` its id (POIID) where it is not `store-till`.
    `office_node` is the name under which the desk's list has head office's key.
    """

    node: str
    store: str
    folder: Path
    url: Origin
    office_url: Origin
    desk_url: Origin
    smtp_host: str
    smtp_port: Port
    tills: tuple[str, ...] = ("1",)
    terminals: dict[str, Origin] = {}
    terminal_ids: dict[str, str] = {}
    office_node: str = "office-1"
    host: str = "127.0.0.1"
    port: Port = 8100
    metrics_port: Port | None = None

    def terminal_id(self, till: str) -> str:
        """The id of the till's terminal."""
        return self.terminal_ids.get(till, f"{self.store}-{till}")
