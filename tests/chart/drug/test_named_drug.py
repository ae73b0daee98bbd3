"""Interacting drugs that the words of an order say are taken, and no list holds."""

from __future__ import annotations

from typing import Any

import pytest
from support.build import statement
from support.coding import DRUGS, concept
from support.judged import judged, named
from support.plain import kidney, sixty

from validator.chart.drug.named_drug import drugs_named
from validator.profiles import shipped
from validator.verdict import Verdict

CODE = "interacting-drug-in-words"
TAKEN = (
    "Take with ketoconazole",
    "Take together with rifampin",
    "Continue clarithromycin 500 mg twice daily",
    "Take 60 mg daily. Patient is on itraconazole 200 mg",
    "Patient started on rifampin for TB",
    "Also taking phenytoin 100 mg TID",
    "Patient also takes St. John's wort",
    "Continue St John's wort 300 mg daily",
    "on SJW 300 mg TID",
    # a list of what is taken, what it is for, and a name alone
    "Patient's home meds: metformin, itraconazole, lisinopril",
    "Current Medications: amlodipine 2.5 mg; ketoconazole 200 mg daily",
    "meds: rifampin",
    "Rifampin for TB",
    "Itraconazole 200 mg for toenail fungus",
    "St. John's Wort for depression",
    "Itraconazole",
    # a sentence or a line that is nothing but its strength
    "Ketoconazole 200 mg. Pt doing well.",
    "Itraconazole 100 mg - see med list",
    "Pt doing well\nketoconazole 200 mg tab\nfollow up in 2 weeks",
    "Johanniskraut Kps",
    # a course by its days, and short names joined
    "PAXLOVID 11/18-11/23",
    "Paxlovid from 11/19 to 11/24",
    "paxlovid 5 days",
    "Paxlovid for 5 days",
    "RIF/INH",
    "INH, RIF, PZA, EMB",
    "Clarithromycin/amox/PPI",
    "Johanniskraut Kapseln, metformin",
    # a heading of what is not taken ends with its line or its list
    "Stopped: lisinopril; continue ketoconazole 200 mg daily",
    "Allergies:\nNKDA\nketoconazole 200 mg daily",
    "Previous therapy:\nsunitinib\n\nketoconazole 200 mg daily",
    "Prior auth: pt on ketoconazole",
    # as a pharmacist writes it
    "DDI w/ itraconazole",
    "interaction with ketoconazole noted",
    "MD ok'd Tegretol combo",
    "Sporanox 200 bid",
    "Tegretol XR 400 bid",
    "Biaxin 500 BID x14d started 11/20",
    "cont. Dilantin",
    "rifampin was started",
    "Kaletra per ID",
    "Rx'd ketoconazole by derm",
    "itraconazole thru 12/1",
    # what a denial or a change leaves
    "No CYP3A4 inhibitors other than ketoconazole",
    "No meds except itraconazole",
    "No new meds aside from Paxlovid",
    "No longer on fluconazole; now itraconazole",
    "changed from fluconazole to voriconazole",
    "itraconazole -> voriconazole",
    "stopped itraconazole, and started ketoconazole",
    "stopped fluconazole and started ketoconazole",
    "switched from fluconazole, and begun on ketoconazole",
    "fluconazole was stopped, and ketoconazole started",
)
NOT_TAKEN = (
    "PAXLOVID 11/10-11/15",
    "paxlovid 5 days ago",
    "took paxlovid for 5 days in Sept",
    "s/p paxlovid 5 day course",
    "finished Paxlovid 5 days",
    "Ketoconazol abgesetzt",
    # a heading says that it is not taken
    "Stopped meds: ketoconazole 200 mg. Pt well",
    "Allergies:\nclarithromycin\nsulfa",
    "Allergies: clarithromycin 500 mg",
    "Avoid the following: ketoconazole 200 mg; clarithromycin 500 mg",
    "Avoid:\nketoconazole 200 mg\nclarithromycin 500 mg\nfoo",
    "Previous antibiotics:\n- clarithromycin 500 mg bid\n- amoxicillin",
    "d/c ketoconazole 200 mg. Pt well",
    "ketoconazole 2% cream. Pt well",
    "Avoid ketoconazole",
    "No allergies except itraconazole",
    "Avoid azoles other than ketoconazole",
    "changed from ketoconazole to fluconazole",
    "switched to itraconazole in 2019",
    "stopped itraconazole, and started famotidine",
    "stopped itraconazole, and ketoconazole",
    "Stop itraconazole, or start ketoconazole",
    "stopped fluconazole, and started ketoconazole in 2019",
    "not stopped and started on ketoconazole",
    "If fungal infection, fluconazole to be changed to voriconazole",
    "ketoconazole -> stopped",
    "Do not take with ketoconazole",
    "Avoid strong CYP3A4 inhibitors (ketoconazole, clarithromycin) and inducers (rifampin)",
    "If on ketoconazole reduce the dose",
    "Stopped itraconazole",
    "After clarithromycin course",
    "s/p rifampin",
    "Previously on carbamazepine",
    "Do not take with St. John's wort",
    "Patient denies St. John's wort",
    "Avoid grapefruit and SJW",
    "Use ketoconazole cream",
    "Continue omeprazole 20 mg",
    "Continue ketoconazole 2% shampoo",
    "Drug interactions: ketoconazole",
    "Allergies: clarithromycin",
    "Hold clarithromycin",
    "Finished clarithromycin",
    "Take on an empty stomach",
    "Home meds: metformin, rifampin (stopped 2015)",
    "Meds: avoid itraconazole",
    "Meds to avoid: itraconazole, ketoconazole",
    "Interacting meds: itraconazole",
    "Prior meds: rifampin",
    "Rifampin for TB 2015",
    "Ketoconazole cream for rash",
    "Ketoconazole allergy",
    "Grapefruit: avoid",
    "Phenytoin level 12",
    "no interaction with ketoconazole noted",
    "Interaction with ketoconazole: avoid",
    "Check interaction with rifampin",
    "f/u w/ ID re itraconazole",
    "Avoid ketoconazole 200 bid",
    "Prior itraconazole 200 bid",
    "Hold rifampin per ID",
    "If rifampin was started call",
    "itraconazole thru 10/1",
    "w/o ketoconazole",
)


