"""What a card says: what is wrong with which drug, why, and what to do, as a prescriber reads it in ten seconds.

No ids, no paths, no bare codes; text of the chart is data. Source: CDS Hooks 2.0, Card (`summary`, `detail`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from validator.finding import Evidence, Finding
from validator.label.model import Indication
from validator.report.criterion import Criteria
from validator.report.diagnostics import added_detail, confidence_remark
from validator.report.markdown import escaped
from validator.report.model import OrderReport
from validator.report.plain_text import plain_text, shortened
from validator.rules.closing import CHECKED
from validator.rules.dose import OPEN
from validator.rules.gap import NOT_SENT, NOT_SUPPLIED, TAKEN_AS_WHOLE
from validator.verdict import Basis, Verdict

LONGEST_SUMMARY = 139
"""CDS Hooks wants a summary of less than 140 characters."""
MOST_WORDS = 120
"""Words of a detail, about: a project choice; more is not read before an order is signed."""

_MOST_SHOWN = 4
_MOST_MISSING = 4
_KINDS = {
    "AllergyIntolerance": "an allergy",
    "Condition": "a diagnosis",
    "Medication": "a product",
    "MedicationAdministration": "a given dose",
    "MedicationDispense": "a dispense",
    "MedicationRequest": "another order",
    "MedicationStatement": "a reported drug",
    "Observation": "a result",
    "Patient": "the patient",
    "Procedure": "a procedure",
    "QuestionnaireResponse": "a filled form",
    "ServiceRequest": "a planned procedure",
}
_ID = re.compile(rf"\b(?P<kind>{'|'.join(_KINDS)})/[A-Za-z0-9\-.]+…?|urn:(?:uuid|oid):[0-9A-Fa-f.\-]+", re.ASCII)
_CODE_BEFORE_NAME = re.compile(r"\b(?:[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|\d{6,18}|\d{4,5}-\d) (?=[A-Z][A-Za-z])")
_TIMING_CODE = re.compile(r" \((?:[AP]?C[MDV]?|HS|WAKE|MORN|AFT|EVE|NIGHT)\)")
_PATH = re.compile(r"[a-z][A-Z]|\w\[\d|\b[A-Z]\w+\.[a-z]")
_LEADS = (
    (re.compile(r"^Observation of the "), "the "),
    (re.compile(r"^Observation (?:of )?"), ""),
    (re.compile(r"^Condition that "), "a diagnosis that "),
    (re.compile(r"^Medication\w+ of the "), "the "),
    (re.compile(r" \((?:LOINC|SNOMED|RxNorm|ICD)[^)]*\)"), ""),
)
_SINCE = re.compile(r" from \d{4}[\d\-]*(?: to \d{4}[\d\-]*)?$")
_TIME_OF_DAY = re.compile(r"\b(\d{4}-\d\d-\d\d)T[\d:.]+(?:Z|[+-]\d\d:\d\d)?")
_EVERYBODY = " for all patients"


@dataclass(frozen=True, slots=True)
class Said:
    """One finding of a card and the order it is about."""

    order: OrderReport
    finding: Finding


def headline(said: Sequence[Said]) -> str:
    """The first finding with the drug it is about, below 140 characters, with how many more there are."""
    first, more = _sentence(said[0]), len(said) - 1
    gap = next((one.finding.message for one in said[1:] if one.finding.code == NOT_SUPPLIED), None)
    # An error stands whatever the list holds; that the list is missing is said in the same breath.
    if gap is not None and len(both := f"{first} {gap}") + 10 <= LONGEST_SUMMARY:
        first, more = both, more - 1
    count = f" (+{more} more)" if more else ""
    return shortened(first, LONGEST_SUMMARY - len(count)) + count


def detail(said: Sequence[Said], orders: Sequence[OrderReport], criteria: Criteria) -> str:
    """The card's text in markdown: ordered, label, why, what to do, in that order; about MOST_WORDS words at most.

    `criteria` hold the words for criterion codes.
    """
    head = [*_gaps(said), *(line for order in orders for line in _doses(order))]
    last = [f"**What to do:** {_to_do(said, criteria)}"]
    last += [escaped(line) for line in _remarks(said, orders)]
    room = MOST_WORDS - sum(len(line.split()) for line in (*head, *last))
    shown: list[str] = []
    seen: set[str] = {_sentence(said[0])}
    several = len(orders) > 1
    for number, one in enumerate(said):
        line = _finding(one, criteria, seen, is_named=several or not number)
        if number and len(line.split()) > room:
            line = escaped(_sentence(one, is_named=several))
        if number and len(line.split()) > room:
            shown.append(f"- and {len(said) - number} more")
            break
        line = _cut(line, room)
        room -= len(line.split())
        shown += [f"- {line}"] if line else []
    return "\n\n".join(part for part in ("\n".join(head), "\n".join(shown), "\n".join(last)) if part)


def plain_words(text: str) -> str:
    """The text without ids and without the codes that stand before a name."""
    flat = _ID.sub(lambda found: _KINDS.get(found["kind"] or "", "an entry"), plain_text(text))
    return _TIME_OF_DAY.sub(r"\1", _TIMING_CODE.sub("", _CODE_BEFORE_NAME.sub("", flat)))


def ordered_dose(order: OrderReport) -> str:
    """The ordered dose without its days; empty where it is not known."""
    return _SINCE.sub("", order.ordered.schedule) if order.ordered is not None else ""


def wanted(missing: Iterable[str], criteria: Criteria) -> tuple[str, ...]:
    """What would settle a finding, in words; a place in a resource is no word and is left out."""
    found = []
    for one in missing:
        words = f"whether {criteria[one].yes}" if one in criteria else one
        for lead, instead in _LEADS:
            words = lead.sub(instead, words)
        words = plain_words(words)
        if not _PATH.search(words):
            found.append(words)
    return tuple(dict.fromkeys(found))


def _sentence(one: Said, *, is_named: bool = True) -> str:
    """The finding's sentence; `is_named`: with the product, where the sentence does not name the drug itself."""
    order, finding = one.order, one.finding
    label, ordered = order.label, ordered_dose(order)
    if finding.code == OPEN and label is not None and ordered and (open_ := wanted(finding.missing, {})):
        asked = " and ".join(open_[:2])
        return f"{label.product} {ordered}: whether this is the label's dose depends on {asked}, not on file."
    text = _named(plain_words(finding.message), order)
    if label is None or any(word.lower() in text.lower() for word in _drug_words(order)):
        return text
    if not is_named:
        return text
    return f"{label.product} {text}" if ordered and text.startswith(ordered) else f"{label.product}: {text}"


