"""The command `labelcheck explain`: the page of a finding code, a criterion, a value set or a label revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from validator.command.option import own_profiles
from validator.screen import print_text, width

if TYPE_CHECKING:
    from validator.profiles import Profiles
    from validator.report.explain import ExplainedPage


_MOST_NEAR = 6
_LISTED = "labelcheck explain lists the findings, docs/reference all pages."


@click.command(short_help="The page of a finding, criterion or value set.")
@click.argument("code", required=False)
@own_profiles
def explain(code: str | None, profiles: Profiles) -> None:
    """Prints the page of one finding CODE, criterion (weight-at-least), value set or label revision
    (cabometyx/2025-03-26); without one, lists findings. A word of several kinds has several pages."""
    import validator.check
    import validator.report.operation_outcome
    import validator.rules.gap  # noqa: F401  (all for the codes they register)
    from validator.report.explain import pages_of, words

    known: dict[str, list[str]] = {}
    for word, called in words(profiles):
        known.setdefault(word, []).append(called)
    if code is None:
        findings = [word for word in known if word in profiles.finding_codes]
        widest = max(map(len, findings))
        print_text("".join(f"{word:{widest}}  {'; '.join(known[word])}\n" for word in findings))
        return
    pages = pages_of(code, profiles) or pages_of(code.lower(), profiles)
    if not pages:
        from difflib import get_close_matches

        close = (
            get_close_matches(code.lower(), known, n=3) or [one for one in known if code.lower() in one][:_MOST_NEAR]
        )
        raise click.UsageError(
            f"There is no page {code!r}. "
            + (_of_a_label(code, profiles) or (f"Near it: {', '.join(close)}." if close else _LISTED))
        )
    print_text("\n".join(map(_printed, pages)))


def _of_a_label(code: str, profiles: Profiles) -> str:
    """Where a statement of a newest label stands, whose id a label page shows; empty for no such id."""
    found = [
        product
        for product in profiles.labels.products
        if (newest := profiles.labels.newest(product)) is not None and newest.statement(code) is not None
    ]
    pages = " and ".join(f"labelcheck label --product {product}" for product in found)
    return f"It is a statement of a label: {pages}." if found else ""


def _printed(page: ExplainedPage) -> str:
    if page.is_laid_out:
        return f"{page.heading}\n\n{page.text}\n"
    paragraphs = (click.wrap_text(one, width=width()) for one in page.text.split("\n\n"))
    return f"{page.heading}\n\n" + "\n\n".join(paragraphs) + "\n"
