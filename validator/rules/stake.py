"""What hangs on something of which it is not known whether it counts, in the words of the finding that it decides."""

from __future__ import annotations

from collections.abc import Iterable

from validator.finding import Finding
from validator.frozen import Frozen
from validator.rules.dose import ABOVE


class Stake(Frozen):
    """The title of a finding and, of a dose that is too high, its heading, empty where it has none.

    `counts`: the finding comes if what is in doubt counts; else it is what is left without it.
    """

    title: str
    heading: str
    counts: bool

    @property
    def words(self) -> str:
        """A clause of a few words."""
        return f"{self._when}: {_within(self.title)}"

    @property
    def dose(self) -> str:
        """A clause with the dose, without the fact that decides it; in a few words where there is none."""
        told = self.heading.rstrip(".").partition(": ")[2]
        return f"{self._when}: {told}" if told else self.words

    @property
    def told(self) -> str:
        """A clause with the fact and the dose where only a finding that is not there says them; else with the dose."""
        told = self.heading.rstrip(".") if self.counts else ""
        return f"{self._when}: {_within(told)}" if told else self.dose

    @property
    def _when(self) -> str:
        return "if it counts" if self.counts else "without it"


def stake_of(code: str | None, without: Iterable[Finding], with_it: Iterable[Finding]) -> Stake | None:
    """What the findings of a code say of what is in doubt; None where there is no such finding.

    `without` are the findings as if it were not there, `with_it` those of every reading of it. Of the same verdict in
    both it is told as what is left without it. The heading is told where all that have one agree.
    """
    left = [finding for finding in without if finding.code == code]
    comes = [finding for finding in with_it if finding.code == code]
    counts = bool(comes) and {one.verdict for one in comes} != {one.verdict for one in left}
    found = comes if counts else left
    if not found:
        return None
    headings = {finding.heading for finding in found} if code == ABOVE else {""}
    return Stake(found[0].display, headings.pop() if len(headings) == 1 else "", counts)


def _within(text: str) -> str:
    """The text as it stands within a sentence: a word in capitals, as the name of a product is, keeps them."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"