def _drug_words(order: OrderReport) -> tuple[str, ...]:
    if order.label is None:
        return ()
    return (order.label.product, *((order.label.label.ingredient,) if order.label.label is not None else ()))


def _named(text: str, order: OrderReport) -> str:
    """A regimen for everybody is named by its indication: nobody is "all patients"."""
    if _EVERYBODY not in text:
        return text
    label = order.label.label if order.label is not None else None
    statement = label.statement(order.indication) if label is not None and order.indication is not None else None
    return text.replace(_EVERYBODY, f" for {statement.name}" if isinstance(statement, Indication) else "")


def _gaps(said: Sequence[Said]) -> Iterator[str]:
    told = dict.fromkeys(one.finding.message for one in said[1:] if one.finding.code == NOT_SUPPLIED)
    yield from (f"**{escaped(message)}**" for message in told)


def _doses(order: OrderReport) -> Iterator[str]:
    product = f"{order.label.product} " if order.label is not None else ""
    dose = ordered_dose(order) or "dose not known"
    yield f"**Ordered:** {escaped(product + dose)}."
    if order.expected is not None and _is_about_dose(order, dose):
        steps = "; ".join(_named(plain_words(step), order) for step in order.expected.because)
        yield f"**Label:** {escaped(order.expected.schedule)}{f' ({escaped(steps)})' if steps else ''}."


def _is_about_dose(order: OrderReport, dose: str) -> bool:
    """Whether the label's dose is news: another one than ordered, or one that a finding speaks of."""
    assert order.expected is not None
    worse = [finding for finding in order.findings if finding.verdict is not Verdict.ACCEPT]
    return order.expected.schedule != dose or any(finding.code.startswith("dose-") for finding in worse)


