"""Commands about receipts: whether a signed receipt is ours, told without a network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from arkwright.channels.design.pages import moment
from arkwright.kit.certificates import read_list
from arkwright.kit.known_nodes import KnownNode, known_from, read_known_nodes
from arkwright.kit.money import VAT_PER_MILLE, pounds
from arkwright.kit.receipt_code import SignedSale, ended_ms, long_day, read_receipt_code
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import read_envelope
from arkwright.kit.trust import read_trust
from arkwright.roles.node import NodeUnusable

receipt_app = App(name="receipt", help="Verify a receipt.")
LONGEST_LINE = 10_000


@receipt_app.command
def verify(code: Annotated[str, Parameter(allow_leading_hyphen=True)], *, keys: Path, trust: Path | None = None) -> None:
    """Say what a receipt's code holds, if a store of ours signed it. No network is needed.

    Args:
        code: the text of the QR code, which begins ARK1:, or - to read it from standard input.
        keys: public keys of stores, one a line, or the desk's signed list of certificates.
        trust: trust.json of the desk, if keys is its signed list.
    """
    known = known_nodes(keys, trust)
    text = sys.stdin.readline(LONGEST_LINE) if code == "-" else code
    try:
        sale = read_receipt_code(text, known)
    except Refusal as refusal:
        raise NodeUnusable(str(refusal)) from refusal
    print("\n".join(told(sale, ended_ms(sale, text, known))))


def known_nodes(keys: Path, trust: Path | None) -> list[KnownNode]:
    """The stores whose receipts count: from lines of keys, or from a list that the trusted desk signed."""
    text = content(keys, "--keys")
    try:
        if not text.lstrip().startswith("{"):
            return read_known_nodes(text)
        if trust is None:
            raise NodeUnusable(f"--trust: {keys} is a signed list; name the trust.json of the desk that signed it.")
        return known_from(read_list(read_envelope(text), read_trust(content(trust, "--trust").encode())))
    except Refusal as refusal:
        raise NodeUnusable(f"--keys: {refusal}") from refusal


def told(sale: SignedSale, ended: int | None = None) -> list[str]:
    """The sale, or the refund with the sale that it belongs to, in lines for a person; `ended`: when its node's certificate did."""
    what = f"Refund {sale.number} of receipt {sale.refund_of}" if sale.refund_of else f"Receipt {sale.number}"
    lines = [
        f"Genuine: signed by {sale.node}.",
        *([] if ended is None else [f"The node's certificate ended on {long_day(ended)}; this was signed while it stood."]),
        f"{what}, store {sale.store}, till {sale.till}, {moment(sale.at_ms)}",
        *(f"  {line.quantity:>3} x {line.sku:<24} {pounds(line.paid_pence):>12}" for line in sale.lines),
    ]
    if sale.not_shown is not None:
        rest = sale.not_shown
        lines.append(f"  and {rest.lines} more lines, {rest.units} items, {pounds(rest.paid_pence)}; all lines: {sale.lines_digest}")
    lines += [f"Total {pounds(sale.total_pence)}"]
    lines += [f"  VAT at {VAT_PER_MILLE[each.rate] / 10:g}%: {pounds(each.vat_pence)} in {pounds(each.gross_pence)}" for each in sale.vat]
    return [*lines, f"Sale {sale.sale}"]


def content(path: Path, option: str) -> str:
    """The file's text, or one line that says why not."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NodeUnusable(f"{option}: {path} cannot be read. Name a text file that is there.") from error
