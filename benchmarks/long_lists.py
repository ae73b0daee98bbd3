"""Charts with a list of n, for each list of FHIR that can be long: what `benchmarks/growth.py` measures.

Each is the flagship example with one more list; the lists are named by what a user would call them.
"""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "net-adolescent-60mg.json"
RUN = itertools.count()
"""Words that were read once are remembered, so each chart has its own."""

Resource = dict[str, Any]
Made = Callable[[int], Resource]
Change = Callable[[Resource, int], None]


def bundle() -> Resource:
    """The flagship example."""
    made: Resource = json.loads(EXAMPLE.read_bytes())
    return made


def of_type(chart: Resource, kind: str) -> list[Resource]:
    """The resources of one type."""
    return [entry["resource"] for entry in chart["entry"] if entry["resource"]["resourceType"] == kind]


def order_of(chart: Resource) -> Resource:
    """The order that is judged."""
    return next(one for one in of_type(chart, "MedicationRequest") if one["status"] == "active")


def copies(kind: str, change: Change = lambda _one, _number: None, place: int = 0) -> Made:
    """Charts with n more resources like the first of a type (or the one at `place`), each under its own id."""

    def made(count: int) -> Resource:
        chart = bundle()
        model = order_of(chart) if kind == "MedicationRequest" else of_type(chart, kind)[place]
        for number in range(count):
            one = copy.deepcopy(model) | {"id": f"more-{number}"}
            change(one, number)
            chart["entry"].append({"resource": one})
        return chart

    return made


def in_order(change: Change) -> Made:
    """Charts whose order has a list of n."""

    def made(count: int) -> Resource:
        chart = bundle()
        change(order_of(chart), count)
        return chart

    return made


def another_day(one: Resource, number: int) -> None:
    """An order of its own day."""
    one["authoredOn"] = f"{2025 + number // 336 % 2}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"


def another_drug(one: Resource, number: int) -> None:
    """An order for a drug that no label names."""
    one["medicationCodeableConcept"] = {"text": f"synthetic drug {number}"}
    one.pop("medicationReference", None)


def without_status(one: Resource, _number: int) -> None:
    """A resource that has to be set aside."""
    one.pop("status", None)


def one_id(one: Resource, number: int) -> None:
    """A version of one resource."""
    one |= {
        "id": "same",
        "meta": {"versionId": str(number), "lastUpdated": "2026-10-20T10:11:12Z"},
        "issued": f"{number}",
    }


def instructions(one: Resource, count: int) -> None:
    """Many dosage instructions."""
    one["dosageInstruction"] = [copy.deepcopy(one["dosageInstruction"][0]) for _ in range(count)]


def additional(one: Resource, count: int) -> None:
    """Many additional instructions, each with words."""
    told = next(RUN)
    said = [{"text": f"Take on an empty stomach, note {told} {number}"} for number in range(count)]
    one["dosageInstruction"][0]["additionalInstruction"] = said


def notes(one: Resource, count: int) -> None:
    """Many notes."""
    told = next(RUN)
    one["note"] = [{"text": f"Discussed with the family, visit {told} {number}"} for number in range(count)]


def words(one: Resource, count: int) -> None:
    """One long text."""
    one["dosageInstruction"][0]["text"] = "Take 60 mg by mouth once daily. " * count


def reasons(one: Resource, count: int) -> None:
    """Many reasons."""
    one["reasonCode"] = [{"text": f"synthetic reason {number}"} for number in range(count)]


def codings(one: Resource, count: int) -> None:
    """Many codings of one drug."""
    concept = one.setdefault("medicationCodeableConcept", {"text": "Cabometyx"})
    concept.setdefault("coding", []).extend({"system": "urn:local", "code": f"x{number}"} for number in range(count))


def many_components(count: int) -> Resource:
    """One panel with many results."""
    chart = bundle()
    model = of_type(chart, "Observation")[0]
    part = {key: value for key, value in model.items() if key == "code" or key.startswith("value")}
    chart["entry"].append(
        {"resource": model | {"id": "panel", "component": [copy.deepcopy(part) for _ in range(count)]}}
    )
    return chart


