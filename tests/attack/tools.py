"""The tools, each bounded in time and in what it may touch: sqlmap and wapiti against loopback, bandit and semgrep over the source."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
from pathlib import Path
from urllib.parse import urlsplit

import msgspec.yaml

from arkwright.kit.network import AiohttpHttp
from tests.attack.findings import Finding, Report
from tests.attack.target import Target

ROOT = Path(__file__).parents[2]
RULES = Path(__file__).parent / "rules"
MODULES = ("xss", "permanentxss", "sql", "file", "exec", "redirect", "crlf", "csp", "http_headers", "cookieflags")
SAME_ORIGIN = "Sec-Fetch-Site: same-origin"
SQLMAP_WITHIN_S, WAPITI_WITHIN_S, CODE_WITHIN_S = 150.0, 200.0, 120.0
SCAN_S, MODULE_S = "25", "12"
NOTHING, FOUND = "do not appear to be injectable", "identified the following injection point"
SUFFIXES = {"python": ".py", "javascript": ".js", "generic": ".html"}
FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')


async def run(words: list[str], within_s: float, folder: Path) -> tuple[int | None, str]:
    """A program with its output; None for its status when its time was over, and it was ended with everything that it started."""
    process = await asyncio.create_subprocess_exec(
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "SEMGREP_SEND_METRICS": "off"},
        start_new_session=True,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), within_s)
        return process.returncode, output.decode("utf-8", "replace")
    except TimeoutError:
        return None, ""
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def sqlmap(target: Target) -> Report:
    """A handful of parameters, two at a time, at the lowest level and risk."""
    attempts = [
        ("back office sign-in", await sign_in_form(target)),  # first, because each attempt costs a hash
        ("shop search", [f"{target.shop}/search?q=mug", "-p", "q"]),
        ("shop availability", [f"{target.shop}/availability?sku=MUG-1", "-p", "sku"]),
        ("shop order", [f"{target.shop}/order/AW-7K3PM-2QXV*?key=abc*"]),
        ("app API products", [f"{target.shop}/api/v1/products?q=mug&category=kitchen", "-p", "q,category"]),
        ("app API availability", [f"{target.shop}/api/v1/availability?sku=MUG-1", "-p", "sku"]),
        ("app API order", [f"{target.shop}/api/v1/orders/AW-7K3PM-2QXV*", "-H", "Order-Key: 0123456789abcdef*"]),
        ("back office products", [f"{target.office}/products?q=mug", "-p", "q", "--cookie", target.cookie]),
        ("back office stock", [f"{target.office}/stock?q=MUG&after=A", "-p", "q,after", "--cookie", target.cookie]),
        ("back office orders", [f"{target.office}/orders?before=A&status=placed", "-p", "before,status", "--cookie", target.cookie]),
        ("back office messages", [f"{target.office}/messages?code=ABCD-EFGH&before=1", "-p", "code,before", "--cookie", target.cookie]),
    ]
    turn = asyncio.Semaphore(2)

    async def one(name: str, words: list[str]) -> tuple[str, str]:
        own = target.folder / f"sqlmap-{name.replace(' ', '-')}"
        own.mkdir()
        bounds = ["--batch", "--level=1", "--risk=1", "--time-sec=1", "--timeout=5", "--retries=0", "--disable-coloring"]
        bounds += ["--output-dir", str(own), "--ignore-code=404,422", "--headers", SAME_ORIGIN]
        async with turn:
            _, said = await run(["sqlmap", "-u", *words, *bounds], SQLMAP_WITHIN_S, own)
        return name, said

    done = await asyncio.gather(*(one(name, words) for name, words in attempts))
    findings = tuple(Finding("sqlmap", "injection", name) for name, said in done if FOUND in said)
    broken = [f"{name}: {last_line(said)}" for name, said in done if FOUND not in said and NOTHING not in said]
    return Report("sqlmap", f"{len(attempts)} addresses and forms", findings, "; ".join(broken))


async def sign_in_form(target: Target) -> list[str]:
    """The sign-in form with its token and the cookie that belongs to it."""
    http = AiohttpHttp()
    try:
        page = await http.request("GET", f"{target.office}/sign-in", {"host": urlsplit(target.office).netloc})
    finally:
        await http.close()
    token = FORM_TOKEN.findall(page.body.decode())[-1]
    cookie = page.headers["set-cookie"].split(";")[0]
    data = f"account=carol&password=wrong&next=/&form_token={token}"
    return [f"{target.office}/sign-in", "--data", data, "-p", "account", "--technique=BEU", "--cookie", cookie, "--ignore-code=403"]


def last_line(said: str) -> str:
    """Why a tool gave up, as it says; or that its time was over."""
    told = [line for line in said.splitlines() if "CRITICAL" in line or "ERROR" in line]
    return (told or said.splitlines() or ["its time was over"])[-1].strip()


async def wapiti(target: Target) -> Report:
    """Shop and back office crawled and attacked, each by itself; never beyond its own address."""
    done = await asyncio.gather(crawled(target, "shop", target.shop, ""), crawled(target, "office", target.office, target.cookie))
    findings = tuple(finding for found, _, _ in done for finding in found)
    pages = sum(count for _, count, _ in done)
    return Report("wapiti", f"{pages} pages and forms, modules {', '.join(MODULES)}", findings, "; ".join(why for _, _, why in done if why))


async def crawled(target: Target, name: str, url: str, cookie: str) -> tuple[list[Finding], int, str]:
    """One site: findings, how many pages were attacked, and why it failed if it did."""
    own = target.folder / f"wapiti-{name}"
    own.mkdir()
    words = ["wapiti", "-u", f"{url}/", "--scope", "domain", "-m", ",".join(MODULES), "-f", "json", "-o", str(own / "report.json")]
    words += ["--max-scan-time", SCAN_S, "--max-attack-time", MODULE_S, "-d", "4", "--max-links-per-page", "40", "-S", "normal", "-t", "5"]
    words += ["--store-session", str(own), "--store-config", str(own), "--no-bugreport", "--flush-session", "-v", "1"]
    # Signed in it only looks: as a page of ours it would press "Sign out" first of all, and wapiti 3.0.4 cannot be told to leave that.
    words += ["-H", f"Cookie: {cookie}" if cookie else SAME_ORIGIN]
    for page in ("/search?q=mug", "/basket", "/tell-me", "/availability?sku=MUG-1", "/sign-in?next=/orders", "/api/v1/products?q=mug"):
        words += ["-s", f"{url}{page}"]
    _, said = await run(words, WAPITI_WITHIN_S, own)
    if not (own / "report.json").exists():
        return [], 0, f"{name}: {last_line(said)}"
    report = json.loads((own / "report.json").read_text("utf-8"))
    found = [
        Finding("wapiti", category, f"{name} {each['path']} {each.get('parameter') or each.get('info') or ''}".strip())
        for kind in ("vulnerabilities", "anomalies")
        for category, entries in report[kind].items()
        for each in entries
    ]
    pages = int(report["infos"].get("crawled_pages_nbr") or len(re.findall(rf"\[\+\] (?:GET|POST) {re.escape(url)}", said)))
    return found, pages, "" if pages else f"{name}: nothing was crawled"


async def bandit(target: Target, tools: Path) -> Report:
    """The product's source, every rule."""
    output = target.folder / "bandit.json"
    _, said = await run([str(tools / "bandit"), "-q", "-r", "src", "-f", "json", "-o", str(output)], CODE_WITHIN_S, ROOT)
    if not output.exists():
        return Report("bandit", "src", (), last_line(said))
    report = json.loads(output.read_text("utf-8"))
    lines = report["metrics"]["_totals"]["loc"]
    found = tuple(Finding("bandit", each["test_id"], str(each["filename"]).removeprefix("./")) for each in report["results"])
    return Report("bandit", f"{lines:,} lines of the source", found, "; ".join(each["filename"] for each in report["errors"]))


