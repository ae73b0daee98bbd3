"""Where in the submission something stands: a button that leads there, or words where there is nowhere to lead."""

from __future__ import annotations

from validator.frozen import Frozen
from validator.picture.markup import Child, Markup, element

_LONGEST_PATH = 60


class Pointing(Frozen):
    """How places are shown. `lead`: the page shows the submission too, so that a place can be gone to."""

    lead: bool = False

    def of(self, expression: str | None, *words: Child) -> Markup:
        """The words as the name of a place; without an expression they are only words."""
        if not self.lead or not expression:
            title = expression or None
            return element("span", *words, class_="place", title=title)
        return element("button", *words, type="button", class_="place", data_place=expression)

    def by_path(self, expression: str) -> Markup:
        """The FHIRPath itself as the name of its place; a long one without the names it begins with."""
        return self.of(expression, element("code", _ending(expression), title=expression))


def _ending(expression: str) -> str:
    """The path from a dot on, so that no name is cut."""
    if len(expression) <= _LONGEST_PATH:
        return expression
    end = expression[-_LONGEST_PATH:]
    return "…" + (end[end.index(".") :] if "." in end else end)
