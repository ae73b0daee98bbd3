"""The command `labelcheck explain`: the page of a finding code, a criterion or a value set."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

from validator.command.option import own_profiles
from validator.screen import print_text, width

if TYPE_CHECKING:
    from validator.profiles import Profiles


@click.command()
@click.argument("code", required=False)
@own_profiles
def explain(code: str | None, profiles: Profiles) -> None:
    """Prints the page of one finding CODE, criterion (weight-at-least) or value set; without one, lists findings."""
    import validator.check
    import validator.report.operation_outcome
    import validator.rules.gap  # noqa: F401  (all for the codes they register)
    from validator.report.explain import page_of, words

    known = dict(words(profiles))
    if code is None:
        findings = [word for word in known if word in profiles.finding_codes]
        widest = max(map(len, findings))
        print_text("".join(f"{word:{widest}}  {known[word]}\n" for word in findings))
        return
    page = page_of(code, profiles)
    if page is None:
        close = difflib.get_close_matches(code, known, n=3)
        raise click.UsageError(
            f"There is no finding {code!r}. "
            + (f"Near it: {', '.join(close)}." if close else "labelcheck explain lists all.")
        )
    heading, text = page
    paragraphs = (click.wrap_text(one, width=width()) for one in text.split("\n\n"))
    print_text(f"{heading}\n\n" + "\n\n".join(paragraphs) + "\n")
