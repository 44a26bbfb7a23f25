"""Staff: accounts and sessions of those who work here; the office's and the desk's stand in different databases.

Promises: a session ends when it expires, is ended, or its account is suspended or gets a new password; wrong passwords lock an
account for a growing time; nobody changes their own roles. Password hashes stand here only sealed, session tokens only as digests.
Invariant: no session is valid under an older generation of its account than the present one.
"""
