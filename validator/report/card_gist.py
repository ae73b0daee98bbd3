"""What a card tells of the label's words beside a finding: what is news, and whose words they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from validator.finding import Finding
from validator.label.model import Indication
from validator.report.card_said import Said, plain_words
from validator.rules.dose import OPEN_BECAUSE


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


def news_in(gist: str, message: str) -> str:
    """What a gist says that the message does not: a clause that begins as the message goes on is no news."""
    clauses, told = re.split(r"(?<=[.;]) ", gist), message.lower()
    return " ".join(
        clause for clause in clauses if clause[:30].rstrip(".; ").lower() not in told and not _avoids(clause, told)
    )


def _avoids(clause: str, told: str) -> bool:
    """Whether it says to avoid the drugs of which the message has said so by name."""
    kind = clause.rstrip(".; ").lower().removeprefix("avoid ").removesuffix("s")
    return clause.startswith("Avoid ") and ": avoid " in told and kind in told.partition(": avoid ")[0]
