"""What the order is for: a disease the product's label names, with everything the indication asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from operator import attrgetter

from validator.assessment.indication import (
    AskedRequirement,
    IndicationAnswer,
    choose_indication,
    disease_of,
    diseases_of,
)
from validator.assessment.situation import Situation
from validator.chart.fact import Diagnosis
from validator.criteria.differentiation import WellDifferentiated
from validator.criteria.disease import POOR, relevant
from validator.finding import Evidence, Finding, IssueType, finding_code
from validator.label.model import Indication, Label
from validator.regex import regex
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Basis, Truth, Verdict

_BASIS = attrgetter("basis")

_CAUTIONS, _REMARKS = map(attrgetter, ("applies.cautions", "applies.remarks"))

NOT_IN_LABEL = finding_code(
    "indication-not-in-label",
    "Disease is not in the label",
    """The diagnosis on file, or the reason the order gives, is none of the diseases the label names on the day of the
    order. The use is off-label. If the diagnosis is coded too coarsely or wrongly, correct the Condition.""",
    to_do="do not sign or dispense it, or correct the diagnosis if it is wrong",
)
WRONG_PRODUCT = finding_code(
    "wrong-product-for-disease",
    "Disease belongs to the other product",
    """The disease on file is in the label of another product of the same drug: tablets and capsules have
    different indications and doses, are not bioequivalent and must not be exchanged.""",
    to_do="order the other product by its own label, or correct the diagnosis if it is wrong",
)
NOT_MET = finding_code(
    "indication-not-met",
    "An indication requirement is not met",
    """The chart shows that something the indication asks for is not so: the age, the stage, the differentiation, the
    line of treatment. The use is outside the label.""",
    to_do="do not sign or dispense it, or correct the record if it is wrong",
)
NOT_SHOWN = finding_code(
    "indication-not-shown",
    "An indication requirement is not shown",
    """The indication asks for a fact that the chart does not show. `missing` names the criterion codes and resources
    that would settle it; the prescriber can state a criterion by Observation or questionnaire.""",
    issue=IssueType.REQUIRED,
)
DISEASE_OPEN = finding_code(
    "disease-not-shown",
    "Disease is not shown or coded too coarsely",
    """No active diagnosis names a disease of the label for certain: there is none, its status is not told, or its code
    leaves other diseases possible, as a code of an organ without its histology does.""",
    issue=IssueType.REQUIRED,
)
CAUTION = finding_code(
    "indication-caution",
    "An indication requirement rests on less than the label's words",
    """The requirement is taken as met, but what shows it is weaker than the label's words: metastatic disease with
    nothing about resectability, treatment with a somatostatin analog only, a first line that is only inferred.""",
    to_do="confirm that the patient meets what the indication asks for",
)
NOTE = finding_code(
    "indication-note",
    "How the indication was read",
    """How a fact behind the indication was read where the coding leaves room, for example C64 without histology taken
    as renal cell carcinoma in an adult.""",
    issue=IssueType.INFORMATIONAL,
)


@rule("indication")
def indication(situation: Situation) -> Iterator[Finding]:
    """The order's disease is in the label, and what its indication asks for is shown."""
    choice = situation.indication
    if not choice.chosen:
        yield _not_in_label(situation)
        return
    if not choice.certain:
        yield _open(situation)
        if choice.truth is Truth.FALSE:
            yield from _requirements(situation, choice.chosen, only=Truth.FALSE)
        return
    yield from _requirements(situation, choice.chosen, only=None)
    first, order = choice.chosen[0], situation.order.expression
    shown = first.applies.evidence
    for caution in dict.fromkeys(chain.from_iterable(map(_CAUTIONS, choice.chosen))):
        yield said(CAUTION, Verdict.WARNING, caution, at=order, by=first.indication, evidence=shown, detail="")
    for remark in dict.fromkeys(chain.from_iterable(map(_REMARKS, choice.chosen))):
        told = f"{remark}{_quoted(shown, remark)}"
        yield said(NOTE, Verdict.ACCEPT, told, at=(), by=first.indication, evidence=shown, detail=remark)


