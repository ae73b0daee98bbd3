"""Interacting drugs to try: those of each way in which the labels say that another drug changes the dose."""

from __future__ import annotations

from validator.frozen import Frozen
from validator.profiles import Profiles
from validator.terminology.coding import RXNORM
from validator.terminology.domain import DRUG, INTERACTION


class Interacting(Frozen):
    """A drug by its RxNorm code, and what it is to the label (`strong CYP3A4 inhibitor`)."""

    code: str
    name: str
    because: str

    @property
    def coding(self) -> dict[str, str]:
        """The Coding that a resource names it by."""
        return {"system": RXNORM, "code": self.code, "display": self.name}


def interacting_drugs(profiles: Profiles) -> tuple[Interacting, ...]:
    """The plain ingredients of each group that an adjustment of the newest labels asks about, by name in each."""
    found: dict[str, Interacting] = {}
    for product in profiles.labels.products:
        label = profiles.labels.newest(product)
        for adjustment in label.adjustment if label is not None else ():
            groups = {group for domain, group in adjustment.when.names().groups if domain == DRUG}
            for value_set in profiles.book.sets_of(INTERACTION):
                if value_set.group not in groups:
                    continue
                listed = [
                    (code, concept.display)
                    for (system, code), concept in value_set.concepts.items()
                    if system == RXNORM and concept.display.lower() in {one.lower() for one in concept.ingredients}
                ]
                for code, display in sorted(listed, key=lambda one: one[1].lower()):
                    found.setdefault(display.lower(), Interacting(code, display, adjustment.because))
    return tuple(found.values())
