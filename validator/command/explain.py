"""The command `labelcheck explain`: the page of a finding code, a criterion, a value set or a label revision."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

from validator.command.option import own_profiles
from validator.screen import print_text, width

if TYPE_CHECKING:
    from validator.profiles import Profiles
    from validator.report.explain import ExplainedPage


@click.command()
@click.argument("code", required=False)
@own_profiles
def explain(code: str | None, profiles: Profiles) -> None:
    """Prints the page of one finding CODE, criterion (weight-at-least), value set or label revision
    (cabometyx/2025-03-26); without one, lists findings. A word of several kinds has several pages."""
    import validator.check
    import validator.report.operation_outcome
    import validator.rules.gap  # noqa: F401  (all for the codes they register)
    from validator.report.explain import pages_of, words

    known = dict(words(profiles))
    if code is None:
        findings = [word for word in known if word in profiles.finding_codes]
        widest = max(map(len, findings))
        print_text("".join(f"{word:{widest}}  {known[word]}\n" for word in findings))
        return
    pages = pages_of(code, profiles)
    if not pages:
        close = difflib.get_close_matches(code, known, n=3)
        raise click.UsageError(
            f"There is no finding {code!r}. "
            + (f"Near it: {', '.join(close)}." if close else "labelcheck explain lists all.")
        )
    print_text("\n".join(map(_printed, pages)))


def _printed(page: ExplainedPage) -> str:
    if page.is_laid_out:
        return f"{page.heading}\n\n{page.text}\n"
    paragraphs = (click.wrap_text(one, width=width()) for one in page.text.split("\n\n"))
    return f"{page.heading}\n\n" + "\n\n".join(paragraphs) + "\n"