def _requirements(situation: Situation, chosen: tuple[IndicationAnswer, ...], only: Truth | None) -> Iterator[Finding]:
    """One finding for each requirement that is not shown or not met; indications of a family say a thing once."""
    told: set[tuple[str, str]] = set()
    for answer in chosen:
        for asked in answer.asked:
            key = (asked.requirement.words, asked.answer.because)
            if key in told or (only is not None and asked.answer.truth is not only):
                continue
            told.add(key)
            result = asked.answer
            is_worded = Basis.TEXT in map(_BASIS, result.evidence)
            if result.truth is not Truth.TRUE or result.cautions or result.remarks or is_worded:
                yield from _requirement(situation, answer, asked)


def _requirement(situation: Situation, answer: IndicationAnswer, asked: AskedRequirement) -> Iterator[Finding]:
    indication, words, result = answer.indication, asked.requirement.words, asked.answer
    say = partial(
        said,
        by=indication,
        evidence=result.evidence,
        detail=f"{indication.name}: {indication.gist} The label asks for {words}: {result.because}.",
    )
    order, text = situation.order.expression, f"The label asks for {words}: {result.because}"
    match result.truth:
        case Truth.FALSE:
            other = _other_of_disease(situation.label, indication)
            told = f"{say.keywords['detail']} {other}" if other else say.keywords["detail"]
            yield say(NOT_MET, Verdict.ERROR, f"Not met: {words}; {result.because}", at=order, detail=told)
        case Truth.UNKNOWN:
            kind = IssueType.REQUIRED if result.missing else IssueType.BUSINESS_RULE
            yield say(NOT_SHOWN, Verdict.UNDETERMINED, text, at=order, missing=result.missing, issue_type=kind)
        case Truth.TRUE:
            for caution in result.cautions:
                text = f"The label asks for {words}: {caution}"
                to_do = f"confirm that this is so: {words}"
                yield say(CAUTION, Verdict.WARNING, text, at=order, missing=result.missing, to_do=to_do)
            for remark in result.remarks:
                yield say(NOTE, Verdict.ACCEPT, f"The label asks for {words}: {remark}", at=())
            # What rests on words alone is quoted, so that nobody has to look for it.
            if quoted := _quoted(result.evidence, " ".join((*result.remarks, *result.cautions))):
                yield say(NOTE, Verdict.ACCEPT, f"The label asks for {words}: only words show it{quoted}", at=())


def _other_of_disease(label: Label, refused: Indication) -> str:
    """The other indications that the label has of the same disease, each with its dose, as a sentence; empty for none.
    Nothing says that this patient meets them."""
    disease = disease_of(refused)
    others = [one for one in label.indication if one is not refused and disease and disease_of(one) == disease]
    told = (f"{one.name}: {' or '.join(doses)}" for one in others if (doses := _doses_of(label, one)))
    listed = "; ".join(told)
    return f"Also labelled: {listed}." if listed else ""


_QUOTED = regex(r'"[^"]+"')
_MOST_QUOTED = 3


def _quoted(evidence: Iterable[Evidence], told: str) -> str:
    """The words that alone show something, as the end of a sentence; empty where anything else does, and where they are
    told already."""
    words: dict[str, None] = {}
    for one in evidence:
        if one.basis is not Basis.TEXT:
            return ""
        words.update(dict.fromkeys(_QUOTED.findall(one.says)))
    left = [quote for quote in words if quote not in told] if words else ()
    return f": {', '.join(left[:_MOST_QUOTED])}" if left else ""


