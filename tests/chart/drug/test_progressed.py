"""Progression on an earlier drug that words tell: of its own stop, in a note, or in the words of the cancer."""

from __future__ import annotations

import pytest
from support.asked import ask
from support.build import Resource, condition, statement, to
from support.coding import DRUGS, concept, icd, snomed
from support.judged import judged
from support.plain import neuroendocrine, sixty

from validator.verdict import Verdict

ASKED = {
    "kind": "progressed-on",
    "groups": ["dtc:vegfr"],
    "name": "VEGFR-targeted therapy",
    "attested_as": "progressed-on-vegfr-targeted-therapy",
}


def had(**elements: object) -> Resource:
    made = statement("earlier", concept(DRUGS["lenvatinib"][0]), start="2026-01-05", end="2026-10-01", status="stopped")
    return made | elements


@pytest.mark.parametrize(
    ("note", "truth"),
    [
        ("Stopped for progression", "true"),
        ("Discontinued due to disease progression in lung", "true"),
        ("d/c'd 2/2 PD", "true"),
        ("Patient progressed on this", "true"),
        ("Continue until disease progression", "unknown"),
        ("Stopped for toxicity, no progression", "unknown"),
        ("Stopped for possible progression", "unknown"),
        ("Started after progression", "unknown"),
        ("Progression of diabetes", "unknown"),
        ("Stopped due to progression of hypertension", "unknown"),
        ("Stopped for PD (peritoneal dialysis) start", "unknown"),
        ("Progressed on to full dose", "unknown"),
        ("Off at progression per study", "unknown"),
    ],
)
def test_a_note_tells_that_the_disease_progressed_where_it_was_the_reason(note: str, truth: str) -> None:
    assert ask(ASKED, had(note=[{"text": note}])).truth.value == truth


def test_a_status_reason_may_be_an_abbreviation() -> None:
    assert ask(ASKED, had(statusReason=[{"text": "PD"}])).truth.value == "true"
    assert ask(ASKED, had(statusReason=[{"text": "SD"}])).truth.value == "unknown"


@pytest.mark.parametrize(
    ("words", "truth"),
    [
        ("Thyroid cancer progressed on lenvatinib", "true"),
        ("Thyroid cancer, progression after sorafenib", "true"),
        ("PD on lenvatinib", "true"),
        ("No progression on lenvatinib", "unknown"),
        ("Possible progression on lenvatinib", "unknown"),
        ("On lenvatinib until progression", "unknown"),
        ("Started lenvatinib after progression", "unknown"),
        ("Progressed on levothyroxine", "unknown"),
        ("Progressed on observation then lenvatinib", "unknown"),
        ("Progressed on first-line lenvatinib", "true"),
        ("Progression of disease on lenvatinib 10/2026", "true"),
        ("No progression of disease on lenvatinib", "unknown"),
        ("Progression of anemia on lenvatinib", "unknown"),
        ("Consider change if progression on lenvatinib", "unknown"),
        # a label, a criterion, a condition
        ("Indication: DTC that has progressed following VEGFR-targeted therapy such as lenvatinib", "unknown"),
        ("PA criteria: patient must have progressed on lenvatinib", "unknown"),
        ("To start once CT confirms disease progressed on lenvatinib", "unknown"),
        ("Median time to progression on lenvatinib 18 months", "unknown"),
        # denied or doubted
        ("Progression on lenvatinib: none", "unknown"),
        ("Progression on lenvatinib was ruled out", "unknown"),
        ("Hasn't progressed on lenvatinib", "unknown"),
        ("Negative for progression on lenvatinib", "unknown"),
        ("(-) progression on lenvatinib", "unknown"),
        ("Equivocal progression on lenvatinib", "unknown"),
        ("Risk of progression on lenvatinib", "unknown"),
        # another person, illness, cancer or thing
        ("Brother with thyroid cancer progressed on lenvatinib", "unknown"),
        ("Proteinuria progressed on lenvatinib", "unknown"),
        ("CKD progression on lenvatinib", "unknown"),
        ("Progressed through lenvatinib titration", "unknown"),
        ("Progressed on lenvatinib [ ]", "unknown"),
        ("PD after lenvatinib", "unknown"),
        ("RAI-refractory DTC progressed on lenvatinib in 2026", "true"),
        ("Disease has progressed on lenvatinib 03/2026", "true"),
    ],
)
def test_words_tell_on_which_drug_it_progressed(words: str, truth: str) -> None:
    found = ask(ASKED, had(), condition("told", {"text": words}))
    assert found.truth.value == truth
    assert any("only words show it" in one for one in found.remarks) is (truth == "true")
    assert ask(ASKED, had(), condition("told", {"text": "Cancer"}, note=words)).truth.value == truth


SORAFENIB = {"kind": "prior-therapy", "groups": ["hcc:sorafenib"], "name": "sorafenib"}


