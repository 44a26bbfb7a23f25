"""Following the desk: verify what it publishes, keep it on disk, obey it, tell the desk; and go on alone when the desk is gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import structlog

from arkwright.channels.following.fragment import fragment
from arkwright.channels.following.keeping import Kept, load_switches, load_trust, save_switches, save_trust
from arkwright.channels.following.published import LONGEST_WAIT_S, HeldReport, Published, read_banner, read_published
from arkwright.kit.messages import canonical
from arkwright.kit.refusal import NotTaken, Refusal, Unknown
from arkwright.kit.signing import Envelope, SigningKey, sign
from arkwright.kit.switches import (
    NOTHING_SWITCHED,
    SWITCHES,
    Banner,
    Capabilities,
    Gate,
    SwitchOrder,
    SwitchTable,
    accept,
    banner,
    read_table,
)
from arkwright.kit.trust import KeyChangeIsOld, TrustRoot, change_key
from arkwright.kit.world import NetworkError, World

log = structlog.get_logger("following")

OnTable = Callable[[str, SwitchTable, Gate, bool], Awaitable[None]]

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
ANSWER_WITHIN_S = LONGEST_WAIT_S + 10.0
REPORT_WITHIN_S = 5.0
KEEP_AGAIN_AFTER_MS = 60_000  # a sign of life alone is written this often; losing one makes the node stricter, never looser


class Following:
    """One node's view of the switches. `start` it, then `run` it as a task; `gate` and `banner` may be asked at any time.

    What is obeyed was verified against the trust root in `folder` and synced to disk first. Whatever the desk, or somebody in
    its place, sends: nothing older, nothing of another key and nothing that two people did not stand for gets past.
    Without the desk the node keeps to what it holds for ever; `age_ms` and each capability's direction of failure tell the rest.
    """

    def __init__(
        self, world: World, desk_url: str, node_name: str, node_key: SigningKey | None, folder: Path, capabilities: Capabilities
    ) -> None:
        """Loads trust root and switches from `folder`; raises `NoTrustRoot`. `node_key` signs what is reported to the desk, if at all."""
        self._world = world
        self._desk_url = desk_url.rstrip("/")
        self._node_name = node_name
        self._node_key = node_key
        self._folder = folder
        self._capabilities = capabilities
        self._fragments: dict[str, str] = {}
        self._kept_ms = 0
        self.refused: str | None = None  # why the last word of the desk was not taken, for whoever looks after the node
        self._trust = load_trust(world, folder)
        loaded = load_switches(world, folder, self._trust)
        self._kept, self._table = loaded.kept, loaded.table
        shown = everything_paused(self._trust, capabilities) if loaded.damaged else loaded.table
        self._gate = Gate(shown, capabilities)
        if loaded.damaged:
            log.error("no copy of the switches can be read: everything is paused until the desk answers", folder=str(folder))

    @property
    def gate(self) -> Gate:
        """The gate of the newest table; another object whenever the table changes."""
        return self._gate

    @property
    def table(self) -> SwitchTable:
        """The newest table that was verified; `NOTHING_SWITCHED` before the first."""
        return self._table

    @property
    def trust(self) -> TrustRoot:
        """Whom this node trusts now."""
        return self._trust

    @property
    def age_ms(self) -> int | None:
        """How long ago the desk last stood by these switches; None when it never has."""
        return self._world.now_ms() - self._table.as_at_ms if self._table.as_at_ms else None

    def banner(self, channel: str) -> str:
        """The banner of a channel as an HTML fragment; empty when there is nothing to say."""
        known = self._fragments.get(channel)
        if known is None:
            known = self._fragments[channel] = fragment(self._banner(channel))
        return known

    async def start(self, on_table: OnTable) -> None:
        """Obey what stands on disk, before anything is served; where nothing was ever heard, what each lane holds by itself stays."""
        if self._gate.table != NOTHING_SWITCHED:
            await self._obey(on_table, changed=False)

    async def run(self, on_table: OnTable) -> None:
        """Ask the desk for newer switches for ever; `on_table` gets the document, its table and gate, and whether the version is new."""
        failures = 0
        while True:
            try:
                await self.look(on_table)
                failures = 0
                continue
            except (NetworkError, Refusal, OSError) as problem:
                self._say(problem)
            except Exception:
                log.exception("following the desk went wrong; what is held here goes on")
            await self._world.sleep(self._pause_s(failures))
            failures += 1

    async def look(self, on_table: OnTable, wait_s: int = LONGEST_WAIT_S) -> None:
        """Ask once, wait up to `wait_s` for news, and obey what comes. Raises `NetworkError`, or the refusal of what came."""
        held = self._table
        address = f"{self._desk_url}/published?after={held.generation}.{held.version}&wait={wait_s}"
        answer = await self._world.http.request("GET", address, {"accept": "application/json"}, timeout_s=ANSWER_WITHIN_S)
        if answer.status != 200:
            raise NetworkError(f"the desk answered {answer.status}")
        await self.take(read_published(answer.body), on_table)
        self.refused = None
        await self._report()

    async def take(self, published: Published, on_table: OnTable) -> None:
        """Verify, keep on disk, obey: in this order. A refusal leaves everything as it was, but for a change of key that counts."""
        self._take_key_changes(published.key_changes)
        table = accept(self._table, read_table(published.switches, self._trust))
        changed = (table.generation, table.version) != (self._table.generation, self._table.version)
        kept = Kept(signed_under=self._trust, switches=published.switches, banners=published.banners)
        now_ms = self._world.now_ms()
        if changed or self._kept is None or now_ms - self._kept_ms >= KEEP_AGAIN_AFTER_MS:
            save_switches(self._world, self._folder, kept)
            self._kept_ms = now_ms
        self._kept, self._table, self._gate = kept, table, Gate(table, self._capabilities)
        self._fragments = {}
        await self._obey(on_table, changed)

    def _take_key_changes(self, changes: tuple[Envelope, ...]) -> None:
        """Each change that enough recovery keys signed is on disk before it counts; any other is said and passed over."""
        for envelope in changes:
            try:
                new = change_key(self._trust, envelope)
            except KeyChangeIsOld:
                continue
            except Refusal as refusal:
                log.warning("a change of the desk's key was refused", why=str(refusal))
                continue
            save_trust(self._world, self._folder, new)
            self._trust = new
            log.warning("the desk's key was replaced", generation=new.generation)

    async def _obey(self, on_table: OnTable, changed: bool) -> None:
        """Until it is done: what is on disk as obeyed must not be passed over because a queue was full for a moment."""
        document = self._kept.switches.text if self._kept else sign(SWITCHES, self._gate.table).text
        failures = 0
        while True:
            try:
                return await on_table(document, self._gate.table, self._gate, changed)
            except (NotTaken, Unknown) as refusal:
                log.warning("the switches could not be obeyed yet", why=str(refusal))
                await self._world.sleep(self._pause_s(failures))
                failures += 1

    async def _report(self) -> None:
        if self._node_key is None:
            return
        table = self._table
        report = HeldReport(node=self._node_name, generation=table.generation, version=table.version, as_at_ms=table.as_at_ms)
        body = canonical(report.signed(self._node_key))
        try:
            answer = await self._world.http.request(
                "POST", f"{self._desk_url}/published/held", {"content-type": "application/json"}, body, timeout_s=REPORT_WITHIN_S
            )
        except NetworkError as problem:
            log.warning("the desk could not be told what is held here", why=str(problem))
            return
        if answer.status >= 300:
            log.warning("the desk does not take the word of this node", status=answer.status)

    def _banner(self, channel: str) -> Banner:
        """The desk's own words where it signed them for this very version; otherwise the same rule applied here."""
        table = self._gate.table
        envelope = self._kept.banners.get(channel) if self._kept else None
        if envelope is not None and self._kept is not None:
            try:
                signed = read_banner(envelope, self._kept.signed_under)
            except Refusal as refusal:
                log.warning("a banner was refused", channel=channel, why=str(refusal))
            else:
                if (signed.channel, signed.generation, signed.version) == (channel, table.generation, table.version):
                    return signed
        return banner(table, self._capabilities, channel)

    def _say(self, problem: Exception) -> None:
        if isinstance(problem, Refusal):
            self.refused = str(problem)
            log.warning("what the desk sent was refused; what is held here goes on", why=str(problem))
        elif isinstance(problem, OSError):
            self.refused = f"The switches cannot be kept on disk: {problem}."
            log.warning("the switches cannot be kept on disk, so they are not obeyed yet", why=str(problem))
        else:
            log.warning("the desk does not answer; what is held here goes on", why=str(problem))

    def _pause_s(self, failures: int) -> float:
        """Twice as long after each failure, and never quite the same on two nodes."""
        full = min(FIRST_PAUSE_S * (1 << min(failures, 16)), LONGEST_PAUSE_S)
        return full * (0.5 + int.from_bytes(self._world.random_bytes(2), "big") / 2**17)


def everything_paused(trust: TrustRoot, capabilities: Capabilities) -> SwitchTable:
    """What stands where switches were held and cannot be read any more: nothing begins, since anything might have been stopped."""
    orders = tuple(
        SwitchOrder(
            capability=name,
            mode="paused",
            in_flight="hold",
            say=capability.paused_say,
            fallback=capability.fallback,
            generation=trust.generation,
            number=0,
            since_ms=0,
            issued_ms=0,
            approvals=(),
        )
        for name, capability in capabilities.items()
    )
    return msgspec.structs.replace(NOTHING_SWITCHED, orders=orders)