async def semgrep(target: Target, tools: Path) -> Report:
    """Our own rules over source and templates; each rule must find its own example first."""
    rules = [rule for path in sorted(RULES.glob("*.yaml")) for rule in msgspec.yaml.decode(path.read_bytes())["rules"]]
    examples = target.folder / "examples"
    for rule in rules:
        place = examples / f"src/{rule['id']}{SUFFIXES[rule['languages'][0]]}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(rule["metadata"]["example"])
    proved, why = await scanned(target, tools, examples)
    blind = sorted({rule["id"] for rule in rules} - {finding.rule for finding in proved if Path(finding.where).stem == finding.rule})
    found, why_not = await scanned(target, tools, ROOT / "src")
    failed = [why, why_not, f"these find not even their own example: {', '.join(blind)}" if blind else ""]
    return Report("semgrep", f"{len(rules)} rules of our own over the source", tuple(found), "; ".join(each for each in failed if each))


async def scanned(target: Target, tools: Path, folder: Path) -> tuple[list[Finding], str]:
    """What the rules find under a folder."""
    output = target.folder / f"semgrep-{folder.name}.json"
    words = [str(tools / "semgrep"), "scan", "--config", str(RULES), "--metrics=off", "--disable-version-check", "--no-git-ignore"]
    words += ["--json", "--output", str(output), "--jobs", "1", "--quiet", str(folder)]
    path = os.environ["PATH"]
    status, said = await run(["env", f"PATH={tools}{os.pathsep}{path}", *words], CODE_WITHIN_S, target.folder)
    if not output.exists():
        return [], last_line(said) or f"it ended with {status}"
    report = json.loads(output.read_text("utf-8"))
    found = [
        Finding("semgrep", str(each["check_id"]).rpartition(".")[2], os.path.relpath(each["path"], folder.parent))
        for each in report["results"]
    ]
    return found, "; ".join(str(each.get("message", each))[:200] for each in report["errors"])
