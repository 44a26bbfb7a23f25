"""Switchboard: what is open, limited, paused or sealed, by whose order and why; lives on the desk.

Promises: one authorised person may tighten a switch, two different people must agree before anything is let through again;
each change has a version of its own, one above the last, and stays in the history with its reason.
Invariant: a switch is never looser than the last order that two people stood for.
"""
