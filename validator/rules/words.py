"""The words of the order beside its codes: they say the same, or it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from operator import attrgetter

from validator.assessment.situation import Situation
from validator.assessment.wording import Wording, wordings
from validator.dosage import render
from validator.finding import HOLD, Finding, IssueType, finding_code
from validator.quantity import plain
from validator.regex import regex
from validator.rules.on_hold import HELD
from validator.rules.registry import rule
from validator.rules.said import said
from validator.verdict import Verdict

TEXT_CONTRADICTS = finding_code(
    "text-contradicts-dose",
    "Text contradicts the structured dose",
    """A text of the order (sig, patient or additional instruction, rendered dosage, words of the frequency, note)
    states another dose, total, strength, frequency, cycle, brand or form than the codes, which were used, or says as
    needed. Whoever reads the text gives another dose: correct the order.""",
    to_do="decide which of the two is meant, and make the text and the dose of the order say the same",
    heading=f"{HOLD}the order contradicts itself.",
)
TEXT_STOPS = finding_code(
    "text-takes-order-back",
    "Text takes the order back",
    """A text of the order says hold, stop, discontinue, cancel or do not give, without a condition, while the order is
    to be carried out. Ask the prescriber which of the two holds, and put the status of the order right.""",
    to_do="ask whether it is to be given; then delete those words, or discontinue the order",
    heading=f"{HOLD}the text of the order takes it back.",
)
TEXT_UNREAD = finding_code(
    "text-not-understood",
    "Text was not understood",
    """Words of the order are not known here and may change the dose: they hold a number, a unit, a time or a word such
    as total, then, off, instead, only; or more than half of the text was not understood, as in another language. Or an
    instruction or a timing is a code without words that is not known here. What they mean was not judged: read them,
    and put into codes what they ask for.""",
    issue=IssueType.NOT_SUPPORTED,
    to_do="read those words, and put what they ask for into the dose of the order",
)
TEXT_LEFT = finding_code(
    "text-partly-read",
    "Words that were not read",
    """Words of the order that are not known here. They hold no number and nothing that changes a dose; they are quoted
    so that nothing is passed over.""",
    issue=IssueType.INFORMATIONAL,
)

OF_WORDS = frozenset({TEXT_CONTRADICTS, TEXT_STOPS, TEXT_UNREAD})
"""What is found of words that are not to be relied on as they stand."""

_MOST_QUOTED = 4


@rule("words")
def words(situation: Situation) -> Iterator[Finding]:
    """Every text of the order agrees with its codes, and nothing it says is thrown away."""
    against: dict[tuple[str, ...], list[Wording]] = {}
    stops: dict[tuple[str, ...], list[Wording]] = {}
    unread: dict[tuple[str, ...], list[Wording]] = {}
    left: list[Wording] = []
    bare: list[Wording] = []
    for one in wordings(situation):
        if one.against:
            against.setdefault(one.against, []).append(one)
        if one.stops and situation.order.status != HELD:
            stops.setdefault(one.stops, []).append(one)
        if one.telling or one.foreign:
            unread.setdefault(one.telling or (one.text.text,), []).append(one)
        elif one.left:
            left.append(one)
        elif one.code is not None:
            bare.append(one)
    own = situation.ordered.own
    dose = (render(own) if against else "") or "not known"
    for spoken, found in against.items():
        quoted = _quoted(spoken, 140 - 66 - min(len(dose), 30))
        text = f"The text says {quoted}, the dose fields say {dose}; correct the order"
        read = " ".join(filter(None, (f"Read as {dose}.", _too_much(situation, spoken))))
        yield _finding(situation, TEXT_CONTRADICTS, Verdict.WARNING, text, found=found, detail=read)
    status = situation.order.status or "open"
    for spoken, found in stops.items():
        text = f"The text says {_quoted(spoken, 50)} while the order is {status}: is it to be given?"
        yield _finding(situation, TEXT_STOPS, Verdict.WARNING, text, found=found)
    for spoken, found in unread.items():
        text = f"The text {_quoted(spoken, 60)} was not understood; read it, and enter what it asks for"
        yield _finding(situation, TEXT_UNREAD, Verdict.WARNING, text, found=found)
    if bare:
        listed = tuple(dict.fromkeys(one.code for one in bare if one.code is not None))
        counted = "an instruction has" if len(bare) == 1 else f"{len(bare)} instructions have"
        text = f"No words and no known code {counted}: {_quoted(listed, 60)}; enter what it asks for in words"
        yield _finding(situation, TEXT_UNREAD, Verdict.WARNING, text, found=bare)
    if left:
        listed = tuple(dict.fromkeys(words for one in left for words in one.left))
        text = f"Not read: {_quoted(listed, 80)}"
        yield _finding(situation, TEXT_LEFT, Verdict.ACCEPT, text, found=left)


_MILLIGRAMS = regex(r"(?<![\d.,])(\d{1,4}(?:\.\d+)?) ?mg(?![/\w])")


_PIECES = regex(r"(?i)(?<![\d.,/\w-])(\d{1,2}|one|two|three|four|five|six) (?:tablet|tab|capsule|cap)s?\b")
_COUNTS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}


def _too_much(situation: Situation, spoken: Iterable[str]) -> str:
    """That the words tell more than the label gives here, so that the two are not taken for equals; empty where they
    do not, or where it is open what the label gives."""
    starts, pieces = situation.worlds.starts, ""
    told = [Decimal(one) for words in spoken for one in _MILLIGRAMS.findall(words)]
    if not told and (each := _of_one_piece(situation)):
        # Four tablets are no less than the milligrams that they come to.
        counts = [Decimal(_COUNTS.get(one.lower(), one)) for words in spoken for one in _PIECES.findall(words)]
        told = [one * each for one in counts]
        pieces = f" ({plain(max(counts))} x {plain(each)} mg)" if counts else ""
    known = [start for start in starts if start is not None]
    if not told or not known or len(known) < len(starts):
        return ""
    most = max(known, key=attrgetter("daily_mg"))
    return f"{plain(max(told))} mg{pieces} is above the label's {most}." if max(told) > most.mg else ""


def _of_one_piece(situation: Situation) -> Decimal | None:
    """The strength of one tablet or capsule; of a product without one, or of several, the smallest that is made."""
    return min(situation.order.product.strengths_mg or situation.label.strengths_mg, default=None)


def _quoted(spoken: Iterable[str], most: int) -> str:
    """The stretches in quotation marks, as many as there is room for."""
    listed = [" ".join(one.split()) for one in spoken]
    text = ", ".join(f'"{one}"' for one in listed[:_MOST_QUOTED])
    if len(text) <= most:
        return text
    first = listed[0]
    return f'"{first}"' if len(first) + 2 <= most else f'"{first[: most - 3].rstrip()}\u2026"'


_VOICES = (
    ("patientInstruction", "Instruction to the patient"),
    ("additionalInstruction", "Additional instruction"),
    ("renderedDosageInstruction", "Whole instruction"),
    ("timing", "How often, in words"),
    ("note", "Note"),
)


def _voice(element: str) -> str:
    """What people call the place of the order where words stand; its path is in the finding's expression."""
    return next((words for name, words in _VOICES if name in element), "Text")


def _finding(
    situation: Situation, code: str, verdict: Verdict, text: str, *, found: list[Wording], detail: str = ""
) -> Finding:
    places = dict.fromkeys(f"{situation.order.expression}.{one.text.element}" for one in found)
    quoted = dict.fromkeys(f'{_voice(one.text.element)}: "{" ".join(one.text.text.split())}"' for one in found)
    return said(
        code,
        verdict,
        text,
        at=tuple(places),
        section=situation.dose_section,
        detail=" ".join((detail, *quoted)).strip(),
    )
