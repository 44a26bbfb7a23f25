"""Dispatch: orders on their way out of the door.

Promises: each confirmed order has one consignment, which is picked, packed and sent in one parcel or several; a parcel that was
recorded left exactly once, with a tracking reference.
Invariant: sent <= picked <= ordered, a SKU; a consignment that was stopped is never dispatched.
"""
