"""A message in words: plain text, short and true, with the check code that every message of ours carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from email.message import Message as Email

import msgspec

from arkwright.channels.design.pages import day, moment
from arkwright.compartments.notices.commands import ADDRESS_CONTEXT, FACTS_CONTEXT, Kind
from arkwright.compartments.notices.state import Message
from arkwright.journeys.letters import Facts
from arkwright.kit.london import day_words
from arkwright.kit.mail import AttachedPdf, plain_letter
from arkwright.kit.money import pounds
from arkwright.kit.vault import Vault

SENDER = "Wright & Daughters <orders@shop.localhost>"
CHANNEL_WORDS = {"web": "on our website", "app": "in our app"}


Attach = Callable[[Kind, Facts], Awaitable[AttachedPdf | None]]


async def nothing(_kind: Kind, _facts: Facts) -> None:
    """For letters that are words alone."""


async def compose(vault: Vault, message: Message, attach: Attach = nothing) -> Email | None:
    """The email, ready to send, with what `attach` has for it; None when the person was erased. It has the same Message-ID each time."""
    key = await vault.find(message.person)
    if key is None:
        return None
    address = key.unseal(ADDRESS_CONTEXT, message.address)
    plain = b"{}" if message.facts is None else key.unseal(FACTS_CONTEXT, message.facts)
    facts = msgspec.json.decode(plain, type=Facts)
    subject, lines = WORDS[message.kind](facts)
    greeting = [f"Dear {facts.name},", ""] if facts.name else []
    return plain_letter(
        sender=SENDER,
        to=address.decode(),
        subject=subject,
        id=f"{message.message}@shop.localhost",
        text="\n".join([*greeting, *lines, "", *signed(message.code), ""]),
        attached=await attach(message.kind, facts),
    )


def signed(code: str) -> list[str]:
    """How every message ends."""
    return [
        f"This message's check code is {code}.",
        "If you are not sure that a message is from us, do not follow its links: ask us about the code.",
        "We never ask for a password, a card number or a payment by email.",
        "",
        "Wright & Daughters",
    ]


def order_received(facts: Facts) -> tuple[str, list[str]]:
    """Paid and taken."""
    goods = [f"  {line.quantity} x {line.name}: {pounds(line.quantity * line.price_pence)}" for line in facts.lines]
    return f"Your order {facts.number}", [
        f"Thank you. We have your order {facts.number}, and it is paid for.",
        "",
        *goods,
        *(f"  {saving.name}: {pounds(-saving.pence)}" for saving in facts.savings),
        f"  {delivery(facts)}: {pounds(facts.delivery_pence)}",
        f"  Total: {pounds(facts.total_pence)}, VAT included",
        *([f"  Paid with {facts.points:,} points: {pounds(facts.points_pence)}"] if facts.points else []),
        *([f"  To pay by card: {pounds(facts.total_pence - facts.points_pence)}"] if facts.points else []),
        "",
        "You can follow the order here, and cancel it until it is packed:"
        if facts.points and facts.points_pence == facts.total_pence
        else "We charge your card when the goods leave us. You can follow the order here, and cancel it until it is packed:",
        facts.link,
    ]


def delivery(facts: Facts) -> str:
    """What the delivery is called, with the day that the shopper named."""
    return f"Delivery on {day_words(facts.day)}" if facts.day else "Delivery"


def order_dispatched(facts: Facts) -> tuple[str, list[str]]:
    """A parcel left."""
    return f"Your order {facts.number} is on its way", [
        f"A parcel of your order {facts.number} has left us. Its tracking reference is {facts.tracking}.",
        *([f"It is to reach you on {day_words(facts.day)}, the day you chose."] if facts.day else []),
        charged(facts),
        "",
        "You can follow the order here:",
        facts.link,
    ]


def charged(facts: Facts) -> str:
    """What the parcel cost, and what paid for it."""
    card_pence = facts.amount_pence - facts.points_pence
    if not facts.points_pence:
        return f"We have charged {pounds(card_pence)} to your card for it."
    if not card_pence:
        return f"It cost {pounds(facts.amount_pence)}, which you paid with points."
    return f"It cost {pounds(facts.amount_pence)}: {pounds(facts.points_pence)} in points, and {pounds(card_pence)} charged to your card."


def order_cancelled(facts: Facts) -> tuple[str, list[str]]:
    """Ended; nothing was charged."""
    return f"Your order {facts.number} is cancelled", [
        f"Your order {facts.number} is cancelled, and nothing will be sent.",
        "You have not been charged. Your bank may show the amount as pending for a few days; it then goes away.",
        *([f"The {facts.points:,} points that you paid with go back to your account."] if facts.points else []),
        "",
        facts.link,
    ]


def refund_made(facts: Facts) -> tuple[str, list[str]]:
    """Money is on its way back."""
    if facts.points:
        return f"Points back for your order {facts.number}", [
            f"We have given {facts.points:,} points back to your account, worth {pounds(facts.points_pence)}.",
            f"They had paid for your order {facts.number}, and are in your account in a few minutes.",
            "",
            facts.link,
        ]
    return f"A refund for your order {facts.number}", [
        f"We have refunded {pounds(facts.amount_pence)} for your order {facts.number} to the card you paid with.",
        "Banks take up to 10 working days to show it.",
        "",
        facts.link,
    ]


def back_again(facts: Facts) -> tuple[str, list[str]]:
    """What they waited for is open."""
    where = CHANNEL_WORDS.get(facts.channel, "")
    return "You can order again", [
        f"You asked us to tell you when you can order {where} again. You can now.".replace("  ", " "),
        "If you had a basket, it is still there:",
        facts.link,
        "",
        "This is the only message you will get about it; we keep your address no longer.",
    ]


def orders_found(facts: Facts) -> tuple[str, list[str]]:
    """The link to somebody's orders, which only their mailbox gets."""
    return "Your orders", [
        "Somebody, we hope you, asked for the orders that were made with this address. They are here:",
        facts.link,
        "",
        f"The link opens until {moment(facts.until_ms)}, for whoever has it: do not pass it on.",
        "If it was not you, do nothing. Nobody but you has this link, and nothing has changed.",
    ]


