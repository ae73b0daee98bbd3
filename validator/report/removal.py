"""Which of the orders that repeat one another can go: never the one that says what no other says, unasked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from validator.fhir.element import objects_of
from validator.frozen import Frozen
from validator.report.card_said import element_in_words

_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SAME_ORDER = frozenset({"id", "meta", "text", "identifier", "status"})
"""Elements by which two orders differ that say the same."""

_DRUG_OF_R4 = {"medicationCodeableConcept": "concept", "medicationReference": "reference"}
_DOSAGE = "dosageInstruction"
_IN_DOSAGE = {
    "additionalInstruction": "further instructions",
    "patientInstruction": "words to the patient",
    "text": "these words on the dose",
}
"""What people call the words in an instruction."""


class Repeated(Frozen):
    """An order that another one repeats: its name, and all that was written of it. `on_file`: what it repeats is no
    draft of the call but an order that the patient has already.
    """

    name: str
    draft: Mapping[str, Any]
    on_file: bool


class Removal(Frozen):
    """Orders to remove at once, by name, and how that is said."""

    label: str
    names: tuple[str, ...]


def removals(repeated: Sequence[Repeated]) -> Iterator[Removal]:
    """The ways to leave one order of those that repeat one another; one, unless each of two says something of its own.

    `repeated` are in the order of the call.
    """
    count = len(repeated)
    if any(one.on_file for one in repeated):
        which = "this order, which repeats" if count == 1 else f"these {count} orders, which repeat"
        yield Removal(f"Remove {which} one on file", tuple(one.name for one in repeated))
        return
    if count < 2:
        return
    drafts = [_content(one.draft) for one in repeated]
    whole = [at for at, one in enumerate(drafts) if all(_holds(one, other) for other in drafts)]
    if whole:
        yield _but_one(repeated, whole[0], is_alike=len(whole) == count)
        return
    if count == 2:
        for at in (1, 0):
            own = " and ".join(_only(drafts[at], drafts[1 - at])) or "nothing of its own"
            yield Removal(f"Remove the {_nth(at)} of the two orders (it alone says: {own})", (repeated[at].name,))
        return
    most = max(range(count), key=lambda at: (_size(drafts[at]), -at))
    lost = dict.fromkeys(words for one in drafts if one is not drafts[most] for words in _only(one, drafts[most]))
    # Said of several orders at once: it is no longer "these" words of the one.
    in_all = _listed([words.removeprefix("these ") for words in lost])
    removal = _but_one(repeated, most, is_alike=True)
    yield Removal(
        f"Keep the {_nth(most)} of these orders, remove the other {count - 1} (they differ in {in_all})", removal.names
    )


def _but_one(repeated: Sequence[Repeated], at: int, *, is_alike: bool) -> Removal:
    """All but the one at this place. `is_alike`: it says no more than the others."""
    count, names = len(repeated), tuple(one.name for index, one in enumerate(repeated) if index != at)
    if count == 2:
        which = f"Remove the {_nth(1 - at)} of the two orders"
        return Removal(which if is_alike else f"{which} (the {_nth(at)} says more)", names)
    if is_alike:
        return Removal(f"Keep the {_nth(at)} of these orders, remove the other {len(names)}", names)
    return Removal(f"Keep the {_nth(at)} of these orders, which says more, remove the other {len(names)}", names)


def _nth(at: int) -> str:
    return _NTH[at] if at < len(_NTH) else f"{at + 1}th"


def _content(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What an order says, its drug as R5 writes it: two releases are no two drugs."""
    said = {name: value for name, value in draft.items() if name not in _SAME_ORDER}
    for name, part in _DRUG_OF_R4.items():
        if name in said:
            said.setdefault("medication", {part: said.pop(name)})
    return said


def _holds(one: object, other: object) -> bool:
    """Whether all that the other says stands in this one too."""
    match one, other:
        case dict(), dict():
            return all(name in one and _holds(one[name], value) for name, value in other.items())
        case list(), list():
            return all(any(_holds(mine, value) for mine in one) for value in other)
        case _:
            return one == other


def _listed(words: Sequence[str]) -> str:
    *most, last = words or ["their words"]
    return f"{', '.join(most)} and {last}" if most else last


def _only(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The elements of this one that the other does not hold, in words; none for an order without any of its own."""
    found = [element_in_words(name) for name in _not_held(one, other) if name != _DOSAGE]
    mine, others = objects_of(one.get(_DOSAGE)), objects_of(other.get(_DOSAGE))
    for dosage in (each for each in mine if not any(_holds(its, each) for its in others)):
        names = _not_held(dosage, others[0]) if len(mine) == len(others) == 1 else [""]
        found += [_IN_DOSAGE.get(name, element_in_words(_DOSAGE)) for name in names]
    return list(dict.fromkeys(found))


def _not_held(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return [name for name, value in one.items() if name not in other or not _holds(other[name], value)]


def _size(value: object) -> int:
    match value:
        case dict():
            return sum(map(_size, value.values()))
        case list():
            return sum(map(_size, value))
        case _:
            return 1