def order(words: str, where: str) -> dict[str, Any]:
    made = sixty()
    if where == "note":
        return made | {"note": [{"text": words}]}
    made["dosageInstruction"][0][where] = words
    return made


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", TAKEN)
def test_a_drug_that_the_words_say_is_taken_is_a_caution_that_names_it(words: str, where: str) -> None:
    (found,) = named(judged(kidney(order(words, where))), CODE)
    assert found.verdict is Verdict.WARNING
    assert found.expression[0].endswith(".note[0].text" if where == "note" else f"[0].{where}")


@pytest.mark.parametrize("where", ["text", "patientInstruction", "note"])
@pytest.mark.parametrize("words", NOT_TAKEN)
def test_advice_conditions_the_past_and_other_drugs_name_none(words: str, where: str) -> None:
    assert named(judged(kidney(order(words, where))), CODE) == []


def test_a_drug_that_a_list_holds_is_judged_there() -> None:
    ketoconazole = concept(DRUGS["ketoconazole"][0])
    report = judged(kidney(order("Take with ketoconazole", "text"), beside=(statement("k", ketoconazole),)))
    assert named(report, CODE) == []
    assert named(report, "interacting-drug") != []
    over = statement("k", ketoconazole, start="2026-01-01", end="2026-02-01", status="completed")
    assert len(named(judged(kidney(order("Take with ketoconazole", "text"), beside=(over,))), CODE)) == 1


def test_a_drug_is_named_once_with_its_groups() -> None:
    (found,) = drugs_named(shipped().book, "Continue ketoconazole. Take with ketoconazole.")
    assert (found.name, "strong_inhibitor" in found.groups) == ("ketoconazole", True)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Patient takes ketoconazol 200 mg", "ketoconazole"),
        ("also taking clarithromicin", "clarithromycin"),
        ("on rifampicine", "rifampicin"),
        ("takes carbamazapine", "carbamazepine"),
    ],
)
def test_a_slip_in_a_long_name_is_heard(words: str, name: str) -> None:
    assert [one.name.lower() for one in drugs_named(shipped().book, words)] == [name]


@pytest.mark.parametrize(
    "drug",
    [
        "azithromycin", "clotrimazole", "miconazole", "terconazole", "metronidazole",
        "rifaximin", "oxcarbazepine", "prednisone", "prednisolone", "esomeprazole", "pantoprazole",
        "lansoprazole", "clindamycin", "phentermine", "propranolol", "carvedilol", "hydrochlorothiazide", "bupropion",
        "atorvastatin", "rosuvastatin", "levothyroxine", "venlafaxine", "escitalopram", "ondansetron", "loperamide",
        "prochlorperazine", "doxycycline", "levofloxacin", "nitrofurantoin", "valacyclovir",
        "gabapentin", "pregabalin", "lamotrigine", "levetiracetam", "topiramate", "cyclobenzaprine", "spironolactone",
        "chlorthalidone", "allopurinol", "colchicine", "famotidine", "sucralfate", "methylprednisolone",
        "medications", "chemotherapy", "antibiotics", "supplements", "ibuprofen", "naproxen", "rivaroxaban",
    ],
)  # fmt: skip
def test_the_name_of_another_drug_is_no_slip(drug: str) -> None:
    assert drugs_named(shipped().book, f"Patient takes {drug} daily") == ()
