"""Passkeys of a customer's account: a question made by the world's dice, bound to one browser, answered once; and what the answer does."""

from __future__ import annotations

import hashlib
import hmac

import msgspec

from arkwright.compartments.accounts import commands as ask
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.commands import CHALLENGE_LASTS_MS
from arkwright.compartments.accounts.refusals import PasskeyDoesNotOpen, PasskeyQuestionIsOver
from arkwright.compartments.accounts.state import Account
from arkwright.journeys.accounts import ACCOUNT_LINKS, LONGEST_TOKEN, Browser, digest_of
from arkwright.journeys.shop import Shop
from arkwright.kit import passkeys
from arkwright.kit.messages import canonical
from arkwright.kit.passkeys import PasskeyAnswerIsWrong, Person, RelyingParty
from arkwright.kit.person_key import PersonKey, SealBroken
from arkwright.kit.vault import NoKeyForPerson

QUESTION = "passkey-question"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser keeps, sealed, until it answers: the challenge, until when, and to whose account a passkey is to be added."""

    challenge: bytes
    until_ms: int
    account: str = ""

    @property
    def spent(self) -> ask.Challenge:
        """The challenge as accounts keep it once it was answered."""
        return ask.Challenge(digest=hashlib.sha256(self.challenge).hexdigest(), until_ms=self.until_ms)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The options for the browser's script, as JSON; and what the browser keeps in a cookie that scripts cannot read."""

    options: str
    kept: str


async def ask_to_add(shop: Shop, party: RelyingParty, account: Account, key: PersonKey, name: str) -> Asked:
    """What a browser needs to make a passkey for this account; `name` is what the authenticator shows the person."""
    question = new_question(shop, account.account)
    known = [each.credential for each in await accounts.passkeys_of(shop.accounts.reader, account)]
    options = passkeys.asked_to_make(party, Person(handle=handle_of(key), name=name), question.challenge, known)
    return Asked(options=options, kept=await sealed(shop, question))


async def ask_to_enter(shop: Shop, party: RelyingParty) -> Asked:
    """What a browser needs to sign in by a passkey; nobody is named."""
    question = new_question(shop)
    return Asked(options=passkeys.asked_to_sign(party, question.challenge), kept=await sealed(shop, question))


async def add(shop: Shop, party: RelyingParty, key: PersonKey, kept: str, answer: str, name: str, *, by: str, channel: str) -> None:
    """Add the passkey that the browser made to the account of this session, which must be young."""
    question = await opened(shop, kept)
    if question is None or question.account != key.person:
        raise PasskeyQuestionIsOver()
    made = passkeys.made(party, question.challenge, answer)
    command = ask.AddPasskey(
        id=shop.world.new_id(),
        channel=channel,
        by=by,
        passkey=passkeys.digest_of(made.credential),
        challenge=question.spent,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=key.seal(ask.PASSKEY_CONTEXT, name.encode()),
    )
    await shop.accounts.submit(command)


async def enter(shop: Shop, party: RelyingParty, kept: str, answer: str, browser: Browser) -> None:
    """Begin a session for the passkey that answered; the same no for all that is wrong with it, except where passkeys rest."""
    question = await opened(shop, kept)
    claim = passkeys.claimed(answer)
    held = await accounts.passkey(shop.accounts.reader, passkeys.digest_of(claim.credential))
    key = await shop.vault.find(held.account) if held else None
    if question is None or question.account or held is None or key is None or not hmac.compare_digest(handle_of(key), claim.handle):
        raise PasskeyDoesNotOpen()
    try:
        count = passkeys.signed(party, question.challenge, held.public_key, answer)
    except PasskeyAnswerIsWrong:
        raise PasskeyDoesNotOpen() from None
    command = ask.UsePasskey(
        id=shop.world.new_id(),
        channel=browser.channel,
        passkey=held.passkey,
        challenge=question.spent,
        sign_count=count,
        session=digest_of(browser.token),
        device=digest_of(f"{held.account} {browser.device}"),
        device_words=browser.words,
        replaced=digest_of(browser.replaced) if browser.replaced else "",
    )
    if any(isinstance(event, did.PasskeyDoubted) for event in (await shop.accounts.submit(command)).events):
        raise PasskeyDoesNotOpen()


def new_question(shop: Shop, account: str = "") -> Question:
    """Made by the world's dice, for ten minutes."""
    until_ms = shop.world.now_ms() + CHALLENGE_LASTS_MS
    return Question(challenge=shop.world.random_bytes(passkeys.CHALLENGE_BYTES), until_ms=until_ms, account=account)


async def sealed(shop: Shop, question: Question) -> str:
    """The question as a browser may keep it."""
    return (await shop.vault.make(ACCOUNT_LINKS)).seal(QUESTION, canonical(question))


async def opened(shop: Shop, kept: str) -> Question | None:
    """The question that this browser was asked; None where it was asked none, another's cookie was tampered with, or the time is over."""
    try:
        plain = await shop.vault.unseal(ACCOUNT_LINKS, QUESTION, kept[:LONGEST_TOKEN])
    except (SealBroken, NoKeyForPerson):
        return None
    question = msgspec.json.decode(plain, type=Question) if plain else None
    return question if question and question.until_ms > shop.world.now_ms() else None


def handle_of(key: PersonKey) -> bytes:
    """The person's user handle: made by their key, so that it says nothing about them, is stored nowhere and ends with the key."""
    return hashlib.sha256(key.seal("passkey-handle", b"").encode()).digest()
