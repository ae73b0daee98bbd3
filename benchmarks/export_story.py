"""Clinical stories whose verdict follows from the label by hand: what is written in the chart, and what must be said.

The numbers are those of the label's sections (60, 40 and 20 mg; 40 kg; 1.2 m2; 12 years; class B), not of the engine.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from export_chart import ICD10, LOINC, ONCE_DAILY, ORAL, RXNORM, SNOMED, Chart, Resource, quantity

FIRST_DAY, LAST_DAY = date(2025, 4, 1), date(2026, 11, 20)
"""Orders of the current revision are written between these days, both inclusive."""
EARLIER_FIRST, EARLIER_LAST = date(2022, 1, 10), date(2025, 3, 25)
"""Orders of the revision before it, that of 2021-09-17, are written between these days."""

KIDNEY = (
    (ICD10, "C64.2", "Malignant neoplasm of left kidney"),
    (SNOMED, "254915003", "Clear cell carcinoma of kidney"),
)
LUNG = ((ICD10, "C78.01", "Secondary malignant neoplasm of right lung"),)
LIVER = ((ICD10, "C22.0", "Liver cell carcinoma"),)
ILEUM = ((ICD10, "C7A.012", "Malignant carcinoid tumor of the ileum"),)
IN_LIVER = ((ICD10, "C7B.02", "Secondary carcinoid tumors of liver"),)
MEDULLARY = ((SNOMED, "255032005", "Medullary thyroid carcinoma"),)
PAPILLARY = ((SNOMED, "255029007", "Papillary thyroid carcinoma"),)
BREAST = ((ICD10, "C50.911", "Malignant neoplasm of unspecified site of right female breast"),)

TABLET = {20: "1790167", 40: "1790169", 60: "1790173"}
"""RxNorm's clinical drugs, by milligrams."""
DAILY_PACK = (RXNORM, "1363408", "Cometriq 140 MG Daily Dose Carton Pack")
ITRACONAZOLE = (RXNORM, "311204", "itraconazole 100 MG Oral Capsule")
NIVOLUMAB = (RXNORM, "1657190", "4 ML nivolumab 10 MG/ML Injection")
SORAFENIB = (RXNORM, "597747", "sorafenib 200 MG Oral Tablet")
EVEROLIMUS = (RXNORM, "845507", "everolimus 10 MG Oral Tablet")
LENVATINIB = (RXNORM, "1604345", "lenvatinib 10 MG Oral Capsule")
EVERY_FOUR_WEEKS = {"repeat": {"frequency": 1, "period": 4, "periodUnit": "wk"}}
TWICE_DAILY = {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}
VEIN = {"coding": [{"system": SNOMED, "code": "47625008", "display": "Intravenous route"}]}
WORDS = "By mouth once daily on an empty stomach, swallowed whole"


@dataclass(frozen=True, slots=True)
class Answer:
    """What must be said of the order: verdict, codes of its findings above `accept`, the labelled daily dose."""

    verdict: str
    codes: tuple[str, ...] = ()
    expected_mg: str | None = None


@dataclass(slots=True)
class Story:
    """A chart with the parts of its order that are still to be given a shape, and what must be said of it.

    `milligrams` is the strength of the tablets that are ordered, one at a time; `pack` orders the capsules' carton.
    """

    name: str
    chart: Chart
    reason: Resource
    milligrams: int
    answer: Answer
    dosage: Resource
    pack: bool = False
    status: str = "active"


def _dosage(milligrams: int, timing: Resource | None = ONCE_DAILY, words: str | None = WORDS) -> Resource:
    made: Resource = {"route": ORAL, "doseAndRate": [{"doseQuantity": quantity(milligrams, "mg")}]}
    return ({"text": words} if words else {}) | ({"timing": timing} if timing else {}) | made


def _chart(rng: random.Random, number: int, years: int = 60, *, earlier: bool = False) -> Chart:
    first, last = (EARLIER_FIRST, EARLIER_LAST) if earlier else (FIRST_DAY, LAST_DAY)
    today = first + timedelta(days=rng.randrange((last - first).days + 1))
    # The day of birth lies a month or more away from the anniversary, so that the years told are the years reached.
    born = date(today.year - years, today.month, 1) - timedelta(days=rng.randrange(30, 300))
    return Chart(rng, number, today=today, born=born)


def _kidney(rng: random.Random, number: int, *, earlier: bool = False) -> tuple[Chart, Resource]:
    chart = _chart(rng, number, rng.randrange(40, 85), earlier=earlier)
    tumor = chart.condition(*KIDNEY, onset=rng.randrange(200, 900))
    chart.condition(*LUNG, onset=rng.randrange(20, 120))
    chart.weight(rng.randrange(55, 110))
    return chart, tumor


