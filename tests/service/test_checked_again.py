"""A dose that may be offered is judged in the chart that was read, and is judged as if everything were read anew."""

from __future__ import annotations

import pytest
from support.cds_call import EXAMPLES
from support.shipped import SHIPPED

from validator.checking.options import Options
from validator.checking.submission_check import SubmissionCheck
from validator.fhir.json_text import JsonDocument, read_json
from validator.fhir.submission import read_submission
from validator.label.dose import LabelDose
from validator.report.correction import corrected_order
from validator.rules.closing import CHECKED
from validator.verdict import Verdict

CHARTS = sorted(path.stem for path in EXAMPLES.glob("*.json"))
DOSES = [f"{mg} mg {often}" for mg in (20, 40, 60, 80, 100, 140) for often in ("once daily", "every other day")]


def checked(bundle, structure):
    check = SubmissionCheck(read_submission([JsonDocument(bundle)]), Options(structure, SHIPPED))
    return check, check.report().orders


def said(report):
    """Everything but the closing statement, which names what became of every entry."""
    return report.verdict, [one for one in report.findings if one.code != CHECKED]


def rewritten(bundle, place, tree):
    index = int(place.split("[")[1].split("]")[0])
    entries = [entry | {"resource": tree} if at == index else entry for at, entry in enumerate(bundle["entry"])]
    return bundle | {"entry": entries}


@pytest.mark.parametrize("structure", ["read", "off"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_dose_judged_again_is_judged_as_if_everything_were_read_anew(name, structure):
    bundle = read_json((EXAMPLES / f"{name}.json").read_bytes()).value
    if bundle.get("resourceType") != "Bundle":
        pytest.skip("no Bundle")
    tried = judged_as_anew(bundle, structure)
    if name in ("net-adolescent-60mg", "rcc-itraconazole", "hcc-child-pugh-b"):
        assert tried


@pytest.mark.parametrize("name", ["net-adolescent-60mg", "rcc-itraconazole"])
def test_the_words_that_stay_say_of_another_dose_what_they_said(name):
    bundle = read_json((EXAMPLES / f"{name}.json").read_bytes()).value
    notes = ["Takes clarithromycin 500 mg twice daily since Monday.", "Started with nivolumab.", "60 mg once daily"]
    for entry in bundle["entry"]:
        if entry["resource"]["resourceType"] == "MedicationRequest":
            entry["resource"]["note"] = [{"text": text} for text in notes]
            entry["resource"]["dosageInstruction"][0]["patientInstruction"] = "Do not take with grapefruit juice."
    assert judged_as_anew(bundle, "read")


def judged_as_anew(bundle, structure):
    """How many doses were tried, each of which is judged as if everything were read anew."""
    check, orders = checked(bundle, structure)
    tried = 0
    for order in orders:
        if order.verdict is Verdict.NOT_ASSESSED or order.label is None:
            continue
        index = int(order.expression.split("[")[1].split("]")[0])
        written = bundle["entry"][index]["resource"]
        for dose in DOSES:
            tree = corrected_order(written, order.label.label, LabelDose.parse(dose), SHIPPED.book)
            found = check.again(order.expression, tree, structure) if tree is not None else None
            if found is None:
                continue
            tried += 1
            _, anew = checked(rewritten(bundle, order.expression, tree), structure)
            (whole,) = [one for one in anew if one.expression == order.expression]
            assert said(found) == said(whole)
            assert (found.ordered, found.expected, found.indication) == (
                whole.ordered,
                whole.expected,
                whole.indication,
            )
    # What was judged once stays as it was judged.
    assert [said(one) for one in checked(bundle, structure)[1]] == [said(one) for one in orders]
    return tried


@pytest.mark.parametrize(
    "change", [{"authoredOn": "2026-11-20"}, {"status": "on-hold"}, {"priorPrescription": {"display": "an order"}}]
)
def test_an_order_written_otherwise_in_more_than_its_dose_is_read_anew(change):
    bundle = read_json((EXAMPLES / "net-adolescent-60mg.json").read_bytes()).value
    check, orders = checked(bundle, "read")
    (order,) = [one for one in orders if one.verdict is Verdict.ERROR]
    index = int(order.expression.split("[")[1].split("]")[0])
    written = bundle["entry"][index]["resource"]
    assert check.again(order.expression, written, "read") is not None
    assert check.again(order.expression, written | change, "read") is None
