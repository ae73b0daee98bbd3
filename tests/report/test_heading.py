"""What stands beside the verdict of an order: never calmer than what was found."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.answer import check
from support.build import Resource, administration, condition, dosage, every, order, quantity
from support.coding import CONDITIONS, DRUGS, concept, icd, rxnorm
from support.judged import liver_cancer, tablets, thyroid
from support.plain import kidney, kidney_cancer, man, sixty, with_dosage

from validator import check_bundle

EXAMPLES = Path(__file__).parents[2] / "examples"
REPORTED = Path(__file__).parents[1] / "reported"
TWICE_DAILY = {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}


def text_of(resources: list[Resource]) -> str:
    """The report for people on one line, so that no line break hides a sentence."""
    return " ".join(check(resources).to_text(width=400).split())


def head_of(resources: list[Resource]) -> str:
    """The first line of the report."""
    return check(resources).to_text(width=400).splitlines()[0]


def saying(text: str) -> Resource:
    return with_dosage(dosage(quantity(60, "mg"), every()) | {"text": text})


def before(mg: int, **elements: Any) -> Resource:
    return tablets(mg, name="before", on="2026-11-10", **{"status": "active", **elements})


# An order that contradicts itself


@pytest.mark.parametrize("words", ["DO NOT GIVE", "Hold", "Discontinue"])
def test_an_order_whose_text_takes_it_back_is_on_hold(words: str) -> None:
    assert head_of(kidney(saying(words))) == "WARNING  Hold: the text of the order takes it back."


@pytest.mark.parametrize("words", ["Take 2 tablets (80 mg) twice daily", "20 mg once daily", "60 mg every other day"])
def test_an_order_whose_text_says_another_dose_is_on_hold(words: str) -> None:
    told = text_of(kidney(saying(words)))
    assert told.startswith("WARNING Hold: the order contradicts itself.")
    assert "To settle it Decide which of the two is meant" in told
    assert "go on" not in told


def test_an_order_whose_text_agrees_is_not_on_hold() -> None:
    assert head_of(kidney(saying("60 mg once daily"))) == "ACCEPT  The order agrees with the label."


@pytest.mark.parametrize("path", sorted(REPORTED.glob("*.json")), ids=lambda path: path.stem)
def test_no_warning_says_that_the_label_allows_the_order(path: Path) -> None:
    found = json.loads(path.read_text())
    if found.get("resourceType") == "Bundle":
        assert "allows the order" not in check_bundle(path.read_bytes()).to_text()


# An order that is not written as it should be


def spoilt(one: Resource) -> Resource:
    return one | {"note": [{"text": 5}]}


def test_what_conflicts_with_the_label_is_said_before_how_the_order_is_written() -> None:
    told = text_of(thyroid(spoilt(tablets(60))))
    assert told.startswith("ERROR 14 years, 38 kg: CABOMETYX 40 mg once daily, not 60 mg.")
    assert "To settle it Order 40 mg once daily; look at the notes of the order, and write it anew;" in told
    assert told.index("dose-above-label") < told.index("Not written as it should be: the notes of the order (text: ")


def test_an_order_that_is_only_written_otherwise_is_not_said_to_conflict_with_the_label() -> None:
    assert head_of(kidney(spoilt(sixty()))) == "ERROR  Not written as FHIR defines it: element of the wrong type."


# What bars an order, and its dose


def test_what_bars_an_order_is_said_before_its_dose_as_on_its_card() -> None:
    melena = condition("melena", concept(*CONDITIONS["hemorrhage/melena"]), onset="2026-11-10")
    told = text_of(thyroid(tablets(60), melena))
    assert told.startswith("ERROR The order conflicts with the label: ")
    head, _, rest = told.partition(" (and 1 more). ")
    assert "60 mg" not in head
    assert rest
    assert told.index("recent-hemorrhage") < told.index("dose-above-label")
    assert "To settle it Hold the order" in told


@pytest.mark.parametrize(
    ("beside", "name"),
    [
        ((), "Expected"),
        ((condition("melena", concept(*CONDITIONS["hemorrhage/melena"]), onset="2026-11-10"),), "If given"),
        ((condition("nose", concept(icd("R04.0", "Epistaxis")), onset="2026-11-10"),), "Expected"),
    ],
)
def test_the_labels_dose_is_one_if_given_only_where_the_label_says_not_to_give_the_drug(
    beside: tuple[Resource, ...], name: str
) -> None:
    told = check(thyroid(tablets(60), *beside)).to_text(width=400)
    assert re.search(r"^  (Expected|If given)  ", told, re.MULTILINE)[1] == name


def test_an_order_that_was_written_at_a_time_is_of_its_day() -> None:
    report = check(kidney(sixty() | {"authoredOn": "2026-11-22T09:30:00-05:00"}))
    assert re.search(r"^  +2026-11-22$", report.to_text(), re.MULTILINE)


def test_a_dose_that_is_not_all_that_conflicts_is_said_with_how_many_more() -> None:
    high = tablets(60)
    high["dosageInstruction"][0]["text"] = "60 mg once daily with food"
    dose = "14 years, 38 kg: CABOMETYX 40 mg once daily, not 60 mg"
    assert head_of(thyroid(high)) == f"ERROR  The order conflicts with the label: {dose} (and 1 more)."
    assert head_of(thyroid(tablets(60))) == f"ERROR  {dose}."


def test_an_article_at_the_head_of_a_caution_is_no_capital() -> None:
    infused = administration("infusion", concept(DRUGS["nivolumab"][0]), start="2026-11-08", end="2026-11-08")
    head = head_of(kidney(tablets(40), beside=(infused,)))
    assert head == "WARNING  Caution: a partner drug given at intervals may go on."


# The name of an order


def test_the_name_of_an_order_takes_no_more_than_a_line_or_two() -> None:
    report = check(kidney(sixty() | {"id": "x" * 100_000}))
    assert len(report.to_text()) < 5_000
    assert "x" * 100_000 in report.to_lines()[0]
    vendors = "x" * 128
    assert vendors in "".join(check(kidney(sixty() | {"id": vendors})).to_text(width=400).split())


# Two orders


def test_a_sum_above_the_labels_most_is_said_with_the_most() -> None:
    told = text_of(kidney(sixty(), before(40)))
    says = "100 mg a day in all, the label's most is 80 mg (only with an inducer)"
    assert f"WARNING Hold: {says}." in told
    assert f"The order of 2026-11-10 is still active: {says}; stop one." in told
    assert "Stop the earlier order if this one replaces it." in told


def test_a_sum_above_the_patients_dose_is_said_with_that_dose() -> None:
    assert head_of(kidney(tablets(40), before(40))).startswith("2 orders: 2 warning")
    assert "Hold: 80 mg a day in all, the label's dose is 60 mg once daily." in text_of(kidney(tablets(40), before(40)))


def test_two_orders_that_make_the_labels_dose_are_not_on_hold() -> None:
    told = text_of(kidney(tablets(20), before(40)))
    assert "Hold: " not in told
    assert "Caution: earlier order is still active." in told


@pytest.mark.parametrize("mg", [20, 40, 60])
def test_the_older_of_two_orders_is_not_told_to_change_its_dose(mg: int) -> None:
    told = text_of(kidney(sixty(), before(mg)))
    _, _, older = told.partition("MedicationRequest/order For")
    if "Older order" in told:
        assert "WARNING Older order, probably replaced: see the order of 2026-11-22." in told
        assert "See the order of 2026-11-22 first: stop this one if that one replaces it" in older
        assert "order the recommended" not in told
    else:
        assert mg == 60


def test_an_older_order_that_conflicts_with_the_label_is_said_to_do_so() -> None:
    told = text_of(thyroid(tablets(40), tablets(60, name="before", on="2026-11-20", status="active")))
    assert (
        # On the day of the older one he was a year younger.
        "Older order, probably replaced: see the order of 2026-11-22. "
        "13 years, 38 kg: CABOMETYX 40 mg once daily, not 60 mg." in told
    )


# What is open


@pytest.mark.parametrize(
    ("resources", "says"),
    [
        (
            thyroid(sixty(), kilograms=None),
            "14 years, no body weight on file: 60 mg at 40 kg or more, 40 mg under 40 kg; CABOMETYX 60 mg",
        ),
        (
            liver_cancer(tablets(60, {"repeat": {"period": 1, "periodUnit": "d"}})),
            "Hold: how many times in the period is not stated.",
        ),
    ],
)
def test_what_is_open_stands_beside_the_verdict(resources: list[Resource], says: str) -> None:
    assert head_of(resources).startswith(f"UNDETERMINED  {says}")


def test_one_caution_is_named_and_others_are_counted() -> None:
    chart = json.loads((EXAMPLES / "dtc-stale-weight.json").read_text())
    told = check_bundle(json.dumps(chart)).to_text(width=200)
    assert told.startswith(
        "WARNING  Caution: the weight of 47 kg is 256 days old: CABOMETYX 60 mg once daily is for 40 kg or more"
    )


# Who acts


def test_the_day_of_the_order_and_who_wrote_it_are_told() -> None:
    by = {"requester": {"reference": "Practitioner/p", "display": "Dr. Ada Sample"}}
    told = text_of(kidney(sixty(**by)))
    assert "Ordered CABOMETYX 60 mg once daily 2026-11-22 by Dr. Ada Sample" in told


@pytest.mark.parametrize("requester", [None, {"reference": "Practitioner/p"}, {"display": 7}, "Dr. Ada", []])
def test_an_order_of_nobody_by_name_has_its_day_alone(requester: object) -> None:
    told = text_of(kidney(sixty(**({} if requester is None else {"requester": requester}))))
    assert "Ordered CABOMETYX 60 mg once daily 2026-11-22" in told
    assert " by Dr." not in told


# What else came


def test_entries_of_another_patient_are_told_before_the_order() -> None:
    resources = kidney(sixty())
    stranger = {"resourceType": "Patient", "id": "mother", "gender": "female", "birthDate": "1970-01-01"}
    hers = json.loads(json.dumps(next(one for one in resources if one["resourceType"] == "Condition")))
    hers |= {"id": "hers", "subject": {"reference": "Patient/mother"}}
    told = text_of([*resources, stranger, hers])
    assert told.startswith("2 entries belong to another patient and were not used: Patient/mother, Condition/hers")


def test_what_decides_nothing_is_named() -> None:
    resources = kidney(sixty())
    wrong = json.loads(json.dumps(next(one for one in resources if one["resourceType"] == "Condition")))
    wrong |= {"id": "wrong", "verificationStatus": {"coding": [{"code": "entered-in-error"}]}}
    told = text_of([*resources, wrong])
    assert "1 not decided (Condition/wrong)" in told


def test_a_chart_without_an_order_of_the_drug_says_so_in_its_first_line() -> None:
    chart = json.loads((EXAMPLES / "net-adolescent-40mg.json").read_text())
    chart["entry"] = [one for one in chart["entry"] if one["resource"]["id"] != "order"]
    told = check_bundle(json.dumps(chart)).to_text()
    assert told.startswith("NOT ASSESSED  No cabozantinib order in this chart; nothing was checked.\n")


def test_a_drug_that_was_weighed_is_not_among_those_not_judged() -> None:
    told = check_bundle((EXAMPLES / "rcc-itraconazole.json").read_bytes()).to_text()
    assert "Not judged" not in told
    beside = [order(concept(rxnorm("308135", "amlodipine 10 MG Oral Tablet")), name="pressure")]
    beside += [tablets(60, name=name, status="stopped", on="2026-01-02") for name in ("one", "two")]
    told = text_of(kidney(sixty(), *beside))
    assert "Not judged amlodipine 10 MG Oral Tablet (not for cabozantinib); 2 orders (status is stopped)" in told


def test_a_file_that_ends_early_is_said_once_with_what_to_do() -> None:
    told = check_bundle((EXAMPLES / "net-adolescent-40mg.json").read_bytes()[:500]).to_text(width=200)
    assert told.startswith("Nothing could be read, so nothing was checked\n")
    assert "To settle it  Export it again, whole." in told
    assert told.count("nothing was") == 1


def test_places_stand_last_for_it() -> None:
    chart = json.loads((EXAMPLES / "net-adolescent-40mg.json").read_text())
    chart["entry"].append({"resource": None})
    told = check_bundle(json.dumps(chart)).to_text(width=200)
    _, _, last = told.partition("For IT\n")
    assert "Bundle.entry[13].resource" in last
    assert "Bundle.entry[13].resource  entry-unreadable" not in told.partition("For IT")[0]


# What decides, beside the verdict


@pytest.mark.parametrize(
    ("resources", "says"),
    [
        ([man(), sixty()], "Not decided without a diagnosis that names the cancer, with its histology."),
        ([one for one in kidney() if one["resourceType"] != "Patient"], "Not decided: whom the order is for is open."),
        (
            kidney(sixty(modifierExtension=[{"url": "https://ehr.example.org/not"}])),
            "Not decided: the order cannot be relied on: ",
        ),
    ],
)
def test_what_is_missing_is_said_as_a_sentence(resources: list[Resource], says: str) -> None:
    assert head_of(resources).startswith(f"UNDETERMINED  {says}")


def test_an_error_that_is_not_of_the_dose_alone_says_what_it_is() -> None:
    perforated = condition("gut", concept(icd("K63.1", "Perforation of intestine")), onset="2026-10-01")
    says = "ERROR  The order conflicts with the label: "
    assert head_of(kidney(beside=(perforated,))).startswith(f"{says}perforation or fistula")
    twice = with_dosage(dosage(quantity(60, "mg"), TWICE_DAILY))
    assert head_of(kidney(twice)) == f"{says}dose is above the label's maximum (and 2 more)."
    assert head_of(kidney()) == "ACCEPT  The order agrees with the label."


# The dose in words


def test_a_divided_dose_that_is_too_much_is_told_by_its_sum() -> None:
    told = text_of(kidney(with_dosage(dosage(quantity(60, "mg"), TWICE_DAILY))))
    assert "120 mg a day is above the label's 60 mg once daily for all patients." in told
    assert "120 mg once daily" not in told
    once = with_dosage(dosage(quantity(120, "mg"), every()))
    assert "120 mg once daily is above the label's 60 mg once daily for all patients." in text_of(kidney(once))


def test_an_average_is_told_only_where_it_says_something() -> None:
    half = with_dosage(dosage(quantity(Decimal("0.5"), "tablet"), every()))
    assert "Ordered CABOMETYX 30 mg (0.5 tablet) once daily 2026" in text_of(kidney(half))
    twice = with_dosage(dosage(quantity(20, "mg"), TWICE_DAILY))
    assert "20 mg twice daily (40 mg a day)" in text_of(kidney(twice))


def test_a_dose_that_is_not_known_is_not_a_blank() -> None:
    told = text_of(kidney(with_dosage({"text": "as directed"})))
    assert "Ordered CABOMETYX; its dose cannot be worked out 2026-11-22" in told


# Nothing twice


def test_a_disease_that_is_not_in_the_label_is_said_once_beside_what_shows_it() -> None:
    lung = condition("lung", concept(icd("C34.11", "Malignant neoplasm of upper lobe, right bronchus or lung")))
    told = text_of([man(), lung, sixty()])
    assert "and no such drug is on file" not in told
    assert told.count("right bronchus or lung") == 2


def test_the_same_fault_of_several_entries_is_one_finding() -> None:
    told = text_of([one for one in kidney() if one["resourceType"] != "Patient"])
    assert told.count("points to a resource that is not in what was submitted") == 1
    assert told.count("dangling-reference") == 1


def test_copies_that_differ_are_named() -> None:
    other = kidney_cancer(code=concept(icd("C64.2", "Malignant neoplasm of left kidney")))
    told = text_of([*kidney(), other])
    assert "nothing says which is newest; none was relied on. Condition/tumor." in told


def test_whom_an_order_is_for_is_asked_once_where_its_patient_is_not_there() -> None:
    told = text_of([one for one in kidney() if one["resourceType"] != "Patient"])
    step = told.partition("To settle it ")[2].partition(" UNDETERMINED")[0]
    assert step.startswith("Do not sign until order and chart are surely of one patient")
    assert "whom the order is for" not in step


def test_that_no_order_came_is_said_once() -> None:
    told = text_of([man(), kidney_cancer()])
    assert told.startswith("No medication order was found in what was submitted: nothing was judged.")
    assert "No MedicationRequest" not in told


def test_an_order_from_before_the_first_label_conflicts_with_none() -> None:
    assert (
        head_of(kidney(tablets(60, on="2011-01-01"))) == "ERROR  No label of this product was in force on 2011-01-01."
    )
    today = head_of(kidney(saying("60 mg once daily with breakfast")))
    assert today == "ERROR  The order conflicts with the label: dose is to be taken with food or too close to it."