@pytest.mark.parametrize(
    ("words", "truth"),
    [
        ("HCC, s/p sorafenib", "true"),
        ("Hepatocellular carcinoma, failed sorafenib", "true"),
        ("HCC progressed on sorafenib", "true"),
        ("Previously treated with sorafenib (2025)", "true"),
        ("Intolerant to sorafenib", "true"),
        ("HCC on sorafenib", "unknown"),
        ("Plan sorafenib", "unknown"),
        ("Failed to start sorafenib", "unknown"),
        ("Completed workup for sorafenib", "unknown"),
        ("Sorafenib contraindicated", "unknown"),
        ("No prior sorafenib", "unknown"),
        ("Possibly treated with sorafenib", "unknown"),
        ("Prior to sorafenib", "unknown"),
        ("Received the sorafenib leaflet", "unknown"),
    ],
)
def test_words_tell_surely_that_a_drug_was_had(words: str, truth: str) -> None:
    assert ask(SORAFENIB, condition("told", {"text": words})).truth.value == truth


def test_what_stands_in_the_entry_of_another_cancer_is_of_that_one() -> None:
    breast = concept(icd("C50.911", "Malignant neoplasm of right female breast"), text="Breast cancer, s/p everolimus")
    asked = {"kind": "previously-treated", "groups": ["net:systemic"], "narrow": ["net:ssa"], "narrow_caution": "ssa"}
    assert ask(asked, condition("told", breast)).truth.value == "unknown"
    assert ask(asked, condition("told", {"text": "Neuroendocrine tumor, s/p everolimus"})).truth.value == "true"
    analog = ask(asked, condition("told", {"text": "Neuroendocrine tumor, treated with lanreotide"}))
    assert (analog.truth.value, analog.cautions) == ("true", ("ssa",))


def test_words_of_an_entry_that_cannot_be_relied_on_show_nothing() -> None:
    words = {"text": "Thyroid cancer progressed on lenvatinib"}
    told = condition("told", words, recorded="2026-11-01")
    assert ask(ASKED, had(), told).truth.value == "true"
    for broken in (
        told | {"modifierExtension": [{"url": "https://example.org/x", "valueBoolean": True}]},
        told | {"recordedDate": "2026-12-24"},
        condition("told", words, verification="refuted"),
        condition("told", words, verification="unconfirmed"),
        condition("told", words, verification="no-such-word"),
    ):
        assert ask(ASKED, had(), broken).truth.value == "unknown", broken


@pytest.mark.parametrize(
    ("reason", "truth"),
    [
        ("Progressed on lenvatinib", "true"),
        ("Thyroid cancer progressed on lenvatinib for 6 months", "true"),
        ("Progressed on nivolumab", "unknown"),
        ("Progressed on cabozantinib", "unknown"),
        ("HCC progressed on lenvatinib", "unknown"),
        ("Colon cancer progressed on lenvatinib", "unknown"),
    ],
)
def test_a_stop_for_progression_on_another_drug_or_of_another_cancer_is_none_on_this_one(
    reason: str, truth: str
) -> None:
    assert ask(ASKED, had(statusReason=[{"text": reason}])).truth.value == truth
    assert ask(ASKED, had(note=[{"text": reason}])).truth.value == truth


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Neuroendocrine tumor, s/p everolimus", Verdict.ACCEPT),
        ("Carcinoid progressed on everolimus", Verdict.ACCEPT),
        ("Previously treated with everolimus", Verdict.ACCEPT),
        ("Metastatic cancer. Previously treated with everolimus", Verdict.ACCEPT),
        ("Carcinoid of the ileum since 2019, failed everolimus", Verdict.ACCEPT),
        ("Breast cancer in 2015. Received everolimus", Verdict.UNDETERMINED),
        ("Carcinoid, breast cancer, s/p everolimus", Verdict.UNDETERMINED),
        ("Breast cancer, s/p everolimus", Verdict.UNDETERMINED),
        ("Renal cell carcinoma progressed on everolimus", Verdict.UNDETERMINED),
        ("Colon adenocarcinoma, failed everolimus", Verdict.UNDETERMINED),
        ("Kidney cancer and neuroendocrine tumor, s/p everolimus", Verdict.UNDETERMINED),
    ],
)
def test_what_is_said_of_another_cancer_shows_no_earlier_treatment_of_this_one(words: str, verdict: Verdict) -> None:
    chart = [one for one in neuroendocrine(sixty(note=[{"text": words}])) if one.get("id") != "everolimus"]
    assert judged(chart).verdict is verdict


def test_what_stands_in_the_entry_of_another_labelled_cancer_is_of_that_one() -> None:
    chart = [one for one in neuroendocrine() if one.get("id") != "everolimus"]
    chart = [one | {"reasonReference": [to("Condition/tumor")]} if one["id"] == "order" else one for one in chart]
    told = condition("other", concept(icd("C64.1", "Malignant neoplasm of right kidney")), note="s/p everolimus")
    assert judged([*chart, told]).verdict is Verdict.UNDETERMINED
    own = concept(snomed("1290067005", "Well-differentiated neuroendocrine tumor of small intestine"))
    assert judged([*chart, condition("other", own, note="s/p everolimus")]).verdict is Verdict.ACCEPT
