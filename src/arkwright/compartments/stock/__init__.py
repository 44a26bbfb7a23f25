"""Stock: what lies where, and how much of it ordering may promise.

Promises: every movement is an event with a reason and a colleague; what becomes available-to-promise is granted to ordering in
the same decision, and what is missing is asked back; units that were promised and are not there are a recorded oversell case.
Invariant: opening + received - sold + returned + adjusted = on hand, a SKU and location; on hand covers what is granted, or the gap is
being asked back or stands in a case.
"""
