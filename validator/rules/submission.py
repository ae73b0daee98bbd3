"""What is said of a submission as a whole, and of no order: shapes put right, entries of nobody who is here,
files and lists that did not come."""

from __future__ import annotations

from collections.abc import Sequence

from validator.finding import Issue, IssueType, finding_code
from validator.rules.message import sentence
from validator.verdict import Severity

PUT_RIGHT = finding_code(
    "shape-put-right",
    "Written in another shape than FHIR gives",
    """Some elements have a shape that FHIR does not give them but that can be read without doubt: an object where a
    list of one belongs, a number in quotes, a place that an older FHIR release had, a code in other letters. They were
    read as meant. Nothing has to be done for this check; other readers may refuse them.""",
    issue=IssueType.INFORMATIONAL,
)
SUBJECT_OPEN = finding_code(
    "subject-not-here",
    "Whose it is cannot be told",
    """A resource of the chart names no patient who was submitted, and several were, so it could not be given to any of
    them and no order was judged with it. Correct its subject, or send its patient along.""",
    issue=IssueType.NOT_FOUND,
)
NOT_SUPPORTED = finding_code(
    "list-not-supported",
    "The server does not keep this list",
    """The server says, in its CapabilityStatement or with 404, that it has no resources of this type. Nothing of the
    type was supplied, which is not the same as none: what only this list could show is taken as not shown.""",
    issue=IssueType.INFORMATIONAL,
)
ORDER_NOT_FETCHED = finding_code(
    "order-not-fetched",
    "Orders could not be fetched",
    """The server did not give the order or the orders asked for, or not all of them, so those were not checked. The
    exit code is 3. The server's own words, where it had any, stand in the details.""",
    issue=IssueType.NOT_FOUND,
)
UNREADABLE_FILE = finding_code(
    "unreadable-file",
    "File could not be opened",
    """A file named on the command line is missing, is a folder without charts, or may not be read. The other files were
    still checked, as a chart without this one: what this file holds is unknown, never absent. The exit code is 3.""",
    issue=IssueType.NOT_FOUND,
)
NOT_LISTED = finding_code(
    "file-not-listed",
    "File beside a manifest that does not list it",
    """A file lies in the folder of an export and its manifest does not list it, so it was not read. That is right for
    an older export, or the output of a run. Name the file too where it belongs to the export.""",
    issue=IssueType.INFORMATIONAL,
)

_MOST_NAMED = 3
_MOST_SHOWN = 10
"""How many places an issue shows; its sentence counts them all."""


def adrift(places: Sequence[str], names: Sequence[str]) -> Issue:
    """Says how many entries name no patient who was submitted; `places` are theirs, at least one, and `names` what
    people call what each is about.
    """
    says = "1 entry names" if len(places) == 1 else f"{len(places)} entries name"
    used = "it was" if len(places) == 1 else "they were"
    message = sentence(f"{says} no patient who was submitted, so {used} not used")
    told = list(dict.fromkeys(names))
    more = f" and {len(told) - _MOST_NAMED} more" if len(told) > _MOST_NAMED else ""
    detail = f"{', '.join(told[:_MOST_NAMED])}{more}."
    return Issue(SUBJECT_OPEN, Severity.WARNING, message, tuple(places[:_MOST_SHOWN]), detail)


def put_right(places: Sequence[str]) -> Issue:
    """Says that elements of another shape were read as meant; `places` are theirs, at least one."""
    says = "1 element has" if len(places) == 1 else f"{len(places)} elements have"
    message = f"{says} another shape than FHIR gives; read as meant."
    return Issue(PUT_RIGHT, Severity.INFORMATION, message, tuple(dict.fromkeys(places))[:_MOST_SHOWN])