RXNORM, LOINC, SNOMED = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://loinc.org", "http://snomed.info/sct"


def coded(system: str, code: str, display: str = "") -> Resource:
    """A concept of one code."""
    return {"coding": [{"system": system, "code": code} | ({"display": display} if display else {})]}


def of_kind(kind: str, **elements: Any) -> Made:
    """Charts with n resources of one type, each of the patient."""

    def made(count: int) -> Resource:
        chart = bundle()
        whose = "patient" if kind in ("AllergyIntolerance", "FamilyMemberHistory") else "subject"
        one = {"resourceType": kind, whose: {"reference": "Patient/patient"}} | elements
        chart["entry"] += [{"resource": one | {"id": f"more-{number}"}} for number in range(count)]
        return chart

    return made


def referred(kind: str, place: int, refer: Callable[[Resource, list[Resource]], None]) -> Made:
    """Charts with n more resources like one that is there, and references to all of them from somewhere."""

    def made(count: int) -> Resource:
        chart = copies(kind, place=place)(count)
        refer(chart, [{"reference": f"{kind}/more-{number}"} for number in range(count)])
        return chart

    return made


def entry(chart: Resource, kind: str, **elements: Any) -> None:
    """One more resource of the patient."""
    one = {"resourceType": kind, "id": "list", "subject": {"reference": "Patient/patient"}} | elements
    chart["entry"].append({"resource": one})


def own_day(one: Resource, number: int) -> None:
    """A result of its own day."""
    one["effectiveDateTime"] = f"2026-{number // 28 % 10 + 1:02d}-{number % 28 + 1:02d}"


def own_words(one: Resource, _number: int) -> None:
    """A code in words that nobody has seen before."""
    one["code"] = {"text": f"synthetic entry {next(RUN)}"}


def unconfirmed(one: Resource, _number: int) -> None:
    """A condition of which it is not told whether it is there."""
    one["verificationStatus"] = {"text": "?"}


def of_another_patient(one: Resource, number: int) -> None:
    """An order for somebody who is not in the submission."""
    one["subject"] = {"reference": f"Patient/other-{number}"}


def earlier(one: Resource, number: int) -> None:
    """An earlier order that is over, and that follows the one before it."""
    another_day(one, number)
    one |= {"status": "completed", "priorPrescription": {"reference": f"MedicationRequest/more-{number - 1}"}}


def phases(one: Resource, count: int) -> None:
    """Many phases, each of one day."""
    model, made = one["dosageInstruction"][0], []
    for number in range(count):
        day = f"{2026 + number // 336}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
        phase = copy.deepcopy(model) | {"sequence": number + 1}
        phase["timing"]["repeat"]["boundsPeriod"] = {"start": day, "end": day}
        made.append(phase)
    one["dosageInstruction"] = made


def in_text(one: Resource, count: int) -> None:
    """Many instructions in text alone, of different lengths."""
    said = [f"Take {20 * (1 + number % 3)} mg by mouth once daily for {number + 1} days" for number in range(count)]
    one["dosageInstruction"] = [{"text": text} for text in said]


def doses(one: Resource, count: int) -> None:
    """Many doses of one instruction."""
    only = one["dosageInstruction"][0]
    only["doseAndRate"] = [copy.deepcopy(only["doseAndRate"][0]) for _ in range(count)]


def lines(one: Resource, count: int) -> None:
    """One text of many lines."""
    said = [f"{20 * (1 + number % 3)} mg daily for {number + 1} days" for number in range(count)]
    one["dosageInstruction"][0]["text"] = "\n".join(said)


def own_words_in_text(one: Resource, count: int) -> None:
    """One text of words that nobody has seen before."""
    one["dosageInstruction"][0]["text"] = " ".join(f"word{next(RUN)}" for _ in range(count))


def repeated(one: Resource, count: int) -> None:
    """A note that says one danger again and again."""
    one["note"] = [{"text": f"seen {next(RUN)} {'bleeding -> ' * count}"}]


