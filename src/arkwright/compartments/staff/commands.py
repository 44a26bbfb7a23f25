"""What may be asked of staff. None of it carries a capability: an incident must never lock out those who end it."""

from __future__ import annotations

from arkwright.kit.messages import Command

TILL_CONTEXT = "staff.till"  # what the vault seals names and PINs for
COMMAND_LINE = "command-line"  # `by`, when someone at the machine itself asks
PASSWORD_CONTEXT = "staff.password"  # noqa: S105 - what the vault seals password hashes for


def key_holder(account: str) -> str:
    """The person in the vault under whose key an account's password hash is sealed."""
    return f"staff.{account}"


def till_holder(colleague: str) -> str:
    """The person in the vault under whose key a colleague's name and PIN for tills are sealed."""
    return f"staff.till.{colleague}"


class AddAccount(Command, frozen=True):
    """A new account; `sealed_password` is its argon2 hash, sealed under the account's own key."""

    account: str
    roles: tuple[str, ...]
    sealed_password: str
    by: str


class ChangePassword(Command, frozen=True):
    """A new password, for oneself or by an administrator: it ends every session and every lock of the account."""

    account: str
    sealed_password: str
    by: str


class SetRoles(Command, frozen=True):
    """From now on the account has exactly these roles; nobody sets their own. The caller checks that the roles exist."""

    account: str
    roles: tuple[str, ...]
    by: str


class SuspendAccount(Command, frozen=True):
    """Let nobody in by this account, and end its sessions; nobody suspends themselves."""

    account: str
    by: str


class RestoreAccount(Command, frozen=True):
    """End a suspension, or a lock after wrong passwords; nobody restores themselves."""

    account: str
    by: str


class RecordSignIn(Command, frozen=True):
    """The password was right: `session` is the SHA-256 (hex) of the token that the browser was given."""

    account: str
    session: str


class RecordFailedSignIn(Command, frozen=True):
    """The password was wrong. The caller asks whether the account is locked before it looks at a password."""

    account: str


class EndSession(Command, frozen=True):
    """Sign out, or sweep away a session that has expired."""

    session: str


class EndSessionsOf(Command, frozen=True):
    """Sign an account out everywhere."""

    account: str
    by: str


class SetTillAccess(Command, frozen=True):
    """From now on this colleague may sign on at the tills of exactly these stores, or give a manager's approval there if they manage.

    `sealed` holds the name that tills show and the argon2 hash of the PIN, under the colleague's own key; `badge` is a badge's digest, or
    empty. A colleague at a till needs no account here.
    """

    colleague: str
    sealed: str
    badge: str
    stores: tuple[str, ...]
    manages: bool
    by: str


class EndTillAccess(Command, frozen=True):
    """The colleague signs on at no till any more; their badge is nobody's."""

    colleague: str
    by: str


class EraseTillAccess(Command, frozen=True):
    """Forget the colleague's name and PIN for ever, wherever they sign on now; their number is nobody's any more. The key goes next."""

    colleague: str
    by: str
