"""Promotions: what is taken off, of which goods, from when until when.

Promises: a promotion is saved whole or not at all, and every change of one has its next revision, so that ordering takes over the newest.
Invariant: a code is one promotion's for ever, a promotion keeps its kind and its code, and at most forty without a code are not over.
"""
