"""What the pages of an account call what happened to it; and the words that consent is asked in."""

from __future__ import annotations

from collections.abc import Mapping

from arkwright.compartments.accounts.state import What

MARKETING = "You may email me about new things and offers, about twice a month. I can say no again at any time."
WHAT: Mapping[What, str] = {
    "opened": "Account opened",
    "signed-in": "Signed in",
    "details": "Your details were changed",
    "address": "Your delivery addresses were changed",
    "consent-yes": "You said yes to emails about offers",
    "consent-no": "You said no to emails about offers",
    "not-me": "You told us that something was not you; every device was signed out",
    "thawed": "Your points could be spent again, and passkeys opened again",
    "session-ended": "A device was signed out",
    "moved": "Your account was moved to another email address",
    "move-undone": "Your account has its former email address back",
    "birthday": "Your birthday was saved or taken away",
    "wrong-code": "A wrong code was typed",
    "passkey-added": "Another way in was added",
    "passkey-removed": "A passkey was removed",
    "passkey-doubted": "Something like a copy was tried, and opened nothing",
}


def by_passkey(digest: str, named: Mapping[str, str]) -> str:
    """'the passkey “My phone”', for a sign-in by one; nothing for a sign-in by a code."""
    if not digest:
        return ""
    return f"the passkey “{named[digest]}”" if digest in named else "a passkey that was removed since"


def sentence_case(words: str) -> str:
    """'A Mac': the first letter alone changes."""
    return words[:1].upper() + words[1:]
