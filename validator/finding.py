"""What a rule says about an order, the evidence it rests on, and the register of finding codes."""

from __future__ import annotations

from enum import StrEnum

from validator.frozen import Frozen
from validator.verdict import Basis, Severity, Verdict

CANONICAL = "https://labelcheck.example.org/fhir"
"""Base of every canonical URL of this project; the one place it is written."""

LONGEST_MESSAGE = 140
"""Characters: the CDS Hooks limit for a card summary, so every message can be one."""


class IssueType(StrEnum):
    """The codes of FHIR's IssueType that are used here."""

    BUSINESS_RULE = "business-rule"
    REQUIRED = "required"
    STRUCTURE = "structure"
    VALUE = "value"
    INVARIANT = "invariant"
    CODE_INVALID = "code-invalid"
    NOT_FOUND = "not-found"
    NOT_SUPPORTED = "not-supported"
    EXCEPTION = "exception"
    INFORMATIONAL = "informational"


class Confidence(StrEnum):
    """How well a label statement is known; anything but VERIFIED is said in the finding's diagnostics."""

    VERIFIED = "verified"
    SINGLE_SOURCE = "single-source"
    INFERRED = "inferred"


HOLD = "Hold: "
"""How the heading begins of what is to be settled before the order is carried out, and cannot be passed with a reason
that leaves the order as it is."""


class Evidence(Frozen):
    """A fact read from a resource: its reference (`Observation/w`), what it says, and the FHIRPath that was read."""

    reference: str
    says: str
    expression: str | None = None
    basis: Basis = Basis.CODED


class FindingCode(Frozen):
    """One kind of finding. `page` is its published explanation, shown by `labelcheck explain`.

    `to_do` is what whoever signs the order can do about it: an imperative without a full stop, to stand in a sentence;
    empty where what to do depends on what is missing, and for what is no more than a note. `heading` is said beside the
    verdict of an order where this is found; empty: the heading is made of `display`.
    """

    code: str
    display: str
    issue_type: IssueType
    page: str
    to_do: str = ""
    heading: str = ""


class Finding(Frozen):
    """One thing said about one order.

    `message` is one sentence that stands alone in 140 characters or fewer. `detail` holds the arithmetic and the
    label's gist. `missing` names what would settle an undetermined finding: criterion codes and resources. `title` is
    what the code is called where label data declare it; empty where the program registers it. `to_do` and `heading`
    are those of this case, where that is more than the code's own (see FindingCode); for people, so they are in no
    published format.
    """

    code: str
    verdict: Verdict
    message: str
    section: str | None = None
    expression: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    detail: str = ""
    statement: str | None = None
    confidence: Confidence = Confidence.VERIFIED
    issue_type: IssueType | None = None
    title: str = ""
    to_do: str = ""
    heading: str = ""

    @property
    def display(self) -> str:
        """What the code is called."""
        return self.title or FINDING_CODES[self.code].display

    @property
    def named(self) -> str:
        """What is said of it beside the verdict: its own heading, else its code's; empty where neither has one."""
        return self.heading or (FINDING_CODES[self.code].heading if self.code in FINDING_CODES else "")

    @property
    def is_hold(self) -> bool:
        """Whether it is to be settled before the order is carried out."""
        return self.named.startswith(HOLD)

    @property
    def severity(self) -> Severity:
        """The OperationOutcome severity that goes with the verdict."""
        return self.verdict.severity

    @property
    def kind(self) -> IssueType:
        """The issue type: this finding's own, else that of its code; codes of label data are business rules."""
        if self.issue_type is not None:
            return self.issue_type
        return IssueType.BUSINESS_RULE if self.title else FINDING_CODES[self.code].issue_type


class Issue(Frozen):
    """Something about the submission that belongs to no order: an unreadable entry, a dangling reference."""

    code: str
    severity: Severity
    message: str
    expression: tuple[str, ...] = ()
    detail: str = ""
    issue_type: IssueType | None = None

    @property
    def display(self) -> str:
        """What the code is called."""
        return FINDING_CODES[self.code].display

    @property
    def kind(self) -> IssueType:
        """The issue type: this issue's own, else that of its code."""
        return self.issue_type or FINDING_CODES[self.code].issue_type


FINDING_CODES: dict[str, FindingCode] = {}


def finding_code(
    code: str,
    display: str,
    page: str,
    *,
    issue: IssueType = IssueType.BUSINESS_RULE,
    to_do: str = "",
    heading: str = "",
) -> str:
    """Registers a finding code beside the rule that uses it and returns the code. Raises ValueError on a second use."""
    if code in FINDING_CODES:
        raise ValueError(f"finding code {code} is registered twice")
    FINDING_CODES[code] = FindingCode(code, display, issue, " ".join(page.split()), to_do, heading)
    return code
