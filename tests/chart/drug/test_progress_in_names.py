"""That a cancer progresses, told in its own name or notes: what COMETRIQ's label asks for. All are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from ordinary.ehr import Ehr, ago
from ordinary.stories import LIVER_METASTASES, PROGRESSION, THYROID
from support.build import dosage, every, order, quantity, to
from support.coding import concept, rxnorm, snomed
from support.judged import judged

from validator.verdict import Verdict

MEDULLARY = "Medullary thyroid carcinoma"
CARTON = rxnorm("1363408", "Cometriq 140 MG Daily Dose Carton")


VANDETANIB = rxnorm("1098413", "vandetanib")


def verdict(
    text: str,
    *,
    stable: bool = False,
    stopped_for: str | None = None,
    note: str | None = None,
    note_of_tumor: str | None = None,
    **more: Any,
) -> Verdict:
    """The verdict on 140 mg a day for a cancer with this name. `stable`: its status of last week says so;
    `stopped_for`: the reason why vandetanib was given up; `note`: that of the order; `note_of_tumor`: that of the
    cancer.
    """
    chart = Ehr().tumor(THYROID, 900, text=text)
    if note_of_tumor is not None:
        chart.resources[-1]["note"] = [{"text": note_of_tumor}]
    chart.resources[-1] |= more
    chart.problem(LIVER_METASTASES, 300)
    if stable:
        chart.says(PROGRESSION, 7, snomed("359746009", "Patient's condition stable"))
    if stopped_for is not None:
        chart.past(VANDETANIB, 500, 60, why=stopped_for)
    told = dosage(quantity(140, "mg"), every(), text="Take 140 mg by mouth daily on an empty stomach.")
    made = order(concept(CARTON), [told], on=ago(0), subject="Patient/p", reasonReference=[to("Condition/tumor")])
    if note is not None:
        made["note"] = [{"text": note}]
    return judged([*chart.resources, made]).verdict


@pytest.mark.parametrize(
    "name",
    [
        "Progressive metastatic medullary thyroid cancer",
        "Medullary thyroid cancer, progressive",
        "Medullary thyroid carcinoma (progressive disease)",
        "Metastatic MTC with progression",
        "Medullary thyroid cancer, metastatic and progressive",
    ],
)
def test_a_name_that_says_it_progresses_is_heard(name: str) -> None:
    assert verdict(name) is Verdict.ACCEPT
    assert (
        verdict(MEDULLARY, stage=[{"summary": concept(text="Progressive disease on CT of October")}]) is Verdict.ACCEPT
    )


@pytest.mark.parametrize(
    "name",
    [
        "Medullary thyroid cancer",
        "Medullary thyroid cancer, no progression",
        "Medullary thyroid cancer, possible progression",
        "Medullary thyroid carcinoma, not progressing",
        "Medullary thyroid cancer, rule out disease progression",
        "Medullary thyroid cancer with progressive dysphagia",
        "Metastatic MTC, stable",
    ],
)
def test_a_name_that_does_not_leaves_it_open(name: str) -> None:
    assert verdict(name) is Verdict.UNDETERMINED


def test_a_later_status_stands_above_the_name() -> None:
    assert verdict("Progressive metastatic medullary thyroid cancer", stable=True) is Verdict.ERROR


def test_progression_on_the_drug_before_it_shows_it() -> None:
    assert verdict(MEDULLARY, stopped_for="Progression of disease") is Verdict.ACCEPT
    assert verdict(MEDULLARY, note="Progressed on selpercatinib 9/2026.") is Verdict.ACCEPT
    assert verdict(MEDULLARY, stopped_for="Progression of disease", stable=True) is Verdict.ERROR


@pytest.mark.parametrize("reason", ["QT prolongation", "Possible progression", "No progression"])
def test_another_reason_to_stop_it_does_not(reason: str) -> None:
    assert verdict(MEDULLARY, stopped_for=reason) is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "note", ["No progression on selpercatinib", "Progressed on levothyroxine", "PD on lenvatinib?"]
)
def test_words_of_the_order_that_do_not_say_it_do_not(note: str) -> None:
    assert verdict(MEDULLARY, note=note) is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "words", ["Cometriq is indicated for progressive metastatic MTC", "Criteria: progressive disease"]
)
def test_a_note_that_quotes_for_whom_the_drug_is_does_not(words: str) -> None:
    assert verdict(MEDULLARY, note_of_tumor=words) is Verdict.UNDETERMINED
