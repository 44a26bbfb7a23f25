"""The edge: serves the newest verified publication from memory, passes the rest on to the office, and goes on alone without it."""
