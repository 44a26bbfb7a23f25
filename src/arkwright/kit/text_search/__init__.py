"""Search by words: one text in, the same products first on SQLite and on PostgreSQL, with synonyms, plurals and typing errors forgiven."""
