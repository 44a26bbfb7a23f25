"""Payments: what the card provider did for each order, and the ledger of it.

Promises: one payment an order; "paid" only by the provider's evidence, and a provider's success never ends as a failure; each
capture and refund takes effect once, by its id; what is begun stays listed until it has ended.
Invariant: captured <= authorised, refunded <= captured (begun ones counted too), and debits equal credits after every event.
"""