def _gut(
    rng: random.Random, number: int, years: int, kilograms: float | None, *, earlier: bool = False
) -> tuple[Chart, Resource]:
    chart = _chart(rng, number, years, earlier=earlier)
    tumor = chart.condition(*ILEUM, onset=500)
    chart.condition(*IN_LIVER, onset=300)
    chart.attested("well-differentiated", focus=tumor)
    chart.attested("unresectable", focus=tumor)
    chart.taken_before(EVEROLIMUS, 400, 45, reason="Disease progression on everolimus")
    if kilograms is not None:
        chart.weight(kilograms)
    return chart, tumor


def _liver(rng: random.Random, number: int, score: int | None, *, treated: bool = True) -> tuple[Chart, Resource]:
    chart = _chart(rng, number, rng.randrange(45, 80))
    tumor = chart.condition(*LIVER, onset=600)
    if treated:
        chart.taken_before(SORAFENIB, 500, 40, reason="Disease progression")
    if score is not None:
        chart.observation((SNOMED, "3191000175106", "Child-Pugh score"), 6, valueInteger=score)
    chart.weight(rng.randrange(55, 100))
    return chart, tumor


def _thyroid(rng: random.Random, number: int, *, earlier: bool) -> tuple[Chart, Resource]:
    chart = _chart(rng, number, 13, earlier=earlier)
    tumor = chart.condition(*PAPILLARY, onset=700)
    chart.condition(*LUNG, onset=300)
    chart.taken_before(LENVATINIB, 400, 30, reason="Disease progression on lenvatinib")
    chart.attested("progressed-on-vegfr-targeted-therapy")
    chart.attested("rai-refractory")
    return chart, tumor


def kidney_60(rng: random.Random, number: int) -> Story:
    """Advanced kidney cancer, single agent: 60 mg (2.2)."""
    chart, tumor = _kidney(rng, number)
    return Story("kidney-60", chart, tumor, 60, Answer("accept", (), "60"), _dosage(60))


def kidney_40(rng: random.Random, number: int) -> Story:
    """40 mg is a reduction step, and nobody says why: a warning (2.6)."""
    chart, tumor = _kidney(rng, number)
    return Story("kidney-40", chart, tumor, 40, Answer("warning", ("dose-below-start",), "60"), _dosage(40))


def kidney_40_after_reaction(rng: random.Random, number: int) -> Story:
    """40 mg after 60 mg was stopped for a reaction: the label's own step."""
    chart, tumor = _kidney(rng, number)
    chart.taken_before(
        (RXNORM, TABLET[60], "cabozantinib 60 MG Oral Tablet"), 120, 12, reason="Hand-foot skin reaction"
    )
    chart.ended_orders.append(chart.resources[-1])
    chart.resources[-1]["dosageInstruction"][0]["doseAndRate"] = [{"doseQuantity": quantity(60, "mg")}]
    return Story("kidney-40-after-reaction", chart, tumor, 40, Answer("accept", (), "60"), _dosage(40))


def kidney_100(rng: random.Random, number: int) -> Story:
    """100 mg is above every dose of the tablets (80 mg at most, with an inducer)."""
    chart, tumor = _kidney(rng, number)
    answer = Answer("error", ("dose-above-label", "dose-above-maximum", "strength-does-not-fit-dose"), "60")
    return Story("kidney-100", chart, tumor, 60, answer, _dosage(100))


def kidney_no_frequency(rng: random.Random, number: int) -> Story:
    """A dose without a word about how often cannot be judged."""
    chart, tumor = _kidney(rng, number)
    answer = Answer("undetermined", ("dose-not-known",), "60")
    return Story("kidney-no-frequency", chart, tumor, 60, answer, _dosage(60, None, None))


def kidney_itraconazole_60(rng: random.Random, number: int) -> Story:
    """A strong CYP3A4 inhibitor takes 20 mg off: 60 mg is too much (2.7)."""
    chart, tumor = _kidney(rng, number)
    chart.taken_now(ITRACONAZOLE, 200, TWICE_DAILY)
    answer = Answer("error", ("dose-above-label", "interacting-drug"), "40")
    return Story("kidney-itraconazole-60", chart, tumor, 60, answer, _dosage(60))


def kidney_itraconazole_40(rng: random.Random, number: int) -> Story:
    """40 mg is the dose with the inhibitor; the pair is still to be avoided."""
    chart, tumor = _kidney(rng, number)
    chart.taken_now(ITRACONAZOLE, 200, TWICE_DAILY)
    answer = Answer("warning", ("interacting-drug",), "40")
    return Story("kidney-itraconazole-40", chart, tumor, 40, answer, _dosage(40))