def _not_in_label(situation: Situation) -> Finding:
    refused = situation.indication.refused
    reasons = dict.fromkeys(answer.applies.because for answer in refused)
    evidence = tuple(dict.fromkeys(item for answer in refused for item in answer.applies.evidence))
    why = next(iter(reasons), "no disease of the label is on file")
    for other in situation.choice.others:
        meant = choose_indication(other, situation.chart)
        if meant.certain and meant.chosen:
            found = meant.chosen[0]
            # "Renal cell carcinoma, single agent": the disease is what is an indication.
            disease = found.indication.name.partition(",")[0]
            forms = sorted((situation.label.pieces, other.pieces), reverse=True)
            return said(
                WRONG_PRODUCT,
                Verdict.ERROR,
                f"{disease} is an indication of {other.product} {other.pieces}, "
                f"not of {situation.label.product} {situation.label.pieces}",
                at=situation.order.expression,
                by=found.indication,
                section=situation.label.interchange_section,
                evidence=found.applies.evidence,
                detail=f"{forms[0].capitalize()} and {forms[1]} are not interchangeable.{_starts(other, found)}",
                to_do=f"order {other.product} {other.pieces} by their own label dose, not mg for mg, "
                "or correct the diagnosis if it is wrong",
            )
    over = _recorded_as_over(situation)
    if over is not None:
        return said(
            NOT_IN_LABEL,
            Verdict.ERROR,
            f"{over.evidence.says}, which the order is for, is recorded as {over.inactive_because}",
            at=situation.order.expression,
            section="1",
            evidence=(over.evidence,),
            to_do="correct the status of the diagnosis if the disease is still there, or do not sign or dispense it",
        )
    revision = situation.label.revision.isoformat()
    return said(
        NOT_IN_LABEL,
        Verdict.ERROR,
        f"Not an indication of {situation.label.product} in the revision of {revision}: {why}",
        at=situation.order.expression,
        section="1",
        evidence=evidence,
        # "... and no such drug is on file" adds nothing to a disease that is another one.
        detail="; ".join(one for one in reasons if not any(one != why and one.startswith(why) for why in reasons))
        + _asked_of_grade(situation, evidence),
    )


def _asked_of_grade(situation: Situation, shown: Iterable[Evidence]) -> str:
    """That the diagnosis is of a grade that the label does not have, as the end of a text: "carcinoma" alone does not
    tell what is wrong with it. Empty where its grade is not known or the label asks for none."""
    about = {one.reference for one in shown}
    is_poor = any(one.about in about and one.level in POOR for one in situation.chart.differentiations)
    every = chain.from_iterable(one.requires for one in situation.label.indication)
    asked = next((one.words for one in every if isinstance(one.ask, WellDifferentiated)), None)
    return f". It is poorly differentiated; the label asks for {asked}" if is_poor and asked else ""


def _recorded_as_over(situation: Situation) -> Diagnosis | None:
    """The diagnosis of a disease of the label that is over by the record; None where the order may be for another."""
    every = relevant(situation.chart)
    about = [one for one in every if one.diseases & diseases_of(situation.label)]
    rest = (one for one in every if one in about or one.is_cancer)
    is_all = all(one.active is Truth.FALSE and one.inactive_because for one in rest)
    return about[0] if about and is_all else None


def _starts(label: Label, meant: IndicationAnswer) -> str:
    """The doses a label starts with for an indication, as a sentence; empty where they hang on the body's size."""
    starts = _doses_of(label, meant.indication)
    return f" {label.product} starts at {' or '.join(starts)}." if starts else ""


def _doses_of(label: Label, indication: Indication) -> list[str]:
    """The doses with which an indication is started, each once, without those that hang on the body's size."""
    regimens = [one for one in label.regimen if indication.id in one.indications]
    return list(dict.fromkeys(str(one.ladder[0]) for one in regimens if not one.ladder[0].is_by_size))


def _open(situation: Situation) -> Finding:
    choice = situation.indication
    reasons = tuple(dict.fromkeys(answer.applies.because for answer in choice.chosen))
    return said(
        DISEASE_OPEN,
        Verdict.UNDETERMINED,
        f"What the order is for is not shown: {reasons[0]}",
        at=situation.order.expression,
        section=choice.chosen[0].indication.section if len(choice.chosen) == 1 else "1",
        evidence=(item for answer in choice.chosen for item in answer.applies.evidence),
        missing=tuple(dict.fromkeys(item for answer in choice.chosen for item in answer.applies.missing)),
        detail="; ".join(reasons),
    )
