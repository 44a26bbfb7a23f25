"""Switches: what the desk orders and every node obeys: the model, the table that is signed, and the gate that asks it."""

from __future__ import annotations

from arkwright.kit.switches.banners import Banner, banner
from arkwright.kit.switches.capability import CAPABILITY_IDS, Capabilities, Capability, shipped
from arkwright.kit.switches.gate import Gate, Limited, Paused, Sealed, Standing, Switched
from arkwright.kit.switches.order import Approval, InFlight, Mode, Setting, SwitchOrder
from arkwright.kit.switches.place import EVERYWHERE, Limits, Place
from arkwright.kit.switches.table import NOTHING_SWITCHED, SWITCHES, SwitchTable, accept, read_table

__all__ = [
    "CAPABILITY_IDS",
    "EVERYWHERE",
    "NOTHING_SWITCHED",
    "SWITCHES",
    "Approval",
    "Banner",
    "Capabilities",
    "Capability",
    "Gate",
    "InFlight",
    "Limited",
    "Limits",
    "Mode",
    "Paused",
    "Place",
    "Sealed",
    "Setting",
    "Standing",
    "SwitchOrder",
    "SwitchTable",
    "Switched",
    "accept",
    "banner",
    "read_table",
    "shipped",
]
