"""Cases: what was odd about what stores sold, who looks after it, and how it was settled."""

from __future__ import annotations

from litestar import get, post

from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, done, query, sent
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.noes import NoSuchPage
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.sales_audit import queries
from arkwright.compartments.sales_audit.commands import CaseKind, CloseCase, Note, TakeCase
from arkwright.compartments.sales_audit.state import Case

A_PAGE = 50
OPEN, CLOSED = ("open", "taken"), ("closed",)
KINDS: dict[CaseKind, str] = {
    "unknown-product": "Unknown product",
    "price-difference": "Price difference",
    "late-decline": "Card declined late",
    "duplicate-receipt": "Receipt number used twice",
    "receipt-gap": "Receipt numbers missing",
    "revoked-key": "Revoked node",
    "fork": "Two journals of one node",
    "bad-record": "Record cannot be read",
    "card-amount": "Card moved another amount than asked",
    "card-not-reversed": "Card not paid back",
    "card-by-hand": "Card ended by hand",
    "points-overspent": "More points than there were",
    "card-totals": "Terminal and till count differently",
}
NOTES: dict[Note, str] = {
    "range-corrected": "The range was corrected",
    "price-stands": "The price charged stands",
    "paid-otherwise": "It was paid in another way",
    "written-off": "Written off",
    "shopper-told": "The shopper was told and made good",
    "node-replaced": "The node was replaced",
    "sales-are-genuine": "The sales are genuine",
    "sales-are-forged": "The sales are forged",
    "nothing-wrong": "There was nothing wrong",
    "given-back": "The money was given back",
}
WHAT_TO_DO: dict[CaseKind, str] = {
    "unknown-product": "Find out what was sold. Add it to the range, or withdraw it from the store's shelves.",
    "price-difference": "See whether the store or the range had a wrong price. A shopper who paid too much is owed the difference.",
    "late-decline": "The goods have left and the card paid nothing. Ask the store whether the shopper is known, then settle or write off.",
    "duplicate-receipt": "One of the two may be forged, or an old copy was put back. Compare both with the store's own journal.",
    "receipt-gap": "Sales may be missing. Ask the store for the till's journal before its Z report is signed.",
    "revoked-key": "The node's key was revoked. Nothing follows from these sales: compare them with the store's cash and cards.",
    "fork": "An old copy of the node was put back, or its key is in other hands. Ask the incident desk to revoke it.",
    "bad-record": "An entry cannot be read. Everything behind it was taken. Keep the store's database for the engineers.",
    "card-amount": "Compare with the acquirer's statement and find out why. What was taken and not needed goes back by itself.",
    "card-totals": "Compare both with the acquirer's statement of that terminal, payment by payment, and find the ones that differ.",
    "points-overspent": (
        "The store could not ask us, and what it took stands: the member's balance is below nought, or was frozen. Find the member by the "
        "number in the facts and see what was bought; freeze the points if it was not them, put them right, or write them off."
    ),
    "card-by-hand": (
        "Compare with the acquirer's statement: what was charged and noted as not paid goes back to the card through the acquirer; what "
        "was noted as paid and never charged is written off."
    ),
    "card-not-reversed": (
        "Give the money back by hand: the store's manager in cash, or you through the acquirer. The case ends once the manager notes it."
    ),
}


@get("/cases", **permitted("cases.view"))
async def cases(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Cases that are not settled, the newest first, or those that are."""
    reader, settled = office.shop.sales_audit.reader, query(request, "show", 10) == "closed"
    before = query(request, "before") or queries.LAST
    found = await queries.case_list(reader, CLOSED if settled else OPEN, before, A_PAGE + 1)
    shown = found[:A_PAGE]
    return office.show(
        request,
        colleague,
        "cases.html",
        found=shown,
        settled=settled,
        counts=await queries.case_counts(reader),
        kinds=KINDS,
        notes=NOTES,
        further=f"show={'closed' if settled else 'open'}&before={shown[-1].opened}" if len(found) > A_PAGE else "",
    )


@get("/cases/{case:str}", **permitted("cases.view"))
async def one_case(request: AnyRequest, office: Here, colleague: Who, case: Part) -> Page:
    """One case: what is known, what to do, and how to settle it."""
    return show(request, office, colleague, await known(office, case), Entry({}))


@post("/cases/{case:str}/take", **permitted("cases.edit"))
async def take(request: AnyRequest, office: Here, colleague: Who, case: Part) -> Page:
    """Look after it from now on."""
    row, entry = await known(office, case), await sent(request)
    command = TakeCase(id=office.command_id("take-case", entry), case=row.case, by=colleague.account)
    if await entry.attempt(lambda: office.shop.sales_audit.submit(command)) is None:
        return show(request, office, colleague, await known(office, case), entry)
    return done(f"/cases/{row.case}", "case-taken")


@post("/cases/{case:str}/close", **permitted("cases.edit"))
async def close(request: AnyRequest, office: Here, colleague: Who, case: Part) -> Page:
    """Settle it, with one of the notes that fit."""
    row, entry = await known(office, case), await sent(request)
    allowed = queries.notes_for(row.kind)
    note = next((each for each in allowed if each == entry.text("note")), None)
    if note is None:
        entry.wrong("note", "Choose how this case was settled.")
        return show(request, office, colleague, row, entry)
    command = CloseCase(id=office.command_id("close-case", entry), case=row.case, note=note, by=colleague.account)
    if await entry.attempt(lambda: office.shop.sales_audit.submit(command)) is None:
        return show(request, office, colleague, await known(office, case), entry)
    return done("/cases", "case-closed")


async def known(office: BackOffice, case: str) -> Case:
    """The case, or no such page."""
    row = await queries.case(office.shop.sales_audit.reader, case)
    if row is None:
        raise NoSuchPage()
    return row


def show(request: AnyRequest, office: BackOffice, colleague: Colleague, row: Case, entry: Entry) -> Page:
    """One case's page."""
    return office.show(
        request,
        colleague,
        "case.html",
        entry,
        row=row,
        kind=KINDS[row.kind],
        what_to_do=WHAT_TO_DO[row.kind],
        note=NOTES.get(row.note, ""),  # type: ignore[call-overload]
        options=[Option(each, NOTES[each]) for each in queries.notes_for(row.kind)],
    )


ROUTES = [cases, one_case, take, close]
