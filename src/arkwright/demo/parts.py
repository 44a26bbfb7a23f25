"""The parts of the demo, each for a process of its own, which loads no more than its part needs."""

from __future__ import annotations

import asyncio
from pathlib import Path

from arkwright.demo.ports import Ports
from arkwright.roles.node import NodeUnusable, secret

PARTS = ("cards", "acquirer", "terminals", "mailbox", "desk", "office", "edge", "lines", "leeds", "york")


def run_part(folder: Path, part: str, ports: Ports) -> None:
    """One part of the demo, in this process. Raises `NodeUnusable` for a part that there is not, and what the part raises."""
    match part:
        case "cards" | "acquirer" | "terminals" | "mailbox" | "lines":
            run_beside(folder, part, ports)
        case "leeds" | "york":
            from arkwright.roles import store_process

            store_process.start(folder / f"store-{part}.toml")
        case "desk":
            from arkwright.roles import desk

            desk.start(folder / "desk.toml")
        case "edge":
            from arkwright.roles import edge_process

            edge_process.start(folder / "edge.toml")
        case "office":
            from arkwright.demo.pictures import draw
            from arkwright.roles import office_processes

            office_processes.start(folder / "office.toml", lambda name, title: draw(name, title).encode() if name else None)
        case _:
            raise NodeUnusable(f"{part} is no part of the demo; there are {', '.join(PARTS)}.")


def run_beside(folder: Path, part: str, ports: Ports) -> None:
    """What stands for the world outside: the card provider, the acquirer, card terminals, mail, and the lines of the stores."""
    match part:
        case "cards":
            run_cards(folder, ports)
        case "acquirer":
            from arkwright.simulators.acquirer import server as acquirer

            file = folder / "acquirer.json"
            asyncio.run(acquirer.run("127.0.0.1", ports.acquirer, page_port=ports.acquirer_page, state_path=file))
        case "terminals":
            asyncio.run(run_terminals(folder / "terminals", ports))
        case "mailbox":
            from arkwright.simulators.mailbox import server as mailbox

            asyncio.run(mailbox.run("127.0.0.1", ports.mailbox, smtp_port=ports.smtp, folder=folder / "mail"))
        case _:
            from arkwright.demo.lines import run_lines, wires
            from arkwright.roles.event_loop import until_told

            until_told(lambda stop: run_lines(folder, wires(ports), stop))


def run_cards(folder: Path, ports: Ports) -> None:
    """The card provider's simulator."""
    from arkwright.simulators.stripe import server as cards

    office = folder / "office"
    asyncio.run(
        cards.run(
            "127.0.0.1",
            ports.cards,
            secret_key=secret(office, "card-provider.key").decode(),
            public_address=ports.cards_url,
            webhook_url=f"http://127.0.0.1:{ports.shop}/webhooks/stripe",
            webhook_secret=secret(office, "webhook.key").decode(),
            state_path=folder / "cards.json",
        )
    )


async def run_terminals(folder: Path, ports: Ports) -> None:
    """The card terminals of both stores, each on its own port and with its own file, in one process."""
    from arkwright.simulators.terminal import server as terminal
    from arkwright.simulators.terminal.books import TerminalConfig

    await asyncio.gather(
        *(
            terminal.run(
                "127.0.0.1",
                port,
                config=TerminalConfig(terminal=name),
                acquirer_host="127.0.0.1",
                acquirer_port=ports.lines_of(name.partition("-")[0])[3],
                path=folder / f"{name}.json",
            )
            for name, port in ports.terminals.items()
        )
    )
