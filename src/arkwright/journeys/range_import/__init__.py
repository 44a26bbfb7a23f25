"""The range import: a CSV file is read by a mapping, judged line by line, and saved product by product.

First `mapping` says what the columns mean, `table` reads the file, `variants` or `invoices` make products of its lines
(all pure); then `saving` submits what differs from the catalogue; `reading` holds what was found and rejected.
"""
