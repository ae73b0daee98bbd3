"""Criteria the prescriber states, because no code carries them: Observations and our own questionnaire.

Source: CodeSystem `criterion` of this project; FHIR R4 Observation and QuestionnaireResponse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache

from validator.chart.concept import CRITERION
from validator.chart.fact import Attestation
from validator.chart.observed.answer_text import is_answered
from validator.chart.observed.coded_answer import agreement
from validator.chart.reader import Reader, dated, evidence
from validator.fhir.element import CodeableConcept, ItemAnswer, ObservationComponent, ResponseItem
from validator.fhir.entry import Entry
from validator.fhir.resource import Observation, QuestionnaireResponse
from validator.finding import CANONICAL
from validator.frozen import replace
from validator.instant import PartialDate
from validator.regex import regex
from validator.terminology.codebook import Codebook
from validator.verdict import Basis, Truth

_FORMS, _CRITERIA = f"{CANONICAL}/Questionnaire/", "-criteria"
_NO_ID = regex(r"[^A-Za-z0-9.]+")
AHEAD_BY = timedelta(hours=24)
"""How far ahead of the check something may be dated, as clocks and zones differ. A project choice."""
_ANSWERED = frozenset({"completed", "amended"})
_WORDS = {Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "unknown"}


@lru_cache(maxsize=8192)
def criteria_of(book: Codebook, concept: CodeableConcept | None) -> frozenset[str]:
    """The criterion codes of an Observation's code."""
    if concept is None:
        return frozenset()
    return frozenset(c.code for c in concept.coding if c.system == CRITERION and c.code in book.criteria)


def of_observation(reader: Reader, entry: Entry, body: Observation, day: PartialDate | None) -> Iterator[Attestation]:
    """What an Observation with a criterion code states, or a component of one with such a code.

    An answer that is not yes, no or unknown states nothing.
    """
    if criteria_of(reader.book, body.code):
        yield from _of_part(reader, entry, body, "", day)
    for index, component in enumerate(body.component):
        yield from _of_part(reader, entry, component, f"component[{index}].", day)


def _of_part(
    reader: Reader, entry: Entry, part: Observation | ObservationComponent, place: str, day: PartialDate | None
) -> Iterator[Attestation]:
    for code in sorted(criteria_of(reader.book, part.code)):
        said = answer_of(part)
        if said is not None:
            element = "valueBoolean" if part.value_boolean is not None else "valueCodeableConcept"
            yield _stated(entry, code, said, day, f"{place}{element}")
        elif not place or is_answered(part):
            reader.set_aside(entry, "answers a criterion with something that is neither yes, no nor unknown")


def answer_of(part: Observation | ObservationComponent) -> Truth | None:
    """What is answered to a criterion: by a boolean or a code; None for anything else."""
    if part.value_boolean is not None:
        return Truth.of(part.value_boolean)
    return agreement(part.value_codeable_concept)


def form_id(drug: str) -> str:
    """The id of the criteria form of a drug, by the name of its ingredient: letters, digits and hyphens."""
    return _NO_ID.sub("-", drug).strip("-") + _CRITERIA


def form_url(drug: str) -> str:
    """The canonical URL of the criteria form of a drug."""
    return f"{_FORMS}{form_id(drug)}"


def is_our_form(entry: Entry) -> bool:
    """Whether a QuestionnaireResponse answers the criteria form of some drug. Cheap: nothing is decoded."""
    form = _form_of(entry)
    return form.startswith(_FORMS) and form.endswith(_CRITERIA)


def of_response(reader: Reader, entry: Entry, body: QuestionnaireResponse, drug: str | None) -> Iterator[Attestation]:
    """What a completed response to the criteria form of the ordered drug states; items may be nested, in answers too.

    The form of another drug is about the cancer and the doses of that one: it states nothing about this order.
    """
    if drug is None or _form_of(entry) != form_url(drug):
        return
    if body.status not in _ANSWERED:
        reader.set_aside(entry, "is not completed, so its answers were not used")
        return
    day = reader.date(body.authored, entry, "authored")
    yield from _items(reader, entry, body.item, "item", day)


