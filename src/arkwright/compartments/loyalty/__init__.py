"""Loyalty: members, their points, and each entry that made them: earned, spent, clawed back, adjusted.

Promises: a receipt, a parcel, a return and a spend count exactly once, whatever the delay, the duplicates or the order in which they
come; what a till took while it was cut off stands, even where points run out. Nothing expires while it could not be used.
Invariant: at every commit a member's balance is the sum of their entries.
"""
