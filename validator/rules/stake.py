"""What hangs on something of which it is not known whether it counts, in the words of the finding that it decides."""

from __future__ import annotations

from collections.abc import Iterable

from validator.finding import Finding
from validator.frozen import Frozen
from validator.rules.dose import ABOVE, OPEN


class Stake(Frozen):
    """The title of a finding, its sentence and, of a dose that is too high or depends on what is
    missing, its heading; empty where it has none.

    `counts`: the finding comes if what is in doubt counts; else it is what is left without it. `is_dose`: it is a dose
    that is too high, with the dose in its heading.
    """

    title: str
    heading: str
    counts: bool
    message: str = ""
    is_dose: bool = False

    @property
    def words(self) -> str:
        """A few words."""
        return _within(self.title)

    @property
    def sentence(self) -> str:
        """The dose, without the fact that decides it; where there is none, what is said of what comes with it."""
        message = self.message.rstrip(".") if self.counts else ""
        return self._doses or _within(message) or self.words

    @property
    def dose(self) -> str:
        """The dose, without the fact that decides it; a few words where there is none."""
        return self._doses or self.words

    @property
    def _doses(self) -> str:
        return self.heading.rstrip(".").partition(": ")[2].partition(";")[0]

    @property
    def told(self) -> str:
        """The fact and the dose where only a finding that is not there says them; else as in `sentence`."""
        told = self.heading.rstrip(".") if self.counts else ""
        return _within(told) if told else self.sentence


def stake_of(code: str | None, without: Iterable[Finding], with_it: Iterable[Finding]) -> Stake | None:
    """What the findings of a code say of what is in doubt; None where there is no such finding.

    `without` are the findings as if it were not there, `with_it` those of every reading of it. Of the same verdict in
    both it is told as what is left without it. Heading and sentence are told where all agree.
    """
    left = [finding for finding in without if finding.code == code]
    comes = [finding for finding in with_it if finding.code == code]
    counts = bool(comes) and {one.verdict for one in comes} != {one.verdict for one in left}
    found = comes if counts else left
    if not found:
        return None
    headings = {finding.heading for finding in found} if code in (ABOVE, OPEN) else {""}
    messages = {finding.message for finding in found}
    message = _only(messages) if code not in (ABOVE, OPEN) else ""
    heading = _only(headings)
    return Stake(found[0].display, heading, counts, message, code == ABOVE and bool(heading))


def _only(texts: set[str]) -> str:
    return texts.pop() if len(texts) == 1 else ""


def _within(text: str) -> str:
    """The text as it stands within a sentence: a first word with more capitals keeps them."""
    first = text.partition(" ")[0]
    return text if first[1:] != first[1:].lower() else f"{text[:1].lower()}{text[1:]}"
