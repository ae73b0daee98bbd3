"""How words are laid out in lines: rows of a name and what belongs to it, drawn as plain text or with colours."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table

_NAME_WIDTH = 13
_NARROWEST = 20


def drawn(content: RenderableType, *, color: bool, width: int) -> str:
    """What rich draws, as text without blanks at line ends. Markup in the text is never read as markup, and none of its
    characters moves a cursor: the floors below take such ones out of what they know to be text; what they forget ends
    here.

    `width` in columns; below 20 it is 20, since of a report that is narrower nothing would be left.
    """
    buffer = StringIO()
    console = Console(
        file=buffer,
        width=max(width, _NARROWEST),
        height=25,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(_Harmless(content))
    return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines())


class _Harmless:
    """Content without the characters that a reader would not see, but a terminal would obey."""

    def __init__(self, content: RenderableType) -> None:
        self._content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self._content, options):
            kept = "".join(one for one in segment.text if one.isprintable() or one == "\n")
            yield segment if kept == segment.text else segment._replace(text=kept)


def lines(
    rows: Iterable[tuple[RenderableType, RenderableType]], *, indent: int = 0, name_width: int = _NAME_WIDTH
) -> RenderableType:
    """Rows of a name and what belongs to it, each part wrapped under itself."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=name_width)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(name, value)
    return Padding(table, (0, 0, 0, indent))
