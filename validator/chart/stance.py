"""How an entry of a chart stands: what it is about, and whether readers may rely on it.

What no list knows is not looked at more closely, so that a faulty resource that no label asks about weighs nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from validator.chart.concept import any_listed, as_concept, raw_groups
from validator.chart.disease.cancer_words import may_be_cancer
from validator.chart.drug import booked, plan, planned_drug
from validator.chart.drug.medication import doubtful_medication, medication_of
from validator.chart.drug.respelt import Meant, meant_by
from validator.chart.drug.therapy import MEDICATION_TYPES, SELF
from validator.chart.entry import nameless
from validator.chart.entry.nameless import NAMELESS, is_nameless
from validator.chart.entry.standing import STANDS, Doubtful, NotDecided, Standing, Stands, standing
from validator.chart.entry.unconfirmed import believed
from validator.chart.entry.when import day_of_tree
from validator.chart.observed.size import measured_sizes
from validator.chart.observed.unlisted import is_unlisted
from validator.chart.reader import Reader
from validator.chart.risk import carrier, risk_words
from validator.chart.topic import ANY, TOPIC_OF, UNIDENTIFIED, Topic, about_nothing, names_risk
from validator.fhir.account import Why
from validator.fhir.entry import Entry
from validator.frozen import Frozen
from validator.terminology.codebook import Codebook
from validator.terminology.domain import DRUG, EXTENT, INDICATIONS, OBSERVED, RISK


class Stance(Frozen):
    """What an entry is about and how it stands; `topic` None: about nothing that any list knows.

    `at` is the entry that is in doubt where it is not the entry itself: the Medication a therapy refers to.
    """

    topic: Topic | None
    standing: Standing = STANDS
    at: Entry | None = None

    @property
    def may_say_something(self) -> bool:
        """Whether some list knows what it is about, and it does not say itself that it is void."""
        return self.topic is not None and not (isinstance(self.standing, NotDecided) and self.standing.is_void)

    @property
    def is_usable(self) -> bool:
        """Whether readers may see the entry: it stands, or no question is about it."""
        match self.standing:
            case Stands():
                return True
            case NotDecided(is_void=is_void):
                return not is_void
            case Doubtful(is_in_part=is_in_part):
                return is_in_part


_NOTHING = Stance(None)
_A_DRUG = Topic(frozenset({(DRUG, ANY)}))
"""What a therapy is about whose Medication is in doubt: its readings say which drug."""


@lru_cache(maxsize=2048)
def _needs_its_day(book: Codebook, topic: Topic) -> bool:
    """Whether it is about a measurement that answers nothing without a day: the newest one counts."""
    needing = measured_sizes(book) | book.of_role(OBSERVED, "kidney-filtration")
    return not needing.isdisjoint(topic.of_domain(OBSERVED))


class Stances(dict[Entry, Stance]):
    """How each entry stands; one that is not known yet is looked at by the `reader`."""

    __slots__ = ("reader",)

    reader: Reader

    def __missing__(self, entry: Entry) -> Stance:
        """Its standing is looked at only where some list knows its topic."""
        found = self[entry] = stance_of(self.reader, entry)
        return found


def stance_of(reader: Reader, entry: Entry) -> Stance:
    """What an entry is about and how it stands, looked at anew."""
    if entry.resource_type == "Observation" and is_unlisted(reader.book, entry.raw):
        return _NOTHING
    is_drug = entry.resource_type in MEDICATION_TYPES
    at = doubtful_medication(reader, entry) if is_drug else None
    if at is not None and not isinstance(standing(entry), Doubtful):
        return Stance(_A_DRUG, *at)
    topic, read = TOPIC_OF.get(entry.resource_type, about_nothing)(reader, entry), believed(reader.book, entry.raw)
    if (read or is_drug) and (unsure := _by_an_unverified_code(reader, entry, topic, read)) is not None:
        return unsure
    if is_drug and (meant := meant_by(reader, entry)):
        return _by_a_slip(entry, topic, meant)
    if topic is None and entry.resource_type in nameless.TYPES and is_nameless(reader.book, entry):
        topic = NAMELESS
    if topic is None:
        return _NOTHING
    own = standing(entry)
    if isinstance(own, Doubtful) or (isinstance(own, NotDecided) and (own.is_void or topic is NAMELESS)):
        return Stance(topic, own)
    if not topic.is_readable:
        return Stance(topic, Doubtful(Why.CODE_UNKNOWN if topic is NAMELESS else Why.UNREADABLE, is_open=True))
    match entry.resource_type:
        case "Condition":
            if isinstance(own, NotDecided) and _is_danger(reader, entry):
                return Stance(topic, Doubtful(Why.UNCONFIRMED))
            if isinstance(own, Stands) and (why := _left_open_because(reader, entry)) is not None:
                return Stance(topic, Doubtful(why, is_in_part=True))
        case "Observation":
            if _needs_its_day(reader.book, topic) and day_of_tree(entry.tree) is None:
                return Stance(topic, Doubtful(Why.NO_USABLE_DATE))
            if names_risk(topic) and carrier.may_be_none(reader.book, carrier.OBSERVED, entry.tree):
                return Stance(topic, Doubtful(Why.UNCONFIRMED, is_in_part=True))
        case kind if kind in booked.BOOKED and not topic.of_domain(RISK) and booked.booked_in(reader, entry):
            return Stance(topic, Doubtful(booked.why_open(entry)))
        case kind if kind in carrier.TYPES:
            if isinstance(own, Stands) and carrier.may_be_none(reader.book, kind, entry.tree):
                return Stance(topic, Doubtful(Why.UNCONFIRMED, is_in_part=True))
        case kind if kind in plan.TYPES:
            word = entry.tree.get("status")
            return Stance(topic, NotDecided(word, is_void=True) if word in planned_drug.OVER else Doubtful(Why.PLAN))
        case _:
            pass
    return Stance(topic, own)


def _by_a_slip(entry: Entry, topic: Topic | None, meant: tuple[Meant, ...]) -> Stance:
    """How an entry stands whose name is near that of a listed drug: what it names as it is written counts."""
    groups = {(DRUG, group) for one in meant for group in one.groups}
    groups |= {(DRUG, SELF) for one in meant if one.is_product}
    near = Topic(frozenset(groups | (topic.groups if topic is not None else set())))
    own = standing(entry)
    return Stance(near, Doubtful(Why.NAME_UNCLEAR, is_in_part=True) if isinstance(own, Stands) else own)


_CODE_UNCONFIRMED = Doubtful(Why.CODE_UNCONFIRMED)


def _by_an_unverified_code(
    reader: Reader, entry: Entry, topic: Topic | None, read: dict[str, Any] | None
) -> Stance | None:
    """The doubt about an entry that an unverified code says more of than anything else in it; None for any other.

    `read` is the entry with its unverified codes read as confirmed. The standing is looked at last: what no list knows
    is not decoded.
    """
    known = topic.groups if topic is not None else frozenset()
    if read is not None:
        if not isinstance(standing(entry), Stands):
            return None
        more = TOPIC_OF.get(entry.resource_type, about_nothing)(reader, entry.read_as(read, entry.parent))
        return Stance(more, _CODE_UNCONFIRMED) if more is not None and not more.groups <= known else None
    if entry.resource_type in MEDICATION_TYPES and known <= {(DRUG, UNIDENTIFIED)}:
        named = medication_of(reader, entry)
        if named is not None and believed(reader.book, named.raw) is not None and isinstance(standing(entry), Stands):
            return Stance(_A_DRUG, _CODE_UNCONFIRMED, named)
    return None


def _is_danger(reader: Reader, entry: Entry) -> bool:
    """Whether a Condition is a risk and no tumor."""
    if _is_tumor(reader, entry):
        return False
    code = entry.raw.get("code")
    return any_listed(reader.book, (RISK,), code) or risk_words.may_name(reader.book, code)


def _left_open_because(reader: Reader, entry: Entry) -> Why | None:
    """Why the words of a Condition leave a risk open; None where they leave none open, and for a tumor."""
    code = entry.tree.get("code")
    if not _is_tumor(reader, entry):
        return risk_words.risk_words(reader.book, as_concept(code), raw_groups(reader.book, RISK, code)).why
    return None


def _is_tumor(reader: Reader, entry: Entry) -> bool:
    code = entry.raw.get("code")
    is_listed = any_listed(reader.book, (EXTENT,), code) or _is_labelled_tumor(reader.book, code)
    return is_listed or may_be_cancer(reader.book, code, entry.raw.get("meta", ""))


def _is_labelled_tumor(book: Codebook, code: object) -> bool:
    """Whether a code in undecoded JSON is of a disease of a label that is a tumor, or leaves room for one."""
    if not any_listed(book, (INDICATIONS,), code):
        return False
    heads = {group.partition(":")[0] for group in raw_groups(book, INDICATIONS, code)}
    return not heads or not heads <= book.diseases.no_tumors
