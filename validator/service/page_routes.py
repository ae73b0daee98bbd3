"""Pages that cards link to: the label revision in words, the criteria questionnaire. Plain HTML without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from validator.label.criteria_form import answered_items
from validator.label.model import Label
from validator.profiles import Profiles
from validator.report.label_page import label_parts
from validator.service.prefetch import templates
from validator.service.response import FHIR_JSON, json_answer, refusal
from validator.terminology.codebook import Codebook
from validator.verdict import Truth

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "pre{white-space:pre-wrap;font-size:.875rem;overflow-wrap:anywhere}"
    "th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0}code{overflow-wrap:anywhere}"
)
_COLUMN = 84
"""Characters of the preformatted text that fit into the column above."""
_SUBJECT = re.compile(r"Patient/[A-Za-z0-9\-.]{1,128}", re.ASCII)
_SOURCE = re.compile(r"(?:Patient|Practitioner|PractitionerRole|RelatedPerson)/[A-Za-z0-9\-.]{1,128}", re.ASCII)
_ANSWERS = {"yes": Truth.TRUE, "no": Truth.FALSE, "unknown": Truth.UNKNOWN}
_NO_FORM = "There is no such form; each drug of the labels has one."


class PageRoutes:
    """The pages of one site."""

    def __init__(self, profiles: Profiles, today: Callable[[], date] = date.today) -> None:
        self._profiles = profiles
        self._today = today

    async def label_page(self, request: Request) -> Response:
        """One revision of a label in words, for people."""
        product, day = request.path_params["product"], request.path_params["revision"]
        labels = self._profiles.labels
        try:
            revision = date.fromisoformat(day)
        except ValueError:
            revision = None
        if revision is None or product not in labels.products or revision not in labels.revision_dates(product):
            return refusal(404, "not-found", "There is no such revision; labelcheck label lists them.")
        label = labels.revision(product, revision)
        return _page(
            f"{label.product}, revision {label.revision.isoformat()}",
            f"<p>Gists in our own words, not the label's text. Check the label itself before you rely on it.</p>"
            f"<pre>{_anchored(label, self._profiles.book)}</pre>",
        )

    async def prefetch_page(self, _: Request) -> Response:
        """The prefetch templates to paste, for systems in which somebody registers each query by hand."""
        rows = "".join(
            f"<tr><th scope='row'><code>{escape(key)}</code></th><td>{len(text)}</td>"
            f"<td><code>{escape(text)}</code></td></tr>"
            for key, text in templates(self._profiles).items()
        )
        return _page(
            "Prefetch by hand",
            "<p>For systems that do not take the templates from the discovery document. Register each query under its "
            "key, as it stands; <code>{{context.patientId}}</code> is what the system replaces by the patient's id.</p>"
            "<ul><li>Keys of your own work too, if the lists keep their <code>self</code> link: one that shows a "
            "filter is not taken for the whole list.</li><li>All lists of Observations have to come. One list of all "
            "Observations under <code>observations</code> does as well.</li><li>A list your system does not have can "
            "be left out: without conditions, observations or medicationRequests no order is accepted.</li><li>The "
            "codes change with the label data: look here again after each new version.</li></ul>"
            f"<table><tr><th>key</th><th>length</th><th>query</th></tr>{rows}</table>",
        )

    async def questionnaire_page(self, request: Request) -> Response:
        """The criteria questionnaire of a drug as a form; `ask` (repeated) chooses the questions, else all of them. All
        too where it names none that this edition has, as the link of an older card may.

        `subject` (`Patient/x`) is whom the answers are about, as the card says it; without it, it is asked for.
        """
        questionnaire = self._form(request)
        if questionnaire is None:
            return refusal(404, "not-found", _NO_FORM)
        items = questionnaire.get("item", [])
        asked = request.query_params.getlist("ask")
        chosen = [item for item in items if item["linkId"] in asked] or items
        rows = "".join(
            f"<fieldset><legend>{escape(item['text'])}</legend>"
            + "".join(
                f'<label><input type="radio" name="{escape(item["linkId"])}" value="{word}"> {word}</label> '
                for word in _ANSWERS
            )
            + "</fieldset>"
            for item in chosen
        )
        subject = request.query_params.get("subject", "")
        today = self._today().isoformat()
        rows += (
            "<fieldset><legend>For the record</legend>"
            f"<label>Patient <input name='subject' required pattern='{_SUBJECT.pattern}' placeholder='Patient/id' "
            f"value='{escape(subject) if _SUBJECT.fullmatch(subject) else ''}'></label> "
            f"<label>Day <input name='authored' type='date' required value='{today}'></label> "
            f"<label>Answered by <input name='source' pattern='{_SOURCE.pattern}' placeholder='Practitioner/id'>"
            "</label></fieldset>"
        )
        return _page(
            "What the chart does not show",
            "<p>Answer what is known; what is left open stays unknown. The answers come back as a FHIR "
            "QuestionnaireResponse to file in the patient's chart, where the next check reads them. Nothing is stored "
            "here.</p>"
            f'<form method="get" action="{escape(questionnaire["id"])}/response">{rows}'
            "<p><button>Make the QuestionnaireResponse</button></p></form>",
        )

    async def questionnaire_response(self, request: Request) -> Response:
        """The answers of the form as a QuestionnaireResponse that can be filed.

        What is not told, or not as a reference of FHIR, is left out: a subject is never guessed.
        """
        questionnaire = self._form(request)
        if questionnaire is None:
            return refusal(404, "not-found", _NO_FORM)
        given = request.query_params
        items = answered_items(
            questionnaire, {name: _ANSWERS[word] for name, word in given.items() if word in _ANSWERS}
        )
        made = {"resourceType": "QuestionnaireResponse", "questionnaire": questionnaire["url"], "status": "completed"}
        for name, pattern in (("subject", _SUBJECT), ("source", _SOURCE)):
            if pattern.fullmatch(given.get(name, "")):
                made[name] = {"reference": given[name]}
        made["authored"] = _day(given.get("authored", "")) or self._today().isoformat()
        return json_answer(made | ({"item": items} if items else {}), media_type=FHIR_JSON)

    def _form(self, request: Request) -> dict[str, Any] | None:
        """The published form that the address names; None for one there is not."""
        return self._profiles.definitions.get(f"Questionnaire/{request.path_params['form']}")


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _anchored(label: Label, book: Codebook) -> str:
    """The label's words as HTML in which each statement can be linked to by its id, where it begins."""
    return "".join(
        escape(text) if statement is None else f'<a id="{statement.id}"></a>{escape(text)}'
        for statement, text in label_parts(label, book, width=_COLUMN)
    )


def _page(title: str, body: str) -> Response:
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>"
    )
    return HTMLResponse(html, headers=_HEADERS)
