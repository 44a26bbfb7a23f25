"""The business in watertight parts; none imports another."""
