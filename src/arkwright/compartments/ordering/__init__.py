"""Ordering: baskets and orders.

Promises: an order acknowledged exists for ever and follows its states (placed, confirmed, part-dispatched, dispatched,
closed-short, cancelled); its prices, VAT and charges are frozen when placed; a basket outlives restarts and pauses.
Invariant: of each SKU, units promised and sold never exceed what stock has granted; cancelled never revives.
"""
