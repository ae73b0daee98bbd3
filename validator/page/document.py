"""The answer as one self-contained HTML file: no script, nothing fetched, fit for an email or a ticket."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import date
from functools import cache
from pathlib import Path

from validator.page.answer import answer
from validator.page.place import Pointing
from validator.picture.markup import Markup, element, joined
from validator.profiles import Profiles, shipped
from validator.report.criterion import criteria_of
from validator.report.model import Report
from validator.report.verdict_words import verdict_name
from validator.version import VERSION

_STATIC = Path(__file__).parent / "static"
_NOTE = "Decision support: check the label itself before you rely on it. What the label says is given in our own words."


@cache
def style_sheet() -> str:
    """The style of answers: colours for light and dark, pictures, findings."""
    return (_STATIC / "answer.css").read_text(encoding="utf-8")


def html_report(report: Report, profiles: Profiles | None = None, label_day: date | None = None) -> str:
    """The report as the text of one HTML file. It holds what the findings and the ledger say of the chart.

    `profiles` have the words of criteria; None: those shipped. `label_day`: as for `answer`.
    """
    style, words = style_sheet(), criteria_of(profiles or shipped())
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = f"labelcheck: {verdict_name(report.verdict).lower()}"
    return f"<!doctype html>\n{_page(title, style, digest, answer(report, Pointing(), words, label_day))}\n"


def _page(title: str, style: str, digest: str, body: Markup) -> Markup:
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(style)),
    )
    main = element("main", element("h1", title), body, element("p", _NOTE, f" labelcheck {VERSION}.", class_="source"))
    return element("html", head, element("body", joined(main), class_="report"), lang="en")
