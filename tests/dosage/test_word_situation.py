"""What is to be done now because of vomiting, a missed dose, an operation or side effects; conditions stay silent."""

from __future__ import annotations

import pytest
from support.words import Text, told

from validator.verdict import Verdict

HOLDS = (
    "Patient vomiting, hold drug",
    "Patient vomiting hold drug",
    "pt w/ side effects pls hold cabo",
    "Patient has vomiting so stop cabozantinib",
    "Side effects, hold drug for now",
    "On hold for side effects",
    "Because of vomiting, stop",
    "Vomiting: hold drug",
    "Missed 3 doses, hold until seen",
    "Surgery on Monday, hold drug",
    "Hold drug, surgery Monday",
    "Hold due to surgery on 12/1",
    "Hold for surgery next week",
    "Hold for upcoming surgery",
    "Hold until after surgery",
    "Hold drug x 3 weeks, surgery 12/15",
    "Dental extraction tomorrow, hold med",
    "Take 60 mg daily, currently vomiting, hold",
    "BP check weekly, hold, swallow whole",
    "Do not crush or chew, Dx: C64.9, discontinue",
    "Take 1 tablet daily, follow up in 4 weeks, do not give",
)
DOSES = (
    "Side effects: reduce to 40 mg daily",
    "Due to side effects take 40 mg daily",
    "Due to side effects now 40 mg daily",
    "Reduced to 40 mg daily for side effects",
    "Reduced to 40 mg daily for hand-foot syndrome",
    "Vomited yesterday, reduce to 40 mg daily",
    "Missed doses, restart at 40 mg daily",
    "Side effects: reduce to 40 mg",
    "Vomited yesterday, decrease dose to 40 mg",
    "Due to side effects take 40 mg",
    "Due to side effects take one tablet of 40 mg daily",
    "Side effects: now on 40 mg",
    "Patient vomiting, changed to 40 mg",
    "Vomiting as needed",
    "Take for nausea/vomiting as needed",
    "Warning: take 40 mg daily",
    "For nausea/vomiting as needed",
    "Do not refill early, 40 mg daily",
    "Do not double up, take 40 mg daily",
)
QUIET = (
    "If vomiting, hold",
    "Hold if vomiting",
    "Hold for vomiting",
    "For vomiting, hold",
    "Severe vomiting: stop drug",
    "Hold if diarrhea grade 3",
    "For severe side effects hold and call",
    "Watch for side effects, hold and call if severe",
    "Side effects may require holding the drug",
    "Dose may be reduced to 40 mg for side effects",
    "Dose should be reduced to 40 mg daily for grade 3 diarrhea",
    "Reduce to 40 mg daily if side effects",
    "Side effects on 80 mg daily, reduced to 60 mg daily",
    "Patient had side effects on 80 mg daily, now 60 mg daily",
    "Side effects reviewed with patient, continue 60 mg daily",
    "Side effects: take loperamide 2 mg as needed for diarrhea",
    "For nausea/vomiting take ondansetron 8 mg as needed",
    "Missed dose: take 1 tablet as soon as you remember",
    "Vomiting: take ondansetron 8 mg",
    "Vomiting: take 8 mg of ondansetron",
    "Side effects, take acetaminophen 500 mg",
    "Side effects: apply urea 10% cream, now loperamide 2 mg",
    "Due to side effects take loperamide 2 mg",
    "Patient vomiting, changed to ondansetron 8 mg",
    "If you vomit, take 40 mg daily",
    "Missed a dose: skip if next dose within 12 hours",
    "Vomiting: do not take another dose",
    "Patient missed appointment, take 60 mg daily",
    "Hold for surgery or dental work",
    "Surgery, dental work: hold and call",
    "Surgery: hold 3 weeks before",
    "Surgery planned: hold 21 days prior",
    "Hold 21 days before and 14 days after surgery",
    "Patient had surgery in March, resume 60 mg daily",
    "Surgery on Monday, hold apixaban",
    "Patient vomiting, hold metformin",
    "Patient vomiting, hold lab draw",
    "Patient missed delivery, hold shipment until 12/1",
    "Warning: swallow whole",
    "If BP > 160/100, hold",
    "For grade 3 diarrhea, hold",
    "Metformin 500 mg daily, hold",
    "Missed call, on hold with insurance",
    "Use moisturizer twice daily on hands and feet",
    "Missed dose: take 1 tablet when remembered",
)


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", HOLDS)
def test_a_hold_for_what_is_there_takes_the_order_back(words: str, where: str) -> None:
    found = told(Text(words, where))
    assert [(one.code, one.verdict) for one in found] == [("text-takes-order-back", Verdict.WARNING)]


@pytest.mark.parametrize("where", ["text", "note"])
@pytest.mark.parametrize("words", DOSES)
def test_another_dose_for_what_is_there_contradicts_the_codes(words: str, where: str) -> None:
    assert "text-contradicts-dose" in {one.code for one in told(Text(words, where))}


@pytest.mark.parametrize("words", [words for words in DOSES if "40 mg" in words])
def test_the_same_dose_contradicts_nothing(words: str) -> None:
    assert "text-contradicts-dose" not in {one.code for one in told(Text(words, mg=40))}


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", QUIET)
def test_conditions_advice_history_and_other_things_stay_silent(words: str, where: str) -> None:
    assert told(Text(words, where)) == []


@pytest.mark.parametrize("words", ["If you miss a dose, take 2 tablets the next day", "Missed dose: take two tablets"])
def test_making_up_for_a_missed_dose_contradicts_the_codes(words: str) -> None:
    assert "text-contradicts-dose" in {one.code for one in told(Text(words))}
    assert told(Text("Missed dose: do not take 2 tablets")) == []
