"""A report that a drug is not taken settles an older entry for it whose standing is in doubt, and nothing else.

Each chart is an accepted order for kidney cancer beside ketoconazole whose status is missing. All are synthetic.
"""

from __future__ import annotations

from typing import Any

import pytest
from support.answer import answer, check
from support.build import Resource, order, statement
from support.coding import DRUGS, concept, rxnorm
from support.plain import kidney, neuroendocrine, replaced

KETOCONAZOLE = concept(DRUGS["ketoconazole"][0])
ITRACONAZOLE = concept(DRUGS["itraconazole"][0])
MODIFIED = [{"url": "https://example.org/not-known", "valueBoolean": True}]


def without(made: Resource, *names: str, **elements: Any) -> Resource:
    return {name: value for name, value in (made | elements).items() if name not in names}


def doubted(kind: str = "MedicationRequest", **elements: Any) -> Resource:
    """Ketoconazole of the first of the month, of which nobody can tell how it stands."""
    if kind == "MedicationRequest":
        return without(order(KETOCONAZOLE, name="doubted", on="2026-11-01"), "status", **elements)
    return without(statement("doubted", KETOCONAZOLE, start="2026-11-01"), "status", **elements)


def denial(drug: dict[str, Any] = KETOCONAZOLE, on: str | None = "2026-11-22", **elements: Any) -> Resource:
    made = statement("denial", drug, status="not-taken") | elements
    return made | {"dateAsserted": on} if on is not None else made


def verdict(*beside: Resource) -> str:
    return answer(check(kidney(beside=beside))).verdict.value


KINDS = ["MedicationRequest", "MedicationStatement"]


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_report_the_doubt_stays(kind: str) -> None:
    assert verdict(doubted(kind)) == "undetermined"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [None, "unknown", "running"])
def test_a_report_of_the_day_settles_what_is_older_and_in_doubt(kind: str, status: str | None) -> None:
    written = doubted(kind, **({} if status is None else {"status": status}))
    if status is not None:
        written["status"] = status
    assert verdict(written, denial()) == "accept"


def test_a_period_that_ends_before_it_starts_is_settled_too() -> None:
    period = {"start": "2026-11-01", "end": "2025-01-01"}
    written = statement("doubted", KETOCONAZOLE) | {"effectivePeriod": period}
    assert verdict(written) == "undetermined"
    assert verdict(written, denial()) == "accept"


@pytest.mark.parametrize(
    "report",
    [
        denial(on="2026-10-31"),
        denial(on="2026"),
        denial(on=None),
        denial(ITRACONAZOLE),
        denial(effectivePeriod={"start": "2026-01-01", "end": "2026-02-01"}),
        denial(on="2027-11-22"),
        denial(modifierExtension=MODIFIED),
        without(denial(), "status"),
        denial() | {"subject": {"reference": "Patient/somebody-else"}},
        denial() | {"status": "entered-in-error"},
    ],
    ids=["older", "perhaps older", "undated", "another drug", "of a time that is over", "a year later", "modified",
         "in doubt itself", "of another patient", "in error"],
)  # fmt: skip
def test_a_report_that_does_not_answer_it_settles_nothing(report: Resource) -> None:
    assert verdict(doubted(), report) == "undetermined"


@pytest.mark.parametrize(
    "elements",
    [{"modifierExtension": MODIFIED}, {"authoredOn": "2026-11-21"}, {"meta": {"lastUpdated": "2026-11-21T08:00:00Z"}}],
    ids=["what it says is in doubt", "newer", "written anew since"],
)
def test_what_is_newer_or_not_to_be_trusted_is_not_settled(elements: dict[str, Any]) -> None:
    assert verdict(doubted(**elements), denial(on="2026-11-20")) == "undetermined"


def test_an_order_that_stands_is_never_overruled() -> None:
    assert verdict(order(KETOCONAZOLE, name="stands", on="2026-11-01"), denial()) == "error"


def test_of_two_drugs_in_doubt_only_the_one_that_is_answered_is_settled() -> None:
    other = without(order(ITRACONAZOLE, name="other", on="2026-11-01"), "status")
    assert verdict(doubted(), other, denial()) == "undetermined"
    second = denial(ITRACONAZOLE) | {"id": "second"}
    assert verdict(doubted(), other, denial(), second) == "accept"


def test_who_does_not_take_an_ingredient_alone_may_take_the_product_that_holds_it() -> None:
    inner = {
        "resourceType": "Medication",
        "id": "both",
        "code": {"text": "study capsule"},
        "ingredient": [{"itemCodeableConcept": KETOCONAZOLE}, {"itemCodeableConcept": concept(rxnorm("6809", "x"))}],
    }
    product = order({"reference": "#both"}, name="doubted", on="2026-11-01") | {"contained": [inner]}
    product = without(product, "status", "medicationCodeableConcept", medicationReference={"reference": "#both"})
    assert verdict(product) == "undetermined"
    assert verdict(product, denial()) == "undetermined"


def test_a_treatment_that_is_not_taken_any_more_may_have_been_had() -> None:
    """Not taken now answers whether it is taken, and not whether it ever was: the label asks for an earlier one."""
    everolimus = concept(DRUGS["everolimus"][0])
    earlier = without(statement("everolimus", everolimus, start="2026-01-01"), "status")
    chart = replaced(neuroendocrine(), earlier)
    assert answer(check(chart)).verdict.value == "undetermined"
    assert answer(check([*chart, denial(everolimus)])).verdict.value == "undetermined"


TABLET = concept(rxnorm("197853", "ketoconazole 200 MG Oral Tablet"), text="ketoconazole 200 mg tablet")


@pytest.mark.parametrize(
    ("drug", "told"),
    [
        (TABLET, KETOCONAZOLE),
        (concept(text="ketoconazole 200 mg"), KETOCONAZOLE),
        (concept(text="Ketoconazole 200 mg tablets"), concept(text="ketoconazole")),
        (TABLET, concept(text="ketoconazole tabs")),
    ],
    ids=["an ingredient by code", "words by a code", "words by words", "a code by words"],
)
def test_a_report_of_the_one_ingredient_settles_each_of_its_products_by_mouth(drug: Any, told: Any) -> None:
    written = without(order(drug, name="doubted", on="2026-11-01"), "status")
    assert verdict(written) == "undetermined"
    assert verdict(written, denial(told)) == "accept"
    assert verdict(written, denial(told, on="2026-10-31")) == "undetermined"


@pytest.mark.parametrize(
    "words",
    ["ketoconazole 2 % cream", "ketoconazole shampoo", "ketoconazole / hydrocortisone", "itraconazole 200 mg", "azole",
     "ketoconazole 200 mg and rifampin 300 mg", "levoketoconazole"],
)  # fmt: skip
def test_a_report_of_another_form_or_drug_settles_no_tablet(words: str) -> None:
    written = without(order(concept(text="ketoconazole 200 mg tablet"), name="doubted", on="2026-11-01"), "status")
    assert verdict(written, denial(concept(text=words))) == "undetermined"
