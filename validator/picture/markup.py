"""HTML and SVG that cannot be broken out of: everything that is not markup already is text, and is escaped."""

from __future__ import annotations

from html import escape

from validator.report.plain_text import plain_text

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Markup(str):
    """Text that is markup already. Only this module and what it made say so."""

    __slots__ = ()


Child = str | Markup | None
Attribute = str | int | bool | None


def element(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """One element with its attributes and children.

    A child that is no Markup is text: shown on one line, without control or invisible characters, and escaped. `class_`
    is `class`, an underscore in a name is a hyphen; an attribute that is None or False is left out, True stands alone.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Markup:
    """Children one after another; None is nothing."""
    return Markup("".join(text(child) for child in children if child is not None))


def text(child: str) -> Markup:
    """Text as markup; markup stays what it is."""
    if isinstance(child, Markup):
        return child
    # A blank at an edge parts the words from what stands beside them.
    before, after = (" " if child[:1] == " " else ""), (" " if child[-1:] == " " and child.strip() else "")
    return Markup(f"{before}{escape(plain_text(child))}{after}")


def verbatim(words: str) -> Markup:
    """Text whose lines and blanks are kept, for preformatted elements: escaped and otherwise as it is."""
    return Markup(escape(words, quote=False))


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = _NAMES.get(key) or key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


_NAMES = {"viewbox": "viewBox"}
"""Names of SVG with a capital letter."""
