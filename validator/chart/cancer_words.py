"""Whether a diagnosis that stands in no list is a cancer at all: by its ICD-10 block, its profile, or its words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from validator.chart.concept import words_of
from validator.fhir.element import CodeableConcept
from validator.terminology.coding import ICD10, ICD10CM, normal

_CANCER_WORDS = re.compile(
    r"cancer|carcinoma|sarcoma|lymphoma|melanoma|leuk[a]?emia|malignan|neoplasm|carcinoid|neuroendocrine tumou?r"
    r"|blastoma|\bmyeloma|\bhypernephroma",
    re.IGNORECASE,
)
_NOT_CANCER_WORDS = re.compile(
    r"\b(?:benign|screening|family history|fh|risk|no evidence|history of|h/o|suspected|rule out|fear of|vaccin\w*"
    r"|exposure|prophyla\w*|predisposition|syndrome|in situ|counsel\w*)\b",
    re.IGNORECASE,
)
_MALIGNANT_ICD = re.compile(r"C\d|D(?:3[7-9]|4[0-8])")


def is_cancer(concept: CodeableConcept | None, profiles: Iterable[str] = ()) -> bool:
    """Whether a diagnosis outside the lists is a malignant neoplasm, or one of uncertain behavior.

    ICD-10 C.. and D37 to D48 (not in-situ D0x), an mCODE cancer profile, or words for cancer in its text or displays.
    Anything else, such as an unlisted SNOMED CT code for hypertension, is not: an unknown code is no cancer.
    """
    if any("-cancer-condition" in profile for profile in profiles):
        return True
    if concept is None:
        return False
    icd = [
        code for c in concept.coding if (code := normal(c.system, c.code)) is not None and code[0] in (ICD10CM, ICD10)
    ]
    if icd:
        return any(_MALIGNANT_ICD.match(code) for _, code in icd)
    return any(_CANCER_WORDS.search(words) and not _NOT_CANCER_WORDS.search(words) for words in words_of(concept))


_TRACES = (
    "cancer", "carcin", "sarcom", "lymphom", "melanom", "leuk", "malign", "neoplas", "tumor", "tumour", "blastom",
    "myelom", "nephroma",
)  # fmt: skip


def may_be_cancer(code: object, profiles: object = "") -> bool:
    """A first look at an undecoded code: False only where `is_cancer` would be. Cheap: no pattern is searched."""
    if "-cancer-condition" in str(profiles):
        return True
    if not isinstance(code, dict):
        return False
    words = [code.get("text")]
    codings = code.get("coding")
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict):
            written = coding.get("code")
            if isinstance(written, str) and written.strip()[:1] in "CcDd":
                return True
            words.append(coding.get("display"))
    text = " ".join(word for word in words if isinstance(word, str)).lower()
    return any(trace in text for trace in _TRACES)