def kidney_nivolumab(rng: random.Random, number: int) -> Story:
    """First line with nivolumab: 40 mg (2.2); 60 mg is too much."""
    chart, tumor = _kidney(rng, number)
    chart.attested("first-line", 3)
    chart.taken_now(NIVOLUMAB, 480, EVERY_FOUR_WEEKS, started=2, route=VEIN)
    milligrams = rng.choice((40, 60))
    answer = Answer("accept", (), "40") if milligrams == 40 else Answer("error", ("dose-above-label",), "40")
    return Story(f"kidney-nivolumab-{milligrams}", chart, tumor, milligrams, answer, _dosage(milligrams))


def kidney_bleeding(rng: random.Random, number: int) -> Story:
    """Coughing blood ten days ago: not to be given (5.1)."""
    chart, tumor = _kidney(rng, number)
    chart.condition((ICD10, "R04.2", "Hemoptysis"), onset=10)
    return Story("kidney-bleeding", chart, tumor, 60, Answer("error", ("recent-hemorrhage",), "60"), _dosage(60))


def kidney_operation(rng: random.Random, number: int) -> Story:
    """An operation in ten days: to be held three weeks before (2.1, 5.11)."""
    chart, tumor = _kidney(rng, number)
    chart.procedure_ahead((SNOMED, "28181007", "Operative procedure on hip joint"), 10)
    return Story("kidney-operation", chart, tumor, 60, Answer("error", ("surgery-too-close",), "60"), _dosage(60))


def kidney_breakfast(rng: random.Random, number: int) -> Story:
    """With breakfast, where the label asks for an empty stomach."""
    chart, tumor = _kidney(rng, number)
    dosage = _dosage(60, words="Take 60 mg once daily with breakfast")
    return Story("kidney-breakfast", chart, tumor, 60, Answer("error", ("with-food",), "60"), dosage)


def kidney_stopped(rng: random.Random, number: int) -> Story:
    """An order that is not to be acted on is not assessed."""
    chart, tumor = _kidney(rng, number)
    status = rng.choice(("stopped", "completed", "cancelled", "entered-in-error"))
    return Story("kidney-ended", chart, tumor, 60, Answer("not-assessed"), _dosage(60), status=status)


def kidney_earlier(rng: random.Random, number: int) -> Story:
    """60 mg under the earlier revision."""
    chart, tumor = _kidney(rng, number, earlier=True)
    return Story("kidney-60-earlier", chart, tumor, 60, Answer("accept", (), "60"), _dosage(60))


def gut_child(rng: random.Random, number: int) -> Story:
    """Neuroendocrine tumor from 12 years: 40 mg under 40 kg, 60 mg from 40 kg on (2.5); 40.0 kg is the upper side."""
    kilograms = rng.choice((31.5, 38, 39.9, 40, 40.1, 52))
    milligrams = rng.choice((40, 60))
    chart, tumor = _gut(rng, number, 14, kilograms)
    labelled = 60 if kilograms >= 40 else 40
    answer = {
        (40, 40): Answer("accept", (), "40"),
        (60, 60): Answer("accept", (), "60"),
        (40, 60): Answer("error", ("dose-above-label",), "40"),
        (60, 40): Answer("warning", ("dose-below-start",), "60"),
    }[(labelled, milligrams)]
    return Story(f"gut-child-{labelled}-{milligrams}", chart, tumor, milligrams, answer, _dosage(milligrams))


def gut_child_without_weight(rng: random.Random, number: int) -> Story:
    """The dose hangs on a weight that is not on file."""
    chart, tumor = _gut(rng, number, 14, None)
    answer = Answer("undetermined", ("dose-depends-on-missing-fact",))
    return Story("gut-child-without-weight", chart, tumor, 60, answer, _dosage(60))


def gut_adult(rng: random.Random, number: int) -> Story:
    """An adult with the same tumor: 60 mg."""
    chart, tumor = _gut(rng, number, rng.randrange(30, 80), rng.randrange(50, 100))
    return Story("gut-adult-60", chart, tumor, 60, Answer("accept", (), "60"), _dosage(60))


def gut_earlier(rng: random.Random, number: int) -> Story:
    """Before 2025-03-26 the label knew no neuroendocrine tumor."""
    chart, tumor = _gut(rng, number, rng.randrange(30, 80), rng.randrange(50, 100), earlier=True)
    return Story("gut-adult-earlier", chart, tumor, 60, Answer("error", ("indication-not-in-label",)), _dosage(60))


def liver_60(rng: random.Random, number: int) -> Story:
    """Liver cancer after sorafenib, class A: 60 mg (2.3)."""
    chart, tumor = _liver(rng, number, rng.choice((5, 6)))
    return Story("liver-60", chart, tumor, 60, Answer("accept", (), "60"), _dosage(60))


