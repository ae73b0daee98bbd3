"""Where in the submission something stands: a button that leads there, or words where there is nowhere to lead."""

from __future__ import annotations

import re

from validator.frozen import Frozen
from validator.picture.markup import Child, Markup, element

LINE = "line "
"""How the name of a place begins that is a line of a text without places of its own."""
_LONGEST_PATH = 60
_AT_LINE = re.compile(r"Line (\d+), column \d+:")


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

    def line_in(self, message: str) -> Markup | None:
        """A way to the line of an unreadable text that a message begins with; None where it begins with none."""
        line = line_of(message)
        if line is None or not self.lead:
            return None
        return self.of(f"{LINE}{line}", f"show line {line}")


def line_of(message: str) -> int | None:
    """The line, counted from 1, that a message about an unreadable text begins with; None where it names none."""
    found = _AT_LINE.match(message)
    return int(found[1]) if found is not None else None


def _ending(expression: str) -> str:
    """The path from a dot on, so that no name is cut."""
    if len(expression) <= _LONGEST_PATH:
        return expression
    end = expression[-_LONGEST_PATH:]
    return "…" + (end[end.index(".") :] if "." in end else end)
