"""A session with a PostgreSQL server: where it goes, how it is set, and what may go wrong in it."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import asyncpg

from arkwright.kit.database.port import CutOff, DatabaseAway, DatabaseUnusable

CONNECT_S = 5

AWAY = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a session that was ended between two statements
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TargetServerAttributeNotMatched,
)
CUT = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InsufficientPrivilegeError)


@dataclass(frozen=True)
class Address:
    """Where a compartment's data lives: the URL of its own login (several hosts for a fail-over), its schema there, and the URL of
    the schemas' owner, which alone may take a login's rights away and give them back."""

    url: str
    namespace: str
    owner_url: str | None = None
    answer_s: float = 10.0  # how long an answer is waited for

    @property
    def login(self) -> str:
        """The compartment's role, named like its schema."""
        return self.namespace

    @property
    def lock(self) -> int:
        """The key of the lane's advisory lock."""
        return lock_key(self.namespace)


def lock_key(name: str) -> int:
    """The 64-bit key under which PostgreSQL knows a lock of this name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def quoted(name: str) -> str:
    """The name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def settings(address: Address) -> dict[str, str]:
    """What each session is set to."""
    return {
        "application_name": f"arkwright {address.namespace}"[:63],
        "client_encoding": "utf8",
        "idle_in_transaction_session_timeout": f"{address.answer_s * 1500:.0f}ms",
        "lock_timeout": f"{address.answer_s * 500:.0f}ms",
        "search_path": quoted(address.namespace),
    }


@contextlib.contextmanager
def explained(namespace: str) -> Iterator[None]:
    """Turn PostgreSQL's errors into ours, one line each."""
    try:
        yield
    except asyncpg.InvalidPasswordError as error:
        raise DatabaseUnusable(f"The password of {namespace} is wrong; run 'arkwright database prepare'.") from error
    except CUT as error:
        raise CutOff() from error
    except AWAY as error:
        raise DatabaseAway() from error
    except asyncpg.UndefinedTableError:
        raise
    except asyncpg.PostgresError as error:
        raise DatabaseUnusable(f"{namespace} cannot be used ({type(error).__name__}: {error}); look at the server's log.") from error
