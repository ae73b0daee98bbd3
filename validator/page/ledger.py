"""The ledger on a page: every entry with what became of it, so that nothing that came has vanished."""

from __future__ import annotations

from validator.fhir.account import Account, Fate
from validator.page.place import Pointing
from validator.page.wording import fate_name
from validator.picture.markup import Markup, element
from validator.report.ledger import Ledger, reason_words

_ORDER = (Fate.SET_ASIDE, Fate.USED, Fate.NOT_DECIDED, Fate.ANOTHER_PATIENT, Fate.IRRELEVANT)
"""What nobody may overlook first, what did not matter last."""


def ledger_list(ledger: Ledger, places: Pointing) -> Markup:
    """The counts as a sentence and every listed entry, in groups by fate."""
    groups = [
        element(
            "section",
            element("h5", f"{fate_name(fate).capitalize()} ({len(found)})"),
            element("ul", *(_item(one, places, questions) for one in found)),
            class_=f"fate {fate.value}",
        )
        for fate in _ORDER
        for questions in [{one.expression: one.question for one in ledger.set_aside}]
        if (found := [one for one in ledger.listed if one.fate is fate])
    ]
    return element("div", element("p", f"{ledger.words}."), *groups, class_="ledger")


def _item(account: Account, places: Pointing, questions: dict[str, str | None]) -> Markup:
    reason = f" {reason_words(account.reason)}" if account.reason else ""
    question = questions.get(account.expression)
    at_stake = f"; it could have answered {question}" if question else ""
    return element("li", places.of(account.expression, account.reference or account.expression), reason + at_stake)
