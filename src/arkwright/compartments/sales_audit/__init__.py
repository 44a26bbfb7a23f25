"""Sales audit: what stores sold, as their nodes tell it; taken in first, judged later (the trade calls it Retail Sales Audit).

Promises: of each node's journal every entry is held once and in order; another entry in a held place is a case and never applied;
whatever is odd about a sale becomes a case with an owner, and keeps nothing behind it waiting.
Invariant: the chain digest held of a node is that of exactly the entries received from it, from the first one on.
"""
