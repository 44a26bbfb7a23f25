"""How a node follows the desk: what the desk publishes, what is kept of it on disk, and the loop that asks for more."""
