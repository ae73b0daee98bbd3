"""The domains of the value sets: the kinds of question a code can answer. The one place their names are written.

Which groups a domain has is data. Only criteria name groups; what the chart needs to know of one, its value set says
(see `set_extension`, `role`).
"""

from __future__ import annotations

PRODUCTS = "products"
"""Products of the drugs that have a label here; the group is the ingredient."""

PLACEHOLDERS = "medication-name"
"""Words that stand where the name of a medication should, and name none."""

ENTRY_PLACEHOLDERS = "entry-name"
"""Words that stand where the name of a condition or a procedure should, and name none."""

OTHER_NAMES = "other-drug-name"
"""Names of drugs that no list is about, and that are spelt much like one that a list names."""

INDICATIONS = "indications"
"""Diseases: the group is the disease, or `<disease>:<kind of code>` (see `disease`)."""

ANY_CANCER = "any-cancer"
"""What is a cancer at all, of whatever kind."""

EXTENT = "disease-extent"
"""How far a tumor has spread, and questions about it."""

DIFFERENTIATION = "differentiation-grade"
"""Grade and differentiation of a tumor, and questions about it."""

SITE = "disease-site"
"""What is known of sites beyond the disease: of no organ, of the digestive tract."""

TREATMENT = "prior-therapy"
"""Drugs, operations and other treatments that came before."""

INTERACTION = "cyp3a4"
"""Drugs that change the exposure."""

DRUG = "drug"
"""Drugs by ingredient. Label data and criteria write every group of a drug, of whatever domain, with this name."""

RISK = "conditions-risk"
"""Conditions and operations that a warning is about."""

OBSERVED = "observations"
"""Measurements, their units, and answers."""

SEX = "sex"
"""Sex as recorded beside the administrative gender."""

SEVERITY = "severity-of-condition"
"""How severe a condition is."""

STOP_REASON = "stop-reason"
"""Why an order was stopped or held."""

TREATMENT_CLASS = "treatment-class"
"""Classes of cancer drugs as words, which are no treatment on file."""

DOMAINS = frozenset(
    {
        PRODUCTS,
        PLACEHOLDERS,
        ENTRY_PLACEHOLDERS,
        OTHER_NAMES,
        INDICATIONS,
        ANY_CANCER,
        EXTENT,
        DIFFERENTIATION,
        SITE,
        TREATMENT,
        INTERACTION,
        DRUG,
        RISK,
        OBSERVED,
        SEX,
        SEVERITY,
        STOP_REASON,
        TREATMENT_CLASS,
    }
)
"""All of them: a value set of any other would be read by nobody."""
