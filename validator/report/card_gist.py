"""What a card tells of the label's words beside a finding: what is news, and whose words they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from validator.finding import Finding
from validator.label.model import Indication
from validator.regex import regex
from validator.report.card_said import Said, plain_words
from validator.rules.dose import OPEN, OPEN_BECAUSE

_CLAUSES, _SENTENCES = regex(r"(?<=[.;]) "), regex(r"(?<=[.]) ")
_QUOTATION = regex(r'Text: ("[^"]*")[.;]?')
"""The words of the sig; where else words stand is told with them."""
_ASKS = "The label asks for "
_AT_STAKE = regex(r" (If (?:so|not)(?:, perhaps)?: .+)$")


def is_told_active(sentence: str, why: Iterable[str]) -> bool:
    """Whether it says of what is shown beside it only that it is there."""
    name = sentence.removesuffix(" is active.")
    return name != sentence and any(words.startswith(name) for words in why)


def possible_doses(finding: Finding) -> str:
    """The doses that are the label's for one indication or another; empty where it is one."""
    doses = plain_words(finding.message).partition(" is ")[2].partition(OPEN_BECAUSE)[0]
    return f"It is {doses}." if " or " in doses else ""


def of_label(gist: str, one: Said) -> str:
    """A gist that begins with the name of an indication, so that nobody takes what the label asks for as found."""
    label = one.order.label.label if one.order.label is not None else None
    statement = label.statement(one.finding.statement) if label is not None and one.finding.statement else None
    if not isinstance(statement, Indication) or not gist.startswith(lead := f"{statement.name}: "):
        return gist
    asked = gist.removeprefix(lead)
    return f"The whole indication: {asked[:1].lower()}{asked[1:]}"


def clauses_of(text: str) -> list[str]:
    """A text in clauses, which end with a dot or a semicolon that is in no quotation and no bracket."""
    return list(_joined(_CLAUSES.split(text)))


def sentences_of(text: str) -> list[str]:
    """A text in sentences; a dot in a quotation or a bracket ends none."""
    return list(_joined(_SENTENCES.split(text)))


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    held = ""
    for piece in pieces:
        held = f"{held} {piece}" if held else piece
        if held.count('"') % 2 == 0 and held.count("(") <= held.count(")"):
            yield held
            held = ""
    if held:
        yield held


def at_stake(finding: Finding) -> str:
    """What hangs on an entry that cannot be relied on; empty where the sentence on it says so, or nothing is known."""
    found = _AT_STAKE.search(finding.detail)
    return found[1] if found is not None else ""


def news_in(gist: str, message: str) -> str:
    """What a gist says that the message does not: a clause that begins as the message goes on is no news."""
    clauses, told = clauses_of(gist), message.lower()
    return " ".join(
        clause
        for clause in clauses
        if clause[:30].rstrip(".; ").lower() not in told
        and clause.removeprefix(_ASKS)[:30].rstrip(".; ").lower() not in told
        and not _avoids(clause, told)
        and not _is_quoted(clause, told)
    )


def _is_quoted(clause: str, told: str) -> bool:
    """Whether it only quotes words that the message has quoted whole."""
    found = _QUOTATION.fullmatch(clause)
    return found is not None and found[1].lower() in told


def _avoids(clause: str, told: str) -> bool:
    """Whether it says to avoid the drugs of which the message has said so by name."""
    kind = clause.rstrip(".; ").lower().removeprefix("avoid ").removesuffix("s")
    return clause.startswith("Avoid ") and ": avoid " in told and kind in told.partition(": avoid ")[0]


def cut_line(line: str, room: int) -> str:
    """A line within so many words, twelve at least."""
    words = line.split(" ")
    if len(words) <= room:
        return line
    start = " ".join(words[: max(room - 1, 12)])
    # Whole sentences need no sign that there are more.
    return start if start.endswith(".") else f"{start} …"


def is_of_disease(finding: Finding) -> bool:
    """Whether a dose is open because it is open which indication it is for, which another finding says."""
    return finding.code == OPEN and any(word.startswith("Condition that names the ") for word in finding.missing)


def is_dose(finding: Finding) -> bool:
    """Whether the detail is the way to the label's dose, which the card tells of every order once."""
    return finding.detail.startswith("Steps: ")
