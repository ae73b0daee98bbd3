"""What a coding may mean whose system is not named, not written as it should be, or another edition of a listed one.

By most of its codes the ICD-10 of the WHO or of another country means what ICD-10-CM means, and a code without its
system can be told by its form alone. Such a reading is never believed by itself, and what it may mean is never taken
for absent: it counts as an unverified code does (`terminology.believed`). Source: FHIR R4 Coding.system.
"""

from __future__ import annotations

import re

from validator.frozen import Frozen
from validator.regex import regex
from validator.terminology.coding import (
    ATC,
    ICD10,
    ICD10CM,
    KNOWN_SYSTEMS,
    LOINC,
    RXNORM,
    SNOMED,
    SystemCode,
    canonical_system,
    normal,
)


class _Form(Frozen):
    """How the codes of a listed system look, and how people write its name where they do not write its URL."""

    system: str
    code: re.Pattern[str]
    name: re.Pattern[str]
    tells: bool = True
    """Whether the form of a code tells the system where none is named."""


_FORMS = (
    # The OIDs below `1.2.276.0.76.5` are those of ICD-10-GM and of other German systems, whose codes have another form.
    _Form(
        ICD10CM,
        regex(r"[A-Za-z]\d[\dA-Za-z](?:\.?[\dA-Za-z]{1,4})?"),
        regex(r"icd[\W_]*(?:cm[\W_]*)?10(?!.*pcs)|1\.2\.276\.0\.76\.5\."),
    ),
    _Form(SNOMED, regex(r"[1-9]\d{5,17}"), regex(r"snomed|\bsct\b")),
    _Form(LOINC, regex(r"\d{1,7}-\d"), regex(r"loinc|\bln\b")),
    _Form(ATC, regex(r"[A-Za-z]\d{2}[A-Za-z]{2}\d{2}"), regex(r"\batc\b|whocc")),
    # A short number may be a code of any system.
    _Form(RXNORM, regex(r"[1-9]\d{1,6}"), regex(r"rx[\W_]*norm"), tells=False),
)


def akin(system: str | None, code: str) -> tuple[SystemCode, ...]:
    """The codings of listed systems that a coding may mean; none for one of a system that is looked up itself."""
    named = canonical_system(system) if system and system.strip() else ""
    if named in KNOWN_SYSTEMS and named != ICD10:
        return ()
    written, found = named.lower(), []
    for form in _FORMS:
        is_meant = form.name.search(written) is not None if named else form.tells
        if is_meant and form.code.fullmatch(code.strip()) and (read := normal(form.system, code)) is not None:
            found.append(read)
    return tuple(found)
