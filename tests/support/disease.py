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
    Coding,
    concept,
    icd,
    loinc,
    snomed,
)
from support.dress import Dress

PRIMARY = "Condition/primary"
NET = ("pnet", "epnet")

METASTASIS: dict[str, tuple[Coding, Coding]] = {
    "rcc": (icd("C78.01", "Secondary malignant neoplasm of right lung"), M1),
    "dtc": (icd("C78.02", "Secondary malignant neoplasm of left lung"), M1),
    "mtc": (icd("C78.7", "Secondary malignant neoplasm of liver and intrahepatic bile duct"), M1),
    "pnet": (icd("C78.7", "Secondary malignant neoplasm of liver and intrahepatic bile duct"), M1),
    "epnet": (icd("C7B.02", "Secondary carcinoid tumors of liver"), M1),
    "pancreatic-nec": (icd("C78.7", "Secondary malignant neoplasm of liver and intrahepatic bile duct"), M1),
}
CODES: dict[str, tuple[Coding, Coding]] = {
    # (ICD-10-CM, SNOMED CT)
    "rcc": (
        icd("C64.1", "Malignant neoplasm of right kidney, except renal pelvis"),
        snomed("702391001", "Renal cell carcinoma"),
    ),
    "hcc": (icd("C22.0", "Liver cell carcinoma"), snomed("109841003", "Liver cell carcinoma")),
    "dtc": (icd("C73", "Malignant neoplasm of thyroid gland"), snomed("255029007", "Papillary thyroid carcinoma")),
    "mtc": (icd("C73", "Malignant neoplasm of thyroid gland"), snomed("255032005", "Medullary thyroid carcinoma")),
    "pnet": (
        icd("C25.4", "Malignant neoplasm of endocrine pancreas"),
        snomed("254611009", "Malignant tumor of endocrine pancreas"),
    ),
    "epnet": (
        icd("C7A.012", "Malignant carcinoid tumor of the ileum"),
        snomed("192701000119101", "Malignant carcinoid tumor of ileum"),
    ),
    "pancreatic-nec": (
        icd("C7A.1", "Malignant poorly differentiated neuroendocrine tumors"),
        snomed("1186869002", "Neuroendocrine carcinoma of pancreas"),
    ),
}
MORPHOLOGY = {
    "dtc": icdo3("8330/3", "Follicular adenocarcinoma, NOS"),
    "mtc": icdo3("8345/3", "Medullary thyroid carcinoma"),
}
CARRIES_GRADE = {
    "pnet": snomed("1287665004", "Primary well-differentiated neuroendocrine tumor of pancreas"),
    "epnet": snomed("1290067005", "Well-differentiated neuroendocrine tumor of small intestine"),
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
    code = CODES[case.disease][0 if dress.icd else 1]
    if case.disease == "rcc" and case.born > case.on.replace(year=case.on.year - 18).isoformat():
        # C64 counts as renal cell carcinoma in adults only, so a child's chart names the histology in every dress
        code = CODES["rcc"][1]
    if dress.name == "hospital" and "well-differentiated" in criteria and not case.grade:
        code = CARRIES_GRADE[case.disease]
    if dress.name == "archive" and case.disease == "pancreatic-nec":
        code = CODES["pnet"][0]
    note = "Unresectable per tumor board." if dress.name == "archive" and "unresectable" in criteria else None
    morphology = MORPHOLOGY.get(case.disease) if dress.name == "clinic" else None
    return condition(
        "primary",
        concept(code),
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
        where, _ = METASTASIS[case.disease]
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