def _form_of(entry: Entry) -> str:
    form = entry.raw.get("questionnaire")
    return form.partition("|")[0] if isinstance(form, str) else ""


def is_readable(book: Codebook, body: QuestionnaireResponse) -> bool:
    """Whether every answer to a criterion is one yes, no or unknown."""
    return all(_is_readable_item(book, item) for item in body.item)


def _is_readable_item(book: Codebook, item: ResponseItem) -> bool:
    truths = {_truth(answer) for answer in item.answer}
    own = item.link_id not in book.criteria or not item.answer or (len(truths) == 1 and None not in truths)
    return own and all(_is_readable_item(book, one) for _, inner in _within(item) for one in inner)


def _within(item: ResponseItem) -> Iterator[tuple[str, tuple[ResponseItem, ...]]]:
    """The items that stand in one: its own, and those that an answer of it brings with it (FHIR R4 answer.item)."""
    yield "item", item.item
    for index, answer in enumerate(item.answer):
        yield f"answer[{index}].item", answer.item


def made_by_now(reader: Reader, attestations: Iterable[Attestation]) -> Iterator[Attestation]:
    """Those that are not dated more than 24 hours after the moment of the check, where there is a clock."""
    for one in attestations:
        if reader.instant is not None and one.date is not None and one.date.earliest - reader.instant > AHEAD_BY:
            reader.note(f"{one.evidence.reference} is dated after the moment of the check, so it was not used")
        else:
            yield one


def newest(attestations: Iterable[Attestation]) -> tuple[Attestation, ...]:
    """One attestation a code: the newest. Two of its day that disagree, or one undated that does, make it UNKNOWN."""
    by_code: dict[str, list[Attestation]] = {}
    for one in attestations:
        by_code.setdefault(one.code, []).append(one)
    return tuple(map(_newest, map(by_code.__getitem__, sorted(by_code))))


def _newest(group: list[Attestation]) -> Attestation:
    if len(group) == 1:
        return group[0]
    newest = max([one.date for one in group if one.date is not None], key=lambda day: day.first, default=None)
    # An answer without a date, or with only its month, may be as new as the newest.
    standing = [one for one in group if newest is None or one.date is None or not _surely_before(one.date, newest)]
    first = next((one for one in standing if one.date is newest), standing[0])
    if len({one.truth for one in standing}) > 1:
        records = ", ".join(dict.fromkeys(map(_record, standing)))
        shown = replace(first.evidence, says=f"{first.code}: yes and no, and neither is surely newer ({records})")
        return Attestation(first.code, Truth.UNKNOWN, shown, first.date, contested=True)
    return first


def _surely_before(day: PartialDate, newest: PartialDate) -> bool:
    return day.last < newest.first


def _items(
    reader: Reader, entry: Entry, items: tuple[ResponseItem, ...], path: str, day: PartialDate | None
) -> Iterator[Attestation]:
    for index, item in enumerate(items):
        place = f"{path}[{index}]"
        if item.link_id in reader.book.criteria:
            truths = {truth for answer in item.answer if (truth := _truth(answer)) is not None}
            if len(truths) == 1:
                yield _stated(entry, item.link_id, truths.pop(), day, f"{place}.answer")
            elif item.answer:
                reader.set_aside(entry, f"answers {item.link_id} with something that is not one yes or no")
        for where, inner in _within(item):
            yield from _items(reader, entry, inner, f"{place}.{where}", day)


def _truth(answer: ItemAnswer) -> Truth | None:
    if answer.value_boolean is not None:
        return Truth.of(answer.value_boolean)
    return agreement(CodeableConcept(coding=(answer.value_coding,))) if answer.value_coding else None


def _stated(entry: Entry, code: str, truth: Truth, day: PartialDate | None, element: str) -> Attestation:
    return Attestation(
        code, truth, evidence(entry, dated(f"{code}: {_WORDS[truth]}", day), element, Basis.ATTESTED), day
    )


def _record(one: Attestation) -> str:
    """Which record says what, and of which day."""
    day = f" of {one.date.text[:10]}" if one.date is not None else " without a date"
    return f"{one.evidence.reference}{day} says {_WORDS[one.truth]}"
