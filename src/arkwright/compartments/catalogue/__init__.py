"""Catalogue: the range, its products, variants, prices and categories.

Promises: a product is saved whole or not at all; each change has the next number of one gap-free count over the whole
range (`revision`), so that whoever publishes can ask for what changed since; saving what already stands changes nothing.
Invariant: a SKU or a GTIN belongs to one product at a time, and each product stands in a category that exists.
"""
