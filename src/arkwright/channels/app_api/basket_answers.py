"""A basket as the API shows it: its lines, what is wrong with them, and what promotions take off."""

from __future__ import annotations

from collections.abc import Sequence

from arkwright.channels.app_api import answers
from arkwright.compartments.ordering import queries as ordering
from arkwright.compartments.ordering.events import SoldLine
from arkwright.compartments.ordering.queries import BasketView, PricedBasket
from arkwright.kit.money import pounds
from arkwright.kit.promoting import by_promotion, saved_pence


def basket_answer(basket: str, view: BasketView | None, found: PricedBasket) -> answers.Basket:
    """The basket as the API shows it; one without a line yet is empty."""
    offers = view.offers if view else {}
    lines = tuple(
        answers.BasketLine(
            sku=line.sku,
            product=offers[line.sku].product if line.sku in offers else "",
            name=offers[line.sku].name if line.sku in offers else line.sku,
            category=offers[line.sku].category if line.sku in offers else "",
            quantity=line.quantity,
            price_pence=line.price_pence,
            line_pence=line.price_pence * line.quantity,
        )
        for line in (view.basket.lines if view else ())
    )
    return answers.Basket(
        basket=basket,
        lines=lines,
        problems=tuple(problem_answer(problem, view) for problem in view.problems) if view else (),
        goods_pence=goods(view),
        savings=saving_answers(found.lines),
        saved_pence=saved_pence(found.lines),
        code=view.basket.code if view else "",
        code_used=found.code != "",
        code_say=found.say,
        ordered=view is not None and view.basket.order is not None,
    )


def saving_answers(lines: Sequence[SoldLine]) -> tuple[answers.Saving, ...]:
    """What each promotion takes off."""
    return tuple(answers.Saving(name=each.name, pence=each.pence) for each in by_promotion(lines))


def problem_answer(problem: ordering.BasketProblem, view: BasketView) -> answers.BasketProblem:
    """The problem with its sentence."""
    name = view.offers[problem.sku].name if problem.sku in view.offers else problem.sku
    kind = {"price": "price", "stock": "stock"}.get(problem.kind, "gone")
    say = {
        "price": f"{name} now costs {pounds(problem.price_pence)}. Accept the new price, or take it out.",
        "stock": f"We have {problem.left} of {name} left. Please change the quantity.",
        "gone": f"{name} is no longer on sale. Please take it out.",
    }[kind]
    return answers.BasketProblem(sku=problem.sku, kind=kind, say=say, left=problem.left, price_pence=problem.price_pence)  # type: ignore[arg-type]


def goods(view: BasketView | None) -> int:
    """What the goods cost, in pence, at the prices the shopper saw."""
    return sum(line.price_pence * line.quantity for line in view.basket.lines) if view else 0