def repeated_in_condition(count: int) -> Resource:
    """The words of a condition, which say one danger again and again."""
    chart = bundle()
    of_type(chart, "Condition")[0]["code"]["text"] = f"seen {next(RUN)} {'bleeding -> ' * count}"
    return chart


def repeated_in_result(count: int) -> Resource:
    """A result in words, which names tumors again and again in one sentence."""
    chart = bundle()
    result = {
        "resourceType": "Observation",
        "id": "pathology",
        "status": "final",
        "code": {"text": "Pathology"},
        "subject": order_of(chart)["subject"],
        "effectiveDateTime": "2026-11-01",
        "valueString": " ".join(f"renal cell carcinoma {next(RUN)}" for _ in range(count)),
    }
    chart["entry"].append({"fullUrl": "https://ehr.example.org/fhir/Observation/pathology", "resource": result})
    return chart


def named_again(one: Resource, count: int) -> None:
    """A note that names drugs again and again in one sentence."""
    one["note"] = [{"text": " ".join(f"ketoconazole {next(RUN)}" for _ in range(count))}]


def for_the_patient(one: Resource, count: int) -> None:
    """A long instruction for the patient."""
    one["dosageInstruction"][0]["patientInstruction"] = " ".join(f"Take it at {next(RUN)}." for _ in range(count))


def extensions(one: Resource, count: int) -> None:
    """Many extensions."""
    one["extension"] = [{"url": f"https://example.org/{number}", "valueString": "x"} for number in range(count)]


def identifiers(one: Resource, count: int) -> None:
    """Many identifiers."""
    one["identifier"] = [{"system": "urn:local", "value": f"v{number}"} for number in range(count)]


def contained(one: Resource, count: int) -> None:
    """Many contained resources, each referred to."""
    one["contained"] = [
        {"resourceType": "Medication", "id": f"m{number}", "code": {"text": f"aspirin {number}"}}
        for number in range(count)
    ]
    one["supportingInformation"] = [{"reference": f"#m{number}"} for number in range(count)]


def lost(one: Resource, count: int) -> None:
    """Many references that lead nowhere."""
    said = [{"reference": f"Observation/lost-{number}", "display": f"lost {next(RUN)}"} for number in range(count)]
    one["supportingInformation"] = said


def codings_of_condition(count: int) -> Resource:
    """Many codings of one condition."""
    chart = bundle()
    more = [{"system": "urn:local", "code": f"x{next(RUN)}", "display": f"local {next(RUN)}"} for _ in range(count)]
    of_type(chart, "Condition")[0]["code"]["coding"] += more
    return chart


def answers(count: int) -> Resource:
    """A form with many answers."""
    chart = bundle()
    item = [
        {"linkId": f"{number}", "text": f"Question {next(RUN)}", "answer": [{"valueBoolean": False}]}
        for number in range(count)
    ]
    entry(chart, "QuestionnaireResponse", status="completed", authored="2026-11-16", item=item)
    return chart


def targets_of_provenance(count: int) -> Resource:
    """One Provenance of many targets."""
    chart = bundle()
    target = [{"reference": f"Observation/more-{number}"} for number in range(count)]
    who = [{"who": {"display": "x"}}]
    entry(chart, "Provenance", recorded="2026-11-22T10:00:00Z", target=target, agent=who)
    return chart


def as_list(chart: Resource, items: list[Resource]) -> None:
    """A List that names them."""
    code = coded(LOINC, "11450-4")
    entry(chart, "List", status="current", mode="working", code=code, entry=[{"item": one} for one in items])


def as_report(chart: Resource, items: list[Resource]) -> None:
    """A report that they are the results of."""
    day = "2026-11-16"
    entry(chart, "DiagnosticReport", status="final", code={"text": "panel"}, effectiveDateTime=day, result=items)


def as_panel(chart: Resource, items: list[Resource]) -> None:
    """A panel that they are members of."""
    day = "2026-11-16"
    entry(chart, "Observation", status="final", code={"text": "panel"}, effectiveDateTime=day, hasMember=items)


def as_reasons(chart: Resource, items: list[Resource]) -> None:
    """The order names them as its reasons."""
    order_of(chart)["reasonReference"] = items


