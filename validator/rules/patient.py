"""The patient: one who can be found and who lives."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.finding import Finding, IssueType, finding_code
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Truth, Verdict

DECEASED = finding_code(
    "patient-deceased",
    "Patient is recorded as deceased",
    """Patient.deceased[x] says that the patient has died. An order for a deceased patient is a mix-up of patients or of
    records. Check the patient's identity. Where no day of death is told and the order is over 30 days old (a project
    choice), it may have been written before: the order is undetermined.""",
    to_do="check that the right patient's chart is open",
)
NO_PATIENT = finding_code(
    "patient-missing",
    "Patient is not in the chart",
    """No Patient resource was found for the order's subject, so age and sex are not known. Send the Patient resource
    with the order.""",
    issue=IssueType.REQUIRED,
    to_do="do not sign until order and chart are surely of one patient",
)

OLD_ORDER_DAYS = 30


@rule("patient")
def patient(situation: Situation) -> Iterator[Finding]:
    """The order's patient is in the chart and alive."""
    person = situation.chart.person
    if person is None:
        yield said(
            NO_PATIENT,
            Verdict.UNDETERMINED,
            "Possible wrong patient: the order names a patient who is not in this chart.",
            at=f"{situation.order.expression}.subject",
            missing=("Patient",),
        )
    elif person.deceased is Truth.TRUE and not _died_later(situation):
        is_old = person.deceased_on is None and _age_of_order(situation) > OLD_ORDER_DAYS
        yield said(
            DECEASED,
            Verdict.UNDETERMINED if is_old else Verdict.ERROR,
            "The patient is recorded as deceased, without a day; the order is over 30 days old and may be from before."
            if is_old
            else "The patient is recorded as deceased.",
            at=situation.order.expression,
            evidence=(person.evidence,),
            missing=("Patient.deceasedDateTime",) if is_old else (),
        )


def _age_of_order(situation: Situation) -> int:
    """How many days ago the order was written, at least: before the day judged, or the instant of the check."""
    written = situation.order.authored or situation.order.starts
    if written is None:
        return 0
    days = [written.days_until(situation.chart.as_of)[0]]
    if situation.instant is not None:
        days.append((situation.instant.date() - written.last).days)
    return max(days)


def _died_later(situation: Situation) -> bool:
    """Whether the recorded death surely came after the day judged: the order was written for a living person."""
    person = situation.chart.person
    died = person.deceased_on if person else None
    return died is not None and died.at_or_before(situation.chart.as_of) is Truth.FALSE
