"""Accounts: who may sign in as which customer, by a code sent to their address or a passkey, and what happened to each account.

Promises: a code opens once, for ten minutes, after at most five tries; a session ends when it expires, is ended, or its holder says
"this was not me", which also keeps all value from being spent. Address and details stand here only sealed, tokens and codes as digests.
Invariant: no session is valid under an older generation of its account than the present one.
"""
