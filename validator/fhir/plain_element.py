"""The datatypes of FHIR R4 as strict structs: what an ordinary chart has of them, and nothing more.

They only ever allow less than FHIR does (`plain_structure`): no 29th of February, no leap second, no `_element`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

import msgspec

_DAY = (
    r"(?:19|20)[0-9]{2}-"
    r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""A whole day of every year's calendar; the 29th of February is left to the judge."""
_TIME = r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"

PlainText = Annotated[str, msgspec.Meta(pattern=r"\A\s*\S[^\ud800-\udfff]*\Z")]
PlainUri = Annotated[str, msgspec.Meta(pattern=r"\A[^\ud800-\udfff]*\Z")]
"""Also of markdown and of a narrative's markup: any text, even none."""
PlainCode = Annotated[str, msgspec.Meta(pattern=r"\A[!-~]+(?: [!-~]+)*\Z")]
PlainId = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9.-]{1,64}\Z")]
PlainDay = Annotated[str, msgspec.Meta(pattern=rf"\A{_DAY}\Z")]
PlainMoment = Annotated[str, msgspec.Meta(pattern=rf"\A{_DAY}(?:{_TIME})?\Z")]
PlainInstant = Annotated[str, msgspec.Meta(pattern=rf"\A{_DAY}{_TIME}\Z")]
PlainNumber = Decimal | int
PlainInteger = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)]
PlainCount = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
PlainPositive = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class PlainElement(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Base of all: an element that is not named does not fit. `_choices` are elements of which one at most may be
    given, and `_needed` those of which one must be.
    """

    _choices: ClassVar[tuple[tuple[str, ...], ...]] = ()
    _needed: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: PlainText | None = None
    extension: tuple[PlainExtension, ...] = ()


class PlainChoices(PlainElement):
    """An element with a choice of types in it, which FHIR writes as one name for each type."""

    def __post_init__(self) -> None:
        for names in self._choices:
            given = len([name for name in names if getattr(self, name) is not None])
            if given > 1 or (not given and names in self._needed):
                raise ValueError("not one of a choice")


class PlainExtension(PlainChoices):
    _choices = (
        (
            "value_boolean",
            "value_code",
            "value_string",
            "value_integer",
            "value_decimal",
            "value_uri",
            "value_date_time",
            "value_coding",
            "value_codeable_concept",
            "value_quantity",
            "value_reference",
        ),
    )

    url: PlainUri
    value_boolean: bool | None = None
    value_code: PlainCode | None = None
    value_string: PlainText | None = None
    value_integer: PlainInteger | None = None
    value_decimal: PlainNumber | None = None
    value_uri: PlainUri | None = None
    value_date_time: PlainMoment | None = None
    value_coding: PlainCoding | None = None
    value_codeable_concept: PlainConcept | None = None
    value_quantity: PlainQuantity | None = None
    value_reference: PlainReference | None = None


class PlainCoding(PlainElement):
    system: PlainUri | None = None
    version: PlainText | None = None
    code: PlainCode | None = None
    display: PlainText | None = None
    user_selected: bool | None = None


class PlainConcept(PlainElement):
    coding: tuple[PlainCoding, ...] = ()
    text: PlainText | None = None


class PlainPeriod(PlainElement):
    start: PlainMoment | None = None
    end: PlainMoment | None = None


class PlainIdentifier(PlainElement):
    use: PlainCode | None = None
    type: PlainConcept | None = None
    system: PlainUri | None = None
    value: PlainText | None = None
    period: PlainPeriod | None = None


class PlainReference(PlainElement):
    reference: PlainText | None = None
    type: PlainUri | None = None
    identifier: PlainIdentifier | None = None
    display: PlainText | None = None


class PlainQuantity(PlainElement):
    """Quantity, SimpleQuantity, Age and Duration."""

    value: PlainNumber | None = None
    comparator: PlainCode | None = None
    unit: PlainText | None = None
    system: PlainUri | None = None
    code: PlainCode | None = None


class PlainRange(PlainElement):
    low: PlainQuantity | None = None
    high: PlainQuantity | None = None


class PlainRatio(PlainElement):
    numerator: PlainQuantity | None = None
    denominator: PlainQuantity | None = None


class PlainAnnotation(PlainElement):
    text: PlainUri
    time: PlainMoment | None = None


class PlainMeta(PlainElement):
    version_id: PlainId | None = None
    last_updated: PlainInstant | None = None
    source: PlainUri | None = None
    profile: tuple[PlainUri, ...] = ()
    security: tuple[PlainCoding, ...] = ()
    tag: tuple[PlainCoding, ...] = ()


class PlainNarrative(PlainElement):
    status: PlainCode
    div: PlainUri


class PlainRepeat(PlainChoices):
    _choices = (("bounds_duration", "bounds_range", "bounds_period"),)

    bounds_duration: PlainQuantity | None = None
    bounds_range: PlainRange | None = None
    bounds_period: PlainPeriod | None = None
    count: PlainPositive | None = None
    duration: PlainNumber | None = None
    duration_unit: PlainCode | None = None
    frequency: PlainPositive | None = None
    frequency_max: PlainPositive | None = None
    period: PlainNumber | None = None
    period_max: PlainNumber | None = None
    period_unit: PlainCode | None = None
    day_of_week: tuple[PlainCode, ...] = ()
    when: tuple[PlainCode, ...] = ()
    offset: PlainCount | None = None


class PlainTiming(PlainElement):
    event: tuple[PlainMoment, ...] = ()
    repeat: PlainRepeat | None = None
    code: PlainConcept | None = None


class PlainDoseAndRate(PlainChoices):
    _choices = (("dose_quantity", "dose_range"), ("rate_quantity", "rate_range", "rate_ratio"))

    type: PlainConcept | None = None
    dose_quantity: PlainQuantity | None = None
    dose_range: PlainRange | None = None
    rate_quantity: PlainQuantity | None = None
    rate_range: PlainRange | None = None
    rate_ratio: PlainRatio | None = None


class PlainDosage(PlainChoices):
    _choices = (("as_needed_boolean", "as_needed_codeable_concept"),)

    sequence: PlainInteger | None = None
    text: PlainText | None = None
    additional_instruction: tuple[PlainConcept, ...] = ()
    patient_instruction: PlainText | None = None
    timing: PlainTiming | None = None
    as_needed_boolean: bool | None = None
    as_needed_codeable_concept: PlainConcept | None = None
    site: PlainConcept | None = None
    route: PlainConcept | None = None
    method: PlainConcept | None = None
    dose_and_rate: tuple[PlainDoseAndRate, ...] = ()
    max_dose_per_period: PlainRatio | None = None


class PlainSupply(PlainElement):
    """MedicationRequest.dispenseRequest"""

    validity_period: PlainPeriod | None = None
    number_of_repeats_allowed: PlainCount | None = None
    quantity: PlainQuantity | None = None
    expected_supply_duration: PlainQuantity | None = None


class PlainStage(PlainElement):
    summary: PlainConcept | None = None
    assessment: tuple[PlainReference, ...] = ()
    type: PlainConcept | None = None


class PlainComponent(PlainChoices):
    _choices = (("value_quantity", "value_codeable_concept", "value_string", "value_boolean", "value_integer"),)

    code: PlainConcept
    value_quantity: PlainQuantity | None = None
    value_codeable_concept: PlainConcept | None = None
    value_string: PlainText | None = None
    value_boolean: bool | None = None
    value_integer: PlainInteger | None = None
    data_absent_reason: PlainConcept | None = None


class PlainName(PlainElement):
    use: PlainCode | None = None
    text: PlainText | None = None
    family: PlainText | None = None
    given: tuple[PlainText, ...] = ()
    prefix: tuple[PlainText, ...] = ()
