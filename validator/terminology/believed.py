"""What an unverified code may do: the one place that says it.

A code whose row is `unverified` was recalled, or found in no source that could be looked at. It never counts by itself,
and it is never taken for absent: a resource that only such a code names is set aside (`Why.CODE_UNCONFIRMED`) and every
question it may answer is asked with it and without it. So the same rule serves both uses of a list. Of a risk or an
interaction, what would be an error is undetermined and what would be a caution is a caution, in a finding that says
the code is not confirmed (`entry-set-aside`). Of what a disease or a regimen rests on, the answer is open where it
hangs on the code: never yes, never no.

Codes of products are not read so: the strength behind an unverified one is used, with the warning
`product-strength-unverified`. Units are no claim about a patient, and phrases are words, with a basis of their own.
"""

from __future__ import annotations

from validator.terminology.coding import SystemCode

BELIEVED = "urn:labelcheck:believed:"
"""Begins the system of a coding that is read as if its row were confirmed. No chart is written with it."""


def as_believed(listed: SystemCode) -> SystemCode:
    """A listed coding, as it is looked up by a reading that takes it for confirmed."""
    return (BELIEVED + listed[0], listed[1])


def as_listed(coding: SystemCode) -> SystemCode:
    """The coding as the value set lists it."""
    return (coding[0].removeprefix(BELIEVED), coding[1])
