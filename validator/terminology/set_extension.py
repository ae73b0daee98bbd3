"""What a value set says of itself beyond its codes: extensions of the ValueSet, one class for each URL.

Diseases are data. A value set of the domain `indications` whose group is a bare name (`aardoma`) is the head of that
disease; what is known of the disease beyond its codes stands there, and other sets say which diseases they are about.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from validator.finding import CANONICAL
from validator.terminology.role import Role

_DEFINITION = f"{CANONICAL}/StructureDefinition/"

ExtentKind = Literal[
    "metastatic", "metastatic-in-the-past", "not-metastatic", "regional-nodes", "stage-1", "stage-2", "stage-3",
    "stage-4", "locally-advanced", "unresectable", "advanced", "recurrent", "worse", "stable", "better",
    "resectable", "none-seen",
]  # fmt: skip
"""What a code or phrase can say of spread; see `validator.chart.fact.Extent`."""

Level = Literal[
    "well", "low-grade", "moderate", "poor", "undifferentiated", "intermediate-grade", "high-grade", "uncertain",
    "G1", "G2", "G3", "G4", "GX",
]  # fmt: skip
"""What a code can say of grade and differentiation; see `validator.chart.fact.Differentiation`."""


class SetExtension(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", tag_field="url", gc=False):
    """An extension of a value set."""


class AboutDisease(SetExtension, frozen=True, tag=_DEFINITION + "disease"):
    """A disease, or a family, that the codes of the set may be about; without any, the name before the group's colon.

    For a code that leaves two diseases open (`thyroid cancer`), each stands in an extension of its own.
    """

    value_code: str


class Family(SetExtension, frozen=True, tag=_DEFINITION + "disease-family"):
    """On the head of a disease: it is the same tumor as the others of this family, in another organ."""

    value_code: str


class EveryOtherOrgan(SetExtension, frozen=True, tag=_DEFINITION + "every-other-organ"):
    """On the head of one disease of a family: it is the family's tumor in every organ that is no other member's.

    The text says what is open where no organ is told.
    """

    value_string: str


class OrganAlone(SetExtension, frozen=True, tag=_DEFINITION + "organ-alone-in-an-adult"):
    """On the head of a disease: in an adult, a cancer of its organ without any histology is taken as this disease.

    The text is the note that says so. A convention, no statement of the label.
    """

    value_string: str


class NoTumor(SetExtension, frozen=True, tag=_DEFINITION + "no-tumor"):
    """On the head of a disease: it is no tumor. It has no spread and no grade, is no cancer beside another one, and an
    order that says nothing of it may be for it whatever else is on file.
    """

    value_boolean: bool


class LooksLike(SetExtension, frozen=True, tag=_DEFINITION + "looks-like"):
    """On the head of a disease: words, as a regular expression without regard to case, that make it possible.

    Searched only in the words of a diagnosis whose code stands in no list; they never make it certain.
    """

    value_string: str


class ShowsExtent(SetExtension, frozen=True, tag=_DEFINITION + "extent"):
    """What the codes and phrases of the set say of spread."""

    value_code: ExtentKind


class SecondaryNeoplasm(SetExtension, frozen=True, tag=_DEFINITION + "secondary-neoplasm"):
    """The codes of the set name where a tumor has spread to, not which tumor it is."""

    value_boolean: bool


class ShowsDifferentiation(SetExtension, frozen=True, tag=_DEFINITION + "differentiation"):
    """What the codes of the set say of grade or differentiation."""

    value_code: Level


class ByClassification(SetExtension, frozen=True, tag=_DEFINITION + "by-classification"):
    """The differentiation follows from how a classification is cut, and no code of the set says it; the text tells why.

    It gives way to every code that says more.
    """

    value_string: str


class OnlyWithCaution(SetExtension, frozen=True, tag=_DEFINITION + "only-with-caution"):
    """What follows from a classification rests on less than the diagnosis; the text is the caution that says so."""

    value_string: str


class NamedByWords(SetExtension, frozen=True, tag=_DEFINITION + "words"):
    """Words that name what the set is of, as a regular expression without regard to case, where no code does."""

    value_string: str


class UnlessWords(SetExtension, frozen=True, tag=_DEFINITION + "unless-words"):
    """Words beside which those of `NamedByWords` name nothing, as a regular expression without regard to case."""

    value_string: str


class PlaysRole(SetExtension, frozen=True, tag=_DEFINITION + "role"):
    """What the group of the set is to the program where a chart is read; see `role`. A set may play several."""

    value_code: Role


class StatesCriterion(SetExtension, frozen=True, tag=_DEFINITION + "criterion"):
    """The phrases of the set state this criterion (CodeSystem criterion) of the cancer in whose text they stand."""

    value_code: str


class Labeler(SetExtension, frozen=True, tag=_DEFINITION + "ndc-labeler"):
    """The labeler segment, five digits, of the National Drug Codes of a drug's products.

    A code of it that is not listed may be a package of the drug.
    """

    value_string: str


class KeptFor(SetExtension, frozen=True, tag=_DEFINITION + "kept-for"):
    """Why the set is kept although no statement of a label asks for it: what must not be taken for something else."""

    value_string: str


AnySetExtension = (
    AboutDisease
    | Family
    | EveryOtherOrgan
    | OrganAlone
    | NoTumor
    | LooksLike
    | ShowsExtent
    | SecondaryNeoplasm
    | ShowsDifferentiation
    | ByClassification
    | OnlyWithCaution
    | NamedByWords
    | UnlessWords
    | PlaysRole
    | StatesCriterion
    | Labeler
    | KeptFor
)
