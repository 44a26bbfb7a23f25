"""Tills: sessions, sales and tenders of one store's tills, also cut off; what happened here is what the store sends on.

Promises: a sale is completed once, by money that is in; a tender asked for is never forgotten, and an approval never ends as a
decline; receipt numbers of a till have no gaps; a stored card sale was allowed when it was approved, and is followed to its end.
Invariant: debits equal credits; refunds never exceed what was sold, by line and tender; stored card sales stay within their allowance.
"""
