"""The demo range: one CSV file a category, in the form that the range import takes; its VAT rates are explained in README.md."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

HEADER = "product_id,name,description,category,brand,sku,gtin,variant,price,vat,weight_g,restrictions,picture,highlight"
RESTRICTIONS = frozenset({"none", "mainland-only", "no-northern-ireland", "no-islands", "age-18", "no-next-day"})


def csv_files() -> Iterator[tuple[str, bytes]]:
    """Each file's name and its bytes (UTF-8, header in the first line), by name."""
    for entry in sorted(files(__package__).iterdir(), key=lambda found: found.name):
        if entry.name.endswith(".csv"):
            yield entry.name, entry.read_bytes()
