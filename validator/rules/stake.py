"""What hangs on something of which it is not known whether it counts, in the words of the finding that it decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from validator.finding import FINDING_CODES, Finding
from validator.frozen import Frozen
from validator.regex import regex
from validator.rules.dose import ABOVE, NO_STEP, OPEN
from validator.verdict import Verdict


class Stake(Frozen):
    """The title of a finding, its sentence and, of a dose that is too high or depends on what is
    missing, its heading; empty where it has none.

    `counts`: the finding comes if what is in doubt counts; else it is what is left without it. `is_dose`: it is a dose
    that is too high, with the dose in its heading. `is_barring`: it is an error that bars the order, whatever its dose.
    `to_do` is what can be done about the finding, `left` the doses in every case where what is in doubt is missing.
    """

    title: str
    heading: str
    counts: bool
    message: str = ""
    is_dose: bool = False
    to_do: str = ""
    left: str = ""
    is_barring: bool = False

    @property
    def words(self) -> str:
        """A few words."""
        return _within(self.title)

    @property
    def sentence(self) -> str:
        """The dose, without the fact that decides it; where there is none, what is said of what comes with it."""
        message = self.message.rstrip(".") if self.counts else ""
        return self.doses or _within(message) or self.words

    @property
    def dose(self) -> str:
        """The dose, without the fact that decides it; a few words where there is none."""
        return self.doses or self.words

    @property
    def doses(self) -> str:
        """The dose, or the doses in every case; empty where the heading tells none."""
        return doses_in(self.heading)

    @property
    def told(self) -> str:
        """The fact and the dose where only a finding that is not there says them; else as in `sentence`."""
        told = self.heading.rstrip(".") if self.counts else ""
        return _within(told) if told else self.sentence


def doses_in(heading: str) -> str:
    """What the heading of a finding on a dose says behind the fact that decides it; empty where it says no dose."""
    return heading.rstrip(".").partition(": ")[2].partition(";")[0]


def stake_of(
    code: str | None, without: Sequence[Finding], with_it: Iterable[Finding], *, is_settling: bool = False
) -> Stake | None:
    """What the findings of a code say of what is in doubt; None where there is no such finding.

    `without` are the findings as if it were not there, `with_it` those of every reading of it. Of the same verdict in
    both it is told as what is left without it. Heading and sentence are told where all agree. `is_settling`: with it
    the dose is not open any more.
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
    is_dose = code == ABOVE and bool(heading)
    is_barring = counts and found[0].verdict is Verdict.ERROR and code not in (ABOVE, NO_STEP)
    opened = [_with_age(one.heading) for one in without if one.code == OPEN and is_settling]
    to_do = f"order {doses_in(heading)}" if is_dose else _registered(found[0])
    to_do = _only({one.to_do for one in found}) or to_do if counts else ""
    return Stake(found[0].display, heading, counts, message, is_dose, to_do, _only(set(opened)), is_barring)


def _with_age(heading: str) -> str:
    """The doses in every case, with the age that the heading begins with: by size they are for no adult."""
    doses, age = doses_in(heading), _AGE.match(heading)
    return f"{doses} (age {age[1]})" if doses and age is not None else doses


_AGE = regex(r"(\d{1,2}) years, ")


def _registered(finding: Finding) -> str:
    """What can be done about every finding of its code."""
    return FINDING_CODES[finding.code].to_do if finding.code in FINDING_CODES else ""


def _only(texts: set[str]) -> str:
    return next(iter(texts)) if len(texts) == 1 else ""


def _within(text: str) -> str:
    """The text as it stands within a sentence: a first word with more capitals keeps them."""
    first = text.partition(" ")[0]
    return text if first[1:] != first[1:].lower() else f"{text[:1].lower()}{text[1:]}"
