"""What a publication shows, read once: the departments with their products, and the stores."""

from __future__ import annotations

from dataclasses import dataclass

from arkwright.channels.design.pages import Link
from arkwright.channels.publication.settings import category_href
from arkwright.compartments.catalogue import queries as catalogue_queries
from arkwright.compartments.catalogue.state import Product
from arkwright.compartments.stores import queries as store_queries
from arkwright.compartments.stores.state import Store
from arkwright.kit.database.port import Reader


@dataclass(frozen=True, kw_only=True)
class Department:
    """A category in its place, with what is on sale in it, by name."""

    category: str
    name: str
    products: tuple[Product, ...]

    @property
    def link(self) -> Link:
        """To its first page."""
        return Link(self.name, category_href(self.category))


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The range and the stores as they stood; a category with nothing on sale is left out."""

    departments: tuple[Department, ...]
    stores: tuple[Store, ...]
    catalogue_revision: int
    stores_revision: int

    @property
    def products(self) -> list[Product]:
        """Everything on sale, department by department."""
        return [product for department in self.departments for product in department.products]

    @property
    def links(self) -> tuple[Link, ...]:
        """To each department."""
        return tuple(department.link for department in self.departments)


async def read(catalogue: Reader, stores: Reader) -> Sources:
    """Revisions first: what changes while the rest is read is published again next time."""
    catalogue_revision = await catalogue_queries.revision(catalogue)
    directory = await store_queries.all_stores(stores)
    by_category: dict[str, list[Product]] = {}
    for product in await catalogue_queries.all_live(catalogue):
        by_category.setdefault(product.category, []).append(product)

    return Sources(
        departments=tuple(
            Department(
                category=each.category.category,
                name=each.category.name,
                products=tuple(sorted(by_category[each.category.category], key=_by_name)),
            )
            for each in await catalogue_queries.categories(catalogue)
            if each.category.category in by_category
        ),
        stores=tuple(directory),
        catalogue_revision=catalogue_revision,
        stores_revision=sum(store.revision for store in directory),
    )


def _by_name(product: Product) -> tuple[str, str]:
    return (product.name.casefold(), product.product)
