"""What works now in the app: the banner and every capability, from the switches that this node holds."""

from __future__ import annotations

from arkwright.channels.app_api import answers
from arkwright.channels.app_api.operation import CHANNEL, IN_THE_APP, Api, Call, Operation, Reply
from arkwright.kit.switches import banner


async def what_works_now(api: Api, call: Call) -> Reply:
    """The same sentences as in the shop."""
    gate = api.held.gate
    said = banner(gate.table, api.capabilities, CHANNEL)
    capabilities = tuple(standing(api, capability) for capability in api.capabilities)
    body = answers.WhatWorksNow(level=said.level, sentences=said.sentences, as_at_ms=gate.table.as_at_ms, capabilities=capabilities)
    return Reply(body=body)


def standing(api: Api, capability: str) -> answers.Standing:
    """One capability as the app's shoppers meet it."""
    found = api.held.gate.describe(capability, IN_THE_APP, api.shop.world.now_ms())
    return answers.Standing(
        capability=capability,
        name=api.capabilities[capability].name,
        mode=found.mode,
        say=found.say,
        fallback=found.fallback,
        allowed=found.allowed,
        since_ms=found.since_ms,
        review_ms=found.review_ms,
        stale=found.stale,
        elsewhere=tuple(answers.Elsewhere(where=order.place.words(), mode=order.mode, say=order.say) for order in found.elsewhere),
    )


OPERATIONS = (
    Operation(
        name="getWhatWorksNow",
        method="GET",
        path="/what-works-now",
        tag="What works now",
        summary="What works now",
        about="What to say at the top of the app, and how each capability stands for it: open, limited, paused or sealed.",
        act=what_works_now,
        answer=answers.WhatWorksNow,
        caching="public",
    ),
)