INHIBITOR = {"medicationCodeableConcept": coded(RXNORM, "6135", "ketoconazole")}
CLOT = coded(SNOMED, "59282003", "Pulmonary embolism")
KILOGRAMS = {"value": 38, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
CARE = {"status": "completed", "effectiveDateTime": "2026-11-01"}

LISTS: dict[str, tuple[Made, int]] = {
    "active orders of the drug": (copies("MedicationRequest", another_day), 25),
    "active orders of one day": (copies("MedicationRequest"), 25),
    "orders for other drugs": (copies("MedicationRequest", another_drug), 500),
    "conditions": (copies("Condition"), 500),
    "observations": (copies("Observation"), 500),
    "observations set aside": (copies("Observation", without_status), 50),
    "versions of one observation": (copies("Observation", one_id), 500),
    "dosage instructions": (in_order(instructions), 1500),
    "additional instructions": (in_order(additional), 500),
    "notes": (in_order(notes), 500),
    "words of an instruction": (in_order(words), 50),
    "reasons": (in_order(reasons), 500),
    "codings of the drug": (in_order(codings), 500),
    "components": (many_components, 500),
    "observations of their own days": (copies("Observation", own_day), 250),
    "observations in words": (copies("Observation", own_words), 500),
    "conditions in words": (copies("Condition", own_words), 500),
    "conditions set aside": (copies("Condition", unconfirmed), 50),
    "orders of other patients": (copies("MedicationRequest", of_another_patient), 25),
    "earlier orders, each after the other": (copies("MedicationRequest", earlier), 100),
    "phases": (in_order(phases), 100),
    "instructions in text alone": (in_order(in_text), 100),
    "doses of an instruction": (in_order(doses), 500),
    "lines of a text": (in_order(lines), 200),
    "other words of a text": (in_order(own_words_in_text), 500),
    "a danger told again and again": (in_order(repeated), 200),
    "a danger again and again in a condition": (repeated_in_condition, 200),
    "a tumor again and again in a result": (repeated_in_result, 250),
    "a drug again and again in a note": (in_order(named_again), 250),
    "words for the patient": (in_order(for_the_patient), 200),
    "extensions": (in_order(extensions), 2000),
    "identifiers": (in_order(identifiers), 2000),
    "contained resources": (in_order(contained), 1000),
    "references that lead nowhere": (in_order(lost), 2000),
    "codings of a condition": (codings_of_condition, 500),
    "answers of a form": (answers, 500),
    "targets of a Provenance": (targets_of_provenance, 2000),
    "entries of a List": (referred("Condition", 0, as_list), 250),
    "results of a report": (referred("Observation", 2, as_report), 500),
    "members of a panel": (referred("Observation", 2, as_panel), 500),
    "reasons referred to": (referred("Condition", 0, as_reasons), 200),
    "orders for one inhibitor": (
        of_kind("MedicationRequest", status="active", intent="order", authoredOn="2026-11-01", **INHIBITOR),
        250,
    ),
    "statements of one inhibitor": (of_kind("MedicationStatement", **CARE | {"status": "active"}, **INHIBITOR), 250),
    "administrations of one inhibitor": (of_kind("MedicationAdministration", **CARE, **INHIBITOR), 250),
    "conditions of one kind": (of_kind("Condition", code=CLOT, onsetDateTime="2026-11-01"), 500),
    "procedures": (of_kind("Procedure", status="completed", code=coded(SNOMED, "387713003")), 500),
    "allergies": (of_kind("AllergyIntolerance", code=INHIBITOR["medicationCodeableConcept"]), 500),
    "adverse events": (of_kind("AdverseEvent", actuality="actual", event=CLOT, date="2026-11-01"), 250),
    "weights": (
        of_kind(
            "Observation",
            status="final",
            code=coded(LOINC, "29463-7"),
            effectiveDateTime="2026-11-16",
            valueQuantity=KILOGRAMS,
        ),
        500,
    ),
    "resources of no type we read": (of_kind("Basic", code={"text": "x"}), 1000),
}
