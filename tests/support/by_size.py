"""Charts and orders of two made-up drugs dosed by body size: a solution in mg/kg, tablets in mg/m2.

Nothing here exists: neither beetonib, nor BEETOSOL or BEETOTAB, nor beetoma, nor their codes. All charts are synthetic.
"""

from __future__ import annotations

from pathlib import Path

from support.build import Resource, condition, dosage, every, order, quantity, to_json
from support.coding import coding, concept, loinc, snomed
from support.plain import collection, man
from support.shipped import shipped_with

from validator import check_bundle
from validator.profiles import Profiles
from validator.report.model import OrderReport

FIXTURE = Path(__file__).parent.parent / "fixtures" / "dose-by-size"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SOLUTION = concept(coding(RXNORM, "99100010", "beetonib 10 MG/ML Oral Solution [Beetosol]"))
TABLET_25 = concept(coding(RXNORM, "99100025", "beetonib 25 MG Oral Tablet [Beetotab]"))
WITH_FOOD, FASTING = "Take with food", "Take on an empty stomach"


def copied_to(folder: Path) -> Path:
    """The shipped profiles with the two made-up labels beside them."""
    return shipped_with(FIXTURE, folder)


def rewritten(folder: Path, label: str, old: str, new: str) -> None:
    """Writes other words in the place of one passage of a label (`beetosol`, `beetotab`)."""
    path = folder / "labels" / label / "2020-01-01.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def times(a_day: int) -> Resource:
    return every(frequency=a_day)


def beetoma() -> Resource:
    code = concept(snomed("99100009001", "Beetoma"))
    return condition("beetoma", code, onset="2026-01-01", recorded="2026-01-02")


def area(square_metres: str, on: str = "2026-11-10", name: str = "area") -> Resource:
    return _size(name, "3140-1", "Body surface area", on, quantity(square_metres, "m2"))


def height(centimetres: str, on: str = "2026-11-10", name: str = "height") -> Resource:
    return _size(name, "8302-2", "Body height", on, quantity(centimetres, "cm"))


def _size(name: str, code: str, display: str, on: str, value: Resource) -> Resource:
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "code": concept(loinc(code, display)),
        "subject": {"reference": f"Patient/{man()['id']}"},
        "effectiveDateTime": on,
        "valueQuantity": value,
    }


def solution(amount: Resource, a_day: int = 2, words: str = WITH_FOOD, **elements: object) -> Resource:
    return order(SOLUTION, [dosage(amount, times(a_day), text=words)], name="beeto") | elements


def solution_in_words(text: str) -> Resource:
    return order(SOLUTION, [{"text": text}], name="beeto")


def tablets(mg: int, a_day: int = 1, medication: Resource = TABLET_25) -> Resource:
    return order(medication, [dosage(quantity(mg, "mg"), times(a_day))], name="beeto")


def tablets_of(amount: Resource) -> Resource:
    return order(TABLET_25, [dosage(amount, times(1))], name="beeto")


def asked(profiles: Profiles, *resources: Resource) -> OrderReport:
    """The answer on the order in the chart of a man with beetoma."""
    return check_bundle(to_json(collection([man(), beetoma(), *resources])), profiles=profiles).orders[0]


def codes(found: OrderReport) -> set[str]:
    return {one.code for one in found.findings}
