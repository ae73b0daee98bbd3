"""Statements of a label as ClinicalUseDefinitions: what it is for, what speaks against it, what to look out for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.criteria.co_medication import Taking
from validator.finding import Confidence
from validator.label.describe import titles
from validator.label.model import Adjustment, Indication, Label, Precaution, Statement
from validator.report.label_edition import FhirEdition, in_words, statement_extension
from validator.report.label_population import group_references, groups
from validator.report.label_product import PRODUCT
from validator.report.operation_outcome import FINDING_SYSTEM
from validator.verdict import Verdict

USE = "ClinicalUseDefinition"


def uses(edition: FhirEdition) -> Iterator[dict[str, Any]]:
    """A ClinicalUseDefinition for each indication, change of dose, resumption, precaution, with their Groups."""
    for indication in edition.label.indication:
        yield _indication(edition, indication)
    for adjustment in edition.label.adjustment:
        yield from groups(edition, adjustment.id, adjustment.because, adjustment.when)
        yield _adjustment(edition, adjustment)
    for resumption in edition.label.resumption:
        warning = {"description": resumption.gist, "code": in_words("adverse reaction")}
        yield _use(edition, resumption, [resumption.gist], "warning", warning=warning)
    for precaution in edition.label.precaution:
        yield from groups(edition, precaution.id, _title(edition, precaution), precaution.when)
        yield _precaution(edition, precaution)


def _indication(edition: FhirEdition, one: Indication) -> dict[str, Any]:
    asks_for = [requirement.words for requirement in one.requires]
    partners = [question for question in one.applies if isinstance(question, Taking)]
    named = "treatment" if edition.is_r5 else "therapy"
    therapies = [
        {
            "relationshipType": in_words("given together with"),
            named: {"concept": in_words(titles(partner.groups, edition.book))},
        }
        for partner in partners
    ]
    told = [one.gist, *(f"The label asks for {words}." for words in asks_for)]
    said = {
        "diseaseSymptomProcedure": {"concept": in_words(one.name)},
        **({"otherTherapy": therapies} if therapies else {}),
    }
    return _use(
        edition, one, told, "indication", indication=said, extension=[statement_extension(one, asks_for=asks_for)]
    )


def _adjustment(edition: FhirEdition, one: Adjustment) -> dict[str, Any]:
    """An interaction; a change of dose by a function of the body is one warning and no table of doses for each use.

    Source: HL7 guide on electronic product information 1.1.0, Dosing and Population Model, rule 2.
    """
    steps = list(_steps(edition.label, one))
    match one.factor:
        case "inhibitor" | "inducer":
            item = titles(one.when.groups, edition.book) if isinstance(one.when, Taking) else one.because
            interaction = {
                "interactant": [{"itemCodeableConcept": in_words(item)}],
                "type": in_words(one.because),
                "management": [in_words(words) for words in (one.gist, *steps)],
            }
            return _use(edition, one, [one.gist, *steps], "interaction", interaction=interaction)
        case "hepatic":
            warning = {"description": " ".join((one.gist, *steps)), "code": in_words(one.because)}
            return _use(
                edition,
                one,
                [one.gist, *steps],
                "warning",
                population=group_references(edition, one.id, one.when),
                warning=warning,
            )


def _steps(label: Label, one: Adjustment) -> Iterator[str]:
    for step in one.steps:
        whom = f" for {'; '.join(_whom(label, step.regimens))}" if step.regimens else ""
        known = "" if step.confidence is Confidence.VERIFIED else f" ({step.confidence.value})"
        yield f"{step.before} becomes {step.after}{whom}{known}."


def _whom(label: Label, regimens: tuple[str, ...]) -> Iterator[str]:
    """The uses and people of these regimens."""
    names = {one.id: one.name for one in label.indication}
    for regimen in label.regimen:
        if regimen.id in regimens:
            uses_of = " and ".join(names[name] for name in regimen.indications)
            yield f"{uses_of} ({regimen.population})"


def _precaution(edition: FhirEdition, one: Precaution) -> dict[str, Any]:
    """By section and question: 4 and an error is a contraindication, another drug an interaction, 6 an effect."""
    title = in_words(_title(edition, one))
    coded = {"coding": [{"system": FINDING_SYSTEM, "code": one.code}], **title}
    about = [edition.reference(USE, name) for name in one.indications or ()]
    population = group_references(edition, one.id, one.when)
    section = one.section.partition(".")[0]
    kind: str
    said: dict[str, Any]
    if isinstance(one.when, Taking):
        kind = "interaction"
        item = in_words(titles(one.when.groups, edition.book))
        said = {"interactant": [{"itemCodeableConcept": item}], "type": coded, "management": [in_words(one.gist)]}
    elif section == "4" and one.verdict is Verdict.ERROR:
        kind = "contraindication"
        said = {"diseaseSymptomProcedure": {"concept": title}, **({"indication": about} if about else {})}
    elif section == "6":
        kind = "undesirableEffect"
        said = {"symptomConditionEffect": {"concept": title}}
    else:
        kind = "warning"
        said = {"description": one.gist, "code": coded}
    extension = [statement_extension(one, indications=about)]
    name = "undesirable-effect" if kind == "undesirableEffect" else kind
    return _use(edition, one, [one.gist], name, extension=extension, population=population, **{kind: said})


def _title(edition: FhirEdition, one: Precaution) -> str:
    return edition.label.title_of(one.code) or one.code


def _use(edition: FhirEdition, one: Statement, told: list[str], kind: str, **elements: Any) -> dict[str, Any]:
    extension = elements.pop("extension", None) or [statement_extension(one)]
    return edition.resource(
        USE,
        one.id,
        told,
        extension=extension,
        type=kind,
        subject=[edition.reference("MedicinalProductDefinition", PRODUCT)],
        **elements,
    )
