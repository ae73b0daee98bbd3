"""What a chart shows of the disease, in each dress: diagnosis, extent, grade, earlier treatment, stated criteria."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from support.build import (
    Resource,
    administration,
    attested,
    condition,
    empty_list,
    every,
    icdo3,
    observation,
    order,
    procedure,
    questionnaire_response,
    statement,
)
from support.build import dosage as one_dosage
from support.case import Case
from support.coding import (
    DISEASE_STATUS,
    DRUGS,
    GRADE,
    GRADE_1,
    GRADE_2,
    HISTOLOGY,
    M0,
    M1,
    M_CATEGORY,
    MODERATE,
    OPERATIONS,
    POOR,
    STAGE_1,
    STAGE_4,
    STAGE_4C,
    STAGE_GROUP,
    WELL,
    WORSENED,
    concept,
    loinc,
    snomed,
)
from support.dress import Dress
from support.listed import ICD10CM, ICDO3, SNOMED, code

PRIMARY = "Condition/primary"
NET = ("pnet", "epnet")

METASTASIS: dict[str, str] = {
    # a group of the value sets, in ICD-10-CM
    "rcc": "metastatic/secondary malignant neoplasm of right lung",
    "dtc": "metastatic/secondary malignant neoplasm of left lung",
    "mtc": "metastatic/secondary malignant neoplasm of liver",
    "pnet": "metastatic/secondary malignant neoplasm of liver",
    "epnet": "metastatic:net/secondary carcinoid tumors of liver",
    "pancreatic-nec": "metastatic/secondary malignant neoplasm of liver",
}
CODES: dict[str, tuple[str, str]] = {
    # groups of the value sets: in ICD-10-CM, in SNOMED CT
    "rcc": ("rcc:histology_required/malignant neoplasm of right kidney", "rcc/renal cell carcinoma"),
    "hcc": ("hcc/liver cell carcinoma", "hcc/liver cell carcinoma"),
    "dtc": ("dtc:histology_required", "dtc/papillary thyroid carcinoma"),
    "mtc": ("mtc:histology_required", "mtc/medullary thyroid carcinoma"),
    "pnet": ("pnet:grade_required", "pnet:grade_required/malignant tumor of endocrine pancreas"),
    "epnet": (
        "epnet:grade_required/malignant carcinoid tumor of the ileum",
        "epnet:grade_required/malignant carcinoid tumor of ileum",
    ),
    "pancreatic-nec": (
        "net:excluded/malignant poorly differentiated",
        "pnet:excluded/neuroendocrine carcinoma of pancreas",
    ),
}
MORPHOLOGY = {
    "dtc": code("dtc:morphology/follicular adenocarcinoma, nos", ICDO3),
    "mtc": code("mtc:morphology/medullary thyroid carcinoma", ICDO3),
}
CARRIES_GRADE = {
    "pnet": "diff:well/primary well-differentiated neuroendocrine tumor of pancreas",
    "epnet": "diff:well/well-differentiated neuroendocrine tumor of small intestine",
}
CRITERIA: dict[str, frozenset[str]] = {
    # what "all indication criteria are met" means, prior drugs aside
    "rcc": frozenset({"advanced"}),
    "hcc": frozenset(),
    "dtc": frozenset({"metastatic", "progressed-on-vegfr-targeted-therapy", "rai-refractory"}),
    "mtc": frozenset({"metastatic", "progressive"}),
    "pnet": frozenset({"metastatic", "unresectable", "well-differentiated"}),
    "epnet": frozenset({"metastatic", "unresectable", "well-differentiated"}),
    "pancreatic-nec": frozenset({"metastatic", "unresectable"}),
}


def shown(case: Case) -> frozenset[str]:
    """The criteria this chart shows to be met."""
    return CRITERIA[case.disease] - case.not_shown - case.denied


def disease(case: Case, dress: Dress) -> Iterator[Resource]:
    """Every resource that is about the disease and its treatment so far."""
    criteria = shown(case)
    yield _primary(case, dress, criteria)
    if "metastatic" in criteria or ("advanced" in criteria and not case.stage):
        yield from _metastasis(case, dress)
    if case.stage and dress.extent == "observation":
        yield observation("stage", STAGE_GROUP, _ago(case, 60), coded=STAGE_1, focus=PRIMARY)
    if case.stage:
        yield procedure("resection", OPERATIONS["nephrectomy"], _ago(case, 700), fhir=dress.fhir)
    yield from _grade(case, dress, criteria)
    yield from _histology(case, dress)
    yield from _prior(case, dress)
    yield from _stated(case, dress, criteria)


def _ago(case: Case, days: int) -> date:
    return case.on - timedelta(days=days)


def _primary(case: Case, dress: Dress, criteria: frozenset[str]) -> Resource:
    in_icd, in_snomed = CODES[case.disease]
    coded = code(in_icd, ICD10CM) if dress.icd else code(in_snomed, SNOMED)
    if case.disease == "rcc" and case.born > case.on.replace(year=case.on.year - 18).isoformat():
        # C64 counts as renal cell carcinoma in adults only, so a child's chart names the histology in every dress
        coded = code(in_snomed, SNOMED)
    if dress.name == "hospital" and "well-differentiated" in criteria and not case.grade:
        coded = code(CARRIES_GRADE[case.disease], SNOMED)
    if dress.name == "archive" and case.disease == "pancreatic-nec":
        coded = code(CODES["pnet"][0], ICD10CM)
    note = "Unresectable per tumor board." if dress.name == "archive" and "unresectable" in criteria else None
    morphology = MORPHOLOGY.get(case.disease) if dress.name == "clinic" else None
    return condition(
        "primary",
        concept(coded),
        onset=_ago(case, 720 if case.stage else 400),
        recorded=_ago(case, 720 if case.stage else 400),
        stage=_stage(case, dress, criteria),
        note=note,
        histology=morphology,
    )


def _stage(case: Case, dress: Dress, criteria: frozenset[str]) -> list[dict[str, Any]] | None:
    if case.stage:
        return [{"summary": concept(STAGE_1)}] if dress.extent != "observation" else None
    if dress.extent != "stage" or not criteria & {"metastatic", "advanced"}:
        return None
    match case.disease:
        case "dtc":
            return [{"summary": concept(M1), "type": concept(snomed("399387003", "cM category"))}]
        case "mtc":
            return [{"summary": concept(STAGE_4C)}]
        case _:
            return [{"summary": concept(STAGE_4)}]


def _metastasis(case: Case, dress: Dress) -> Iterator[Resource]:
    if dress.extent == "secondary":
        where = code(METASTASIS[case.disease], ICD10CM)
        yield condition("metastasis", concept(where), onset=_ago(case, 200), recorded=_ago(case, 200))
    if dress.extent == "observation":
        yield observation("extent", M_CATEGORY, _ago(case, 60), coded=M1, focus=PRIMARY)


def _grade(case: Case, dress: Dress, criteria: frozenset[str]) -> Iterator[Resource]:
    question = GRADE if dress.name != "registry" else snomed("371469007", "Histologic grade of neoplasm")
    on = _ago(case, 390)
    if case.grade == "moderate":
        yield observation("grade", question, on, coded=MODERATE, focus=PRIMARY)
    elif case.disease == "pancreatic-nec" and dress.name in ("registry", "archive"):
        yield observation("grade", question, on, coded=POOR, focus=PRIMARY)
    elif "well-differentiated" in criteria and dress.name == "registry":
        yield observation("grade", question, on, coded=WELL if case.disease == "pnet" else GRADE_2, focus=PRIMARY)
    elif "well-differentiated" in criteria and dress.name == "clinic" and case.disease == "pnet":
        yield observation("grade", question, on, coded=GRADE_1, focus=PRIMARY)


def _histology(case: Case, dress: Dress) -> Iterator[Resource]:
    if dress.name != "archive":
        return
    if case.disease in MORPHOLOGY:
        yield observation("histology", HISTOLOGY, _ago(case, 390), coded=MORPHOLOGY[case.disease], focus=PRIMARY)
    if case.disease == "epnet" and not case.grade:
        net = icdo3("8240/3", "Neuroendocrine tumor, NOS")
        yield observation("histology", HISTOLOGY, _ago(case, 390), coded=net, focus=PRIMARY)


def _prior(case: Case, dress: Dress) -> Iterator[Resource]:
    start, end = _ago(case, 300), _ago(case, 60)
    for drug in case.prior:
        codings = DRUGS[drug]
        made = concept(codings[-1] if dress.prior == "request" else codings[0])
        name = f"prior-{drug}"
        match dress.prior:
            case "request":
                bounds = {"start": start.isoformat(), "end": end.isoformat()}
                dosages = [one_dosage(None, every(boundsPeriod=bounds), route=None)]
                yield order(made, dosages, name=name, on=start, status="completed", fhir=dress.fhir)
            case "statement":
                yield statement(name, made, start=start, end=end, status="completed", fhir=dress.fhir)
            case _:
                yield administration(name, made, start=start, end=end, fhir=dress.fhir)


def _stated(case: Case, dress: Dress, criteria: frozenset[str]) -> Iterator[Resource]:
    on = _ago(case, 14)
    answers = dict.fromkeys(sorted(case.denied), False) | dict.fromkeys(sorted(case.stated), True)
    for criterion in sorted(criteria & {"progressed-on-vegfr-targeted-therapy", "progressive"}):
        if dress.name == "registry":
            yield observation("progress", DISEASE_STATUS, _ago(case, 50), coded=WORSENED, focus=PRIMARY)
        else:
            answers[criterion] = True
    if "rai-refractory" in criteria:
        answers["rai-refractory"] = True
    if "unresectable" in criteria and dress.name != "archive":
        answers["unresectable"] = True
    if dress.name == "archive" and case.disease == "pnet" and "well-differentiated" in criteria and not case.grade:
        answers["well-differentiated"] = True
    if "metastatic" in case.denied and dress.name == "registry":
        del answers["metastatic"]
        yield observation("extent", M_CATEGORY, _ago(case, 60), coded=M0, focus=PRIMARY)
    if case.no_prior_therapy and dress.name == "clinic":
        yield empty_list("no-drugs", loinc("10160-0", "History of Medication use Narrative"), on)
    elif case.no_prior_therapy:
        answers["previously-treated"] = False
    if dress.questionnaire and answers:
        yield questionnaire_response(answers, on)
    elif answers:
        for criterion, truth in answers.items():
            yield attested(f"states-{criterion}"[:64], criterion, on, truth, coded=dress.name == "registry")
