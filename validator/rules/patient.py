"""The patient: one who can be found and who lives."""

from __future__ import annotations

from collections.abc import Iterator

from validator.assessment.situation import Situation
from validator.finding import Finding, IssueType, finding_code
from validator.rules.registry import rule
from validator.verdict import Truth, Verdict

DECEASED = finding_code(
    "patient-deceased",
    "Patient is recorded as deceased",
    """Patient.deceased[x] says that the patient has died. An order for a deceased patient is a mix-up of patients or of
    records. Check the patient's identity.""",
)
NO_PATIENT = finding_code(
    "patient-missing",
    "Patient is not in the chart",
    """No Patient resource was found for the order's subject, so age and sex are not known. Send the Patient resource
    with the order.""",
    issue=IssueType.REQUIRED,
)


@rule("patient")
def patient(situation: Situation) -> Iterator[Finding]:
    """The order's patient is in the chart and alive."""
    person = situation.chart.person
    if person is None:
        yield Finding(
            NO_PATIENT,
            Verdict.UNDETERMINED,
            "The order's patient is not in the chart, so age and sex are not known.",
            expression=(f"{situation.order.expression}.subject",),
            missing=("Patient",),
        )
    elif person.deceased is Truth.TRUE and not _died_later(situation):
        yield Finding(
            DECEASED,
            Verdict.ERROR,
            "The patient is recorded as deceased.",
            expression=(situation.order.expression,),
            evidence=(person.evidence,),
        )


def _died_later(situation: Situation) -> bool:
    """Whether the recorded death surely came after the day judged: the order was written for a living person."""
    person = situation.chart.person
    died = person.deceased_on if person else None
    return died is not None and died.at_or_before(situation.chart.as_of) is Truth.FALSE
