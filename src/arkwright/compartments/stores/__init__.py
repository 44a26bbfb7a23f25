"""Stores: the directory of shops: where they are, when they are open, and what they offer.

Promises: a page or an app may show what stands here as it is; a store closed by a colleague says so in that colleague's words,
whatever its hours.
Invariant: each change makes the next revision of exactly one store; nothing else changes it.
"""
