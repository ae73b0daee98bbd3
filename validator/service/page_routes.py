"""Pages that cards link to: the label revision in words, the criteria questionnaire. Plain HTML without a script."""

from __future__ import annotations

from datetime import date
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from validator.profiles import Profiles
from validator.report.label_page import label_text
from validator.service.answer import FHIR_JSON, json_answer, refusal

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap}"
)
_QUESTIONNAIRE = "Questionnaire/cabozantinib-criteria"
_ANSWERS = {"yes": True, "no": False}


class PageRoutes:
    """The pages of one site."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles

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
            f"<pre>{escape(label_text(label, self._profiles.book, width=100))}</pre>",
        )

    async def questionnaire_page(self, request: Request) -> Response:
        """The criteria questionnaire as a form; `ask` (repeated) chooses the questions, else all of them."""
        items = self._profiles.definitions[_QUESTIONNAIRE]["item"]
        asked = set(request.query_params.getlist("ask"))
        chosen = [item for item in items if item["linkId"] in asked] or items
        rows = "".join(
            f"<fieldset><legend>{escape(item['text'])}</legend>"
            + "".join(
                f'<label><input type="radio" name="{escape(item["linkId"])}" value="{word}"> {word}</label> '
                for word in ("yes", "no", "unknown")
            )
            + "</fieldset>"
            for item in chosen
        )
        return _page(
            "What the chart does not show",
            "<p>Answer what is known; what is left open stays unknown. The answers come back as a FHIR "
            "QuestionnaireResponse to file in the patient's chart, where the next check reads them. Nothing is stored "
            "here.</p>"
            f'<form method="get" action="cabozantinib-criteria/response">{rows}'
            "<p><button>Make the QuestionnaireResponse</button></p></form>",
        )

    async def questionnaire_response(self, request: Request) -> Response:
        """The answers of the form as a QuestionnaireResponse without a subject; whoever files it adds the patient."""
        questionnaire = self._profiles.definitions[_QUESTIONNAIRE]
        items = [
            {
                "linkId": item["linkId"],
                "text": item["text"],
                "answer": [{"valueBoolean": _ANSWERS[request.query_params[item["linkId"]]]}],
            }
            for item in questionnaire["item"]
            if request.query_params.get(item["linkId"]) in _ANSWERS
        ]
        made = {"resourceType": "QuestionnaireResponse", "questionnaire": questionnaire["url"], "status": "completed"}
        return json_answer(made | ({"item": items} if items else {}), media_type=FHIR_JSON)


def _page(title: str, body: str) -> Response:
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>"
    )
    return HTMLResponse(html, headers=_HEADERS)
