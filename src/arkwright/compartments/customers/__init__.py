"""Customers: who we hold a key for, guests, members and colleagues, and who was erased.

Promises: a person is an id without a name; whoever is erased stays erased, and nobody new gets their id.
The keys themselves stand in the vault (kit/vault.py): the erasure is committed here first, then the key is overwritten there.
Invariant: a person who was erased is never opened again.
"""
