"""The command that verifies a receipt: it needs a list of keys and no network, and says in one line why a receipt does not count."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from arkwright.kit import signing
from arkwright.kit.certificates import LIST, CertificateList, NodeCertificate, Revoked
from arkwright.kit.messages import canonical
from arkwright.kit.receipt_code import receipt_code
from arkwright.kit.signing import SigningKey
from arkwright.kit.trust import TrustRoot
from tests.kit.test_receipt_code import CODE, DAY_MS, LEEDS, REFUND, SALE, SOLD_MS, YORK
from tests.roles.commands import Typed

pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked without tokens")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(CODE + "\n"))
    return Typed(monkeypatch, capsys)


def test_a_genuine_receipt_is_told_line_by_line(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "keys.txt").write_text(f"# stores\n{YORK.public.text}\n{LEEDS.public.text}\n")
    said = typed.done("receipt verify - --keys keys.txt")
    assert said.startswith("Genuine: signed by leeds.\nReceipt leeds-1-000123, store leeds, till 1, Monday 24 November 2025 at 16:00\n")
    assert "  2 x MUG-STONE" in said
    assert f"Total £38.97\n  VAT at 20%: £6.00 in £36.00\n  VAT at 0%: £0.00 in £2.97\nSale {SALE.sale}\n" in said


def test_a_refund_is_told_with_the_sale_that_it_belongs_to(typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(receipt_code(REFUND, LEEDS) + "\n"))
    (tmp_path / "keys.txt").write_text(LEEDS.public.text)
    said = typed.done("receipt verify - --keys keys.txt")
    assert "Refund leeds-1-000124 of receipt leeds-1-000123, store leeds, till 1" in said
    assert f"Total -£18.00\n  VAT at 20%: -£3.00 in -£18.00\nSale {SALE.sale}\n" in said


def test_what_cannot_be_believed_is_one_line(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "york.txt").write_text(YORK.public.text)
    (tmp_path / "wrong.txt").write_text("no key at all")
    assert "No store in the list of keys signed this receipt" in typed("receipt verify - --keys york.txt")
    assert "This is not a whole receipt code of ours." in typed("receipt verify ARK1:ABC --keys york.txt")
    assert "--keys: This is not a key." in typed("receipt verify - --keys wrong.txt")
    assert "--keys: missing.txt cannot be read." in typed("receipt verify - --keys missing.txt")


def test_the_desks_signed_list_says_that_a_key_was_withdrawn_or_ended(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = SigningKey("desk", b"d" * 32)
    root = TrustRoot(generation=1, desk=desk.public.text, recovery=(YORK.public.text, LEEDS.public.text), needed=2)
    certificate = NodeCertificate(
        serial="1", node="leeds", store="leeds", public_key=LEEDS.public.text, from_ms=SOLD_MS - DAY_MS, until_ms=SOLD_MS + DAY_MS
    )
    revoked = CertificateList(generation=1, version=2, as_at_ms=0, revoked=(Revoked(certificate=certificate, revoked_ms=SOLD_MS),))
    (tmp_path / "list.json").write_text(signing.sign(LIST, revoked, desk).text)
    (tmp_path / "trust.json").write_bytes(canonical(root))
    assert "--trust: list.json is a signed list" in typed("receipt verify - --keys list.json")
    assert "was withdrawn on Monday 24 November 2025" in typed("receipt verify - --keys list.json --trust trust.json")
    ended = CertificateList(generation=1, version=3, as_at_ms=0, ended=(certificate,))
    (tmp_path / "list.json").write_text(signing.sign(LIST, ended, desk).text)
    monkeypatch.setattr("sys.stdin", io.StringIO(CODE + "\n"))
    said = typed.done("receipt verify - --keys list.json --trust trust.json")
    assert "The node's certificate ended on Tuesday 25 November 2025; this was signed while it stood." in said
