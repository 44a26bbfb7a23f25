"""A node without a disk or a network: files in a dict, a clock that moves when somebody sleeps, and answers laid out beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from arkwright.channels.following.following import Following
from arkwright.channels.following.keeping import save_trust
from arkwright.channels.following.published import BANNER, Published
from arkwright.kit.messages import canonical
from arkwright.kit.signing import Envelope, SigningKey, sign
from arkwright.kit.switches import SWITCHES, Capabilities, Gate, SwitchTable, banner, shipped
from arkwright.kit.trust import KeyChange, TrustRoot
from arkwright.kit.world import Answer, Blocking, Http, NetworkError
from tests.kit.switch_orders import NOW_MS

FOLDER = Path("/node")
CAPABILITIES: Capabilities = shipped()


def key(name: str, number: int) -> SigningKey:
    return SigningKey(name, bytes([number]) * 32)


DESK, NEW_DESK, STRANGER, EDGE = key("desk.1", 1), key("desk.2", 2), key("desk.1", 3), key("edge-1", 4)
RECOVERY = tuple(key(f"recovery-{number}", 10 + number) for number in range(5))
ROOT = TrustRoot(generation=1, desk=DESK.public.text, recovery=tuple(each.public.text for each in RECOVERY), needed=3)
CHANGE = KeyChange(generation=2, desk=NEW_DESK.public.text, reason="The laptop with the key was stolen.")


class Line:
    """Answers in turn; None is a cut line, and so is everything after the last."""

    def __init__(self, *answers: Answer | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, bytes]] = []

    async def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"", timeout_s: float = 10.0) -> Answer:
        self.asked.append((method, url, body))
        answer = self.answers.pop(0) if self.answers else None
        if answer is None:
            raise NetworkError("cut")
        return answer


class NodeWorld:
    """What a node may know of the outside."""

    def __init__(self, *answers: Answer | None) -> None:
        self.line = Line(*answers)
        self.http: Http = self.line
        self.files: dict[Path, bytes] = {}
        self.clock_ms = NOW_MS
        self.slept: list[float] = []

    def now_ms(self) -> int:
        return self.clock_ms

    def new_id(self) -> str:
        return "0" * 26

    def random_bytes(self, count: int) -> bytes:
        return b"\x00" * count

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock_ms += int(seconds * 1000)

    async def point(self, name: str) -> None:
        return None

    async def in_thread(self, work: Blocking) -> None:
        raise AssertionError

    def read_file(self, path: Path) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]

    def replace_file(self, path: Path, content: bytes) -> None:
        self.files[path] = content


class Obeyed:
    """Remembers what it was told to obey, and what stood on disk at that moment."""

    def __init__(self, world: NodeWorld) -> None:
        self.world = world
        self.versions: list[tuple[int, int, bool]] = []
        self.on_disk: list[bytes | None] = []

    async def __call__(self, document: str, table: SwitchTable, gate: Gate, changed: bool) -> None:
        assert gate.table == table
        self.versions.append((table.generation, table.version, changed))
        self.on_disk.append(self.world.files.get(FOLDER / "switches.json"))


def node(world: NodeWorld, root: TrustRoot | None = ROOT) -> Following:
    if root is not None:
        save_trust(world, FOLDER, root)
    return Following(world, "http://desk.localhost:8082/", "edge-1", EDGE, FOLDER, CAPABILITIES)


def published(table: SwitchTable, by: SigningKey = DESK, *changes: Envelope) -> Published:
    banners = {channel: sign(BANNER, banner(table, CAPABILITIES, channel), by) for channel in ("web", "app")}
    return Published(switches=sign(SWITCHES, table, by), banners=banners, key_changes=changes)


def answer(published: Published, status: int = 200) -> Answer:
    return Answer(status, {}, canonical(published))


def change(*keys: SigningKey, **fields: object) -> Envelope:
    return sign("arkwright/keys/1", replace(CHANGE, **fields), *keys)
