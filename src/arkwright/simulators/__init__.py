"""Stand-ins for what cannot be reached from here, each a process speaking the real protocol."""
