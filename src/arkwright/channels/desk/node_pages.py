"""The desk's page of nodes, and what nodes ask of it: a code becomes a certificate, a certificate a later one, and the list is for all."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from arkwright.channels.desk.api import as_json, read
from arkwright.channels.desk.enrolling import Enrolling
from arkwright.channels.desk.pages import guarded
from arkwright.channels.desk.published import JSON, LARGEST_REPORT_BYTES
from arkwright.channels.desk.publishing import read_after, read_wait
from arkwright.channels.following.published import LONGEST_WAIT_S
from arkwright.channels.staff.session import may, signed_in
from arkwright.channels.web.forms import Form, form
from arkwright.channels.web.pages import render, see
from arkwright.channels.web.site import AnyRequest
from arkwright.kit.enrolling import EnrolRequest, RenewalRequest
from arkwright.kit.messages import canonical
from arkwright.kit.node_requests import Asked
from arkwright.kit.refusal import Conflict, Forbidden, Invalid, NotFound


@get("/nodes", **guarded("nodes.view"))
async def nodes_page(request: AnyRequest, enrolling: NamedDependency[Enrolling]) -> Response[Any]:
    """Every node, until when its certificate holds, and codes that wait."""
    return await show(request, enrolling)


@post("/nodes/code", **guarded("nodes.enrol"))
async def issue_code(request: AnyRequest, enrolling: NamedDependency[Enrolling]) -> Response[Any]:
    """A code for one node, shown once."""
    given, colleague = await form(request), await signed_in(request)
    node, store = given.text("node", "the node's name", most=40), given.text("store", "the store's id", most=40)
    code = None
    if given.valid:
        try:
            code = await enrolling.issue(node, store, colleague.account)
        except (Invalid, Conflict) as refusal:
            given.refused(refusal)
    return await show(request, enrolling, given, code, node)


@post("/nodes/{serial:str}/revoke", **guarded("nodes.revoke"))
async def revoke(request: AnyRequest, enrolling: NamedDependency[Enrolling], serial: FromPath[str]) -> Response[Any]:
    """The desk stands by it no more."""
    given, colleague = await form(request), await signed_in(request)
    try:
        await enrolling.revoke(serial, given.raw("reason"), colleague.account)
    except (Invalid, Forbidden, NotFound) as refusal:
        given.wrong(f"reason-{serial}" if isinstance(refusal, Invalid) else None, str(refusal))
        return await show(request, enrolling, given)
    return see("/nodes")


@post("/api/enrolment", include_in_schema=False, status_code=201, request_max_body_size=LARGEST_REPORT_BYTES, opt={"rate": "secret"})
async def enrol(request: AnyRequest, enrolling: NamedDependency[Enrolling]) -> Response[bytes]:
    """A node with a code gets its certificate, the list and the trust root."""
    return as_json(await enrolling.enrol(await read(request, EnrolRequest)), 201)


@post("/api/enrolment/renewal", include_in_schema=False, status_code=201, request_max_body_size=LARGEST_REPORT_BYTES)
async def renew(request: AnyRequest, enrolling: NamedDependency[Enrolling]) -> Response[bytes]:
    """A node whose certificate ends soon gets a later one."""
    wanted = await read(request, RenewalRequest)
    asked = Asked("POST", request.url.path, await request.body())
    return as_json(await enrolling.renew(asked, request.headers, wanted.serial), 201)


@get("/published/certificates", include_in_schema=False, opt={"within_s": LONGEST_WAIT_S + 15})
async def certificates(request: AnyRequest, enrolling: NamedDependency[Enrolling]) -> Response[bytes]:
    """The signed list: at once when newer than `after`, otherwise on a change or after `wait` seconds."""
    (generation, version), wait_s = read_after(request.query_params.get("after", "0.0")), read_wait(request.query_params.get("wait", "0"))
    return Response(canonical(await enrolling.newer_than(generation, version, wait_s)), media_type=JSON)


async def show(
    request: AnyRequest, enrolling: Enrolling, given: Form | None = None, code: str | None = None, node: str = ""
) -> Response[Any]:
    """The page, with the code that was made or what was wrong."""
    problems = given.problems if given else []
    return render(
        request,
        "nodes.html",
        status=422 if problems else 200,
        problems=problems,
        values={"node": given.raw("node"), "store": given.raw("store")} if given and not code else {"node": "", "store": ""},
        code=code,
        code_for=node,
        enrolled=await enrolling.enrolled(),
        can_enrol=may(request, "nodes.enrol"),
        can_revoke=may(request, "nodes.revoke"),
    )


NODE_PAGES: list[HTTPRouteHandler] = [nodes_page, issue_code, revoke, enrol, renew, certificates]
