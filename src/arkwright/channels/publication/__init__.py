"""The publication: the range, the stores and the information pages as signed static files that any file server can serve."""
