"""Which compartments a node mounts, and how a lane of each is opened."""

from __future__ import annotations

from collections.abc import Callable

from arkwright.compartments.accounts import commands as accounts_commands
from arkwright.compartments.accounts import events as accounts_events
from arkwright.compartments.accounts import records as accounts_records
from arkwright.compartments.accounts import rules as accounts_rules
from arkwright.compartments.accounts import state as accounts_state
from arkwright.compartments.catalogue import commands as catalogue_commands
from arkwright.compartments.catalogue import events as catalogue_events
from arkwright.compartments.catalogue import records as catalogue_records
from arkwright.compartments.catalogue import rules as catalogue_rules
from arkwright.compartments.catalogue import state as catalogue_state
from arkwright.compartments.customers import commands as customers_commands
from arkwright.compartments.customers import events as customers_events
from arkwright.compartments.customers import records as customers_records
from arkwright.compartments.customers import rules as customers_rules
from arkwright.compartments.customers import state as customers_state
from arkwright.compartments.dispatch import commands as dispatch_commands
from arkwright.compartments.dispatch import events as dispatch_events
from arkwright.compartments.dispatch import records as dispatch_records
from arkwright.compartments.dispatch import rules as dispatch_rules
from arkwright.compartments.dispatch import state as dispatch_state
from arkwright.compartments.enrolment import commands as enrolment_commands
from arkwright.compartments.enrolment import events as enrolment_events
from arkwright.compartments.enrolment import records as enrolment_records
from arkwright.compartments.enrolment import rules as enrolment_rules
from arkwright.compartments.enrolment import state as enrolment_state
from arkwright.compartments.loyalty import commands as loyalty_commands
from arkwright.compartments.loyalty import events as loyalty_events
from arkwright.compartments.loyalty import records as loyalty_records
from arkwright.compartments.loyalty import rules as loyalty_rules
from arkwright.compartments.loyalty import state as loyalty_state
from arkwright.compartments.notices import commands as notices_commands
from arkwright.compartments.notices import events as notices_events
from arkwright.compartments.notices import records as notices_records
from arkwright.compartments.notices import rules as notices_rules
from arkwright.compartments.notices import state as notices_state
from arkwright.compartments.ordering import commands as ordering_commands
from arkwright.compartments.ordering import events as ordering_events
from arkwright.compartments.ordering import records as ordering_records
from arkwright.compartments.ordering import rules as ordering_rules
from arkwright.compartments.ordering import state as ordering_state
from arkwright.compartments.payments import commands as payments_commands
from arkwright.compartments.payments import events as payments_events
from arkwright.compartments.payments import records as payments_records
from arkwright.compartments.payments import rules as payments_rules
from arkwright.compartments.payments import state as payments_state
from arkwright.compartments.promotions import commands as promotions_commands
from arkwright.compartments.promotions import events as promotions_events
from arkwright.compartments.promotions import records as promotions_records
from arkwright.compartments.promotions import rules as promotions_rules
from arkwright.compartments.promotions import state as promotions_state
from arkwright.compartments.sales_audit import commands as sales_audit_commands
from arkwright.compartments.sales_audit import events as sales_audit_events
from arkwright.compartments.sales_audit import records as sales_audit_records
from arkwright.compartments.sales_audit import rules as sales_audit_rules
from arkwright.compartments.sales_audit import state as sales_audit_state
from arkwright.compartments.staff import commands as staff_commands
from arkwright.compartments.staff import events as staff_events
from arkwright.compartments.staff import records as staff_records
from arkwright.compartments.staff import rules as staff_rules
from arkwright.compartments.staff import state as staff_state
from arkwright.compartments.stock import commands as stock_commands
from arkwright.compartments.stock import events as stock_events
from arkwright.compartments.stock import records as stock_records
from arkwright.compartments.stock import rules as stock_rules
from arkwright.compartments.stock import state as stock_state
from arkwright.compartments.stores import commands as stores_commands
from arkwright.compartments.stores import events as stores_events
from arkwright.compartments.stores import records as stores_records
from arkwright.compartments.stores import rules as stores_rules
from arkwright.compartments.stores import state as stores_state
from arkwright.compartments.switchboard import commands as switchboard_commands
from arkwright.compartments.switchboard import events as switchboard_events
from arkwright.compartments.switchboard import records as switchboard_records
from arkwright.compartments.switchboard import rules as switchboard_rules
from arkwright.compartments.switchboard import state as switchboard_state
from arkwright.compartments.tills import commands as tills_commands
from arkwright.compartments.tills import events as tills_events
from arkwright.compartments.tills import records as tills_records
from arkwright.compartments.tills import rules as tills_rules
from arkwright.compartments.tills import state as tills_state
from arkwright.journal import tables
from arkwright.journal.batch import GateOf
from arkwright.journal.compartment import Compartment
from arkwright.journal.lane import Lane
from arkwright.journal.remaking import remake
from arkwright.kit.forwarding import LARGEST_ENTRY_BYTES
from arkwright.kit.world import World
from arkwright.roles.databases import Databases

COMPARTMENTS = {
    each.name: each
    for each in (
        Compartment("accounts", accounts_commands, accounts_events, accounts_rules, accounts_state, accounts_records),
        Compartment("catalogue", catalogue_commands, catalogue_events, catalogue_rules, catalogue_state, catalogue_records),
        Compartment("customers", customers_commands, customers_events, customers_rules, customers_state, customers_records),
        Compartment("dispatch", dispatch_commands, dispatch_events, dispatch_rules, dispatch_state, dispatch_records),
        Compartment("enrolment", enrolment_commands, enrolment_events, enrolment_rules, enrolment_state, enrolment_records),
        Compartment("loyalty", loyalty_commands, loyalty_events, loyalty_rules, loyalty_state, loyalty_records),
        Compartment("notices", notices_commands, notices_events, notices_rules, notices_state, notices_records),
        Compartment("ordering", ordering_commands, ordering_events, ordering_rules, ordering_state, ordering_records),
        Compartment("payments", payments_commands, payments_events, payments_rules, payments_state, payments_records),
        Compartment("promotions", promotions_commands, promotions_events, promotions_rules, promotions_state, promotions_records),
        Compartment("sales_audit", sales_audit_commands, sales_audit_events, sales_audit_rules, sales_audit_state, sales_audit_records),
        Compartment("staff", staff_commands, staff_events, staff_rules, staff_state, staff_records),
        Compartment("stock", stock_commands, stock_events, stock_rules, stock_state, stock_records),
        Compartment("stores", stores_commands, stores_events, stores_rules, stores_state, stores_records),
        Compartment("switchboard", switchboard_commands, switchboard_events, switchboard_rules, switchboard_state, switchboard_records),
        Compartment("tills", tills_commands, tills_events, tills_rules, tills_state, tills_records, LARGEST_ENTRY_BYTES),
    )
}
OFFICE = (
    *("catalogue", "promotions", "stores", "stock", "ordering", "dispatch", "payments"),
    *("customers", "accounts", "loyalty", "notices", "sales_audit", "staff"),
)
STORE = ("tills",)
DESK = ("switchboard", "enrolment", "staff")


async def open_lane(world: World, databases: Databases, compartment: str, gate_of: GateOf, failed: Callable[[Exception], None]) -> Lane:
    """A started lane whose gate follows what it obeyed last, as its own database says. Raises `DatabaseUnusable`, `DatabaseAway`."""
    mounted = COMPARTMENTS[compartment]
    database = await databases.open(world, tables.schema(mounted))
    await remake(mounted, database)
    lane = Lane(world, database, mounted, gate_of, failed)
    await lane.start()
    return lane
