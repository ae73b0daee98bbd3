"""What every picture is: a titled, described SVG and the same facts as sentences."""

from __future__ import annotations

from collections.abc import Sequence

from validator.frozen import Frozen
from validator.picture.markup import Markup, element

WIDTH = 640
"""Units across; a page scales the drawing to the room it has."""


class Picture(Frozen):
    """`drawing` is an SVG element with title and description; `facts` say the same to who does not see it."""

    title: str
    drawing: Markup
    facts: tuple[str, ...]


def picture(name: str, title: str, facts: Sequence[str], height: int, shapes: Sequence[Markup]) -> Picture:
    """The shapes as one picture. `name` is unlike that of any other picture of the page; it starts the ids in it."""
    drawing = element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", " ".join(facts), id=f"{name}-desc"),
        *shapes,
        viewbox=f"0 0 {WIDTH} {height}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        xmlns="http://www.w3.org/2000/svg",
        class_="picture",
    )
    return Picture(title, drawing, tuple(facts))


def label(words: str, x: float, y: float, *, anchor: str = "start", kind: str = "label") -> Markup:
    """Words at a place; `kind` is what a style sheet knows them by."""
    return element("text", words, x=_at(x), y=_at(y), text_anchor=anchor, class_=kind)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A straight line."""
    return element("line", x1=_at(x1), y1=_at(y1), x2=_at(x2), y2=_at(y2), class_=kind)


def bar(x: float, y: float, width: float, height: float, *, kind: str, says: str) -> Markup:
    """A bar that says what it is when it is pointed at."""
    return element(
        "rect", element("title", says), x=_at(x), y=_at(y), width=_at(max(width, 2)), height=_at(height), rx=3,
        class_=kind,
    )  # fmt: skip


def dot(x: float, y: float, kind: str, says: str) -> Markup:
    """A point that says what it is when it is pointed at."""
    return element("circle", element("title", says), cx=_at(x), cy=_at(y), r=5, class_=kind)


def _at(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
