"""One submission in, one report out: every order against the label revision in force on its day.

Pure: no clock, no network, no logging; the day is `as_of`, else the order's own date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from validator.chart.settings import DEFAULT_SETTINGS, ChartSettings
from validator.checking.options import Day, Options, day_of
from validator.checking.submission_check import SubmissionCheck
from validator.fhir.submission import Document, read_submission
from validator.profiles import Profiles, shipped
from validator.report.model import Report


def check_bundle(
    data: Document,
    as_of: Day = None,
    fhir_version: str = "auto",
    structure: str = "full",
    *,
    ledger: bool = False,
    profiles: Profiles | None = None,
) -> Report:
    """Checks every order in one Bundle or resource (bytes, text, a dict, or a model object).

    `as_of` overrides the date that selects the label revision and the ages. `structure` is `full` (fhir.resources on
    the order and its evidence), `read` (only what is read) or `off`. With `ledger` the fate of every entry is listed.
    `profiles` are a site's own labels and value sets; None: those shipped. Raises ValueError for a wrong option, never
    for what the data hold.
    """
    return check_documents(
        [data], as_of=as_of, fhir_version=fhir_version, structure=structure, ledger=ledger, profiles=profiles
    )


def check_order(
    order: Document,
    *,
    patient: Document | None = None,
    conditions: Iterable[Document] = (),
    observations: Iterable[Document] = (),
    medications: Iterable[Document] = (),
    procedures: Iterable[Document] = (),
    others: Iterable[Document] = (),
    as_of: Day = None,
    fhir_version: str = "auto",
    structure: str = "full",
    ledger: bool = False,
    profiles: Profiles | None = None,
) -> Report:
    """Checks one order with the parts of its chart. Lists that are given, even empty ones, were looked at.

    `medications` takes requests, statements, administrations, dispenses and Medication resources alike.
    """
    parts = [order, *([patient] if patient is not None else [])]
    for group in (conditions, observations, medications, procedures, others):
        parts += list(group)
    return check_documents(
        parts, as_of=as_of, fhir_version=fhir_version, structure=structure, ledger=ledger, profiles=profiles
    )


def check_documents(
    documents: Sequence[Document],
    *,
    as_of: Day = None,
    fhir_version: str = "auto",
    structure: str = "full",
    supplied: frozenset[str] | None = None,
    settings: ChartSettings = DEFAULT_SETTINGS,
    profiles: Profiles | None = None,
    places: frozenset[str] | None = None,
    ledger: bool = False,
    lost: Sequence[str] = (),
    names: Sequence[str] = (),
    instant: datetime | None = None,
    form: bool = False,
) -> Report:
    """Checks every order in several documents that together are one submission.

    `supplied` names resource types whose lists were asked for and came, even if empty; `profiles` are a site's
    own labels and value sets, None: those shipped. With `places`, only the orders at these FHIRPaths are judged; the
    others still count as chart. With `ledger` the fate of every entry is listed for each order. `lost` names documents
    of the chart that could not be opened: what they held is unknown. `names` are those of the documents, for people:
    what is said of one of them begins with it. `instant` is when the check is asked for, told by whoever has a clock:
    an order dated well after it is warned of. With `form` each report keeps what a form is made from. Raises
    ValueError for a wrong option.
    """
    judged_by = profiles or shipped()
    options = Options(
        structure, judged_by, day_of(as_of), supplied, settings, places, ledger=ledger, instant=instant, form=form
    )
    submission = read_submission(documents, fhir_version=fhir_version, lost=lost, names=names)
    return SubmissionCheck(submission, options).report()
