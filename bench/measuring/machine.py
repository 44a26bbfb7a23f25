"""The machine that figures were measured on, in words."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import apsw

LIBRARIES = ("granian", "litestar", "msgspec", "sqlalchemy", "stripe", "aiohttp", "asyncpg")
IDLE, WAITING_FOR_DISK = 3, 4
PROGRAMS = (("nginx", "-v"), ("postgres", "--version"), ("wrk", "-v"), ("pgbench", "--version"))


def told(folder: Path) -> dict[str, str]:
    """What matters of it: processor, memory, the disk below `folder`, kernel, versions, the commit measured."""
    return {
        "processor": f"{os.cpu_count()} × {processor()}",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "disk": disk(folder),
        "system": f"{platform.system()} {platform.release()}",
        "Python": f"{platform.python_version()}, SQLite {apsw.sqlite_lib_version()}",
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "programs": ", ".join(filter(None, (program(*words) for words in PROGRAMS))) or "none",
    }


def measured() -> str:
    """When, at which commit, on what."""
    return f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC at commit {commit()} on {os.cpu_count()} × {processor()}"


def busy_per_cent(seconds: float = 1.0) -> float:
    """How much of all processors is at work while this one waits, somebody else's on the same host among it (proc(5): /proc/stat)."""
    before = ticks()
    time.sleep(seconds)
    now = [after - was for was, after in zip(before, ticks(), strict=True)]
    return 100 * (1 - (now[IDLE] + now[WAITING_FOR_DISK]) / (sum(now) or 1))


def ticks() -> list[int]:
    """Of all processors together since the machine began: user, nice, system, idle, iowait, irq, softirq, steal."""
    return [int(field) for field in Path("/proc/stat").read_text("utf-8").splitlines()[0].split()[1:9]]


def processor() -> str:
    """As the kernel names it."""
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


def disk(folder: Path) -> str:
    """The file system and the kind of device below a folder (sysfs)."""
    folder.mkdir(parents=True, exist_ok=True)
    device = os.stat(folder).st_dev
    block = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve()
    while not (block / "queue").is_dir() and block != block.parent:
        block = block.parent
    kind = "unknown device"
    if (block / "queue").is_dir():
        turns = (block / "queue" / "rotational").read_text("utf-8").strip() == "1"
        kind = f"{block.name} ({'rotational, or virtual and says so' if turns else 'solid state'})"
    mounts = [line.split() for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    within = [(place, system) for _, place, system, *_ in mounts if folder.resolve().is_relative_to(place)]
    return f"{kind}, {max(within, key=lambda each: len(each[0]))[1]}"


def program(name: str, flag: str) -> str:
    """A program's own first line about itself; nothing where it is not installed."""
    try:
        said = subprocess.run([name, flag], capture_output=True, text=True, check=False, timeout=10)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ""
    lines = (said.stdout + said.stderr).splitlines()
    return lines[0].replace("nginx version: ", "").partition(" [")[0].strip() if lines else ""


def commit() -> str:
    """The commit that lies here, and whether anything but the page of results was changed since."""
    here = Path(__file__).parents[2]

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=here, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S607 - git, wherever it is

    return git("rev-parse", "--short=12", "HEAD") + (
        ", with changes" if git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/RESULTS.md") else ""
    )
