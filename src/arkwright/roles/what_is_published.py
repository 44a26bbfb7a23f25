"""What an office publishes besides its range: charges, contact, the app's files."""

from __future__ import annotations

from collections.abc import Callable

from arkwright.channels.app.files import files as app_files
from arkwright.channels.app.files import install_script
from arkwright.channels.publication.settings import Contact, DeliveryCharge, Settings, Terms
from arkwright.compartments.ordering.delivery import CHARGE_PENCE, FREE_STANDARD_FROM_PENCE
from arkwright.compartments.ordering.rules import CANCEL_WINDOW_MS
from arkwright.kit.money import pounds
from arkwright.roles.node import OfficeConfig

Picture = Callable[[str, str], bytes | None]


def no_picture(name: str, title: str) -> bytes | None:
    """A shop without drawings."""
    return None


ZONE_WORDS = {
    "mainland": "UK mainland",
    "highlands-and-islands": "Highlands and islands",
    "northern-ireland": "Northern Ireland",
    "isle-of-man": "Isle of Man",
    "channel-islands": "Channel Islands",
    "bfpo": "British Forces (BFPO)",
}


def publication_settings(config: OfficeConfig, picture: Picture) -> Settings:
    """What is published besides the range."""
    charges = tuple(
        DeliveryCharge(
            method=method.replace("-", " ").capitalize(),
            zone=ZONE_WORDS[zone],
            charge_pence=pence,
            note=f"Free from {pounds(FREE_STANDARD_FROM_PENCE)}" if (method, zone) == ("standard", "mainland") else "",
        )
        for (method, zone), pence in CHARGE_PENCE.items()
    )
    contact = Contact(
        email="help@shop.localhost",
        phone="01632 960000",
        phone_hours="Monday to Saturday, 9 am to 6 pm",
        company=config.shop_name,
        address=("1 Wharfedale Parade", "Leeds", "LS1 9ZZ"),
    )
    return Settings(
        shop_name=config.shop_name,
        address=config.shop_url,
        lead="Things for the house and everybody in it.",
        terms=Terms(
            charges=charges,
            cancel_within_minutes=CANCEL_WINDOW_MS // 60_000,
            contact=contact,
            check_messages_url="/how-we-tell-you/",
        ),
        picture=picture,
        extra_files=app_files(config.shop_name),
        scripts=(install_script(),),
    )
