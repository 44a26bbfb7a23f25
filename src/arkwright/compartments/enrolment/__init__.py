"""Enrolment: which key is which store's node, for how long; kept at the incident desk, which alone vouches for nodes.

Promises: a code lets one node in, once, within 24 hours; a node has one key at a time; what was revoked never stands again.
Codes stand here only as digests; private keys never leave their nodes.
Invariant: no key stands in two certificates of different nodes, and no certificate stands that was revoked.
"""
