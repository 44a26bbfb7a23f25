"""How the rows of accounts stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.accounts.charge_rows import Charge
from arkwright.compartments.accounts.state import Account, Attempt, BirthdayGiven, Passkey, Session, SpentChallenge
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
ACCOUNTS = Record(Account, "accounts", METADATA, indexes=("asked_ms",))
ATTEMPTS = Record(Attempt, "attempts", METADATA, indexes=("until_ms",))
SESSIONS = Record(Session, "sessions", METADATA, indexes=("account", "expires_ms"))
PASSKEYS = Record(Passkey, "passkeys", METADATA)
SPENT_CHALLENGES = Record(SpentChallenge, "spent_challenges", METADATA, indexes=("until_ms",))
BIRTHDAYS = Record(BirthdayGiven, "birthdays", METADATA)
CHARGES = Record(Charge, "charges", METADATA, indexes=("account", "at_ms"))

RECORDS = (ACCOUNTS, ATTEMPTS, SESSIONS, PASSKEYS, SPENT_CHALLENGES, BIRTHDAYS, CHARGES)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "ALTER TABLE accounts ADD COLUMN passkeys TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE accounts ADD COLUMN resting_ms BIGINT",
        "ALTER TABLE sessions ADD COLUMN passkey TEXT NOT NULL DEFAULT ''",
        (
            "CREATE TABLE passkeys (passkey TEXT NOT NULL, account TEXT NOT NULL, credential TEXT NOT NULL, public_key TEXT NOT NULL, "
            "sign_count BIGINT NOT NULL, name TEXT NOT NULL, added_ms BIGINT NOT NULL, used_ms BIGINT, PRIMARY KEY (passkey))"
        ),
        "CREATE TABLE spent_challenges (challenge TEXT NOT NULL, until_ms BIGINT NOT NULL, PRIMARY KEY (challenge))",
        "CREATE INDEX spent_challenges_by_until_ms ON spent_challenges (until_ms)",
    ),
    (
        "ALTER TABLE accounts ADD COLUMN moves TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE attempts ADD COLUMN address TEXT NOT NULL DEFAULT ''",
    ),
    ("CREATE TABLE birthdays (account TEXT NOT NULL, sealed TEXT NOT NULL, saved_ms BIGINT NOT NULL, PRIMARY KEY (account))",),
    (
        (
            "CREATE TABLE charges (charge TEXT NOT NULL, account TEXT NOT NULL, source TEXT NOT NULL, store TEXT NOT NULL, "
            "amount_pence BIGINT NOT NULL, scheme TEXT NOT NULL, last_four TEXT NOT NULL, at_ms BIGINT NOT NULL, declined BIGINT NOT NULL, "
            "PRIMARY KEY (charge))"
        ),
        "CREATE INDEX charges_by_account ON charges (account)",
        "CREATE INDEX charges_by_at_ms ON charges (at_ms)",
    ),
)