def basket_saved(facts: Facts) -> tuple[str, list[str]]:
    """The link that somebody asked for."""
    return "Your saved basket", [
        "Somebody, we hope you, saved a basket in our shop and asked us to send its link here:",
        facts.link,
        "",
        f"It opens until {day(facts.until_ms)}. Prices and stock may have changed by then. Whoever has the link can see what is in it.",
        "",
        "This is the only message you will get about it; we use your address for nothing else.",
    ]


def store_receipt(facts: Facts) -> tuple[str, list[str]]:
    """What was bought in a store, line by line, with its signed code."""
    return f"Your receipt {facts.number}", [
        *facts.text,
        "",
        "You, we hope, asked for this receipt at the till. It is the only message you will get about it; we keep your address no longer.",
    ]


def sign_in_code(facts: Facts) -> tuple[str, list[str]]:
    """The code that somebody asked for at the sign-in page."""
    return "Your code to sign in", [
        "Somebody, we hope you, wants to sign in with this address. The code is:",
        f"  {facts.number[:4]} {facts.number[4:]}",
        "",
        f"It opens until {moment(facts.until_ms)}, in the browser that asked for it. Tell it to nobody, not to us either.",
        "If it was not you, do nothing: nobody is signed in without the code.",
    ]


def address_code(facts: Facts) -> tuple[str, list[str]]:
    """The code that gives an account this address."""
    return "Your code to confirm this address", [
        "Somebody, we hope you, wants to have this address for their account in our shop. The code is:",
        f"  {facts.number[:4]} {facts.number[4:]}",
        "",
        f"It opens until {moment(facts.until_ms)}, in the browser that asked for it. Tell it to nobody, not to us either.",
        "If it was not you, do nothing: no account has this address without the code.",
    ]


def address_taken(_facts: Facts) -> tuple[str, list[str]]:
    """Somebody named an address that has an account."""
    return "This address has an account already", [
        "Somebody wants to have this address for another account in our shop. It has an account already, so nothing was changed.",
        "",
        "If it was you: sign in with this address, or delete that account first. If it was not you, there is nothing to do.",
    ]


def account_told(facts: Facts) -> tuple[str, list[str]]:
    """Something happened to an account."""
    return "Something new in your account", [
        *facts.text,
        "",
        "If that was you, there is nothing to do. If it was not, tell us here, and we sign out every device and keep your points safe:",
        facts.link,
    ]


def account_deleted(_facts: Facts) -> tuple[str, list[str]]:
    """The last word to whoever had an account."""
    return "Your account is deleted", [
        "Somebody, we hope you, asked us to delete your account and typed a code from us, or had signed in just before.",
        "",
        "Your address, your details and your points are forgotten, and we cannot bring them back.",
        "If it was not you, somebody else may be reading your email: change its password.",
        "",
        "This is the last message about it; we keep your address only until it has left.",
    ]


def birthday_treat(facts: Facts) -> tuple[str, list[str]]:
    """Points for a birthday, to somebody who wants such letters."""
    return "A treat for your birthday", [
        f"Happy birthday. We have given you {facts.points:,} points. They pay like money in our stores and for orders online.",
        "",
        "You get this letter because you said yes to emails about offers. Say no again in your account:",
        facts.link,
    ]


def points_expiring(facts: Facts) -> tuple[str, list[str]]:
    """Points go, unless they are used."""
    return "Some of your points will expire", [
        f"{facts.points:,} of your points expire within a month, the first of them on {day(facts.until_ms)}.",
        "Use them in a store or for an order online. While you cannot use your points, they do not grow older.",
        "",
        "What you have, and what expires when:",
        facts.link,
    ]


WORDS: dict[Kind, Callable[[Facts], tuple[str, list[str]]]] = {
    "order-received": order_received,
    "order-dispatched": order_dispatched,
    "order-cancelled": order_cancelled,
    "refund-made": refund_made,
    "back-again": back_again,
    "basket-saved": basket_saved,
    "orders-found": orders_found,
    "sign-in-code": sign_in_code,
    "account-told": account_told,
    "account-deleted": account_deleted,
    "birthday-treat": birthday_treat,
    "points-expiring": points_expiring,
    "address-code": address_code,
    "address-taken": address_taken,
    "store-receipt": store_receipt,
}
