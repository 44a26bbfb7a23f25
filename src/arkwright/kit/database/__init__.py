"""The database port: what lanes and queries may ask of a database, and the databases that answer."""