def _finding(one: Said, criteria: Criteria, seen: set[str], *, is_named: bool) -> str:
    """The finding with its section, what shows it and what the label says; nothing that was `seen` already."""
    parts: list[str] = []
    message = _sentence(one, is_named=is_named)
    gist = "" if _is_dose(one.finding) else _named(plain_words(added_detail(one.finding)), one.order)
    gist = _news(gist, f"{message} {plain_words(one.finding.message)}")
    if one.finding.code == NOT_SUPPLIED:
        return ""
    if message not in seen:
        parts.append(message)
    why = [words for evidence in one.finding.evidence if (words := _shown(evidence, criteria)) not in seen]
    if why:
        more = f"; {len(why) - _MOST_SHOWN} more" if len(why) > _MOST_SHOWN else ""
        parts.append(f"Why: {'; '.join(why[:_MOST_SHOWN])}{more}.")
    if gist and gist not in seen:
        parts.append(gist)
    seen.update((message, gist, *why))
    if not parts:
        return ""
    # The steps to a dose have their sections.
    told = _is_dose(one.finding) or one.finding.code == OPEN
    section = f" (section {one.finding.section})" if one.finding.section and not told else ""
    return escaped(" ".join(parts).rstrip(".") + section + ".")


def _news(gist: str, message: str) -> str:
    """What a gist says that the message does not: a clause that begins as the message goes on is no news."""
    clauses = re.split(r"(?<=[.;]) ", gist)
    return " ".join(clause for clause in clauses if clause[:30].rstrip(".; ").lower() not in message.lower())


def _is_dose(finding: Finding) -> bool:
    """Whether the detail is the way to the label's dose, which the card tells of every order once."""
    return finding.detail.startswith("Steps: ")


def _shown(evidence: Evidence, criteria: Criteria) -> str:
    code, colon, rest = evidence.says.partition(": ")
    says = f"{criteria[code].display}: {rest}" if colon and code in criteria else evidence.says
    return plain_words(says) + (" (read from text)" if evidence.basis is Basis.TEXT else "")


def _to_do(said: Sequence[Said], criteria: Criteria) -> str:
    first = said[0].order
    if any(one.finding.code == NOT_SUPPLIED for one in said):
        return "Look at what could not be read before you sign, or sign again when it can be."
    open_ = [one.finding for one in said if one.finding.missing]
    asked = wanted(dict.fromkeys(word for finding in open_ for word in finding.missing), criteria)
    expected = first.expected
    match first.verdict:
        case _ if any(one.order is not first for one in said):
            return "Stop one of the orders, or sign them all and give the reason."
        case Verdict.ERROR if expected is not None and expected.schedule != ordered_dose(first):
            return escaped(f"Order {expected.schedule}, or keep the dose and give the reason.")
        case Verdict.ERROR:
            return "Change or stop the order, or keep it and give the reason."
        case _ if asked:
            return escaped(f"Record {'; '.join(asked[:_MOST_MISSING])}; or go on and give the reason.")
        case Verdict.UNDETERMINED:
            return "Complete the order, or go on and give the reason."
        case _:
            return "Settle this before you sign, or go on and give the reason."


def _remarks(said: Sequence[Said], orders: Sequence[OrderReport]) -> Iterator[str]:
    yield from dict.fromkeys(remark for one in said[:1] if (remark := confidence_remark(one.finding.confidence)))
    checked = next((finding for order in orders for finding in order.findings if finding.code == CHECKED), None)
    said_last = checked.detail if checked is not None else ""
    for marker in (NOT_SENT, TAKEN_AS_WHOLE):
        _, told, lists = said_last.partition(marker)
        if told:
            # Each is a sentence, and the last ones of the statement.
            yield f"{marker}{lists.partition('. ')[0].rstrip('.')}."


def _cut(line: str, room: int) -> str:
    words = line.split(" ")
    return line if len(words) <= room else " ".join(words[: max(room - 1, 12)]) + " …"
