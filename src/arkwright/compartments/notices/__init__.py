"""Notices: what was sent to whom, and who wants to hear when something is back.

Promises: a message queued is sent once or listed as failed; each carries a short check code of its own; an address left at a
pause gets exactly one message at reopening. Addresses and contents stand here only sealed under the person's key.
Invariant: a code belongs to one message; a waiter is told once; an address waits once for the same thing.
"""
