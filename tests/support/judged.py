"""Charts that are spoilt in one way, and what is then said of the order. All patients are synthetic."""

from __future__ import annotations

from typing import Any

from support.answer import answer, check
from support.build import Resource, attested, condition, dosage, every, order, patient, quantity, statement, weight
from support.coding import DRUGS, INTRAVENOUS, Coding, concept, snomed
from support.plain import kidney
from support.product import CLINICAL_DRUGS

from validator.finding import Finding
from validator.report.model import OrderReport

TODAY = "2026-11-22"


def tablets(
    mg: int, frequency: dict[str, Any] | None = None, *, unit: int | None = None, name: str = "order", **elements: Any
) -> Resource:
    """An order for so many mg once daily (or at `frequency`), from tablets of `unit` mg."""
    unit = unit or (mg if mg in (20, 40, 60) else 40 if mg % 40 == 0 else 20)
    dose = dosage(quantity(mg, "mg"), frequency or every())
    return order(concept(CLINICAL_DRUGS["tablet", unit]), [dose], name=name, **elements)


def capsules(mg: int, *, name: str = "order", **elements: Any) -> Resource:
    """An order for so many mg once daily, from 20 mg capsules."""
    dose = dosage(quantity(mg, "mg"), every())
    return order(concept(CLINICAL_DRUGS["capsule", 20]), [dose], name=name, **elements)


def with_nivolumab(
    *beside: Resource, mg: int = 480, unit: str = "mg", since: str = "2026-11-01", dose: int = 40
) -> list[Resource]:
    """A man with advanced kidney cancer whose first line is cabozantinib with nivolumab."""
    given = dosage(quantity(mg, unit), every(4, "wk"), route=INTRAVENOUS)
    partner = order(concept(DRUGS["nivolumab"][0]), [given], name="nivolumab", on=since)
    first = attested("line", "first-line", "2026-11-01", True)
    return kidney(tablets(dose), beside=(partner, first, *beside))


def liver_cancer(*resources: Resource, born: str = "1964-05-04") -> list[Resource]:
    """A patient with liver cancer after sorafenib."""
    sorafenib = statement(
        "sorafenib", concept(DRUGS["sorafenib"][0]), start="2025-01-01", end="2026-01-01", status="completed"
    )
    cancer = condition("tumor", concept(snomed("109841003", "Liver cell carcinoma")), onset="2024-01-01")
    return [patient(born=born), cancer, sorafenib, *resources]


def thyroid(*resources: Resource, born: str = "2012-11-22", kilograms: str | None = "38") -> list[Resource]:
    """An adolescent with papillary thyroid cancer who meets every criterion."""
    facts = ("metastatic", "progressed-on-vegfr-targeted-therapy", "rai-refractory")
    return [
        patient(born=born),
        condition("tumor", concept(snomed("255029007", "Papillary thyroid carcinoma"))),
        *(attested(one, one, "2026-11-01", True) for one in facts),
        *([weight(kilograms, "2026-11-18")] if kilograms else []),
        *resources,
    ]


def medullary(*resources: Resource) -> list[Resource]:
    """A man with progressive metastatic medullary thyroid cancer."""
    return [
        patient(born="1976-05-04"),
        condition("tumor", concept(snomed("255032005", "Medullary thyroid carcinoma"))),
        attested("metastatic", "metastatic", "2026-11-01", True),
        attested("progressive", "progressive", "2026-11-01", True),
        *resources,
    ]


def problem(coded: Coding, *, status: str | None = "active", **dates: Any) -> Resource:
    """A Condition beside the cancer, since two months unless told otherwise."""
    return condition("problem", concept(coded), status=status, **({"onset": "2026-09-22"} | dates))


def taking(drug: str, *, since: str | None = "2026-10-01", until: str | None = None, status: str = "") -> Resource:
    """A drug that is taken beside cabozantinib, or was until a day."""
    status = status or ("completed" if until else "active")
    made = concept(DRUGS[drug][0])
    return statement(f"taking-{drug.partition(' ')[0]}", made, start=since, end=until, status=status)


def judged(resources: list[Resource], name: str = "MedicationRequest/order", **options: Any) -> OrderReport:
    """What is said of the order, without the structural check by FHIR models, which other tests look at."""
    return answer(check(resources, **({"structure": "off"} | options)), name)


def named(report: OrderReport, code: str) -> list[Finding]:
    """The findings with this code."""
    return [finding for finding in report.findings if finding.code == code]


def verdicts(report: OrderReport, code: str) -> list[str]:
    """The verdicts of the findings with this code."""
    return [finding.verdict.value for finding in named(report, code)]


def only(resources: list[Resource], code: str, **options: Any) -> Finding:
    """The one finding with this code; fails the test, with what was said, when there is none or several."""
    report = judged(resources, **options)
    found = named(report, code)
    assert len(found) == 1, [(one.code, one.verdict.value, one.message) for one in report.findings]
    return found[0]
