"""Lanes and journals: one writer a compartment, group commit, and every change on record."""
