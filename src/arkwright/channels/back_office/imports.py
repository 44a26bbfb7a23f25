"""Import: a file is read and shown first, then brought in by a job; its rejected lines and suggested stock can be downloaded."""

from __future__ import annotations

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.response import Response

from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.held import Held
from arkwright.channels.back_office.jobs import Progress
from arkwright.channels.back_office.office import BackOffice, Option, Page, done, sent, whole_query
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.stock import queries as stock
from arkwright.compartments.stock.commands import ReceiveDelivery
from arkwright.journeys.range_import.mapping import Mapping, built_in, read_mapping
from arkwright.journeys.range_import.reading import Reading, rejected_csv, stock_csv
from arkwright.journeys.range_import.saving import bring_in, read_range
from arkwright.kit.refusal import Refusal

JOB = "import"
MOST_MEBIBYTES = 20
MOST_BYTES = MOST_MEBIBYTES * 1024 * 1024
FORM_BYTES = 256 * 1024
READ_WITHIN_S = 120
LINES_A_PAGE = 50
OWN = "own"
MAPPINGS = [
    Option(
        "arkwright", "Arkwright’s own columns", "product_id, name, description, category, brand, sku, gtin, variant, price, vat and so on"
    ),
    Option("online-retail", "Online Retail invoice lines", "InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice"),
    Option(OWN, "A mapping of my own", "Paste it below, as TOML"),
]


