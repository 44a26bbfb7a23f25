"""Everything that a role mounts to have the shop's pages."""

from __future__ import annotations

from typing import Any

from litestar.handlers import HTTPRouteHandler

from arkwright.channels.shop import (
    account,
    account_birthday,
    account_charges,
    account_details,
    account_door,
    account_email,
    account_passkeys,
    account_points,
    account_receipt,
    basket,
    checkout,
    history,
    looking,
    orders,
    paying,
    saved,
    searching,
    waiting,
)
from arkwright.channels.shop.front import Shopfront, templates
from arkwright.channels.web.health import lanes_answer
from arkwright.channels.web.site import Site

HANDLERS: tuple[HTTPRouteHandler, ...] = (
    basket.basket,
    basket.put_in,
    basket.set_quantity,
    basket.accept_prices,
    basket.enter_code,
    basket.count,
    looking.availability,
    searching.search,
    checkout.address,
    checkout.check_out,
    checkout.resume,
    paying.abandon,
    paying.not_paid,
    paying.come_back,
    paying.webhook,
    orders.order_page,
    orders.cancel_order,
    saved.ask_to_save,
    saved.save_basket,
    saved.look_at_saved,
    saved.copy_saved,
    saved.order_again,
    history.ask,
    history.send_link,
    history.asked,
    history.show_list,
    waiting.ask,
    waiting.tell_me,
    waiting.thanks,
    account_door.sign_in,
    account_door.send_code,
    account_door.ask_code,
    account_door.enter_code,
    account_door.sign_out,
    account.start,
    account_receipt.show,
    account_receipt.claim_receipt,
    account_birthday.show,
    account_birthday.save,
    account_charges.show,
    account_details.show_details,
    account_details.save_details,
    account_details.show_places,
    account_details.show_place,
    account_details.save_place,
    account_details.remove_place,
    account_details.choose_place,
    account.sign_ins,
    account.end_session,
    account.set_consent,
    account.thaw,
    account.ask_not_me,
    account.not_me,
    account.kept_safe,
    account.export,
    account.ask_to_delete,
    account.delete,
    account.deleted,
    account_email.ask,
    account_email.send_code,
    account_email.ask_code,
    account_email.enter_code,
    account_passkeys.enter,
    account_passkeys.show,
    account_passkeys.add,
    account_passkeys.remove,
    account_passkeys.prove,
    account_points.show,
    account_points.join,
    account_points.bar_code,
)


def shop_site(front: Shopfront, **settings: Any) -> Site:
    """The shop's site: hand it to `web.application` with `HANDLERS` and `provided={"front": front}`.

    `settings` are the fields of `Site` that a role decides: own_hosts, form_key, https, form_action_origins, trusted_proxy, rates, metrics.
    """

    async def ready() -> bool:
        return await lanes_answer(front.office.lanes)

    given: dict[str, Any] = {"name": "shop", "world": front.office.world, "environment": templates(), "frame": front.frame, "ready": ready}
    return Site(**(given | settings))