def liver_class_b(rng: random.Random, number: int) -> Story:
    """Class B: start at 40 mg (2.9)."""
    chart, tumor = _liver(rng, number, rng.choice((7, 8, 9)))
    milligrams = rng.choice((40, 60))
    answer = Answer("accept", (), "40") if milligrams == 40 else Answer("error", ("dose-above-label",), "40")
    return Story(f"liver-class-b-{milligrams}", chart, tumor, milligrams, answer, _dosage(milligrams))


def liver_class_c(rng: random.Random, number: int) -> Story:
    """Class C: to be avoided (8.6)."""
    chart, tumor = _liver(rng, number, rng.choice((10, 12, 15)))
    answer = Answer("error", ("hepatic-impairment-severe",))
    return Story("liver-class-c", chart, tumor, 60, answer, _dosage(60))


def thyroid_child(rng: random.Random, number: int) -> Story:
    """Thyroid cancer under the current revision: the weight decides (2.4)."""
    chart, tumor = _thyroid(rng, number, earlier=False)
    kilograms, centimeters = rng.choice(((45, 110), (38, 165)))
    chart.weight(kilograms)
    chart.height(centimeters)
    answer = Answer("accept", (), "60") if kilograms >= 40 else Answer("error", ("dose-above-label",), "40")
    return Story(f"thyroid-child-{kilograms}-kg", chart, tumor, 60, answer, _dosage(60))


def thyroid_child_earlier(rng: random.Random, number: int) -> Story:
    """Under the earlier revision the surface decided: 60 mg from 1.2 m2 on, 40 mg below."""
    chart, tumor = _thyroid(rng, number, earlier=True)
    surface = rng.choice((1.32, 1.05))
    chart.weight(38)
    chart.observation(
        (LOINC, "3140-1", "Body surface area Derived from formula"), 5, valueQuantity=quantity(surface, "m2")
    )
    answer = Answer("accept", (), "60") if surface >= 1.2 else Answer("error", ("dose-above-label",), "40")
    return Story(f"thyroid-child-{surface}-m2", chart, tumor, 60, answer, _dosage(60))


def medullary_pack(rng: random.Random, number: int) -> Story:
    """Progressive, metastatic medullary cancer: the capsules, 140 mg."""
    chart, tumor = _medullary(rng, number)
    return Story("medullary-pack", chart, tumor, 140, Answer("accept", (), "140"), _dosage(140, words=None), pack=True)


def medullary_tablets(rng: random.Random, number: int) -> Story:
    """The tablets are not for medullary cancer, and never in place of the capsules."""
    chart, tumor = _medullary(rng, number)
    return Story("medullary-tablets", chart, tumor, 60, Answer("error", ("wrong-product-for-disease",)), _dosage(60))


def _medullary(rng: random.Random, number: int) -> tuple[Chart, Resource]:
    chart = _chart(rng, number, rng.randrange(35, 75))
    tumor = chart.condition(*MEDULLARY, onset=800)
    metastatic = {"coding": [{"system": SNOMED, "code": "1229903009", "display": "cM1"}]}
    chart.observation(
        (LOINC, "21907-1", "Distant metastases.clinical [Class] Cancer"),
        50,
        focus=tumor,
        valueCodeableConcept=metastatic,
    )
    worse = {"coding": [{"system": SNOMED, "code": "271299001", "display": "Patient's condition worsened"}]}
    chart.observation((LOINC, "97509-4", "Cancer Disease Progression"), 30, focus=tumor, valueCodeableConcept=worse)
    return chart, tumor


def breast(rng: random.Random, number: int) -> Story:
    """A cancer that the label does not name."""
    chart = _chart(rng, number, rng.randrange(40, 80))
    tumor = chart.condition(*BREAST, onset=400)
    return Story("breast", chart, tumor, 60, Answer("error", ("indication-not-in-label",)), _dosage(60))


STORIES: dict[Callable[[random.Random, int], Story], int] = {
    kidney_60: 20, kidney_40: 6, kidney_40_after_reaction: 5, kidney_100: 2, kidney_no_frequency: 4,
    kidney_itraconazole_60: 4, kidney_itraconazole_40: 4, kidney_nivolumab: 10, kidney_bleeding: 2,
    kidney_operation: 2, kidney_breakfast: 2, kidney_stopped: 8, kidney_earlier: 6,
    gut_child: 8, gut_child_without_weight: 2, gut_adult: 6, gut_earlier: 3,
    liver_60: 6, liver_class_b: 4, liver_class_c: 1, thyroid_child: 4, thyroid_child_earlier: 4,
    medullary_pack: 3, medullary_tablets: 1, breast: 2,
}  # fmt: skip
"""Each story, and how often it comes beside the others."""


def story(rng: random.Random, number: int) -> Story:
    """One of the stories, by its weight; the same generator in the same state tells the same one."""
    told = rng.choices(list(STORIES), list(STORIES.values()))[0](rng, number)
    told.chart.unrelated()
    return told
