"""Where in the submission something stands: a button that leads there, or words where there is nowhere to lead."""

from __future__ import annotations

from validator.frozen import Frozen
from validator.picture.markup import Child, Markup, element


class Pointing(Frozen):
    """How places are shown. `lead`: the page shows the submission too, so that a place can be gone to."""

    lead: bool = False

    def of(self, expression: str | None, *words: Child) -> Markup:
        """The words as the name of a place; without an expression they are only words."""
        if not self.lead or not expression:
            title = expression or None
            return element("span", *words, class_="place", title=title)
        return element("button", *words, type="button", class_="place", data_place=expression)