@get("/import", **permitted("products.import"))
async def choose_file(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Choose a file and say what its columns mean."""
    return choosing(request, office, colleague, Entry.of(mapping="arkwright"))


@post(
    "/import",
    **permitted("products.import"),
    request_max_body_size=MOST_BYTES + FORM_BYTES,
    opt={"within_s": READ_WITHIN_S},
)
async def read_file(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Read the file and go on to what it holds; nothing is saved yet."""
    entry = await sent(request)
    file = (await request.form()).get("file")
    content = await file.read() if isinstance(file, UploadFile) else b""
    if not content:
        entry.wrong("file", "Choose a CSV file to import.")
    if len(content) > MOST_BYTES:
        entry.wrong("file", f"The file is larger than {MOST_MEBIBYTES} MiB. Split it, or pack it with gzip.")
    name = entry.command or office.shop.world.new_id()

    async def work() -> Reading:
        return await read_aside(office, content, mapping_of(entry))

    reading = await entry.attempt(work, lambda refusal: "own" if refusal.field == "mapping" else refusal.field or "file")
    if reading is None:
        return choosing(request, office, colleague, entry)
    file_name = file.filename if isinstance(file, UploadFile) else ""
    office.imports.hold(Held(name, file_name[:100] or "the file", colleague.account, office.shop.world.now_ms(), reading))
    return see(f"/import/{name}")


def mapping_of(entry: Entry) -> Mapping:
    """The mapping chosen, or the one pasted; refuses one that cannot be used."""
    chosen = entry.text("mapping")
    return read_mapping(entry.text("own")) if chosen == OWN else built_in(chosen)


async def read_aside(office: BackOffice, content: bytes, mapping: Mapping) -> Reading:
    """Read in a thread, because a large file takes seconds and others must not wait."""
    outcome: list[Reading | Refusal] = []

    def read() -> None:
        try:
            outcome.append(read_range(content, mapping))
        except Refusal as refusal:
            outcome.append(refusal)

    await office.shop.world.in_thread(read)
    if isinstance(outcome[0], Refusal):
        raise outcome[0]
    return outcome[0]


def choosing(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry) -> Page:
    """The form, and the files that are held."""
    return office.show(
        request, colleague, "import.html", entry, mappings=MAPPINGS, held=office.imports.newest_first(), job=office.jobs.latest(JOB)
    )


@get("/import/{name:str}", **permitted("products.import"))
async def one_import(request: AnyRequest, office: Here, colleague: Who, name: Part) -> Page:
    """What the file holds; while it is brought in, how far that is; then what came of it."""
    return await import_page(request, office, colleague, name, Entry.of(location=office.online_location))


@post("/import/{name:str}", **permitted("products.import"))
async def start_import(request: AnyRequest, office: Here, colleague: Who, name: Part) -> Page:
    """Bring it in; a second click finds it running, or done, and starts nothing."""
    held, entry = office.imports.get(name), await sent(request)

    async def work(progress: Progress) -> object:
        lane = office.shop.catalogue
        held.report = await bring_in(office.shop.world, lane.submit, lane.reader, held.reading, colleague.account, progress)
        return held.report

    async def start() -> bool:
        if held.report is None and not is_running(office, held, JOB):
            office.jobs.start(JOB, f"The import of {held.file}", colleague.account, work).about_id = held.name
        return True

    if await entry.attempt(start) is None:
        return await import_page(request, office, colleague, name, entry)
    return done(f"/import/{name}", "import-started")


@post("/import/{name:str}/forget", **permitted("products.import"))
async def forget_import(office: Here, colleague: Who, name: Part) -> Page:
    """Put the file aside; one that is being brought in goes on."""
    office.imports.forget(name)
    return done("/import", "import-forgotten")


@post("/import/{name:str}/stock", **permitted("products.import", "stock.edit"))
async def receive_suggested(request: AnyRequest, office: Here, colleague: Who, name: Part) -> Page:
    """Receive the suggested stock as deliveries, each once however often this is sent."""
    held, entry = office.imports.get(name), await sent(request)
    places = [each.location for each in await stock.all_locations(office.shop.stock.reader)]
    location = entry.choice("location", "a location", places)

    async def work(progress: Progress) -> object:
        for number, (sku, quantity) in enumerate(held.reading.stock, start=1):
            await office.shop.stock.submit(
                ReceiveDelivery(
                    id=f"import.{held.name}.{number}",
                    sku=sku,
                    location=location,
                    quantity=quantity,
                    reference="suggested by import",
                    by=colleague.account,
                )
            )
            progress(number, len(held.reading.stock))
        held.stock_received = len(held.reading.stock)
        return held.stock_received

    async def start() -> bool:
        if held.stock_received is None and not is_running(office, held, "stock"):
            office.jobs.start("stock", f"The suggested stock of {held.file}", colleague.account, work).about_id = held.name
        return True

    if await entry.attempt(start) is None:
        return await import_page(request, office, colleague, name, entry)
    return done(f"/import/{name}", "stock-started")


@get("/import/{name:str}/rejected.csv", **permitted("products.import"))
async def rejected_lines(office: Here, colleague: Who, name: Part) -> Response[bytes]:
    """Every rejected line with its reason; put right, it can be imported as it is."""
    held = office.imports.get(name)
    return as_csv(rejected_csv(held.reading.header, held.rejected), "rejected.csv")


@get("/import/{name:str}/stock.csv", **permitted("products.import"))
async def suggested_stock(office: Here, colleague: Who, name: Part) -> Response[bytes]:
    """The suggested stock."""
    return as_csv(stock_csv(office.imports.get(name).reading.stock), "stock.csv")


def as_csv(content: bytes, file: str) -> Response[bytes]:
    """A download."""
    return Response(content, media_type="text/csv", headers={"content-disposition": f'attachment; filename="{file}"'})


def is_running(office: BackOffice, held: Held, job_name: str) -> bool:
    """Whether this file's job is at work."""
    job = office.jobs.latest(job_name)
    return job is not None and job.about_id == held.name and job.state == "running"


async def import_page(request: AnyRequest, office: BackOffice, colleague: Colleague, name: str, entry: Entry) -> Page:
    """One page for all its states, so that its address stays the same."""
    held = office.imports.get(name)
    job, stock_job = office.jobs.latest(JOB), office.jobs.latest("stock")
    pages = -(-len(held.rejected) // LINES_A_PAGE)
    page = min(max(1, whole_query(request, "page", 1)), max(1, pages))
    places = await stock.all_locations(office.shop.stock.reader)
    return office.show(
        request,
        colleague,
        "import_one.html",
        entry,
        held=held,
        reading=held.reading,
        report=held.report,
        over=held.report is not None and held.stock_received is None and not entry.problems and stock_job is None,
        job=job if job and job.about_id == name else None,
        busy=job is not None and job.about_id != name and job.state == "running",
        stock_job=stock_job if stock_job and stock_job.about_id == name else None,
        variants=sum(len(draft.command.variants) for draft in held.reading.drafts),
        rejected=held.rejected[(page - 1) * LINES_A_PAGE : page * LINES_A_PAGE],
        rejected_count=len(held.rejected),
        skipped=[(reason, f"{count:,}") for reason, count in held.reading.skipped.items()],
        page=page,
        pages=pages,
        locations=[Option(each.location, each.name) for each in places],
        units=sum(quantity for _, quantity in held.reading.stock),
    )


ROUTES = [choose_file, read_file, one_import, start_import, forget_import, receive_suggested, rejected_lines, suggested_stock]
